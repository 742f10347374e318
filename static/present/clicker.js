// What a key asks for. Clickers send PageDown and PageUp, some arrows, "b" or ".".

const KEYS = {
  PageDown: "next", ArrowRight: "next", ArrowDown: "next", " ": "next", n: "next", Enter: "next",
  PageUp: "previous", ArrowLeft: "previous", ArrowUp: "previous", p: "previous",
  Home: "first", End: "last",
  b: "black", ".": "black", ",": "black",
  0: "set", Backspace: "set",
  o: "list", Escape: "list", "?": "help", h: "help",
  v: "filters", s: "speaker", f: "full", t: "timer", d: "theme", q: "leave",
};

/** The action that a key event asks for; null where it is none of ours or belongs to a control. */
export function actionOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const action = key === " " && event.shiftKey ? "previous" : KEYS[key];
  if (!action) return null;
  if (key === "t" && event.shiftKey) return "restart";
  return belongs(event.target, key) ? null : action;
}

/** A control under the focus keeps the keys it is worked with; a clicker's keys are never its. */
function belongs(target, key) {
  if (!(target instanceof Element)) return false;
  if (target.closest("textarea, input")) return true;
  if (target.closest("select")) return !["PageDown", "PageUp", "Escape", "v", "?"].includes(key);
  if (target.closest("button, a, summary, .ps-scroll")) return key === " " || key === "Enter";
  return false;
}

/** The keys as they stand in the help: the action and what is pressed. */
export const HELP = [
  ["next", "→ ↓ PageDown Space"],
  ["previous", "← ↑ PageUp"],
  ["ends", "Home End"],
  ["set", "0 Backspace"],
  ["filters", "V"],
  ["black", "B ."],
  ["list", "O Esc"],
  ["speaker", "S"],
  ["full", "F"],
  ["timer", "T"],
  ["restart", "Shift+T"],
  ["theme", "D"],
  ["help", "?"],
  ["leave", "Q"],
];
