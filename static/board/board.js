// The board: one element that draws a page's exhibits and keeps them mounted.
//
// The address is the truth. A choice is painted at once from the variants that came with the
// page; those that did not come are fetched. Python is told afterwards, so that the menu and
// the tables below follow.

import { pushAddress, toldAddress } from "./address.js";
import { Anchor } from "./anchor.js";
import { loadPlotly, themeName } from "./chart.js";
import { keyFigure, makeSection, showMissing, updateCard } from "./card.js";
import { Connection } from "./connection.js";
import { makeControls, notesOn } from "./controls.js";
import { el } from "./dom.js";
import { liveRegion } from "./keys.js";
import { mind, mindLeaving } from "./manners.js";
import { makeShell } from "./shell.js";
import { makeTake, updateTake } from "./take.js";
import { Paper } from "./paper.js";
import { Pictures, chartWidth, notReady, plotOf } from "./plots.js";
import { stage } from "./stage.js";
import { translating } from "./translate.js";
import { narrowed, readQuery, toSearch, variantKey } from "./state.js";

// Choices kept for the way back; a page of many cards comes with some two hundred.
const MOST_VARIANTS = 800;
// Python follows within a second or two; where its server was away it is told once more.
const ECHO = 3000;
const MOST_TELLS = 10;

const boards = new Map(); // By the element that each is drawn into.
let early = null;

/** Draws the page while Streamlit is still starting, and hands it over when it has. */
export function prepare({ page, lang, assets, endpoint }) {
  const holder = el("div", { class: "im-board" });
  const version = new URLSearchParams(location.search).get("version") ?? "";
  const board = new Board(holder, { page, lang, version, assets, endpoint });
  early = board;
  board.onpayload = (payload) => {
    if (board !== early) return; // Streamlit was faster.
    board.shell = makeShell(payload, holder);
    document.body.append(board.shell);
  };
  board.receive({}).catch(() => {
    // What cannot be had early comes by the usual way.
    if (board === early) early = null;
  });
}

mind();

/** Called by Streamlit on every run with the component's data. */
export function mount(component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector?.(".im-board") ?? parentElement;
  let board = boards.get(root);
  if (!board || !board.isOf(data)) {
    board?.close();
    board = adopt(root, data) ?? new Board(root, data);
    boards.set(root, board);
  }
  board.component = component;
  sweep();
  return board.receive(data);
}

/** Called by Streamlit when a page goes, and at times when it does not: what has gone is closed. */
export function sweep() {
  for (const [root, board] of boards) {
    if (root.isConnected) continue;
    board.close();
    boards.delete(root);
  }
}

function adopt(root, data) {
  const board = early;
  early = null;
  if (!board) return null;
  if (board.isOf(data) && !data.payload) {
    board.moveTo(root);
    return board;
  }
  board.close();
  board.shell?.remove();
  return null;
}

class Board {
  constructor(root, data) {
    this.root = root;
    this.page = data.page;
    this.lang = data.lang;
    this.version = data.version ?? "";
    this.assets = new URL(data.assets, document.baseURI).href;
    this.endpoint = data.endpoint ? new URL(data.endpoint, document.baseURI).href : null;
    this.variants = new Map();
    this.cards = [];
    this.pictures = new Pictures();
    this.ready = null;
    this.events = new AbortController();
    window.addEventListener("popstate", () => this.payload && this.show(this.currentQuery(), false), { signal: this.events.signal });
    mindLeaving(this);
    loadPlotly(this.assets).catch(() => {});
  }

  isOf(data) {
    return this.page === data.page && this.lang === data.lang && this.version === data.version;
  }

  get closed() {
    return this.events.signal.aborted;
  }

  close() {
    this.events.abort();
    for (const timer of [this.telling, this.hearing]) clearTimeout(timer);
    for (const job of [this.idle, this.fetching]) cancelIdleCallback(job);
    this.observer?.disconnect();
    this.stopTranslating?.();
    for (const part of [this.lab, this.connection, this.paper, this.anchor]) part?.close();
    for (const card of this.cards) card.watcher?.disconnect();
    this.pictures.close();
    this.variants.clear();
  }

  /** Into the place that Streamlit gives; what was drawn comes along. */
  moveTo(root) {
    const holder = this.root;
    const focused = document.activeElement;
    root.replaceChildren(...holder.childNodes);
    if (root.contains(focused)) focused.focus(); // A node that is moved loses it.
    this.root = root;
    this.translate();
    if (!this.shell) return;
    const { scrollTop } = this.shell;
    this.shell.remove();
    const main = document.querySelector("[data-testid=stMain]");
    if (main) main.scrollTop = scrollTop;
    this.watch();
  }

  /** New data from Python: the first time everything, later only more variants. */
  async receive(data) {
    if (data.payload) await this.open(JSON.parse(data.payload));
    else if (!this.ready) this.ready = this.fetch(location.search).then((payload) => this.open(payload));
    await this.ready;
    if (this.closed) return;
    this.ondata?.(data);
    this.echo = data.query ?? this.echo;
    this.hear();
    if (!this.moving) this.show(this.currentQuery(), false);
  }

  async fetch(search) {
    const response = await fetch(`${this.endpoint}${search}`).catch((error) => {
      this.connection?.fail();
      throw error;
    });
    if (!response.ok) throw new Error(`${response.status} for ${this.endpoint}`);
    return response.json();
  }

  /** The first payload brings the levers along where the page has some. */
  async open(payload) {
    if (payload.controls.scenarios) this.Lab ??= (await import("../scenarios/lab.js")).Lab;
    this.take(payload);
  }

  take(payload) {
    if (this.closed) return;
    for (const [key, variant] of Object.entries(payload.variants)) {
      this.variants.delete(key);
      this.variants.set(key, variant); // The latest stand last, the first are given up.
    }
    const spare = payload.offline ? 0 : this.variants.size - Math.max(MOST_VARIANTS, Object.keys(payload.variants).length);
    for (const key of [...this.variants.keys()].slice(0, Math.max(0, spare))) this.variants.delete(key);
    if (this.payload) return;
    this.payload = payload;
    this.onpayload?.(payload);
    this.build();
  }

  currentQuery() {
    return readQuery(location.search, this.payload.controls);
  }

  build() {
    const { payload } = this;
    this.said = liveRegion();
    this.controls = makeControls(payload.controls, payload.words, (query) => this.show(query, true));
    [this.notes, this.figures] = ["notices", "figures"].map((name) => el("div", { class: `im-${name}` }));
    this.files = makeTake(payload.words["take.page"]);
    const sections = payload.sections.map((section) => this.section(section));
    if (this.Lab) this.lab = new this.Lab(this);
    const body = this.lab ? [this.lab.frame(sections)] : sections;
    this.paper = new Paper(this);
    this.away = el("p", { class: "im-away", role: "status", hidden: true }, payload.words["ui.away"]);
    this.root.replaceChildren(this.controls.node, this.files, this.notes, this.paper.node, this.figures, ...body, this.said, this.away);
    this.watch();
    this.translate();
    this.stopTranslating = translating(payload.words);
    if (!payload.bundled) this.connection = new Connection({ lost: () => this.lost(), back: () => this.back() });
    this.anchor = new Anchor(this);
    stage(this);
  }

  /** The server is away: what is here can still be chosen, the rest is shown when it is back. */
  lost() {
    this.away.hidden = false;
    this.draw(this.context());
  }

  back() {
    this.away.hidden = true;
    this.missed = 0;
    this.show(this.currentQuery(), false);
    this.hear();
  }

  /** Streamlit's own words, in the language of the page. */
  translate() {
    const skip = document.querySelector('a[href="#stMain"]');
    if (skip && this.payload) skip.textContent = this.payload.words["ui.skip"];
  }

  section(section) {
    const { node, cards } = makeSection(section, this.payload);
    this.cards.push(...cards);
    return node;
  }

  /** Redraws when the width or the theme changes. */
  watch() {
    this.observer?.disconnect();
    let width = this.root.clientWidth;
    this.repaint = () => this.show(this.currentQuery(), false);
    this.observer = new ResizeObserver(() => {
      if (this.paper.laid || Math.abs(this.root.clientWidth - width) < 2) return;
      width = this.root.clientWidth;
      this.repaint();
    });
    this.observer.observe(this.root);
    if (this.media) return;
    this.media = window.matchMedia("(prefers-contrast: more)");
    const { signal } = this.events;
    this.media.addEventListener("change", () => this.repaint(), { signal });
    window.addEventListener("im-contrast", () => this.repaint(), { signal });
  }

  context(query = this.query) {
    const { payload } = this;
    return { query, words: payload.words, palettes: payload.palettes, lang: this.lang, version: payload.version, python: payload.python,
      formats: payload.formats, server: this.endpoint && new URL("../", this.endpoint), assets: this.assets, theme: themeName(this.root),
      width: this.root.clientWidth, said: this.said, pictures: this.pictures };
  }

  /** Shows a selection; `asked` says that a person asked for it, and the address is to follow. */
  async show(query, asked) {
    if (this.closed) return;
    this.query = query;
    this.moving = false;
    const search = toSearch(query);
    if (asked && search !== location.search) pushAddress(search);
    this.controls.update(query);
    this.lab?.update(query, asked);
    this.showNotes(query);
    updateTake(this.files, this.page, this.context(query), true);
    await this.paint(query, asked);
    await this.painted;
    if (this.closed) return;
    this.tidy();
    this.ahead();
    if (asked || this.told !== search) this.tell(search);
  }

  /** Takes the pictures of another width or theme apart. */
  tidy() {
    const { theme, width } = this.context();
    const look = `${theme}|${width}`;
    if (this.look && this.look !== look) {
      const looks = new Map(this.cards.map((card) => [card.id, `${theme}|${chartWidth(card)}`]));
      this.pictures.clear((entry) => entry.look !== looks.get(entry.group));
    }
    this.look = look;
  }

  async paint(query, asked) {
    const context = this.context(query);
    if (this.draw(context)) await this.more(query, context);
    else if (asked && this.endpoint) this.more(query, null);
  }

  /** Draws every card whose variant is here; the number of those that are not. */
  draw(context) {
    let missing = 0;
    const jobs = [];
    for (const card of this.cards) {
      const key = `${card.id}|${variantKey(context.query, card.filters)}`;
      const own = this.lab && card.filters.includes("scenarios");
      const variant = own ? this.lab.variant(card, this.variants.get(key), context.query) : this.variants.get(key);
      const state = `${key}|${context.theme}|${narrowed(context.query)}|${context.width}|${Boolean(variant?.waiting)}`;
      if (!variant) {
        missing += 1;
        const reason = this.payload.offline || (this.connection?.away && this.payload.words["ui.away_choice"]);
        if (reason) showMissing(card, this.payload.names[card.id], reason);
      } else if (card.drawn !== state) {
        Object.assign(card, { drawn: state, key, variant });
        jobs.push(own ? this.lab.show(card, variant, context) : updateCard(card, variant, context));
      }
    }
    this.drawFigures(context.query);
    this.painted = Promise.all(jobs);
    return missing;
  }

  /** Draws the neighbouring choices in quiet moments, one picture at a time. */
  ahead() {
    cancelIdleCallback(this.idle);
    if (!this.component) return; // Streamlit is still starting and needs the time more.
    const context = this.context();
    // What stands on the page comes first: whoever prints it has not scrolled.
    const far = this.cards.filter((card) => card.come && !card.near);
    const jobs = [...far.map((card) => () => card.near || card.come()), ...notReady(this.cards, this.variants, context).map((job) => () => plotOf(...job, context))];
    const step = async () => {
      const job = jobs.shift();
      if (!job || this.closed || this.query !== context.query) return;
      await job();
      this.idle = requestIdleCallback(step, { timeout: 3000 });
    };
    this.idle = requestIdleCallback(step, { timeout: 3000 });
  }

  /** Fetches what is missing, then draws it; without a server of its own Python is asked. */
  async more(query, context) {
    if (!this.endpoint) return;
    const search = toSearch(query);
    const near = `${search}${search ? "&" : "?"}near=`;
    if (context && !(await this.have(`${near}0`))) return;
    if (context && toSearch(this.query) === search) this.draw(context);
    cancelIdleCallback(this.fetching);
    this.fetching = requestIdleCallback(async () => {
      if (toSearch(this.query) !== search || !(await this.have(`${near}1`))) return;
      if (this.lab && toSearch(this.query) === search) this.draw(this.context());
    }, { timeout: 2000 });
  }

  /** Takes what the server has for an address; false where it cannot be reached, which is shown. */
  async have(search) {
    try {
      this.take(await this.fetch(search));
      return true;
    } catch (error) {
      if (!this.connection?.away) throw error;
      return false;
    }
  }

  drawFigures(query) {
    const cards = this.variants.get(`cards|${variantKey(query, ["basis"])}`);
    if (cards) this.figures.replaceChildren(...cards.map(keyFigure));
  }

  showNotes(query) {
    const { frozen } = this.payload;
    const texts = [...(frozen ? [frozen] : []), ...notesOn(query, this.payload)];
    this.notes.replaceChildren(...texts.map((text) => el("p", { class: "im-note" }, text)));
  }

  /** Tells Python the selection once the picture stands. */
  tell(search) {
    if (!this.component) return;
    const first = this.told === undefined;
    this.told = search;
    if (first) return;
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.send(search), this.endpoint ? 250 : 0);
  }

  send(value) {
    toldAddress(this.told);
    this.component.setStateValue("query", value);
  }

  /** Python says which address it follows; what it has missed it is told again, as a new value. */
  hear() {
    clearTimeout(this.hearing);
    if (this.echo === undefined || this.told === undefined) return;
    const same = () => toSearch(readQuery(this.echo, this.payload.controls)) === toSearch(this.query);
    if (same()) this.missed = 0;
    else this.hearing = setTimeout(() => {
      this.missed = (this.missed ?? 0) + 1;
      if (same() || this.missed > MOST_TELLS) return;
      this.told = toSearch(this.query);
      this.send(`${this.told}#${this.missed}`);
      this.hear();
    }, ECHO);
  }
}
