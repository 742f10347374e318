// What each exhibit says and draws for computed scenarios: the browser's half of
// innocore_metrics/exhibits/scenarios.py and scenario_needs.py. A test holds both to one result.

import { moneyAxis, patchGrouped, patchLines, patchSwings } from "./charts.js";
import { FIRST, LAST, LATER, START, YEARS } from "./model.js";
import { formatMoneyTick, formatNumber } from "./words.js";

const PERCENT = "percent-of-reference";
const SHOWN = {
  stock: ["persons", 0, 1, FIRST],
  ratio: ["ratio", 2, 1, FIRST],
  mit_ratio: ["ratio", 2, 1, FIRST],
  distance: ["ratio", 2, 1, FIRST],
  relative: [PERCENT, 1, 1, FIRST],
  cost: ["krw_per_year", 0, 1e8, START],
  cost_total: ["krw", 0, 1e8, START],
  share: [PERCENT, 1, 1, START],
  share_ppp: [PERCENT, 1, 1, START],
};
const NEEDED = { hires: ["persons_per_year", 0, 1], salary: ["krw_per_year", 0, 1e4], budget: ["krw", 0, 1e8] };
const FIVE_YEARS = 2029;
const MOST = 8;

const rounded = (value, step) => (step === 1 ? value : Math.floor(value / step + 0.5) * step);
const wholeUp = (value) => Math.ceil(value - 1e-6) + 0; // Never a minus zero.

function figure(value, ends, step) {
  let [lower, upper] = ends ? ends.map((end) => rounded(end, step)) : [null, null];
  if (lower === upper) lower = upper = null;
  return { value: rounded(value, step), lower, upper };
}

function atYear(outcome, name, year) {
  const i = year - FIRST;
  return figure(outcome.paths[name][i], outcome.ends[name][i], SHOWN[name][2]);
}

function need(outcome, name) {
  const up = name === "hires" ? wholeUp : (value) => value;
  return figure(up(outcome.needs[name]), outcome.needEnds[name].map(up), NEEDED[name][2]);
}

/** The answers of all exhibits: `outcomes` by scenario, in the order shown. */
export class Findings {
  constructor(outcomes, focus, parameters, mit, words) {
    Object.assign(this, { outcomes, focus, words, mit, outcome: outcomes[focus] });
    this.parameter = Object.fromEntries(parameters.map((p) => [p.id, p]));
    this.name = words.say(`group.${focus}`);
    this.year = this.outcome.year;
  }

  /** Title, subtitle and chart of an exhibit; null for one that only Python makes. */
  of(id, template) {
    const make = { ratio: "ratio", stock: "stock", cost: "cost", salary: "salary", needed: "needed", tornado: "tornado", comparison: "comparison" }[id.replace("scenario-", "")];
    if (!make) return null;
    const { values, chart } = this[make](template);
    const all = { name: this.name, year: this.year, ...values };
    const say = (part) => this.words.say(`exhibit.${id}.${part}`, all);
    return { title: say("title"), subtitle: say("subtitle"), chart, height: chart ? chart.layout.height : 0 };
  }

  value(name, figure_) {
    const [unit, decimals] = SHOWN[name] ?? NEEDED[name];
    return this.words.value(figure_.value, unit, decimals);
  }

  points(outcome, name) {
    const [unit, decimals, , first] = SHOWN[name];
    return YEARS.filter((year) => year >= first).map((year) => {
      const found = atYear(outcome, name, year);
      return { x: year, ...found, text: `${this.words.year(year)}: ${this.words.spoken(found, unit, decimals)}` };
    });
  }

  paths(name) {
    return Object.entries(this.outcomes).map(([scenario, outcome]) => ({
      label: this.words.say(`group.${scenario}`), band: true, points: this.points(outcome, name),
    }));
  }

  ratio(template) {
    const own = atYear(this.outcome, "ratio", this.year);
    const mit = atYear(this.outcome, "mit_ratio", this.year);
    const series = [...this.paths("ratio"), { label: this.mit, band: false, points: this.points(this.outcome, "mit_ratio") }];
    const span = own.lower === null ? "" : this.words.say("scenario.span", { low: formatNumber(own.lower, 2), high: formatNumber(own.upper, 2) });
    const values = { ratio: formatNumber(own.value, 2), span, percent: formatNumber((100 * own.value) / mit.value) };
    return { values, chart: patchLines(template, series) };
  }

  stock(template) {
    const path = this.points(this.outcome, "stock");
    const [first, last] = [path[0], path.at(-1)];
    const peak = path.reduce((best, point) => (point.value > best.value ? point : best));
    const said = (point) => this.value("stock", point);
    const ends = [first, last].map(said);
    let kind = last.value > first.value ? "rises" : "falls";
    if (ends[0] === ends[1]) kind = "stays";
    if (!ends.includes(said(peak))) kind = "peaks"; // One read as either end is none.
    const finding = this.words.say(`scenario.${kind}`, {
      year: peak.x, peak: said(peak), first: ends[0], last: ends[1], end: LAST, start: FIRST,
    });
    return { values: { finding }, chart: patchLines(template, this.paths("stock")) };
  }

  cost(template) {
    const series = this.paths("cost");
    const top = Math.max(...series.flatMap((one) => one.points.flatMap((p) => (p.lower === null ? [p.value] : [p.lower, p.upper]))));
    const [five, total] = [FIVE_YEARS, this.year].map((year) => this.value("cost_total", atYear(this.outcome, "cost_total", year)));
    return { values: { five, total }, chart: moneyAxis(patchLines(template, series), top, (value) => formatMoneyTick(value, this.words.lang)) };
  }

  salary(template) {
    const label = this.words.say("scenario.in_ppp", { name: this.name });
    const series = [...this.paths("share"), { label, band: false, points: this.points(this.outcome, "share_ppp") }];
    const [share, ppp] = ["share", "share_ppp"].map((name) => this.value(name, atYear(this.outcome, name, this.year)));
    return { values: { share, ppp }, chart: patchLines(template, series) };
  }

  needed(template) {
    const { words, outcome } = this;
    const [hires, salary, budget] = ["hires", "salary", "budget"].map((name) => need(outcome, name));
    const points = outcome.byTarget.map((asked, i) => {
      const year = LATER + i;
      const found = year === this.year ? hires : figure(wholeUp(asked.hires), null, 1);
      return { x: year, ...found, text: `${words.year(year)}: ${words.spoken(found, "persons_per_year", 0)}` };
    });
    const finding = words.say(`scenario.${hires.value ? "more" : "enough"}`, {
      year: this.year, hires: this.value("hires", hires), ratio: formatNumber(outcome.values["target-ratio"]),
    });
    const values = { finding, share: formatNumber(outcome.values["target-salary"]), salary: this.value("salary", salary), budget: this.value("budget", budget) };
    return { values, chart: patchLines(template, [{ label: "", band: false, points }]) };
  }

  tornado(template) {
    const rows = this.outcome.swings.slice(0, MOST).map((swing) => {
      const p = this.parameter[swing.parameter];
      const said = (value, ratio) => this.words.say("scenario.swing", { name: p.name, value: this.words.value(value, p.unit, p.decimals), ratio: this.words.value(ratio, "ratio", 2) });
      return { ...swing, label: `${p.name}<br>${this.words.interval(swing.low, swing.high, p.unit, p.decimals)}`, saidLow: said(swing.low, swing.atLow), saidHigh: said(swing.high, swing.atHigh) };
    });
    const central = this.outcome.paths.ratio[this.year - FIRST];
    return { values: { finding: this.strongest() }, chart: rows.length ? patchSwings(template, rows, central) : null };
  }

  strongest() {
    const [first] = this.outcome.swings;
    if (!first) return this.words.say("scenario.nothing_moves");
    const p = this.parameter[first.parameter];
    return this.words.say("scenario.strongest", {
      parameter: p.name, low: this.words.value(first.low, p.unit, p.decimals), high: this.words.value(first.high, p.unit, p.decimals),
      at_low: formatNumber(first.atLow, 2), at_high: formatNumber(first.atHigh, 2),
    });
  }

  comparison(template) {
    const mark = (found) => ({ ...found, text: this.words.value(found.value, PERCENT, 1), spoken: this.words.spoken(found, PERCENT, 1) });
    const every = Object.values(this.outcomes);
    const ratios = every.map((outcome) => mark(atYear(outcome, "relative", outcome.year)));
    const shares = every.map((outcome) => mark(atYear(outcome, "share", outcome.year)));
    const at = Object.keys(this.outcomes).indexOf(this.focus);
    return { values: { ratio: ratios[at].text, share: shares[at].text }, chart: patchGrouped(template, [ratios, shares]) };
  }

  /** Rows of the side-by-side table: a label, then a text for each scenario. */
  rows() {
    const every = Object.values(this.outcomes);
    const measures = ["stock", "ratio", "distance", "cost", "cost_total", "share", "share_ppp"];
    const table = measures.map((name) => [
      this.words.say(`scenario.row_${name}`, { year: this.year }),
      ...every.map((outcome) => this.words.spoken(atYear(outcome, name, this.year), SHOWN[name][0], SHOWN[name][1])),
    ]);
    // Each scenario has its own target year; it is named where they differ.
    const differ = new Set(every.map((outcome) => outcome.year)).size > 1;
    const dated = (text, year) => (differ ? this.words.say("scenario.for_year", { text, year }) : text);
    const needs = Object.keys(NEEDED).map((name) => [
      this.words.say(`scenario.row_${name}`),
      ...every.map((outcome) => dated(this.words.spoken(need(outcome, name), NEEDED[name][0], NEEDED[name][1]), outcome.year)),
    ]);
    return [...table, ...needs];
  }
}
