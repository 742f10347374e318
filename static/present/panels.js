// What lies over a slide when asked for: the list of slides, the keys, the filters.

import { el, setText } from "../board/dom.js";
import { fill } from "../board/sentences.js";
import { makeParts } from "../board/controls.js";
import { HELP } from "./clicker.js";

/** The list of slides; `go(n)` is called with the one picked. */
export function makeList(deck, go) {
  const buttons = deck.slides.map((slide, at) =>
    el("button", { type: "button", class: "ps-pick", onclick: () => go(at) },
      el("span", { class: "ps-number" }, String(at + 1)), el("span", {}, deck.view(at)?.title || slide.name)));
  const items = buttons.map((button) => el("li", {}, button));
  const node = el("nav", { class: "ps-panel ps-list", "aria-label": deck.words["present.list"], hidden: true },
    el("h2", {}, deck.title), el("ol", { class: "ps-scroll" }, ...items));
  const update = (now) => buttons.forEach((button, at) => {
    if (at === now) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  });
  return { node, update, focus: (now) => buttons[now].focus() };
}

/** The keys, each with what it does. */
export function makeHelp(words) {
  const rows = HELP.map(([action, keys]) => el("tr", {}, el("th", { scope: "row" }, keys), el("td", {}, words[`present.key_${action}`])));
  return el("div", { class: "ps-panel ps-help", role: "region", "aria-label": words["present.help"], hidden: true },
    el("h2", {}, words["present.help"]), el("table", {}, el("tbody", {}, ...rows)));
}

/** The filters that the slide's exhibit answers to; `ask(query)` is called with the choice. */
export function makeFilters(deck, ask) {
  const { words } = deck;
  const node = el("div", { class: "ps-panel ps-filters", role: "group", "aria-label": words["present.filters"], hidden: true });
  let parts = [];
  let exhibit = null;
  const build = (slide) => {
    exhibit = slide.exhibit;
    const names = deck.filters[exhibit].flatMap((name) => (name === "basis" ? ["basis", "rate_date"] : [name]));
    const controls = Object.fromEntries(names.map((name) => [name, deck.controls[name]]));
    parts = makeParts(controls, words, ask);
    const none = parts.length ? [] : [el("p", {}, words["present.no_filters"])];
    node.replaceChildren(...parts.map((part) => part.node), ...none);
  };
  const update = (slide, query) => {
    if (exhibit !== slide.exhibit) build(slide);
    parts.forEach((part) => part.update(query));
  };
  return { node, update };
}

/** The bar below: where we are, buttons for the mouse, the timer, whether all is loaded. */
export function makeBar(deck, act) {
  const { words } = deck;
  const button = (action, sign, label = words[`present.key_${action}`]) => el("button", { type: "button", class: "ps-button", "data-action": action,
    title: words[`present.key_${action}`], "aria-label": label, onclick: () => act(action) }, sign);
  const place = el("span", { class: "ps-place" });
  const timer = el("span", { class: "ps-timer", role: "timer", "aria-label": words["present.timer"] });
  const state = el("span", { class: "ps-state" });
  const changed = el("button", { type: "button", class: "ps-button ps-changed", onclick: () => act("set"), hidden: true }, words["present.changed"]);
  const named = (action) => button(action, words[`present.do_${action}`], null);
  const node = el("div", { class: "ps-bar", role: "toolbar", "aria-label": words["present.bar"] },
    place, timer, state, changed, el("span", { class: "ps-gap" }), button("previous", "‹"), button("next", "›"),
    named("filters"), named("list"), named("black"), named("speaker"), named("full"), named("help"), named("leave"));
  return { node, place, timer, state, changed };
}

/** Says in the bar how far loading is, and whether the server still answers. */
export function showState(bar, deck, reached) {
  const { words } = deck;
  bar.state.classList.toggle("ps-ready", deck.ready);
  let text = fill(words["present.loading"], { done: deck.loaded, all: deck.total });
  if (deck.problem) text = words["present.not_ready"];
  if (deck.ready) text = reached ? words["present.ready"] : words["present.offline"];
  setText(bar.state, text);
  bar.state.title = deck.problem;
}
