// Begins a presentation from a page: loads the deck, then opens it over the page.

import { el } from "../board/dom.js";
import { fill } from "../board/sentences.js";
import { toSearch } from "../board/state.js";
import { readAddress } from "./address.js";
import { Deck } from "./deck.js";
import { Show } from "./show.js";

let running = null;

/** Presents what the page shows: the story of the editor, or the page's own exhibits in order.
 *
 * `given`: the deck as Python sent it, where no server hands decks out.
 */
export async function start(board, { given = null, asked = null } = {}) {
  if (running) return running;
  const address = readAddress();
  running = true;
  const styled = style(board.assets);
  const deck = new Deck({ base: base(board), asked: asked ?? request(board, address), assets: board.assets });
  try {
    await Promise.all([deck.open(given), styled]);
  } catch (error) {
    running = null;
    return refuse(board, error.message);
  }
  if (!deck.slides.length) {
    running = null;
    return null;
  }
  const show = new Show(deck, { assets: board.assets, anchor: () => board.root, slide: address.slide - 1, speaker: address.speaker, version: address.version });
  running = show;
  show.onleave = () => { running = null; };
  await show.open();
  return show;
}

/** Where the server hands stories out; null where Python sends everything with the page. */
export function base(board) {
  return board.endpoint ? new URL("../stories/", board.endpoint).href : null;
}

/** The parameters that name the story: of the editor, or of the page under its filters. */
export function request(board, address = readAddress()) {
  const { lang } = board;
  if (board.page === "present") return { lang, story: address.story, version: address.version };
  const query = Object.fromEntries(new URLSearchParams(toSearch(board.currentQuery())));
  delete query.story;
  return { ...query, lang, page: board.page };
}

/** The style sheet; resolves when it stands, for slides are measured before they are drawn. */
export function style(assets) {
  const href = new URL("present/present.css", assets).href;
  const found = document.querySelector(`link[href="${href}"]`);
  if (found?.sheet) return Promise.resolve();
  const link = found ?? el("link", { rel: "stylesheet", href });
  const done = new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => reject(new Error(href)));
  });
  if (!found) document.head.append(link);
  return done;
}

/** Says why nothing can be presented, over the page. */
function refuse(board, reason) {
  const { words } = board.payload;
  const close = el("button", { type: "button", class: "im-button" }, words["present.close"]);
  const box = el("dialog", { class: "ps-refusal", lang: board.lang }, el("p", {}, fill(words["present.refused"], { reason })), close);
  close.onclick = () => box.remove();
  document.body.append(box);
  box.showModal();
  return null;
}
