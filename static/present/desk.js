// The editor of stories on the page "present": choose, add, order, note, save, open, share.

import { el, setText } from "../board/dom.js";
import { MOST_ADDRESS, request as asked } from "../board/download.js";
import { fill } from "../board/sentences.js";
import { liveRegion } from "../board/keys.js";
import { toSearch } from "../board/state.js";
import { readAddress, withParameters } from "./address.js";
import { makeAdd, makeHead, makeReady, makeSlides } from "./desk_parts.js";
import { base, request, start, style } from "./start.js";
import { encode, toToml } from "./storyfile.js";

const PAUSE = 300;

/** Puts the editor under the board's controls, and begins where the address asks for it. */
export async function mount(board) {
  const desk = new Desk(board);
  board.figures.before(desk.node);
  await desk.load();
  if (!readAddress().present) return;
  if (!desk.problems?.length) desk.start();
  // What is asked for, which is refused with the reason: never another story in its place.
  else if (base(board)) start(board);
}

class Desk {
  constructor(board) {
    this.board = board;
    this.words = board.payload.words;
    this.said = liveRegion();
    this.node = el("div", { class: "pd", id: "stories" });
    style(board.assets).catch(console.error);
    board.ondata = (data) => this.follow(data);
  }

  /** The story of the address, the ready ones, and every exhibit. */
  async load() {
    const { board } = this;
    const origin = base(board);
    try {
      if (origin) this.take(await this.get(origin));
      else if (board.component) this.take(JSON.parse(board.component.data.desk));
    } catch (error) {
      console.error(error);
      this.node.replaceChildren(el("p", { class: "im-note" }, this.words["present.unreachable"]));
    }
  }

  async get(origin) {
    const url = new URL("desk.json", origin);
    for (const [name, value] of Object.entries(request(this.board))) if (value) url.searchParams.set(name, value);
    const response = await asked(url.href);
    if (!response.ok) throw new Error(`${response.status} for ${url}`);
    return response.json();
  }

  take(tree) {
    Object.assign(this, { story: tree.story, exhibits: tree.exhibits, ready: tree.stories, version: tree.version });
    this.names = Object.fromEntries(tree.exhibits.map((one) => [one.id, one]));
    this.edited = !tree.story.id;
    this.problems = tree.problems;
    this.build(tree.problems);
  }

  build(problems = []) {
    const { words } = this;
    this.notes = el("div", { role: "alert" });
    this.slides = el("ol", { class: "pd-slides", "aria-label": words["present.list"] });
    this.node.replaceChildren(
      this.notes, makeReady(this), makeHead(this),
      this.slides, makeAdd(this), this.said);
    if (problems.length) this.complain(words["present.address_problems"], problems);
    this.redraw();
  }

  redraw() {
    this.slides.replaceChildren(...makeSlides(this));
  }

  complain(heading, problems) {
    this.notes.replaceChildren(el("p", { class: "im-note" }, heading),
      el("ul", { class: "pd-problems" }, ...problems.map((text) => el("li", {}, text))));
  }

  say(text) {
    setText(this.said, text);
    this.notes.replaceChildren(el("p", { class: "im-note" }, text));
  }

  /** The parameter that names the story as it stands now. */
  async name() {
    return this.edited ? encode(this.story) : this.story.id;
  }

  /** The same while somebody types: once the letters pause. */
  changedSoon() {
    this.edited = true;
    clearTimeout(this.pausing);
    this.pausing = setTimeout(() => this.changed(), PAUSE);
  }

  /** Writes the story into the address, so that a reload, a link and another language keep it. */
  async changed() {
    this.edited = true;
    this.story.id = "";
    const made = await encode(this.story);
    if (made.length > MOST_ADDRESS) return this.say(this.words["present.too_long"]);
    this.write(made);
    return null;
  }

  write(story) {
    history.replaceState(history.state, "", withParameters({ story }));
    const { board } = this;
    board.query = board.currentQuery();
    clearTimeout(board.telling);
    // At once: a click on another language or page right after must find the story in the address.
    // Before Streamlit has started there is nobody to tell; the board does so when it has.
    board.told = board.component ? toSearch(board.query) : null;
    board.component?.setStateValue("query", board.told);
  }

  async choose(id) {
    this.write(id);
    if (base(this.board)) await this.load();
  }

  move(at, to) {
    const { slides } = this.story;
    if (to < 0 || to >= slides.length) return;
    slides.splice(to, 0, ...slides.splice(at, 1));
    this.redraw();
    this.slides.children[to].querySelector(to < at ? ".pd-up" : ".pd-down").focus();
    setText(this.said, fill(this.words["present.moved_up"], { n: to + 1 }));
    this.changed();
  }

  remove(at) {
    const { slides } = this.story;
    if (slides.length === 1) return;
    slides.splice(at, 1);
    this.redraw();
    this.slides.children[Math.min(at, slides.length - 1)].querySelector(".pd-remove").focus();
    setText(this.said, this.words["present.removed"]);
    this.changed();
  }

  /** Adds an exhibit under those of the page's filters that matter to it. */
  add(id) {
    const query = this.board.currentQuery();
    const kept = this.names[id].parameters.filter((name) => name in query);
    const filters = Object.fromEntries(kept.map((name) => [name, query[name]]));
    this.story.slides.push({ exhibit: id, filters, note_ko: "", note_en: "" });
    this.redraw();
    setText(this.said, this.words["present.added"]);
    this.changed();
  }

  async start() {
    const { board } = this;
    const asked = { lang: board.lang, story: await this.name(), version: readAddress().version };
    const given = base(board) ? null : await this.deck(asked.story);
    return start(board, { asked, given });
  }

  /** Where Python sends decks: that of this very story, once it has come. */
  async deck(story) {
    for (let waited = 0; waited < 100; waited += 1) {
      const { deck: sent, deck_name: name } = this.board.component?.data ?? {};
      const deck = sent ? JSON.parse(sent) : null;
      if (deck && (name === story || deck.id === story)) return deck;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(this.words["present.unreachable"]);
  }

  save() {
    const url = URL.createObjectURL(new Blob([toToml(this.story)], { type: "application/toml;charset=utf-8" }));
    el("a", { href: url, download: `${this.story.id || "story"}.toml` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  async share() {
    const story = await this.name();
    if (story.length > MOST_ADDRESS) return this.say(this.words["present.too_long"]);
    const link = withParameters({ story, version: this.version, present: "1", slide: null });
    const done = navigator.clipboard?.writeText(link);
    try {
      if (!done) throw new Error("no clipboard");
      await done;
      this.say(fill(this.words["present.copied"], { version: this.version }));
    } catch {
      // Without a clipboard the address itself becomes the link.
      history.replaceState(history.state, "", withParameters({ story, version: this.version }));
      this.say(this.words["present.copy_by_hand"]);
    }
    return link;
  }

  /** Opens a story file: checked by Python, explained in the reader's language. */
  async open(file) {
    const origin = base(this.board);
    this.number = (this.number || 0) + 1;
    if (!origin) {
      this.board.component.setTriggerValue("file", { name: file.name, text: await file.text(), number: this.number });
      return;
    }
    const url = new URL("read.json", origin);
    url.search = new URLSearchParams({ name: file.name, lang: this.board.lang, version: this.version });
    try {
      const answer = await (await fetch(url, { method: "POST", body: file })).json();
      this.opened(answer.detail ? { problems: [answer.detail] } : answer);
    } catch (error) {
      console.error(error);
      this.say(this.words["present.unreachable"]);
    }
  }

  async opened({ story, problems }) {
    if (!story) return this.complain(this.words["present.file_problems"], problems);
    this.story = story;
    this.build();
    const title = this.board.lang === "ko" ? story.title_ko || story.title_en : story.title_en || story.title_ko;
    await this.changed();
    return this.say(fill(this.words["present.opened"], { title }));
  }

  /** New data from Python, where no server answers by itself. */
  follow(data) {
    if (base(this.board)) return;
    const answer = data.opened ? JSON.parse(data.opened) : null;
    if (answer && answer.number === this.number && this.answered !== this.number) {
      this.answered = this.number;
      this.opened(answer);
      return;
    }
    const tree = data.desk ? JSON.parse(data.desk) : null;
    if (tree && (!this.story || (tree.story.id && tree.story.id !== this.story.id && readAddress().story === tree.story.id))) this.take(tree);
  }
}
