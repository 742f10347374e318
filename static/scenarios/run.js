// A scenario in full: central path, interval, needs, what matters most; as scenarios/run.py.

import { FIRST, LAST, LATER, needed, simulate } from "./model.js";

// What findings show; tables of the rest are Python's.
const MEASURES = ["stock", "ratio", "mit_ratio", "distance", "relative", "cost", "cost_total", "share", "share_ppp"];
const NEEDS = ["hires", "salary", "budget", "budget_year"];

function mixed(x) {
  x ^= x >>> 16;
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Numbers evenly spread over (0, 1): an integer hash of seed, column and run. */
export function uniforms(seed, runs, column) {
  const start = (Math.imul(column, 0x85ebca6b) + Math.imul(seed, 0xc2b2ae35)) | 0;
  const found = new Float64Array(runs);
  for (let run = 1; run <= runs; run += 1) {
    found[run - 1] = (mixed(mixed((Math.imul(run, 0x9e3779b9) + start) | 0)) + 0.5) / 4294967296;
  }
  return found;
}

export function triangular(u, low, mode, high) {
  if (high === low) return mode;
  const width = high - low;
  const left = mode - low;
  if (u < left / width) return low + Math.sqrt(u * width * left);
  return high - Math.sqrt((1 - u) * width * (high - mode));
}

/** The range around a value: as wide as listed, times the factor, within the bounds. */
export function spread(value, p, factor) {
  const low = value - factor * (p.central - p.low);
  const high = value + factor * (p.high - p.central);
  return [Math.max(p.minimum, low), Math.min(p.maximum, high)];
}

function drawing(parameters, v, runs) {
  const drawn = [];
  parameters.forEach((p, column) => {
    if (p.kind !== "uncertain") return;
    const [low, high] = spread(v[p.id], p, v.spread);
    if (low < high) drawn.push({ id: p.id, low, high, mode: v[p.id], u: uniforms(v.seed, runs, column) });
  });
  return drawn;
}

/** The middle 90 % by nearest rank, widened to hold the central value where it lies outside. */
function interval(values, central) {
  const last = values.length - 1;
  const [first, second] = [0.05, 0.95].map((share) => Math.floor(share * last + 0.5));
  const high = ranked(values, second, 0, last);
  const low = ranked(values, first, 0, second);
  return [Math.min(low, central), Math.max(high, central)];
}

/** The value of a rank (Hoare's selection); everything below it then stands before it. */
function ranked(values, rank, left, right) {
  let [from, to] = [left, right];
  while (from < to) {
    const pivot = values[(from + to) >> 1];
    let [i, j] = [from - 1, to + 1];
    for (;;) {
      do i += 1; while (values[i] < pivot);
      do j -= 1; while (values[j] > pivot);
      if (i >= j) break;
      const kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
    if (rank <= j) to = j;
    else from = j + 1;
  }
  return values[rank];
}

/** Intervals of a measure by year, each found when it is asked for. */
function lazily(central, many) {
  const found = [];
  return new Proxy(found, {
    get: (kept, i) => {
      if (typeof i === "string" && /^\d+$/.test(i) && kept[i] === undefined) {
        kept[i] = Number.isNaN(central[i]) ? null : interval(many[i], central[i]);
      }
      return kept[i];
    },
  });
}

/** Every value of many futures, one array for each measure and year. */
function futures(parameters, v, runs, year) {
  const drawn = drawing(parameters, v, runs);
  const byYear = Object.fromEntries(MEASURES.map((name) => [name, Array.from({ length: LAST - FIRST + 1 }, () => new Float64Array(runs))]));
  const needs = Object.fromEntries(NEEDS.map((name) => [name, new Float64Array(runs)]));
  const one = { ...v };
  for (let run = 0; run < runs; run += 1) {
    for (const d of drawn) one[d.id] = triangular(d.u[run], d.low, d.mode, d.high);
    const paths = simulate(one, false);
    for (const name of MEASURES) for (let i = 0; i < byYear[name].length; i += 1) byYear[name][i][run] = paths[name][i];
    const asked = needed(one, paths, year);
    for (const name of NEEDS) needs[name][run] = asked[name];
  }
  return { byYear, needs };
}

/** A scenario computed; `parameters` are the rows of the table, `v` every value. */
export function run(parameters, v, runs) {
  const year = v["target-year"];
  const paths = simulate(v);
  const { byYear, needs: many } = futures(parameters, v, runs, year);
  const ends = Object.fromEntries(MEASURES.map((name) => [name, lazily(paths[name], byYear[name])]));
  const needs = needed(v, paths, year);
  const needEnds = Object.fromEntries(NEEDS.map((name) => [name, interval(many[name], needs[name])]));
  const byTarget = [];
  for (let at = LATER; at <= LAST; at += 1) byTarget.push(needed(v, paths, at));
  return { values: v, year, paths, ends, needs, needEnds, byTarget, swings: tornado(parameters, v) };
}

/** Every parameter that moves the ratio of the target year, the strongest first. */
export function tornado(parameters, v) {
  const at = v["target-year"] - FIRST;
  const ratio = (id, value) => simulate({ ...v, [id]: value }).ratio[at];
  return parameters
    .filter((p) => p.kind === "uncertain" || p.kind === "choice")
    // What can be decided stays as listed, whatever is chosen.
    .map((p) => [p.id, ...(p.kind === "choice" ? [p.low, p.high] : spread(v[p.id], p, v.spread))])
    .filter(([, low, high]) => low < high)
    .map(([id, low, high]) => ({ parameter: id, low, high, atLow: ratio(id, low), atHigh: ratio(id, high) }))
    .filter((swing) => swing.atLow !== swing.atHigh)
    .sort((a, b) => Math.abs(b.atHigh - b.atLow) - Math.abs(a.atHigh - a.atLow));
}
