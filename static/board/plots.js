// Pictures that stand ready: drawn once for a choice, a theme and a width, then only swapped in.
// A page keeps a bounded number of them and takes them apart when it goes.

import { draw, hasBundle } from "./chart.js";
import { el } from "./dom.js";

const MOST = 160;
const MOST_OF_A_CARD = 20;
let stage = null;

/** A place out of sight where pictures are drawn: text can be measured only in the page. */
function offstage() {
  if (!stage?.isConnected) {
    stage = el("div", { class: "im-offstage", "aria-hidden": "true" });
    document.body.append(stage);
  }
  return stage;
}

/** Takes a picture apart: plotly lets go of its listeners, the page of its node. */
export async function dispose(picture) {
  try {
    const { node, plot = node, plotly } = await picture;
    plotly.purge(plot);
    node.remove();
  } catch {
    // It was never drawn; who asked for it has been told.
  }
}

/** Pictures by name, the latest used last; the first are taken apart once there are too many. */
export class Pictures {
  constructor(most = MOST) {
    this.most = most;
    this.entries = new Map();
  }

  has(name) {
    return this.entries.has(name);
  }

  /** The picture of a name, made now or before; `group` and `look` say what it belongs to. */
  get(name, { group, look }, make) {
    const entry = this.entries.get(name) ?? { group, look, picture: make() };
    this.entries.delete(name);
    this.entries.set(name, entry);
    entry.picture.then(({ node }) => (entry.node = node), () => this.entries.get(name) === entry && this.entries.delete(name));
    this.trim(entry);
    if (this.closed) this.clear(); // Asked for by a page that has gone meanwhile.
    return entry.picture;
  }

  close() {
    this.closed = true;
    this.clear();
  }

  /** Gives up what is too many: of the group just added to, then of all. What is shown stays. */
  trim({ group }) {
    const own = [...this.entries].filter(([, entry]) => entry.group === group);
    this.giveUp(own, own.length - MOST_OF_A_CARD);
    this.giveUp([...this.entries], this.entries.size - this.most);
  }

  giveUp(entries, count) {
    const spare = entries.filter(([, { node }]) => node && !node.parentElement?.matches(".im-chart"));
    for (const [name, { picture }] of spare.slice(0, Math.max(0, count))) {
      this.entries.delete(name);
      dispose(picture);
    }
  }

  /** Forgets every picture that `unwanted` names, and gives them: who asked takes them apart. */
  remove(unwanted) {
    const found = [...this.entries].filter(([, entry]) => unwanted(entry));
    for (const [name] of found) this.entries.delete(name);
    return found.map(([, { picture }]) => picture);
  }

  /** Takes apart every picture that `unwanted` names. */
  clear(unwanted = () => true) {
    this.remove(unwanted).forEach(dispose);
  }
}

export function chartWidth(card) {
  return Math.max(240, Math.floor(card.parts.chart.clientWidth || card.parts.chart.parentElement.clientWidth - 38));
}

/** The picture of a variant, drawn now or before: the node and plotly. */
export function plotOf(card, key, variant, context) {
  const width = chartWidth(card);
  const belongs = { group: card.id, look: `${context.theme}|${width}` };
  return context.pictures.get(`${key}|${belongs.look}`, belongs, () => make(variant, width, context));
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
  return context.pictures.has(`${key}|${context.theme}|${chartWidth(card)}`);
}

/** Pictures of the choices that came last and are not yet drawn: card, key and variant of each. */
export function notReady(cards, variants, context) {
  const jobs = [];
  const latest = [...variants].reverse();
  for (const card of cards) {
    if (!card.filters.length || card.filters.includes("scenarios") || card.parts.chart.hidden) continue;
    // As many as are kept: more would push each other out.
    const near = latest.filter(([key]) => key.startsWith(`${card.id}|`)).slice(0, MOST_OF_A_CARD - 1);
    for (const [key, variant] of near)
      if (variant.chart && !hasBundle(variant) && !isReady(card, key, context)) jobs.push([card, key, variant]);
  }
  return jobs.slice(0, MOST - 2 * cards.length);
}
