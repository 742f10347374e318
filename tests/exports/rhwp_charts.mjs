// Reads and draws the first chart of each HWPX file with rhwp: its data, bars and marks, as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [packages, ...files] = process.argv.slice(2);
const at = createRequire(`${packages}/package.json`);
const { default: init, HwpDocument } = await import(pathToFileURL(at.resolve("@rhwp/core")).href);
globalThis.measureTextWidth = (font, text) => {
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
  return [...text].reduce((sum, c) => sum + size * (c.codePointAt(0) > 0x1100 ? 1 : 0.55), 0);
};
await init({ module_or_path: readFileSync(at.resolve("@rhwp/core/rhwp_bg.wasm")) });

const number = (tag, name) => Number(new RegExp(` ${name}="([-\\d.]+)"`).exec(tag)[1]);

/** The bars of a drawn chart: filled rectangles that are neither frame nor key of the legend. */
function bars(svg) {
  const rects = [...svg.matchAll(/<rect [^>]*fill="#(?!ffffff)[0-9a-f]{6}"[^>]*>/g)].map(([tag]) => tag);
  return rects
    .map((tag) => ({ x: number(tag, "x"), y: number(tag, "y"), width: number(tag, "width"), height: number(tag, "height") }))
    .filter((bar) => !(bar.width === 10 && bar.height === 10));
}

/** The middle of each mark of a drawn line. */
function marks(svg) {
  return [...svg.matchAll(/<path class="hwp-chart-marker" d="([^"]*)"/g)].map(([, path]) => {
    const points = [...path.matchAll(/([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const middle = (axis) => (Math.min(...points.map((p) => p[axis])) + Math.max(...points.map((p) => p[axis]))) / 2;
    return { x: middle(0), y: middle(1) };
  });
}

const found = files.map((file) => {
  const document = new HwpDocument(new Uint8Array(readFileSync(file)));
  const pages = Array.from({ length: document.pageCount() }, (_, page) => document.renderPageSvg(page));
  const [, chart] = pages.join("").split('<g class="hwp-ooxml-chart">');
  const svg = chart.split('<g class="hwp-chart-legend">')[0];
  return { data: JSON.parse(document.getChartDataByIndex(0)), bars: bars(svg), marks: marks(svg) };
});
process.stdout.write(JSON.stringify(found));
