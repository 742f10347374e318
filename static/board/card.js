// One exhibit: finding, measure, picture, source, caveats, table twin, download.

import { hasBundle, loadMaps } from "./chart.js";
import { el, setText, tied } from "./dom.js";
import { fill } from "./sentences.js";
import { withKeys } from "./keys.js";
import { plotOf } from "./plots.js";
import { narrowed } from "./state.js";
import { makeTake, updateTake } from "./take.js";

/** The standing parts of an exhibit; `update` fills them. */
export function makeCard(id, wide, level, words) {
  const parts = {
    title: el(`h${level}`, { class: "im-title", id }),
    subtitle: el("p", { class: "im-sub" }),
    notices: el("div", { class: "im-notices" }),
    chart: el("div", { class: "im-chart", tabindex: "0", role: "application", "aria-roledescription": words["ui.chart"] }),
    statuses: el("p", { class: "im-statuses" }),
    source: el("p", { class: "im-source" }),
    caveats: el("details", { class: "im-more" }, el("summary", {}, words["ui.caveats"]), el("ul")),
    table: el("details", { class: "im-more" }, el("summary", {}, words["ui.table"]), el("div", { class: "im-twin" })),
    python: el("details", { class: "im-more" }, el("summary", {}, words["ui.python"]), el("pre", { class: "im-code", tabindex: "0" }),
      el("button", { type: "button", class: "im-button" }, words["ui.copy"])),
    take: makeTake(words["take.this"]),
  };
  const node = el("article", { class: wide ? "im-card im-wide" : "im-card", "aria-labelledby": id, "data-exhibit": id },
    parts.title, parts.subtitle, parts.notices, parts.chart, parts.statuses, parts.source, parts.caveats, parts.table, parts.take, parts.python);
  return { id, node, parts, drawn: null };
}

/** A heading with what it says, and its cards; without a heading only the cards. */
export function makeSection({ heading, help, exhibits, wide }, { words, filters }) {
  const cards = exhibits.map((id) => Object.assign(makeCard(id, wide.includes(id), heading ? 3 : 2, words), { filters: filters[id] }));
  const grid = el("div", { class: "im-grid" }, ...cards.map((card) => card.node));
  if (!heading) return { node: grid, cards };
  const parts = [el("h2", { class: "im-heading" }, heading), el("p", { class: "im-help" }, help), grid];
  return { node: el("section", {}, ...parts), cards };
}

/** Fills a card from a variant; resolves when its picture stands. */
export async function updateCard(card, variant, context) {
  const { parts } = card;
  setText(parts.title, tied(variant.title));
  setText(parts.subtitle, tied(variant.subtitle));
  showTexts(card, variant, context);
  await showChart(card, variant, context);
}

/** Everything of a card but its heading and its picture. */
export function showTexts(card, variant, context) {
  const { parts } = card;
  showNotices(parts.notices, variant, card.filters, context);
  setText(parts.source, tied(variant.source));
  showStatuses(parts.statuses, variant.statuses, context.words);
  parts.caveats.hidden = !variant.caveats.length;
  parts.caveats.lastChild.replaceChildren(...variant.caveats.map((text) => el("li", {}, tied(text))));
  parts.table.hidden = !variant.rows.length;
  showTable(card, variant, context);
  showPython(card, context);
  updateTake(parts.take, card.id, context);
}

/** What stands where a choice is not here: nothing old, and the reason. */
export function showMissing(card, name, reason) {
  const { parts } = card;
  card.drawn = null;
  card.variant = null;
  setText(parts.title, name);
  for (const part of [parts.chart, parts.caveats, parts.table, parts.take, parts.python]) part.hidden = true;
  for (const part of [parts.source, parts.statuses, parts.subtitle]) part.replaceChildren();
  parts.notices.replaceChildren(el("p", { class: "im-note" }, reason));
}

function showNotices(node, variant, filters, context) {
  const deaf = narrowed(context.query).filter((name) => !filters.includes(name));
  const texts = [...variant.notices, ...deaf.map((name) => context.words[`unsplit.${name}`])];
  node.replaceChildren(...texts.map((text) => el("p", { class: "im-note" }, text)));
}

function showStatuses(node, statuses, words) {
  node.replaceChildren(...statuses.map((status) =>
    el("span", { class: `im-badge im-${status.replace(" ", "-")}`, title: words[`status_help.${status}`] }, words[`status.${status}`])));
}

function showTable(card, variant, context) {
  const { table } = card.parts;
  const fillTable = card.fillTable = () => {
    const head = el("tr", {}, ...variant.header.map((cell) => el("th", { scope: "col" }, cell)));
    const rows = variant.rows.map((row) => el("tr", {}, ...row.map((cell) => el("td", {}, cell))));
    const box = el("div", { class: "im-scroll", tabindex: "0", role: "region", "aria-label": variant.title },
      el("table", { class: "im-table" }, el("thead", {}, head), el("tbody", {}, ...rows)));
    const save = el("button", { type: "button", class: "im-button", onclick: () => download(card.id, variant, context) }, context.words["ui.download_csv"]);
    table.lastChild.replaceChildren(box, save);
  };
  // A closed table costs nothing: its rows are made when it is opened.
  table.ontoggle = () => table.open && fillTable();
  const alone = !variant.chart && variant.rows.length > 0;
  table.classList.toggle("im-open", alone); // What stands instead of a picture is shown whole.
  if (alone) table.open = true;
  if (table.open) fillTable();
}

// Far above and below the screen: what is scrolled to stands there already.
const NEAR = "1200px 0px";

/** Maps and streams have code of their own: loaded when their card comes near, or when it is quiet. */
function whenNear(card, variant, context) {
  const { chart } = card.parts;
  card.far = [variant, context];
  chart.hidden = false;
  chart.style.height = `${variant.height}px`;
  chart.setAttribute("aria-label", variant.alt);
  if (card.watcher) return;
  card.come = () => {
    card.near = true;
    card.watcher.disconnect();
    return showChart(card, ...card.far);
  };
  card.watcher = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && !card.near && card.come(), { rootMargin: NEAR });
  card.watcher.observe(card.node);
}

/** The lines that repeat the exhibit in Python, for the choice shown. */
function showPython({ id, parts }, context) {
  const [, code, copy] = parts.python.children;
  parts.python.hidden = !context.python;
  const { story: _, ...query } = context.query; // The story in hand is no choice of figures.
  const text = (context.python ?? "").replace("{id}", id).replace("{query}", pythonDict(query));
  setText(code, text);
  copy.onclick = async () => {
    await navigator.clipboard.writeText(text);
    setText(context.said, context.words["ui.copied"]);
  };
}

function pythonDict(query) {
  const pairs = Object.entries(query).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{${pairs.join(", ")}}`;
}

/** Draws the picture of a variant, or hides its place where there is none. */
export async function showChart(card, variant, context) {
  const { chart } = card.parts;
  if (!card.near && hasBundle(variant)) {
    whenNear(card, variant, context);
    return;
  }
  const missing = variant.maps && !(await loadMaps(context.assets));
  if (!variant.chart || missing) {
    chart.hidden = true;
    if (missing) card.parts.table.open = true;
    return;
  }
  chart.hidden = false;
  chart.style.height = `${variant.height}px`;
  chart.setAttribute("aria-label", variant.alt);
  const shown = card.drawn;
  let plot;
  try {
    plot = await plotOf(card, card.key, variant, context);
  } catch (error) {
    // No picture can be drawn here: the table says the same, and the console why.
    console.error(error);
    chart.hidden = true;
    card.parts.table.open = true;
    return;
  }
  const { node, plotly } = plot;
  if (card.drawn !== shown) return; // Another choice came in between.
  chart.style.height = node.style.height; // On a narrow screen not as Python has it.
  if (chart.firstChild !== node) chart.replaceChildren(node);
  withKeys(chart, node, card.id, context.said, plotly);
}

const FORMULA = /^[=+\-@\t\r]/;

function cell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (typeof value === "string" && FORMULA.test(text)) text = `'${text}`;
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The table as CSV that Excel opens, with plain numbers, version and address beside the words. */
export function csv(variant, context) {
  const header = [...variant.header, "id", "value", "lower", "upper", "unit", "data_version", "url"];
  const rows = variant.rows.map((row, i) => [...row, ...(variant.raw[i] || []), context.version, location.href]);
  return "\ufeff" + [header, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

function download(id, variant, context) {
  const url = URL.createObjectURL(new Blob([csv(variant, context)], { type: "text/csv;charset=utf-8" }));
  el("a", { href: url, download: fill("{id}_{version}.csv", { id, version: context.version }) }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** A key figure: its name, value, comparison, and where it comes from. */
export function keyFigure([name, value, beside, caption]) {
  return el("div", { class: "im-figure" }, el("b", {}, name), el("strong", {}, tied(value)), el("span", {}, tied(beside)), el("span", {}, tied(caption)));
}
