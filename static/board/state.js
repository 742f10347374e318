// The selection and its image in the address: the same rules as innocore_metrics/selection.py.

import { PARAMETERS as SCENARIOS, readScenarios, writeScenarios } from "../scenarios/query.js";

const LISTS = ["institutes", "fields"];
const PARAMETERS = {
  institutes: ["institutes"],
  fields: ["fields"],
  period: ["from", "to"],
  basis: ["basis", "rate_date"],
  count: ["count"],
  baseline: ["baseline"],
  scenarios: SCENARIOS,
};
const ASSUMPTIONS = { count: ["employed", "national-rd"], baseline: ["four-institutes", "domestic-mean"] };
export const DEFAULTS = { basis: "market", rate_date: "2024-12-31", count: "employed", baseline: "four-institutes" };

/** The parameters that mean something, in canonical form, defaults left out. */
export function readQuery(search, controls) {
  const given = new URLSearchParams(search);
  const query = {};
  if (given.get("lang") === "en") query.lang = "en";
  for (const name of LISTS) {
    const ids = vocabulary(controls, name);
    if (!given.has(name)) continue;
    const raw = given.get(name).split(",").map((part) => part.trim()).filter(Boolean);
    const known = ids ? ids.filter((id) => raw.includes(id)) : raw;
    const everything = ids && (known.length === ids.length || (raw.length && !known.length));
    if (!everything) query[name] = known.join(",");
  }
  for (const name of ["basis", "rate_date", "from", "to", "count", "baseline", "version"]) {
    const value = given.get(name);
    if (value && value !== DEFAULTS[name] && valid(name, value, controls)) query[name] = value;
  }
  // Years in the wrong order are no period: both are left out, as the server does.
  if (query.from && query.to && Number(query.from) > Number(query.to)) {
    delete query.from;
    delete query.to;
  }
  if (given.get("story")) query.story = given.get("story");
  return { ...query, ...scenarios(given, controls) };
}

/** The scenarios in canonical form; on a page without levers as they are given. */
function scenarios(given, controls) {
  const asked = Object.fromEntries(SCENARIOS.filter((name) => given.has(name)).map((name) => [name, given.get(name)]));
  const levers = controls.scenarios?.parameters;
  return levers ? writeScenarios(readScenarios(asked, levers), levers) : asked;
}

function vocabulary(controls, name) {
  return controls[name] ? controls[name].map(([id]) => id) : null;
}

function valid(name, value, controls) {
  if (name === "basis") return ["market", "average", "ppp"].includes(value);
  if (name in ASSUMPTIONS) return ASSUMPTIONS[name].includes(value);
  if (name === "version") return new RegExp(`^(?:${controls.version})$`).test(value);
  if (name === "rate_date") return /^\d{4}-\d{2}-\d{2}$/.test(value);
  const [first, last] = controls.period || [0, 9999];
  const year = Number(value);
  return /^\d{4}$/.test(value) && year >= first && year <= last && value !== String(name === "from" ? first : last);
}

/** The ids chosen of a list; all of them where the address names none. */
export function chosen(query, name, controls) {
  const ids = vocabulary(controls, name) || [];
  if (!(name in query)) return ids;
  const picked = query[name].split(",");
  return ids.filter((id) => picked.includes(id));
}

/** A copy of the query with a list set; a full list is left out. */
export function withList(query, name, ids, controls) {
  const all = vocabulary(controls, name);
  const next = { ...query };
  if (ids.length === all.length) delete next[name];
  else next[name] = all.filter((id) => ids.includes(id)).join(",");
  return next;
}

/** A copy of the query with one value set; a default is left out. */
export function withValue(query, name, value, standard) {
  const next = { ...query };
  if (String(value) === String(standard)) delete next[name];
  else next[name] = String(value);
  return next;
}

const ORDER = ["lang", "institutes", "fields", "basis", "rate_date", "from", "to", "count", "baseline", "version", "story", ...SCENARIOS];

/** The address of a query, readable: commas stay commas. */
export function toSearch(query) {
  const parts = ORDER.filter((name) => name in query).map(
    (name) => `${name}=${encodeURIComponent(query[name]).replaceAll("%2C", ",").replaceAll("%3A", ":")}`,
  );
  return parts.length ? `?${parts.join("&")}` : "";
}

/** The part of a query that matters to an exhibit, as Python spells it. */
export function variantKey(query, filters) {
  const names = filters.flatMap((filter) => PARAMETERS[filter]).sort();
  return names.filter((name) => name in query).map((name) => `${name}=${query[name]}`).join("&");
}

/** Names of the filters that are not at their default; scenarios change only their own page. */
export function narrowed(query) {
  return Object.keys(PARAMETERS).filter((filter) => filter !== "scenarios" && PARAMETERS[filter].some((name) => name in query));
}
