// Lays an HWPX document out with rhwp: the text of each page, and how each is drawn, as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [file, packages] = process.argv.slice(2);
const at = createRequire(`${packages}/package.json`);
const { default: init, HwpDocument } = await import(pathToFileURL(at.resolve("@rhwp/core")).href);
globalThis.measureTextWidth = (font, text) => {
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
  return [...text].reduce((sum, c) => sum + size * (c.codePointAt(0) > 0x1100 ? 1 : 0.55), 0);
};
await init({ module_or_path: readFileSync(at.resolve("@rhwp/core/rhwp_bg.wasm")) });
const document = new HwpDocument(new Uint8Array(readFileSync(file)));
const pages = Array.from({ length: document.pageCount() }, (_, page) => ({
  text: JSON.parse(document.getPageText(page)),
  svg: document.renderPageSvg(page),
}));
process.stdout.write(JSON.stringify(pages));
