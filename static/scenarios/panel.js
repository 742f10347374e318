// The levers: native sliders and number fields with their unit, range, status and source.

import { el, setText } from "../board/dom.js";
import { BASE, NAMES, PARAMETERS, shown, valuesOf, writeScenarios } from "./query.js";

// Levers that hold for all scenarios: what is aimed at, and how it is reckoned.
const COMMON = ["target", "setting"];

/** The panel of a laboratory; `update` shows a state, moving asks the board for another. */
export function makePanel(lab) {
  return new Panel(lab);
}

class Panel {
  constructor(lab) {
    this.lab = lab;
    this.words = lab.words;
    this.rows = new Map();
    const main = lab.levers.filter((lever) => lever.main);
    const rest = lab.levers.filter((lever) => !lever.main);
    const sections = [...new Set(rest.map((lever) => lever.section))];
    this.tabs = el("div", { class: "im-pills" });
    this.note = el("p", { class: "im-lever-note" });
    this.problem = el("p", { class: "im-note", role: "alert", hidden: true });
    this.finding = el("p", { class: "im-finding", "aria-hidden": "true" });
    const all = el("details", { class: "im-more im-all-levers" }, el("summary", {}, this.words.say("scenario.all")),
      ...sections.map((section) => el("fieldset", { class: "im-lever-set" }, el("legend", {}, this.words.say(`scenario_section.${section}`)),
        ...rest.filter((lever) => lever.section === section).map((lever) => this.row(lever)))));
    this.node = el("section", { class: "im-lab", "aria-label": this.words.say("scenario.levers") },
      el("div", { class: "im-control", role: "group", "aria-label": this.words.say("scenario.editing") }, el("span", { class: "im-label" }, this.words.say("scenario.editing")), this.tabs),
      this.note, this.problem, this.finding, el("div", { class: "im-levers" }, ...main.map((lever) => this.row(lever))), all);
    this.table = el("table", { class: "im-table" });
    this.beside = el("section", { class: "im-beside im-wide" }, el("h2", { class: "im-heading" }, this.words.say("scenario.beside")),
      el("div", { class: "im-scroll", tabindex: "0", role: "region", "aria-label": this.words.say("scenario.beside") }, this.table));
  }

  /** One lever: name and status, number with unit, slider, value in words, range, grounds. */
  row(lever) {
    const id = `lever-${lever.id}`;
    const limits = { min: lever.minimum, max: lever.maximum };
    const number = el("input", { type: "number", id, class: "im-number", step: "any", ...limits, inputmode: "decimal" });
    const slider = el("input", { type: "range", class: "im-slider", step: lever.step, ...limits, "aria-label": this.words.say("scenario.slide", { name: lever.name }) });
    const value = el("output", { class: "im-lever-value", for: id });
    const undo = el("button", { type: "button", class: "im-undo", hidden: true });
    const badge = el("span", { class: "im-badge im-kind" }, `${this.kind(lever)}`);
    const said = (key, low, high) => el("span", { class: `im-lever-${key}` }, this.words.say(`scenario.${key}`, { low: lever.shown[low], high: lever.shown[high] }));
    const grounds = [lever.note, lever.source].filter(Boolean);
    const node = el("div", { class: "im-lever", "data-lever": lever.id },
      el("div", { class: "im-lever-head" }, el("label", { for: id }, lever.name), badge),
      el("div", { class: "im-lever-inputs" }, slider, number, el("span", { class: "im-unit" }, lever.unit_name)),
      el("div", { class: "im-lever-foot" }, value, undo, said("accepts", "minimum", "maximum"), lever.low < lever.high ? said("range", "low", "high") : null),
      grounds.length ? el("p", { class: "im-lever-note" }, grounds.join(" · ")) : null);
    slider.oninput = () => this.move(lever, Number(slider.value), false);
    slider.onchange = () => this.move(lever, Number(slider.value), true);
    number.oninput = () => this.typed(lever, number, false);
    number.onchange = () => this.typed(lever, number, true);
    this.rows.set(lever.id, { lever, number, slider, value, undo, node });
    return node;
  }

  kind(lever) {
    const kind = this.words.say(`scenario_kind.${lever.kind}`);
    if (lever.kind === "target" || lever.kind === "setting") return kind;
    return `${kind} · ${this.words.say(`scenario.is_${lever.status}`)}`;
  }

  typed(lever, field, rests) {
    const value = Number(field.value);
    const fits = field.value !== "" && value >= lever.minimum && value <= lever.maximum && !(lever.whole && !Number.isInteger(value));
    field.setAttribute("aria-invalid", String(!fits));
    this.problem.hidden = fits;
    if (fits) this.move(lever, Math.round(value * 1e4) / 1e4, rests);
    else {
      const key = lever.whole ? "whole_allowed" : "range_allowed";
      const show = (end) => this.words.value(lever[end], lever.unit, lever.decimals);
      setText(this.problem, this.words.say(`scenario.${key}`, { name: lever.name, given: field.value, low: show("minimum"), high: show("maximum") }));
    }
  }

  /** A value asked for: shown at once, written to the address when the lever rests.
      Where there is the baseline alone, the first move makes a scenario to compare it with. */
  move(lever, value, rests) {
    const next = structuredClone(this.scenarios);
    if (shown(next).length === 1 && !COMMON.includes(lever.kind) && value !== valuesOf(next, BASE, this.lab.levers)[lever.id]) Object.assign(next, { [NAMES[0]]: {}, focus: NAMES[0] });
    next[next.focus][lever.id] = value;
    this.problem.hidden = true;
    this.ask(next, rests);
  }

  ask(scenarios, rests) {
    const query = { ...this.query };
    for (const name of PARAMETERS) delete query[name];
    Object.assign(query, writeScenarios(scenarios, this.lab.levers));
    this.lab.ask(query, rests);
  }

  /** The answers that stand in the panel: the finding, and all scenarios side by side. */
  answer(findings) {
    setText(this.finding, findings.of("scenario-ratio", null).title);
    this.showTable(this.scenarios, findings.rows());
  }

  update(scenarios, query) {
    this.scenarios = scenarios;
    this.query = query;
    const values = valuesOf(scenarios, scenarios.focus, this.lab.levers);
    const before = scenarios.focus === BASE ? null : valuesOf(scenarios, BASE, this.lab.levers);
    for (const row of this.rows.values()) {
      const { lever, number, slider, value, undo } = row;
      const now = values[lever.id];
      if (number.value === "" || Number(number.value) !== now) number.value = now;
      const first = before ? before[lever.id] : lever.central;
      // Only what has changed is written: there are many levers and one moves at a time.
      const state = `${now}|${first}`;
      if (row.state === state) continue;
      row.state = state;
      if (Number(slider.value) !== now) slider.value = now;
      const text = this.words.value(now, lever.unit, lever.decimals);
      slider.setAttribute("aria-valuetext", text);
      setText(value, text);
      undo.hidden = first === now;
      setText(undo, this.words.say("scenario.undo", { value: this.words.value(first, lever.unit, lever.decimals) }));
      undo.onclick = () => this.move(lever, first, true);
    }
    const note = scenarios.focus === BASE ? (shown(scenarios).length > 1 ? "base" : "first") : "other";
    setText(this.note, this.words.say(`scenario.note_${note}`));
    this.showTabs(scenarios);
  }

  showTabs(scenarios) {
    const names = shown(scenarios);
    const state = `${names}|${scenarios.focus}`;
    if (this.tabState === state) return;
    this.tabState = state;
    const tabs = names.map((name) => el("button", { type: "button", class: "im-pill", "data-id": name, "aria-pressed": String(name === scenarios.focus),
      onclick: () => this.ask({ ...this.scenarios, focus: name }, true) }, this.words.say(`group.${name}`)));
    const free = NAMES.find((name) => !scenarios[name]);
    const add = free && el("button", { type: "button", class: "im-button", "data-id": "add", onclick: () => this.ask({ ...this.scenarios, [free]: {}, focus: free }, true) }, this.words.say("scenario.add"));
    const drop = scenarios.focus !== BASE && el("button", { type: "button", class: "im-button", "data-id": "remove", onclick: () => {
      const { [scenarios.focus]: _gone, ...rest } = this.scenarios;
      this.ask({ ...rest, focus: BASE }, true);
    } }, this.words.say("scenario.remove"));
    const held = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(...[...tabs, add, drop].filter(Boolean));
    if (held) this.tabs.querySelector('[aria-pressed="true"]').focus();
  }

  showTable(scenarios, rows) {
    const names = shown(scenarios).map((name) => this.words.say(`group.${name}`));
    const state = JSON.stringify([names, rows]);
    if (this.tableState === state) return;
    this.tableState = state;
    const head = el("tr", {}, ...[this.words.say("scenario.measure"), ...names].map((name) => el("th", { scope: "col" }, name)));
    const body = rows.map(([label, ...cells]) => el("tr", {}, el("th", { scope: "row" }, label), ...cells.map((cell) => el("td", {}, cell))));
    this.table.replaceChildren(el("thead", {}, head), el("tbody", {}, ...body));
  }
}
