// Everything a presentation shows, loaded once and kept: views, choices, fonts, maps.

import { loadMaps, loadPlotly } from "../board/chart.js";
import { request } from "../board/download.js";
import { family } from "../board/letters.js";
import { variantKey } from "../board/state.js";
import { encode } from "./storyfile.js";

export class Deck {
  /** `base`: where stories are served, or null; `asked`: the parameters that name the story. */
  constructor({ base, asked, assets, alone = false }) {
    this.base = base;
    this.asked = asked;
    this.assets = assets;
    this.alone = alone; // In one file, with no server that could answer.
    this.views = new Map();
    this.loaded = 0;
    this.ready = false;
    this.problem = "";
  }

  /** Loads every slide in its set view; rejects with the server's own words where it cannot. */
  async open(given = null) {
    const tree = given ?? (await this.get("deck.json", {}));
    Object.assign(this, tree, { variants: undefined, bodies: undefined });
    this.keep(tree);
    this.total = 2 * this.slides.length;
    return this;
  }

  async get(name, more) {
    const url = new URL(name, this.base);
    const query = { ...this.asked, ...more };
    if (this.version) query.version = this.version;
    for (const [key, value] of Object.entries(query)) if (value) url.searchParams.set(key, value);
    // A server with its hands full says when to come back.
    const response = await request(url.href);
    const tree = await response.json();
    if (!response.ok) throw new Error(tree.detail || String(response.status));
    // One version from the first slide to the last: another one is never mixed in.
    if (this.version && tree.version !== this.version) throw new Error(tree.version);
    return tree;
  }

  keep({ variants, bodies }) {
    for (const [key, place] of Object.entries(variants)) this.views.set(key, bodies[place]);
  }

  /** What two windows must have in common to go in step. */
  identity() {
    return JSON.stringify([this.version, this.lang, this.slides.map(({ exhibit, query }) => [exhibit, query])]);
  }

  key(slide, query) {
    const { exhibit } = this.slides[slide];
    return `${exhibit}|${variantKey(query, this.filters[exhibit])}`;
  }

  /** The view of a slide under a query, where it is loaded. */
  view(slide, query = this.slides[slide].query) {
    return this.views.get(this.key(slide, query));
  }

  /** Fetches a combination of choices that was not loaded ahead; false where it cannot be had. */
  async fetchView(slide, query) {
    if (!this.base) return false;
    const { exhibit } = this.slides[slide];
    try {
      const one = await encode({ title_ko: "-", title_en: "-", minutes: 0, slides: [{ exhibit, filters: query, note_ko: "", note_en: "" }] });
      this.keep(await this.get("deck.json", { ...Object.fromEntries(Object.keys(this.asked).map((k) => [k, ""])), lang: this.lang, story: one }));
    } catch {
      return false; // The caller says so, in the language of the page.
    }
    return this.views.has(this.key(slide, query));
  }

  /** Loads all the rest; `draw(slide)` draws a slide out of sight; `step()` after each part. */
  async prepare(draw, step) {
    try {
      await loadPlotly(this.assets);
      if ([...this.views.values()].some((view) => view.maps)) await loadMaps(this.assets);
      await this.fonts();
      const count = this.slides.length;
      // The slides themselves first: a network lost now costs choices, never a slide.
      for (let slide = 0; slide < count; slide += 1) {
        await draw(slide);
        step(this.loaded += 1);
      }
      for (let slide = 0; slide < count; slide += 1) {
        if (this.base && this.filters[this.slides[slide].exhibit].length) this.keep(await this.get("near.json", { slide: slide + 1 }));
        step(this.loaded += 1);
      }
      await this.fonts();
      this.ready = true;
    } catch (error) {
      this.problem = error.message;
    }
    step();
  }

  /** Loads the pieces of the font that the texts need: fonts come in parts, by letters. */
  fonts() {
    const letters = [...new Set(JSON.stringify([[...this.views.values()], this.words, this.slides, this.title]))].join("");
    return Promise.all([400, 700].map((weight) => document.fonts.load(`${weight} 20px ${family()}`, letters)));
  }
}
