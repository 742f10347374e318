// The controls of a page. They show the selection and ask for another one.

import { toggleContrast, wantsContrast } from "./chart.js";
import { el } from "./dom.js";
import { fill } from "./sentences.js";
import { DEFAULTS, chosen, narrowed, withList, withValue } from "./state.js";

/** The parts for what `controls` offers, each with `node` and `update(query)`. */
export function makeParts(controls, words, ask) {
  const parts = [];
  for (const name of ["institutes", "fields"]) {
    if (controls[name]) parts.push(list(name, controls, words, ask));
  }
  if (controls.basis) parts.push(oneOf("basis", controls, words, ask), day(controls, words, ask));
  for (const name of ["count", "baseline"]) {
    if (controls[name]) parts.push(oneOf(name, controls, words, ask));
  }
  if (controls.period) parts.push(period(controls, words, ask));
  return parts;
}

/** What a reset leaves in the address: these are no filters. */
const KEPT = ["lang", "version", "story"];

/** The controls for what `controls` offers; `ask(query)` is called with the selection wanted. */
export function makeControls(controls, words, ask) {
  const parts = makeParts(controls, words, ask);
  const contrast = el("button", { type: "button", class: "im-button im-contrast-toggle", onclick: toggleContrast }, words["ui.contrast"]);
  const reset = el("button", { type: "button", class: "im-button im-reset" }, words["ui.reset"]);
  const node = el("div", { class: "im-controls", role: "group", "aria-label": words["ui.filters"] }, ...parts.map((p) => p.node), reset, el("div", { class: "im-ends" }, contrast));
  node.classList.toggle("im-bare", !parts.length); // A frame around nothing is none.
  const update = (query) => {
    parts.forEach((part) => part.update(query));
    contrast.setAttribute("aria-pressed", String(wantsContrast()));
    reset.hidden = Object.keys(query).every((name) => KEPT.includes(name));
    reset.onclick = () => ask(Object.fromEntries(Object.entries(query).filter(([name]) => KEPT.includes(name))));
  };
  return { node, update };
}

function group(label, ...children) {
  return el("div", { class: "im-control", role: "group", "aria-label": label }, el("span", { class: "im-label" }, label), ...children);
}

function list(name, controls, words, ask) {
  let query = {};
  const buttons = controls[name].map(([id, text]) => {
    const toggle = () => {
      const now = chosen(query, name, controls);
      const next = now.includes(id) ? now.filter((other) => other !== id) : [...now, id];
      ask(withList(query, name, next, controls));
    };
    return el("button", { type: "button", class: "im-pill", "data-id": id, onclick: toggle }, text);
  });
  const update = (next) => {
    query = next;
    const now = chosen(query, name, controls);
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(now.includes(button.dataset.id))));
  };
  return { node: group(words[`ui.${name}`], el("span", { class: "im-pills" }, ...buttons)), update };
}

function oneOf(name, controls, words, ask) {
  let query = {};
  const buttons = controls[name].map(([id, text]) =>
    el("button", { type: "button", class: "im-pill", "data-id": id, onclick: () => ask(withValue(query, name, id, DEFAULTS[name])) }, text));
  const update = (next) => {
    query = next;
    const now = query[name] || DEFAULTS[name];
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.id === now)));
  };
  return { node: group(words[`ui.${name}`], el("span", { class: "im-pills" }, ...buttons)), update };
}

function select(label, options, current, onpick) {
  const node = el("select", { class: "im-select", "aria-label": label }, ...options.map(([id, text]) => el("option", { value: id }, text)));
  node.value = current;
  node.onchange = () => onpick(node.value);
  return node;
}

function day(controls, words, ask) {
  let query = {};
  const pick = select(words["ui.rate_date"], controls.rate_date, DEFAULTS.rate_date, (value) => ask(withValue(query, "rate_date", value, DEFAULTS.rate_date)));
  const update = (next) => {
    query = next;
    pick.value = query.rate_date || DEFAULTS.rate_date;
  };
  return { node: group(words["ui.rate_date"], pick), update };
}

function period(controls, words, ask) {
  const [first, last] = controls.period;
  let query = {};
  const every = controls.years ?? Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const years = every.map((year) => [String(year), String(year)]);
  // The end that was moved wins: the other one follows where they would cross.
  const set = (name, value) => {
    const from = name === "from" ? Number(value) : Math.min(Number(query.from || first), Number(value));
    const to = name === "to" ? Number(value) : Math.max(Number(query.to || last), Number(value));
    ask(withValue(withValue(query, "from", from, first), "to", to, last));
  };
  const from = select(words["ui.from"], years, String(first), (value) => set("from", value));
  const to = select(words["ui.to"], years, String(last), (value) => set("to", value));
  const update = (next) => {
    query = next;
    from.value = query.from || String(first);
    to.value = query.to || String(last);
  };
  return { node: group(words["ui.period"], el("span", { class: "im-pills" }, from, el("span", { "aria-hidden": "true" }, "–"), to)), update };
}

/** What is to be said about a selection: empty choices, and those that nothing here answers to. */
export function notesOn(query, { words, controls }) {
  const texts = [];
  if (query.institutes === "") texts.push(words["notice.empty_institutes"]);
  if (query.fields === "") texts.push(words["notice.empty_fields"]);
  const deaf = narrowed(query).filter((name) => !controls[name]);
  if (deaf.length) texts.push(fill(words["ui.unknown_filter"], { names: deaf.map((name) => words[`ui.${name}`]).join(", ") }));
  return texts;
}
