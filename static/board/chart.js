// Drawing: plotly from our own origin, Python's figure in the colours of the theme.

import { loadLetters } from "./letters.js";

let plotly = null;
let loaded = null;
let maps = null;
let flows = null;
let wheel = false; // The whole plotly of the wheel, which has every trace type.

/** Loads plotly once: the lean bundle, or the one from the plotly wheel where none was built. */
export function loadPlotly(assets) {
  if (window.innocoreBundle) return Promise.resolve(window.Plotly);
  plotly ??= import(new URL("vendor/plotly.js", assets))
    .then((module) => module.default)
    .catch(() => loadWheel(assets))
    .then((found) => (loaded = found));
  return plotly;
}

function loadWheel(assets) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("wheel/plotly.min.js", assets);
    script.onload = () => {
      wheel = true;
      resolve(window.Plotly);
    };
    script.onerror = () => reject(new Error("plotly is missing"));
    document.head.append(script);
  });
}

/** Loads the trace types of maps; false where there is no bundle, and the table stands in. */
export function loadMaps(assets) {
  if (window.innocoreBundle) return Promise.resolve("world_110m" in window.PlotlyGeoAssets.topojson);
  maps ??= import(new URL("vendor/maps.js", assets)).then(() => true, () => false);
  return maps;
}

/** Whether a variant is drawn with code that does not come with every page. */
export function hasBundle(variant) {
  return variant.maps || Boolean(variant.chart?.data.some((trace) => trace.type === "sankey"));
}

/** Loads the trace type of flows where a figure needs it; an error where there is none. */
async function loadFlows(assets) {
  if (!wheel && !window.innocoreBundle) await (flows ??= import(new URL("vendor/flows.js", assets)));
}

const KEPT = "im-contrast";

/** Whether more contrast is asked for: by the reader here, else by the system. */
export function wantsContrast() {
  const kept = localStorage.getItem(KEPT);
  return kept === null ? matchMedia("(prefers-contrast: more)").matches : kept === "1";
}

/** Turns high contrast on or off, on this device for good. */
export function toggleContrast() {
  localStorage.setItem(KEPT, wantsContrast() ? "0" : "1");
  window.dispatchEvent(new Event(KEPT));
}

/** The theme shown: light or dark as the page is, stronger where more contrast is asked for. */
export function themeName(node) {
  const paper = getComputedStyle(node).getPropertyValue("--st-background-color").trim();
  const dark = paper ? luminance(paper) < 0.4 : matchMedia("(prefers-color-scheme: dark)").matches;
  const name = `${wantsContrast() ? "contrast-" : ""}${dark ? "dark" : "light"}`;
  document.documentElement.dataset.imTheme = name;
  return name;
}

function luminance(colour) {
  const hex = colour.replace("#", "");
  if (!/^[0-9a-f]{6}$/i.test(hex)) return 1;
  const [r, g, b] = [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Python's figure with each role's colour replaced by that of the theme. */
export function themed(figure, palettes, theme) {
  if (theme === "light") return structuredClone(figure);
  const from = palettes.light;
  const to = palettes[theme];
  let text = JSON.stringify(figure);
  for (const role of Object.keys(from)) {
    text = text.replaceAll(from[role], to[role]);
    if (from[role].startsWith("#")) text = text.replaceAll(`rgba(${triplet(from[role])},`, `rgba(${triplet(to[role])},`);
  }
  return JSON.parse(text);
}

function triplet(hex) {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)).join(",");
}

/** Draws a figure into an empty node of a given width; resolves when the picture stands. */
export async function draw(node, figure, width, context) {
  const [Plotly] = await Promise.all([loadPlotly(context.assets), loadLetters(JSON.stringify(figure))]);
  const { data, layout } = fitted(node, figure, width, context);
  if (data.some((trace) => trace.type === "sankey")) await loadFlows(context.assets);
  await Plotly.newPlot(node, data, layout, configOf(context));
  quiet(node);
  return Plotly;
}

/** Changes a picture that stands into another one of the same kind. */
export async function redraw(node, figure, width, context) {
  const Plotly = await loadPlotly(context.assets);
  const { data, layout } = fitted(node, figure, width, context);
  await Plotly.react(node, data, layout, configOf(context));
  quiet(node);
}

/** The same before this returns: what is about to be printed cannot wait. */
export function redrawNow(node, figure, width, context) {
  const Plotly = window.innocoreBundle ? window.Plotly : loaded;
  const { data, layout } = fitted(node, figure, width, context);
  // Streams that are changed move to their new places; made anew they stand there.
  const moves = data.some((trace) => trace.type === "sankey");
  if (moves) Plotly.purge(node);
  Plotly[moves ? "newPlot" : "react"](node, data, layout, configOf(context)).catch(console.error);
  quiet(node);
}

function configOf(context) {
  return {
    displayModeBar: false,
    responsive: false,
    locale: context.lang,
    topojsonURL: new URL("vendor/topojson/", context.assets).href,
    scrollZoom: false,
  };
}

/** The figure in the colours of the theme, as wide as its place; one that grows takes its node along. */
function fitted(node, figure, width, context) {
  const { data, layout } = themed(figure, context.palettes, context.theme);
  if (layout.geo) layout.geo.bgcolor = "rgba(0,0,0,0)";
  layout.width = width;
  if (width < NARROW) fitNarrow(data, layout, width);
  if (context.unit) layout.height = figure.layout.height; // A slide has the height of its screen.
  else if (layout.height !== figure.layout.height) node.style.height = `${layout.height}px`;
  layout.autosize = false;
  return { data, layout };
}

const NARROW = 480;
const SMALL = 12;
let ruler = null;

/** On a narrow screen names at the left are set smaller and on more lines, ticks are fewer. */
function fitNarrow(data, layout, width) {
  for (const axis of [layout.xaxis, layout.xaxis2, layout.yaxis]) {
    if (!axis) continue;
    axis.tickfont = { ...axis.tickfont, size: SMALL };
    if (axis.title) axis.title.font = { ...axis.title.font, size: SMALL };
  }
  if (layout.xaxis) layout.xaxis.nticks = 4;
  if (layout.geo) layout.height = Math.min(layout.height, Math.round(width * 0.62) + layout.margin.b);
  for (const trace of data) if (trace.type === "sankey" || layout.xaxis2) trace.textfont = { ...trace.textfont, size: SMALL };
  if (layout.xaxis2) narrowSides(layout);
  fewerYears(layout, width);
  const room = Math.floor(width * 0.34);
  const named = (trace) => trace.orientation === "h" || trace.error_x?.array;
  if (!data.some(named) || layout.margin.l <= room) return;
  const names = [...new Set(data.flatMap((trace) => trace.y || []))];
  layout.yaxis.tickvals = names;
  layout.yaxis.ticktext = names.map((name) => wrapped(name, room - 14, layout.font.family));
  layout.margin.l = room;
  // More lines need higher rows.
  const lines = Math.max(...layout.yaxis.ticktext.map((text) => text.split("<br>").length));
  const { t, b } = layout.margin;
  layout.height = Math.max(layout.height, names.length * (lines * SMALL * 1.3 + 8) + t + b);
}

/** Bars to two sides: shorter ones, so that their numbers have room, and a mark or two. */
function narrowSides(layout) {
  for (const axis of [layout.xaxis, layout.xaxis2]) {
    axis.range = axis.range.map((end) => end * 1.4);
    axis.nticks = 2;
  }
}

/** Years, or whole numbers, that would touch each other are named at every second step. */
function fewerYears({ xaxis, margin }, width) {
  if (typeof xaxis?.dtick !== "number" || !xaxis.range || xaxis.tickvals) return;
  // Names at the left take a third of the width at most, as above; two ticks fit anywhere.
  const room = Math.max(width - Math.min(margin.l, width * 0.34) - margin.r, 80);
  while (((xaxis.range[1] - xaxis.range[0]) / xaxis.dtick) * 40 > room) xaxis.dtick *= 2;
}

function wrapped(name, room, family) {
  ruler ??= document.createElement("canvas").getContext("2d");
  ruler.font = `${SMALL}px ${family}`;
  const lines = [""];
  for (const word of String(name).replaceAll("<br>", " ").split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (ruler.measureText(longer).width <= room || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join("<br>");
}

/** The picture is described by its label; the pieces inside are not read one by one.
    With a view box it grows and shrinks with the paper. */
function quiet(node) {
  for (const svg of node.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
  for (const svg of node.querySelectorAll(".main-svg")) svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
}
