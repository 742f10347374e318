// On paper: charts as wide as a page and in light colours, and what was chosen in words.

import { redrawNow } from "./chart.js";
import { el, setText } from "./dom.js";
import { chartWidth } from "./plots.js";
import { chosen, narrowed } from "./state.js";

// A column of A4 in pixels; the style sheet stretches charts to the paper that is there.
const WIDTH = 680;

/** Prepares the board for each print and brings it back; `laid` while it lies on paper. */
export class Paper {
  constructor(board) {
    Object.assign(this, { board, laid: false, tables: [] });
    this.node = el("p", { class: "im-paper" });
    this.events = new AbortController();
    const { signal } = this.events;
    window.addEventListener("beforeprint", () => this.lay(), { signal });
    window.addEventListener("afterprint", () => this.clear(), { signal });
  }

  close() {
    this.events.abort();
  }

  /** Nothing here may wait: the browser prints as soon as this returns. */
  lay() {
    const { board } = this;
    if (this.laid || !board.query) return;
    this.laid = true;
    setText(this.node, [...choices(board.query, board.payload), location.href].join(" · "));
    const context = board.context();
    const light = { ...context, theme: context.theme.replace("dark", "light") };
    for (const card of board.cards) this.layCard(card, light);
  }

  layCard(card, context) {
    const { chart, table } = card.parts;
    if (!card.variant?.chart || chart.hidden) return;
    const picture = chart.querySelector(".js-plotly-plot");
    if (picture) draw(card, picture, WIDTH, context);
    else if (card.variant.rows.length) {
      // Not drawn yet, and too late to: its table says the same.
      this.tables.push([card, table.open]);
      chart.hidden = true;
      card.fillTable();
      table.open = true;
    }
  }

  clear() {
    if (!this.laid) return;
    this.laid = false;
    for (const [{ parts }, open] of this.tables.splice(0)) {
      parts.chart.hidden = false;
      parts.table.open = open;
    }
    const context = this.board.context();
    for (const card of this.board.cards) {
      const picture = card.parts.chart.querySelector(".js-plotly-plot");
      if (card.variant?.chart && picture) draw(card, picture, chartWidth(card), context);
    }
  }
}

function draw(card, picture, width, context) {
  picture.style.height = `${card.variant.height}px`;
  redrawNow(picture, card.variant.chart, width, context);
  card.parts.chart.style.height = picture.style.height;
}

/** The filters in words, where they are not at their default. */
function choices(query, { words, controls }) {
  const label = (name, id) => controls[name]?.find(([one]) => one === id)?.[1] ?? id;
  const said = {
    institutes: () => chosen(query, "institutes", controls).map((id) => label("institutes", id)).join(", "),
    fields: () => chosen(query, "fields", controls).map((id) => label("fields", id)).join(", "),
    period: () => [query.from ?? controls.period[0], query.to ?? controls.period[1]].join("–"),
    basis: () => [label("basis", query.basis ?? "market"), query.rate_date && label("rate_date", query.rate_date)].filter(Boolean).join(", "),
  };
  return narrowed(query).filter((name) => controls[name]).map((name) => `${words[`ui.${name}`]}: ${said[name]?.() ?? label(name, query[name])}`);
}
