// Presenting from a page: the button, the address that asks for it, the editor of stories.

import { el } from "./dom.js";

const present = (board, more) => import("../present/start.js").then((module) => module.start(board, more));

/** Puts the button among the controls, and begins at once where the address asks for it. */
export function stage(board) {
  const { words, page, sections, bundled } = board.payload;
  if (bundled) return; // A page opened from a file loads no modules.
  if (page === "present") {
    board.files.remove(); // The page has no exhibits of its own to take away.
    import("../present/desk.js").then((module) => module.mount(board));
  }
  else if (sections.some(({ exhibits }) => exhibits.length)) {
    const button = el("button", { type: "button", class: "im-button im-present", title: words["ui.present_help"], onclick: () => present(board) }, words["ui.present"]);
    board.controls.node.lastChild.append(button);
    if (new URLSearchParams(location.search).get("present") === "1") present(board);
  }
}
