// Opens a page of the bundle: the same board, with everything it needs in scripts beside it.

import { mount } from "./board.js";
import { el } from "./dom.js";
import { toSearch } from "./state.js";

const { payload, unique, keys, assets } = window.innocoreBundle;
payload.variants = Object.fromEntries(Object.entries(keys).map(([key, index]) => [key, unique[index]]));

function links() {
  const menu = payload.menu.filter(([page]) => payload.bundled.includes(page)).map(([page, label]) =>
    el("a", { class: "im-link", "data-page": page, "aria-current": page === payload.page ? "page" : null }, label));
  const languages = payload.languages.map(([lang, label]) =>
    el("a", { class: "im-link", "data-lang": lang, "aria-current": lang === payload.lang ? "page" : null }, label));
  return { menu, languages };
}

/** Links carry the choice along; they are brought up to date when one is about to be followed. */
function aim(node) {
  const given = Object.fromEntries(new URLSearchParams(location.search));
  delete given.lang;
  const page = node.dataset.page ?? payload.page;
  const lang = node.dataset.lang ?? payload.lang;
  node.href = `../${lang}/${page}.html${toSearch(given)}`;
}

const { menu, languages } = links();
const board = el("div", {}, el("div", { class: "im-board" }));
const shell = el("main", { class: "im-early im-bundle", id: "im-bundle" },
  el("div", { class: "im-top" }, el("div", { class: "im-brand" }, payload.brand), ...languages),
  el("nav", { class: "im-menu" }, ...menu),
  el("h1", {}, payload.title),
  el("p", { class: "im-lead" }, payload.lead),
  board,
  el("p", { class: "im-lead im-about" }, payload.about));
document.body.append(shell);
for (const node of [...menu, ...languages]) {
  aim(node);
  for (const name of ["pointerdown", "focus", "click"]) node.addEventListener(name, () => aim(node));
}
const data = { page: payload.page, lang: payload.lang, version: "", assets, payload: JSON.stringify(payload) };
mount({ data, parentElement: board, setStateValue() {} });
