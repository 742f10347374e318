// The board: one element that draws a page's exhibits and keeps them mounted.
//
// The address is the truth. A choice is painted at once from the variants that came with the
// page; those that did not come are fetched. Python is told afterwards, so that the menu and
// the tables below follow.

import { pushAddress, toldAddress } from "./address.js";
import { loadPlotly, themeName } from "./chart.js";
import { keyFigure, makeSection, showMissing, updateCard } from "./card.js";
import { makeControls, notesOn } from "./controls.js";
import { el } from "./dom.js";
import { liveRegion } from "./keys.js";
import { mind } from "./manners.js";
import { makeShell } from "./shell.js";
import { makeTake, updateTake } from "./take.js";
import { notReady, plotOf } from "./plots.js";
import { stage } from "./stage.js";
import { translating } from "./translate.js";
import { narrowed, readQuery, toSearch, variantKey } from "./state.js";

const boards = new WeakMap();
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
  return board.receive(data);
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
    this.ready = null;
    this.onpop = () => this.payload && this.show(this.currentQuery(), false);
    window.addEventListener("popstate", this.onpop);
    loadPlotly(this.assets).catch(() => {});
  }

  isOf(data) {
    return this.page === data.page && this.lang === data.lang && this.version === data.version;
  }

  close() {
    window.removeEventListener("popstate", this.onpop);
    clearTimeout(this.telling);
    this.observer?.disconnect();
    this.stopTranslating?.();
    this.media?.removeEventListener("change", this.repaint);
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
    this.ondata?.(data);
    if (!this.moving) this.show(this.currentQuery(), false);
  }

  async fetch(search) {
    const response = await fetch(`${this.endpoint}${search}`);
    if (!response.ok) throw new Error(`${response.status} for ${this.endpoint}`);
    return response.json();
  }

  /** The first payload brings the levers along where the page has some. */
  async open(payload) {
    if (payload.controls.scenarios) this.Lab ??= (await import("../scenarios/lab.js")).Lab;
    this.take(payload);
  }

  take(payload) {
    for (const [key, variant] of Object.entries(payload.variants)) this.variants.set(key, variant);
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
    this.root.replaceChildren(this.controls.node, this.files, this.notes, this.figures, ...body, this.said);
    this.watch();
    this.translate();
    this.stopTranslating = translating(payload.words);
    stage(this);
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
      if (Math.abs(this.root.clientWidth - width) < 2) return;
      width = this.root.clientWidth;
      this.repaint();
    });
    this.observer.observe(this.root);
    if (this.media) return;
    this.media = window.matchMedia("(prefers-contrast: more)");
    this.media.addEventListener("change", this.repaint);
    window.addEventListener("im-contrast", this.repaint);
  }

  context(query = this.query) {
    const { payload } = this;
    return { query, words: payload.words, palettes: payload.palettes, lang: this.lang, version: payload.version, python: payload.python,
      formats: payload.formats, server: this.endpoint && new URL("../", this.endpoint), assets: this.assets, theme: themeName(this.root),
      width: this.root.clientWidth, said: this.said };
  }

  /** Shows a selection; `asked` says that a person asked for it, and the address is to follow. */
  async show(query, asked) {
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
    this.ahead();
    if (asked || this.told !== search) this.tell(search);
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
      if (!variant && this.payload.offline) {
        card.drawn = null;
        showMissing(card, this.payload.offline);
      } else if (!variant) missing += 1;
      else if (card.drawn !== state) {
        card.drawn = state;
        card.key = key;
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
    const jobs = notReady(this.cards, this.variants, context);
    const step = async () => {
      const job = jobs.shift();
      if (!job || this.query !== context.query) return;
      await plotOf(...job, context);
      this.idle = requestIdleCallback(step, { timeout: 3000 });
    };
    this.idle = requestIdleCallback(step, { timeout: 3000 });
  }

  /** Fetches what is missing, then draws it; without a server of its own Python is asked. */
  async more(query, context) {
    if (!this.endpoint) return;
    const search = toSearch(query);
    const near = `${search}${search ? "&" : "?"}near=`;
    if (context) {
      this.take(await this.fetch(`${near}0`));
      if (toSearch(this.query) === search) this.draw(context);
    }
    requestIdleCallback(async () => {
      if (toSearch(this.query) !== search) return;
      this.take(await this.fetch(`${near}1`));
      if (this.lab && toSearch(this.query) === search) this.draw(this.context());
    }, { timeout: 2000 });
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
    this.telling = setTimeout(() => {
      toldAddress(search);
      this.component.setStateValue("query", search);
    }, this.endpoint ? 250 : 0);
  }
}
