// The part of the address that is about presenting.

const OWN = ["present", "slide", "speaker"];

/** What the address asks for: whether to present, which slide (from 1), whose second window. */
export function readAddress(search = location.search) {
  const given = new URLSearchParams(search);
  const slide = Number(given.get("slide"));
  return {
    present: given.get("present") === "1",
    slide: Number.isInteger(slide) && slide > 0 ? slide : 1,
    speaker: given.get("speaker") || "",
    story: given.get("story") || "",
    version: given.get("version") || "",
  };
}

/** The address with some parameters set, or taken out where they are null; commas stay commas. */
export function withParameters(changes, base = location.href) {
  const url = new URL(base);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  url.search = url.search.replaceAll("%2C", ",").replaceAll("%7E", "~");
  return url.href;
}

/** Writes where the presentation stands; neither Streamlit nor the history takes notice. */
export function keepPlace(slide, version) {
  history.replaceState(history.state, "", withParameters({ present: "1", slide: slide > 1 ? slide : null, version }));
}

/** Takes presenting out of the address. */
export function leavePlace(version) {
  history.replaceState(history.state, "", withParameters({ ...Object.fromEntries(OWN.map((name) => [name, null])), version }));
}
