// Pictures that stand ready: drawn once for a choice, a theme and a width, then only swapped in.

import { draw, hasBundle } from "./chart.js";
import { el } from "./dom.js";

const MOST = 20;
let stage = null;

/** A place out of sight where pictures are drawn: text can be measured only in the page. */
function offstage() {
  if (!stage?.isConnected) {
    stage = el("div", { class: "im-offstage", "aria-hidden": "true" });
    document.body.append(stage);
  }
  return stage;
}

export function chartWidth(card) {
  return Math.max(240, Math.floor(card.parts.chart.clientWidth || card.parts.chart.parentElement.clientWidth - 38));
}

/** The picture of a variant, drawn now or before: the node and plotly. */
export function plotOf(card, key, variant, context) {
  card.plots ??= new Map();
  const width = chartWidth(card);
  const name = `${key}|${context.theme}|${width}`;
  let plot = card.plots.get(name);
  if (!plot) {
    plot = make(variant, width, context);
    if (card.plots.size >= MOST) card.plots.delete(card.plots.keys().next().value);
  } else card.plots.delete(name);
  card.plots.set(name, plot); // The latest used stands last, the first is given up.
  return plot;
}

async function make(variant, width, context) {
  const node = el("div", { class: "im-plot" });
  node.style.height = `${variant.height}px`;
  offstage().append(node);
  const plotly = await draw(node, variant.chart, width, context);
  return { node, plotly };
}

/** Whether the picture of a variant stands ready. */
export function isReady(card, key, context) {
  return Boolean(card.plots?.has(`${key}|${context.theme}|${chartWidth(card)}`));
}

/** Pictures of the choices that are here and not yet drawn: card, key and variant of each. */
export function notReady(cards, variants, context) {
  const jobs = [];
  for (const card of cards) {
    if (!card.filters.length || card.filters.includes("scenarios") || card.parts.chart.hidden) continue;
    for (const [key, variant] of variants)
      if (key.startsWith(`${card.id}|`) && variant.chart && !hasBundle(variant) && !isReady(card, key, context)) jobs.push([card, key, variant]);
  }
  return jobs;
}
