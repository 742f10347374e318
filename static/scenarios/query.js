// Scenarios and their image in the address: the same rules as innocore_metrics/levers.py.

export const BASE = "base";
export const NAMES = ["s1", "s2", "s3"];
export const PARAMETERS = [BASE, ...NAMES, "focus"];
const NUMBER = /^-?\d{1,12}(\.\d{1,4})?$/;

/** The value of a lever, or null where the text is none. */
export function readValue(text, lever) {
  if (!NUMBER.test(text)) return null;
  const value = Number(text) + 0;
  const fits = value >= lever.minimum && value <= lever.maximum && !(lever.whole && !Number.isInteger(value));
  return fits ? value : null;
}

function changes(text, levers, beneath) {
  const given = {};
  for (const part of text.split(",").map((one) => one.trim()).filter(Boolean)) {
    const at = part.indexOf(":");
    const id = at < 0 ? part : part.slice(0, at);
    const lever = levers.find((one) => one.id === id);
    const value = lever ? readValue(at < 0 ? "" : part.slice(at + 1), lever) : null;
    if (value !== null) given[id] = value;
  }
  return changed(given, levers, beneath);
}

function changed(given, levers, beneath) {
  return Object.fromEntries(levers.filter(({ id }) => id in given && given[id] !== beneath[id]).map(({ id }) => [id, given[id]]));
}

/** The scenarios of an address: changed values by name, and the one in focus. */
export function readScenarios(query, levers) {
  const central = Object.fromEntries(levers.map((lever) => [lever.id, lever.central]));
  const found = { base: changes(query.base ?? "", levers, central) };
  const beneath = { ...central, ...found.base };
  for (const name of NAMES) if (name in query) found[name] = changes(query[name], levers, beneath);
  found.focus = query.focus in found && query.focus !== "focus" ? query.focus : BASE;
  return found;
}

/** Scenarios in canonical form as query parameters; what equals the baseline is left out. */
export function writeScenarios(scenarios, levers) {
  const central = Object.fromEntries(levers.map((lever) => [lever.id, lever.central]));
  const base = changed(scenarios.base, levers, central);
  const beneath = { ...central, ...base };
  const query = {};
  if (Object.keys(base).length) query.base = text(base);
  for (const name of NAMES) if (scenarios[name]) query[name] = text(changed(scenarios[name], levers, beneath));
  if (scenarios.focus !== BASE) query.focus = scenarios.focus;
  return query;
}

const text = (given) => Object.entries(given).map(([id, value]) => `${id}:${value}`).join(",");

/** Names of the scenarios that are shown, the baseline first. */
export const shown = (scenarios) => [BASE, ...NAMES.filter((name) => scenarios[name])];

/** Every parameter as it holds in a scenario. */
export function valuesOf(scenarios, name, levers) {
  const values = Object.fromEntries(levers.map((lever) => [lever.id, lever.central]));
  return { ...values, ...scenarios.base, ...(name === BASE ? {} : scenarios[name]) };
}
