// The laboratory of the scenarios page: levers above, their answers at once, Python's after them.
//
// Every answer while a lever moves is computed here. When the lever rests, the address is
// written and Python's own answer comes: tables, texts for readers and downloads are always its.

import { chartWidth, dispose } from "../board/plots.js";
import { redraw } from "../board/chart.js";
import { showChart, showTexts } from "../board/card.js";
import { el, setText, tied } from "../board/dom.js";
import { variantKey } from "../board/state.js";
import { Findings } from "./findings.js";
import { makePanel } from "./panel.js";
import { BASE, NAMES, readScenarios, shown, valuesOf } from "./query.js";
import { run } from "./run.js";
import { Words } from "./words.js";

const PAUSE = 120;

export class Lab {
  constructor(board) {
    const { controls, scenario_words: words } = board.payload;
    this.board = board;
    this.levers = controls.scenarios.parameters;
    this.runs = controls.scenarios.runs;
    this.mit = controls.scenarios.mit;
    this.words = new Words(board.lang, words);
    this.computed = new Map();
    this.templates = new Map();
    this.panel = makePanel(this);
    this.later = new Map();
    this.watcher = new IntersectionObserver((entries) => entries.forEach((entry) => this.seen(entry)));
  }

  /** Lets go of everything that outlives the page. */
  close() {
    this.watcher.disconnect();
    clearTimeout(this.timer);
    cancelIdleCallback(this.idle);
  }

  /** Pictures off the screen are redrawn when it is quiet, or when they come into sight. */
  seen({ target, isIntersecting }) {
    const card = this.board.cards.find((one) => one.parts.chart === target);
    card.onScreen = isIntersecting;
    if (isIntersecting) this.catchUp(card);
  }

  catchUp(card) {
    const job = this.later.get(card);
    this.later.delete(card);
    return job?.();
  }

  /** One picture in each quiet moment, once the hand has stopped for a little. */
  whenQuiet(pause = PAUSE) {
    clearTimeout(this.timer);
    cancelIdleCallback(this.idle);
    const step = async () => {
      const [card] = this.later.keys();
      if (!card) return;
      await this.catchUp(card);
      this.whenQuiet(0);
    };
    this.timer = setTimeout(() => (this.idle = requestIdleCallback(step, { timeout: 1000 })), pause);
  }

  scenarios(query = this.board.query) {
    return readScenarios(query, this.levers);
  }

  /** The outcome of every scenario shown; each is computed once for its values. */
  outcomes(scenarios) {
    const kept = new Map();
    const found = {};
    for (const name of shown(scenarios)) {
      const values = valuesOf(scenarios, name, this.levers);
      const key = JSON.stringify(values);
      const outcome = this.computed.get(key) ?? kept.get(key) ?? run(this.levers, values, this.runs);
      kept.set(key, outcome);
      found[name] = outcome;
    }
    this.computed = kept;
    return found;
  }

  findings(query) {
    const text = JSON.stringify(query);
    if (this.found?.text !== text) {
      const scenarios = this.scenarios(query);
      const findings = new Findings(this.outcomes(scenarios), scenarios.focus, this.levers, this.mit, this.words);
      this.found = { text, findings };
    }
    return this.found.findings;
  }

  /** Levers beside the exhibits; the side-by-side table before the list of assumptions. */
  frame(sections) {
    const body = el("div", { class: "im-lab-body" }, ...sections);
    body.querySelector("[data-exhibit=scenario-assumptions]").before(this.panel.beside);
    return el("div", { class: "im-lab-frame" }, this.panel.node, body);
  }

  /** Levers as the query has them; the table at once where somebody asked, else when it is quiet. */
  update(query, now) {
    this.panel.update(this.scenarios(query), query);
    const answer = () => query === this.board.query && this.panel.answer(this.findings(query));
    if (now) answer();
    else requestIdleCallback(answer, { timeout: 2000 });
  }

  /** A lever asks: while it moves its answer is only painted; when it rests it is a choice. */
  ask(query, rests) {
    const { board } = this;
    if (rests) return board.show(query, true);
    // Everything is read before anything is written: each change of order costs a layout.
    const context = board.context(query);
    board.moving = true;
    board.query = query;
    board.draw(context);
    this.update(query, true);
    return board.painted;
  }

  /** Python's answer where it is here, else ours in its shape; null where the shape is missing. */
  variant(card, exact, query) {
    const scenarios = this.scenarios(query);
    const shape = `${card.id}|${shown(scenarios)}|${scenarios.focus}`;
    if (exact) {
      if (!this.templates.has(shape) || exact.chart) this.templates.set(shape, exact);
      return exact;
    }
    const template = this.templates.get(shape) ?? this.first(card, query, shape);
    if (!template) return null;
    const own = this.findings(query).of(card.id, template.chart);
    if (own && !own.chart) return null; // No picture to go by: Python's answer is waited for.
    return { ...template, ...(own ?? {}), waiting: true };
  }

  /** The shape of a first scenario, which came with the page: it still changes nothing there. */
  first(card, query, shape) {
    const [name] = NAMES;
    if (shape !== `${card.id}|${BASE},${name}|${name}`) return null;
    return this.board.variants.get(`${card.id}|${variantKey({ ...query, [name]: "", focus: name }, card.filters)}`);
  }

  /** Fills a card; the picture that stands is changed rather than made anew. */
  show(card, variant, context) {
    const { parts } = card;
    setText(parts.title, tied(variant.title));
    setText(parts.subtitle, tied(variant.subtitle));
    parts.table.classList.toggle("im-waiting", Boolean(variant.waiting));
    if (!variant.waiting) showTexts(card, variant, context);
    if (card.onScreen === undefined) {
      card.onScreen = true;
      this.watcher.observe(parts.chart);
    }
    const job = () => this.paint(card, variant, context);
    this.later.delete(card);
    if (card.onScreen || !card.picture) return job();
    this.later.set(card, job);
    this.whenQuiet();
    return null;
  }

  async paint(card, variant, context) {
    const { chart } = card.parts;
    const width = context.width === card.frame ? card.width : chartWidth(card);
    Object.assign(card, { width, frame: context.width });
    const look = `${context.theme}|${width}`;
    const node = chart.querySelector(".js-plotly-plot");
    const picture = JSON.stringify(variant.chart);
    const same = picture === card.picture && look === card.look;
    card.picture = picture;
    if (!variant.chart || !node || card.look !== look || chart.hidden) {
      card.look = look;
      // Pictures here change under the same name and are not kept.
      const old = context.pictures.remove(({ group }) => group === card.id);
      await showChart(card, variant, context);
      old.forEach(dispose);
      return;
    }
    chart.setAttribute("aria-label", variant.waiting ? variant.title : variant.alt);
    if (same) return;
    chart.style.height = node.style.height = `${variant.height}px`;
    await redraw(node, variant.chart, width, context);
    chart.style.height = node.style.height;
  }
}
