// The parts of the editor: ready stories, title and buttons, slides, what can be added.

import { el } from "../board/dom.js";
import { download, makeStatus } from "../board/download.js";
import { fill } from "../board/sentences.js";
import { base } from "./start.js";

const FORMATS = ["pptx", "hwpx", "html"];

function button(words, name, act, more = {}) {
  return el("button", { type: "button", class: "im-button", onclick: act, ...more }, words[`present.${name}`]);
}

/** The ready stories; the one in hand is marked. */
export function makeReady(desk) {
  const { words } = desk;
  const cards = desk.ready.map(({ id, title, slides, minutes }) =>
    el("button", { type: "button", class: "pd-card", "aria-pressed": String(!desk.edited && desk.story.id === id), onclick: () => desk.choose(id) },
      el("b", {}, title), el("span", {}, fill(words["present.ready_about"], { slides, minutes }))));
  return el("section", { "aria-label": words["present.ready_stories"] },
    el("h2", {}, words["present.ready_stories"]), el("div", { class: "pd-ready" }, ...cards));
}

/** The title, the time planned, and what can be done with the whole story. */
export function makeHead(desk) {
  const { words, story } = desk;
  const field = (name, attributes) => {
    const input = el("input", { value: String(story[name]), ...attributes });
    input.oninput = () => {
      story[name] = name === "minutes" ? Math.min(600, Math.max(0, Math.round(Number(input.value) || 0))) : input.value;
      desk.changedSoon();
    };
    return el("label", { class: name === "minutes" ? "" : "pd-wide" }, words[`present.${name}`], input);
  };
  const file = el("input", { type: "file", accept: ".toml", hidden: true, "aria-label": words["present.open"] });
  file.onchange = () => {
    if (file.files[0]) desk.open(file.files[0]);
    file.value = "";
  };
  return el("section", { class: "pd", "aria-label": words["present.editor"] },
    el("h2", {}, words["present.editor"]),
    el("div", { class: "pd-row" },
      button(words, "start", () => desk.start(), { class: "im-button pd-start" }),
      el("span", {}, words["present.start_help"])),
    el("div", { class: "pd-row" }, field("title_ko", { maxlength: 120 }), field("title_en", { maxlength: 120 }), field("minutes", { type: "number", min: 0, max: 600 })),
    el("div", { class: "pd-row" },
      button(words, "share", () => desk.share()), button(words, "save", () => desk.save()),
      button(words, "open", () => file.click()), file, ...exports(desk)));
}

function exports(desk) {
  const { words, board } = desk;
  if (!base(board)) return [el("span", {}, words["present.no_exports"])];
  const status = makeStatus();
  const link = (format) => el("button", { type: "button", class: "im-button", "data-format": format, "aria-label": `${words["present.export"]}: ${words[`present.export_${format}`]}`,
    onclick: async () => {
      const url = new URL(`export.${format}`, base(board));
      url.search = new URLSearchParams({ story: await desk.name(), lang: board.lang, version: desk.version });
      download(url.href, words[`present.export_${format}`], status, words);
    } }, words[`present.export_${format}`]);
  return [...FORMATS.map(link), status];
}

/** The slides in order, each with its filters, notes and buttons. */
export function makeSlides(desk) {
  return desk.story.slides.map((slide, at) => oneSlide(desk, slide, at));
}

function oneSlide(desk, slide, at) {
  const { words } = desk;
  const exhibit = desk.names[slide.exhibit];
  const conditions = Object.entries(slide.filters).map(([name, value]) => condition(desk, name, value));
  const act = (name, does, disabled) => button(words, name, does, { class: `im-button pd-${name}`, disabled,
    "aria-label": `${words[`present.${name}`]}: ${exhibit?.name ?? slide.exhibit}` });
  const note = (name) => {
    const area = el("textarea", { rows: 2, maxlength: 2000 });
    area.value = slide[name];
    // On every letter: a node that is moved while it is typed in never says that it changed.
    area.oninput = () => {
      slide[name] = area.value;
      desk.changedSoon();
    };
    return el("label", {}, words[`present.${name}`], area);
  };
  const last = desk.story.slides.length - 1;
  return el("li", { class: "pd-slide", "data-exhibit": slide.exhibit, "aria-label": fill(words["present.slide"], { n: at + 1 }) },
    el("div", { class: "pd-row" },
      el("span", { class: "pd-name" }, `${at + 1}. ${exhibit?.name ?? slide.exhibit}`),
      act("up", () => desk.move(at, at - 1), at === 0), act("down", () => desk.move(at, at + 1), at === last),
      act("remove", () => desk.remove(at), last === 0),
      el("span", { class: "pd-how" }, conditions.join(" · ") || words["present.no_conditions"])),
    el("div", { class: "pd-notes" }, note("note_ko"), note("note_en")),
    exhibit?.crowded ? el("p", { class: "im-note" }, words["present.crowded"]) : null);
}

/** A filter as people read it: its name and what is chosen. */
function condition(desk, name, value) {
  const { words, controls } = desk.board.payload;
  const named = Array.isArray(controls[name]) ? new Map(controls[name]) : new Map();
  const shown = value.split(",").map((id) => named.get(id) ?? id).filter(Boolean).join(", ");
  return `${words[`ui.${name}`]}: ${shown || "–"}`;
}

/** Adding a slide from all exhibits, under the filters of the page. */
export function makeAdd(desk) {
  const { words } = desk;
  const pages = [...new Set(desk.exhibits.map((one) => one.page))];
  const groups = pages.map((page) => el("optgroup", { label: page },
    ...desk.exhibits.filter((one) => one.page === page).map((one) => el("option", { value: one.id }, one.name))));
  const pick = el("select", { class: "im-select pd-add" }, ...groups);
  return el("div", { class: "pd-row" },
    el("label", {}, words["present.add_exhibit"], pick),
    button(words, "add", () => desk.add(pick.value)),
    el("span", {}, words["present.add_help"]));
}
