// One slide: the finding, the measure, the picture as large as it is read from afar, the source.

import { draw, loadMaps } from "../board/chart.js";
import { el, setText, tied } from "../board/dom.js";
import { dispose } from "../board/plots.js";
import { scaleOf } from "./fit.js";

const MOST = 40;
const KEPT_COLUMNS = 6;

/** The standing parts of a slide. */
export function makeSlide(className = "") {
  const parts = {
    title: el("h1", { class: "ps-title" }),
    subtitle: el("p", { class: "ps-sub" }),
    notices: el("div", { class: "ps-notices" }),
    chart: el("div", { class: "ps-chart", role: "img" }),
    table: el("div", { class: "ps-scroll", tabindex: "0", role: "region" }),
    source: el("p", { class: "ps-source" }),
  };
  const node = el("section", { class: `ps-slide ${className}` }, ...Object.values(parts));
  return { node, parts, pictures: new Map() };
}

/** Fills a slide from a view; resolves when its picture stands. */
export async function showSlide(slide, variant, context) {
  const { parts } = slide;
  slide.shown = variant;
  setText(parts.title, tied(variant.title));
  parts.title.classList.toggle("ps-long", variant.title.length > (context.lang === "ko" ? 62 : 96));
  setText(parts.subtitle, tied(variant.subtitle));
  parts.subtitle.hidden = !variant.subtitle;
  parts.notices.replaceChildren(...variant.notices.map((text) => el("p", {}, text)));
  setText(parts.source, tied(variant.source));
  const drawn = variant.chart && !(variant.maps && !(await loadMaps(context.assets)));
  parts.chart.hidden = !drawn;
  parts.table.hidden = Boolean(drawn) || !variant.rows.length;
  if (!parts.table.hidden) showTable(parts.table, variant, context);
  else if (drawn) await showPicture(slide, variant, context);
}

async function showPicture(slide, variant, context) {
  const { chart } = slide.parts;
  chart.setAttribute("aria-label", variant.alt);
  const { node } = await pictureOf(slide, variant, context);
  if (slide.shown !== variant) return; // Another slide came in between.
  if (chart.firstChild !== node) chart.replaceChildren(node);
}

/** Takes all pictures of a slide apart. */
export function closeSlide({ pictures }) {
  for (const { picture } of pictures.values()) dispose(picture);
  pictures.clear();
}

/** The picture of a view at the size of the slide, drawn now or before. */
export function pictureOf(slide, variant, context) {
  const width = slide.parts.chart.clientWidth;
  const height = slide.parts.chart.clientHeight;
  const name = [context.theme, width, height, context.unit].join("|");
  const kept = slide.pictures.get(variant);
  if (kept?.name === name) return kept.picture;
  const picture = make(variant, width, height, context);
  // What stands is taken apart once its successor does.
  if (kept) picture.finally(() => dispose(kept.picture)).catch(() => {});
  slide.pictures.delete(variant);
  slide.pictures.set(variant, { name, picture });
  if (slide.pictures.size > MOST) {
    const [oldest] = [...slide.pictures.keys()].filter((one) => one !== slide.shown);
    dispose(slide.pictures.get(oldest).picture);
    slide.pictures.delete(oldest);
  }
  return picture;
}

async function make(variant, width, height, context) {
  const scale = scaleOf(variant, height, context.unit);
  const frame = el("div", { class: "ps-picture", "data-scale": scale.toFixed(3) });
  const node = el("div", { class: "im-plot" });
  frame.append(node);
  const low = Math.floor(height / scale);
  const wide = Math.floor(width / scale);
  node.style.width = `${wide}px`;
  node.style.height = `${low}px`;
  node.style.transform = `scale(${scale})`;
  stage(context).append(frame);
  const plotly = await draw(node, { data: variant.chart.data, layout: { ...variant.chart.layout, height: low } }, wide, context);
  return { node: frame, plot: node, plotly };
}

/** A place out of sight where pictures are drawn: text can be measured only in the page. */
function stage({ root }) {
  const found = root.querySelector(".ps-stage");
  if (found) return found;
  const made = el("div", { class: "ps-stage", "aria-hidden": "true" });
  root.append(made);
  return made;
}

/** A table in place of a picture: what is measured, for whom, and the value; as large as fits. */
function showTable(box, variant, context) {
  const source = context.words["table.source"];
  const kept = variant.header.map((name, at) => at).filter((at) => variant.header[at] !== source).slice(0, KEPT_COLUMNS);
  const head = el("tr", {}, ...kept.map((at) => el("th", { scope: "col" }, variant.header[at])));
  const body = variant.rows.map((row) => el("tr", {}, ...kept.map((at) => el("td", {}, row[at]))));
  box.setAttribute("aria-label", variant.title);
  box.replaceChildren(el("table", { class: "ps-table" }, el("thead", {}, head), el("tbody", {}, ...body)));
  let size = 3.2;
  do {
    box.style.fontSize = `max(${size.toFixed(1)} * var(--u), 14px)`;
    size -= 0.1;
  } while (size > 1.7 && box.scrollHeight > box.clientHeight);
}
