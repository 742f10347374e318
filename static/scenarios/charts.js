// Python's charts with other numbers: what changes while a lever moves, and nothing else.

const SMALL = 14;
const FEW = 5; // Whole numbers up to here have a tick each, as charts/ticks.py has it.

/** Rough width of the widest line in pixels, as charts/marks.py measures it. */
function textWidth(text, size) {
  const widths = text.split("<br>").map((line) => [...line].reduce((sum, char) => sum + (char.charCodeAt(0) > 0x1100 ? 0.92 : 0.57), 0));
  return halfEven(size * Math.max(...widths));
}

function halfEven(value) {
  const low = Math.floor(value);
  if (value - low !== 0.5) return Math.round(value);
  return low % 2 ? low + 1 : low;
}

const copy = (figure) => ({ data: figure.data.map((trace) => ({ ...trace })), layout: structuredClone(figure.layout) });

/** Lines by year. `series`: label, band, and points with x, value, text, lower, upper. */
export function patchLines(template, series) {
  if (!template) return null;
  const figure = copy(template);
  let at = 0;
  for (const one of series.filter((s) => s.band)) {
    const ranged = one.points.filter((p) => p.lower !== null);
    for (const end of ["lower", "upper"]) {
      figure.data[at].x = ranged.map((p) => p.x);
      figure.data[at].y = ranged.map((p) => p[end]);
      at += 1;
    }
  }
  const colours = series.map((_, i) => figure.data[at + i].line.color);
  for (const one of series) {
    Object.assign(figure.data[at], { x: one.points.map((p) => p.x), y: one.points.map((p) => p.value), customdata: one.points.map((p) => p.text) });
    at += 1;
  }
  const values = series.flatMap((one) => one.points.map((p) => p.value));
  const few = values.every(Number.isInteger) && Math.max(...values.map(Math.abs)) <= FEW;
  if (few) figure.layout.yaxis.dtick = 1;
  else delete figure.layout.yaxis.dtick;
  const ends = series.filter((one) => one.band).flatMap((one) => one.points.flatMap((p) => [p.lower, p.upper]));
  figure.layout.margin.l = 40 + textWidth(widestTick([...values, ...ends.filter((end) => end !== null)]), SMALL);
  if (series.length > 1 || series[0].label) endLabels(figure.layout, series, values, colours);
  return figure;
}

/** The longest text that an upright axis from zero may bear, as charts/lines.py reckons it. */
function widestTick(values) {
  const reach = [...values, 0];
  const span = Math.max(...reach) - Math.min(...reach);
  let decimals = 0;
  while (span > 0 && span * 10 ** decimals < 8 && decimals < 6) decimals += 1;
  const texts = values.map((value) => {
    const [whole, part] = value.toFixed(decimals).split(".");
    return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...(part ? [part] : [])].join(".");
  });
  return texts.reduce((a, b) => (b.length > a.length ? b : a), "");
}

/** Names at the line ends in the lines' colours, pushed apart where they would overlap. */
function endLabels(layout, series, values, colours) {
  const gap = (Math.max(...values) - Math.min(0, ...values) || 1) * 0.075;
  const same = new Map(); // Lines that lie on each other share a name; the last one lies on top.
  series.forEach(({ label, points }, i) => {
    const key = JSON.stringify(points.map((p) => [p.x, p.value]));
    const labels = [...(same.get(key)?.labels ?? []), label];
    same.set(key, { labels, last: points.at(-1), color: readable(colours[i], layout.font.color) });
  });
  const [shape] = layout.annotations;
  let [height, before] = [-Infinity, 0];
  layout.annotations = [...same.values()].sort((a, b) => a.last.value - b.last.value).map(({ labels, last, color }) => {
    height = Math.max(last.value, height + (gap * (before + labels.length)) / 2);
    before = labels.length;
    return { ...shape, text: labels.join(" =<br>"), x: last.x, y: height, font: { ...shape.font, color } };
  });
  layout.margin.r = Math.min(150, 22 + Math.max(...layout.annotations.map((note) => textWidth(note.text, SMALL))));
}

/** A colour that can be read on white, where pictures come from (4.5:1), else the ink. */
function readable(colour, ink) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255).map((p) => (p <= 0.04045 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05) >= 4.5 ? colour : ink;
}

/** Round sums along the upright axis. */
export function moneyAxis(figure, top, name) {
  if (!figure) return null;
  const ticks = roundTicks(top);
  const ticktext = ticks.map(name);
  Object.assign(figure.layout.yaxis, { tickvals: ticks, ticktext, range: [0, Math.max(ticks.at(-1), top) * 1.04] });
  figure.layout.margin.l = 40 + Math.max(...ticktext.map((text) => textWidth(text, SMALL)));
  return figure;
}

function roundTicks(top) {
  let step = 1e9;
  for (let turn = 0; step * 5 < top; turn += 1) step = turn % 3 === 1 ? Math.floor((step * 5) / 2) : step * 2;
  let count = 1;
  while (count * step < top) count += 1;
  return Array.from({ length: count + 1 }, (_, i) => step * i);
}

/** The tornado: rows with label, atLow, atHigh and both spoken. */
export function patchSwings(template, rows, central) {
  if (!template) return null;
  const figure = copy(template);
  [["atLow", "saidLow"], ["atHigh", "saidHigh"]].forEach(([end, said], i) => {
    Object.assign(figure.data[i], {
      x: rows.flatMap((row) => [central, row[end], null]),
      y: rows.flatMap((row) => [row.label, row.label, row.label]),
      customdata: rows.flatMap((row) => ["", row[said], ""]),
    });
  });
  const { layout } = figure;
  layout.height = 52 * rows.length + 110;
  layout.margin.l = 18 + Math.max(0, ...rows.map((row) => textWidth(row.label, SMALL)));
  Object.assign(layout.shapes[0], { x0: central, x1: central });
  layout.yaxis.categoryarray = rows.map((row) => row.label);
  return figure;
}

/** Bars side by side: for each series the marks with value, text, spoken, lower, upper. */
export function patchGrouped(template, series) {
  if (!template) return null;
  const figure = copy(template);
  series.forEach((marks, i) => {
    Object.assign(figure.data[i], { x: marks.map((m) => m.value), text: marks.map((m) => m.text), customdata: marks.map((m) => m.spoken) });
  });
  const every = series.flat();
  const ends = every.flatMap((m) => [m.value, m.lower, m.upper]).filter((end) => end !== null);
  figure.layout.xaxis.range = [Math.min(0, ...ends) * 1.1, Math.max(0, ...ends) * 1.02 || 1];
  figure.layout.margin.r = Math.max(64, 20 + Math.max(...every.map((m) => textWidth(m.text, 15))));
  return figure;
}
