// The second window: notes, sources and what comes next, for the speaker alone.

import { el, setText } from "../board/dom.js";

/** The speaker's desk around the small slide. */
export function makeSpeaker(deck, slide) {
  const { words } = deck;
  const part = (name, tag = "div") => el(tag, { class: `ps-${name}` });
  const notes = part("notes");
  const next = part("next");
  const sources = part("sources");
  const time = part("clock");
  const timer = part("big-timer");
  const dark = el("p", { class: "ps-dark", hidden: true }, words["present.audience_black"]);
  const box = (heading, node, name) => el("section", { class: `ps-box ps-box-${name}`, "aria-label": words[heading] },
    el("h2", {}, words[heading]), node);
  const node = el("div", { class: "ps-desk" },
    el("div", { class: "ps-left" }, dark, slide, box("present.next_slide", next, "next")),
    el("div", { class: "ps-right" },
      el("div", { class: "ps-times" }, timer, time),
      box("present.notes", notes, "notes"), box("present.sources", sources, "sources")));
  const update = (state, view) => {
    const now = deck.slides[state.slide];
    const after = deck.slides[state.slide + 1];
    const lines = (now.note || words["present.no_notes"]).split("\n");
    notes.replaceChildren(...lines.map((line) => el("p", {}, line)));
    setText(next, after ? deck.view(state.slide + 1).title : words["present.end"]);
    dark.hidden = !state.black;
    sources.replaceChildren(el("p", {}, view.source), el("ul", {}, ...view.caveats.map((text) => el("li", {}, text))));
  };
  const clock = () => {
    const form = { hour: "2-digit", minute: "2-digit" };
    setText(time, new Date().toLocaleTimeString(deck.lang === "ko" ? "ko-KR" : "en-GB", form));
  };
  return { node, timer, update, clock };
}
