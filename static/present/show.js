// A presentation: slides over the whole window, worked by keys, in step with a second window.

import { themeName } from "../board/chart.js";
import { el, setText } from "../board/dom.js";
import { fill } from "../board/sentences.js";
import { keepPlace, leavePlace, withParameters } from "./address.js";
import { actionOf } from "./clicker.js";
import { elapsed, spelled, started, toggled } from "./clock.js";
import { unit } from "./fit.js";
import { makeBar, makeFilters, makeHelp, makeList, showState } from "./panels.js";
import { closeSlide, makeSlide, pictureOf, showSlide } from "./slide.js";
import { makeSpeaker } from "./speaker.js";
import { Sync, sessionName } from "./sync.js";

const IDLE = 3000;
const BEAT = 10000;
const SAME_KEYS = ["slide", "query", "black", "timer"];

export class Show {
  /** `anchor()`: a node of the page, whose theme is taken; `slide` from 0; `speaker`: the session of the window whose second window this is. */
  constructor(deck, { assets, anchor, slide = 0, speaker = "", version = "" }) {
    Object.assign(this, { deck, assets, anchor, version, theme: "", speaker: Boolean(speaker), reached: true });
    const at = Math.min(slide, deck.slides.length - 1);
    this.beyond = slide > at ? slide + 1 : 0; // A number that the story does not have.
    this.state = { slide: at, query: deck.slides[at].query, black: false, timer: started() };
    this.sync = new Sync(`${speaker || sessionName()}|${deck.identity()}`, (state) => this.follow(state));
    this.sync.onbye = () => this.partnerLeft();
    this.session = speaker || sessionName();
    this.build();
  }

  build() {
    const { deck } = this;
    this.said = el("div", { class: "ps-said", role: "status", "aria-live": "polite" });
    this.slide = makeSlide(this.speaker ? "ps-small" : "");
    this.list = makeList(deck, (at) => { this.panel(null); this.go(at); });
    this.help = makeHelp(deck.words);
    this.filters = makeFilters(deck, (query) => this.choose(query));
    this.bar = makeBar(deck, (action) => this.act(action));
    this.blank = el("div", { class: "ps-black", hidden: true, role: "img", "aria-label": deck.words["present.black"] });
    this.warning = el("p", { class: "ps-warning", role: "status", hidden: true });
    this.desk = this.speaker ? makeSpeaker(deck, this.slide.node) : null;
    const stage = this.desk ? this.desk.node : this.slide.node;
    this.root = el("div", { class: `ps-root ${this.speaker ? "ps-speaker" : ""}`, tabindex: "-1" }, stage, this.warning, this.list.node, this.help, this.filters.node, this.bar.node,
      ...(this.speaker ? [] : [this.blank]), this.said);
    this.dialog = el("dialog", { class: "ps-dialog", "aria-label": deck.title, lang: deck.lang }, this.root);
  }

  /** Opens over everything: what Streamlit says of a lost connection lies below. */
  async open() {
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.stayAlive();
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
    this.dialog.addEventListener("close", () => this.left || this.dialog.showModal());
    this.root.focus();
    this.listen();
    this.sync.hello(); // After a reload either window takes over from the other.
    await this.paint();
    if (this.beyond) this.warn(fill(this.deck.words["present.no_slide"], { n: this.beyond, m: this.deck.slides.length }));
    this.beat();
    await this.deck.prepare((at) => this.rehearse(at), () => showState(this.bar, this.deck, this.reached));
  }

  /** Streamlit's own dialogs make all beside them inert; the presentation is never beside them. */
  stayAlive() {
    const names = ["inert", "aria-hidden"];
    const free = () => names.forEach((name) => this.dialog.hasAttribute(name) && this.dialog.removeAttribute(name));
    this.guard = new MutationObserver(() => {
      free();
      if (!this.root.contains(document.activeElement)) this.root.focus();
    });
    this.guard.observe(this.dialog, { attributes: true, attributeFilter: names });
  }

  listen() {
    this.controller = new AbortController();
    const { signal } = this.controller;
    const on = (target, name, act, more = {}) => target.addEventListener(name, act, { signal, ...more });
    on(window, "keydown", (event) => this.key(event), { capture: true });
    on(window, "keyup", (event) => event.stopImmediatePropagation(), { capture: true });
    on(window, "resize", () => this.paint());
    on(window, "popstate", () => this.leave(), { capture: true });
    on(window, "beforeunload", (event) => this.reached || event.preventDefault());
    on(window, "im-contrast", () => this.paint());
    on(document, "fullscreenchange", () => this.paint());
    for (const name of ["pointermove", "pointerdown", "focusin"]) on(this.root, name, () => this.wake());
    on(this.root, "pointerdown", (event) => { this.touch = event.clientX; });
    on(this.root, "pointerup", (event) => this.swipe(event));
    let room = this.makeRoom();
    this.sizes = new ResizeObserver(() => {
      const now = this.makeRoom();
      if (now !== room) this.paint();
      room = now;
    });
    for (const part of [this.bar, this.filters]) this.sizes.observe(part.node);
    this.ticking = setInterval(() => this.tick(), 500);
    this.beating = setInterval(() => this.beat(), BEAT);
    this.wake();
  }

  context() {
    const { deck } = this;
    return { words: deck.words, palettes: deck.palettes, lang: deck.lang, assets: this.assets, root: this.root,
      theme: this.theme || themeName(this.anchor()), unit: this.speaker ? unit() * 0.42 : unit() };
  }

  key(event) {
    event.stopImmediatePropagation(); // Streamlit reruns on "r" and clears on "c".
    const action = actionOf(event);
    if (!action) return;
    event.preventDefault();
    this.act(action);
  }

  act(action) {
    const { slide, black } = this.state;
    const last = this.deck.slides.length - 1;
    const moves = { next: Math.min(last, slide + 1), previous: Math.max(0, slide - 1), first: 0, last };
    if (action in moves) {
      // From a black screen the first press brings the picture back and moves nothing.
      if (black) this.change({ black: false });
      else this.go(moves[action]);
    } else if (action === "black") this.change({ black: !black });
    else if (action === "set") this.choose(this.deck.slides[slide].query);
    else if (action === "timer") this.change({ timer: toggled(this.state.timer) });
    else if (action === "restart") this.change({ timer: started() });
    else this.local(action);
  }

  /** What concerns this window alone. */
  local(action) {
    if (action === "list") this.panel(this.shown ? null : "list");
    else if (action === "help" || action === "filters") this.panel(this.shown === action ? null : action);
    else if (action === "full") this.fullScreen();
    else if (action === "speaker") this.openSpeaker();
    else if (action === "theme") this.turnTheme();
    else if (action === "leave") this.leave();
  }

  go(slide) {
    if (slide === this.state.slide) return;
    this.change({ slide, query: this.deck.slides[slide].query });
  }

  /** Shows the slide under other filters, where that view can be had. */
  async choose(query) {
    const { slide } = this.state;
    const chosen = Object.fromEntries(Object.entries(query).filter(([name]) => name !== "lang"));
    if (!this.deck.view(slide, chosen) && !(await this.deck.fetchView(slide, chosen))) {
      this.warn(this.deck.words["present.not_loaded"]);
      return this.filters.update(this.deck.slides[slide], this.state.query);
    }
    if (slide === this.state.slide) this.change({ query: chosen });
    return null;
  }

  change(some) {
    this.state = { ...this.state, ...some };
    this.sync.tell(this.state);
    this.paint();
  }

  /** Takes over what the other window shows. */
  async follow(state) {
    this.state = Object.fromEntries(SAME_KEYS.map((name) => [name, state[name]]));
    if (!this.deck.view(state.slide, state.query)) await this.deck.fetchView(state.slide, state.query);
    this.paint();
  }

  async paint() {
    const { deck, bar } = this;
    const { slide, query, black } = this.state;
    const spec = deck.slides[slide];
    const view = deck.view(slide, query) ?? deck.view(slide);
    this.root.style.setProperty("--u", `${unit()}px`);
    const context = this.context();
    for (const [role, colour] of Object.entries(deck.palettes[context.theme])) this.root.style.setProperty(`--${role}`, colour);
    this.root.dataset.theme = context.theme;
    this.blank.hidden = !black;
    this.list.update(slide);
    this.filters.update(spec, query);
    bar.changed.hidden = deck.key(slide, query) === deck.key(slide, spec.query);
    setText(bar.place, `${slide + 1} / ${deck.slides.length}`);
    showState(bar, deck, this.reached);
    this.desk?.update(this.state, view);
    this.warning.hidden = true;
    if (!this.speaker && !this.deck.alone) keepPlace(slide + 1, deck.version);
    const number = fill(deck.words["present.number"], { n: slide + 1, m: deck.slides.length });
    setText(this.said, black ? deck.words["present.black"] : `${number}: ${view.title}`);
    this.tick();
    await showSlide(this.slide, view, context);
    this.root.dataset.slide = String(slide + 1);
  }

  /** Draws a slide out of sight, so that it is known to draw, and stands ready. */
  async rehearse(at) {
    const view = this.deck.view(at);
    if (this.left) return;
    if (view.chart && this.slide.parts.chart.clientHeight > 0) await pictureOf(this.slide, view, this.context());
  }

  panel(name) {
    this.shown = name;
    this.list.node.hidden = name !== "list";
    this.help.hidden = name !== "help";
    this.filters.node.hidden = name !== "filters";
    this.makeRoom();
    this.paint();
    if (name === "list") this.list.focus(this.state.slide);
    else if (name === "filters") this.filters.node.querySelector("button, select")?.focus();
    else this.root.focus();
  }

  /** The slide ends above the bar and the filters, however many lines they take: both stay in sight. */
  makeRoom() {
    const heights = { bar: this.bar.node.offsetHeight, panel: this.filters.node.offsetHeight };
    for (const [name, height] of Object.entries(heights)) this.root.style.setProperty(`--${name}`, `${height}px`);
    return Object.values(heights).join();
  }

  warn(text) {
    setText(this.warning, text);
    this.warning.hidden = false;
  }

  tick() {
    const { minutes, words } = this.deck;
    const ran = elapsed(this.state.timer);
    const planned = minutes ? ` / ${minutes}:00` : "";
    const paused = this.state.timer.paused === null ? "" : ` ${words["present.paused"]}`;
    const text = `${spelled(ran)}${planned}${paused}`;
    for (const node of [this.bar.timer, this.desk?.timer]) {
      if (!node) continue;
      setText(node, text);
      node.classList.toggle("ps-over", Boolean(minutes) && ran > minutes * 60000);
    }
    this.desk?.clock();
  }

  /** Asks whether the server still answers; the presentation goes on either way. */
  async beat() {
    if (this.deck.alone) return;
    const answer = fetch(new URL("_stcore/health", document.baseURI), { cache: "no-store" });
    this.reached = await answer.then((response) => response.ok, () => false);
    showState(this.bar, this.deck, this.reached);
  }

  wake() {
    this.root.classList.remove("ps-idle");
    clearTimeout(this.idling);
    const rest = () => this.shown || this.bar.node.contains(document.activeElement) || this.root.classList.add("ps-idle");
    this.idling = setTimeout(rest, IDLE);
  }

  swipe(event) {
    const way = event.clientX - (this.touch ?? event.clientX);
    if (event.pointerType === "touch" && Math.abs(way) > 60) this.act(way < 0 ? "next" : "previous");
  }

  turnTheme() {
    const now = this.context().theme;
    this.theme = now.endsWith("dark") ? now.replace("dark", "light") : now.replace("light", "dark");
    this.paint();
  }

  fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen?.().catch(() => this.warn(this.deck.words["present.no_full"]));
  }

  openSpeaker() {
    if (this.speaker) return;
    if (this.deck.alone) {
      this.warn(this.deck.words["present.alone"]);
      return;
    }
    const address = withParameters({ present: "1", speaker: this.session, version: this.deck.version });
    const opened = window.open(address, "im-speaker", "popup,width=1180,height=800");
    if (!opened) this.warn(this.deck.words["present.no_popup"]);
  }

  partnerLeft() {
    if (this.speaker) this.warn(this.deck.words["present.partner_left"]);
  }

  leave() {
    this.left = true;
    this.controller.abort();
    this.guard.disconnect();
    this.sizes.disconnect();
    clearInterval(this.ticking);
    clearInterval(this.beating);
    clearTimeout(this.idling);
    this.sync.close();
    if (document.fullscreenElement) document.exitFullscreen();
    this.dialog.close();
    this.dialog.remove();
    closeSlide(this.slide);
    if (!this.deck.alone) leavePlace(this.version);
    this.onleave?.();
    if (this.speaker) window.close();
  }
}
