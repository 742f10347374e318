// The page as it stands until Streamlit has started: the same menu, heading and board.

import { el } from "./dom.js";
import { toSearch } from "./state.js";

/** The shell around a board; its links are real ones. */
export function makeShell(payload, board) {
  const link = (address, text, here) => el("a", { href: address, class: "im-link", "aria-current": here ? "page" : null }, text);
  const search = location.search;
  const menu = payload.menu.map(([page, label]) => link(`./${page}${search}`, label, page === payload.page));
  const languages = payload.languages.map(([lang, label]) => {
    const given = Object.fromEntries(new URLSearchParams(search));
    delete given.lang;
    if (lang !== "ko") given.lang = lang;
    return link(`./${payload.page}${toSearch(given)}`, label, lang === payload.lang);
  });
  return el("main", { class: "im-early", id: "im-shell" },
    el("div", { class: "im-top" }, el("div", { class: "im-brand" }, payload.brand), ...languages),
    el("nav", { class: "im-menu" }, ...menu),
    el("h1", {}, payload.title),
    el("p", { class: "im-lead" }, payload.lead),
    board);
}
