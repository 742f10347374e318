// The address: one entry in the history for each, and no step back by what comes late.

const push = history.pushState.bind(history);
const told = new Map();
const LATE = 10_000;

/** A search in one spelling: Streamlit writes commas and colons in another way than we do. */
function spelled(search) {
  const parameters = new URLSearchParams(search);
  parameters.sort();
  return parameters.toString();
}

/** Writes the address of a choice made here. */
export function pushAddress(search) {
  push(history.state, "", location.pathname + search);
}

/** Remembers what Python is told: Streamlit will repeat it, perhaps after the reader has moved on. */
export function toldAddress(search) {
  for (const [old, time] of told) if (performance.now() - time > LATE) told.delete(old);
  told.set(spelled(search), performance.now());
}

history.pushState = (state, title, url) => {
  const target = new URL(url ?? location.href, document.baseURI);
  const search = spelled(target.search);
  const late = performance.now() - (told.get(search) ?? -Infinity) < LATE;
  told.delete(search);
  if (target.pathname !== location.pathname) return push(state, title, url);
  if (search === spelled(location.search)) return history.replaceState(state, title, location.href);
  return late ? undefined : push(state, title, url);
};
