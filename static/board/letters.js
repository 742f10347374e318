// Letters are loaded before a text is measured: pictures are laid out by the width of their texts,
// and the bundled font comes in slices, by the letters that are asked for.

const LONGEST = 2000; // A picture in another face is better than none.
const asked = new Set();

/** The family of the page, as Python's theme names it. */
export function family() {
  return getComputedStyle(document.documentElement).getPropertyValue("--im-font").trim() || "sans-serif";
}

/** Loads the slices for every letter of a text; resolves at once where they have come before. */
export async function loadLetters(text) {
  const letters = [...new Set(text)].filter((letter) => !asked.has(letter)).join("");
  if (!letters) return;
  const late = new Promise((resolve) => setTimeout(resolve, LONGEST));
  await Promise.race([document.fonts.load(`16px ${family()}`, letters), late]).catch(console.error);
  for (const letter of letters) asked.add(letter);
}
