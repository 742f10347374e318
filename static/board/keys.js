// Moving through a chart's points with the arrow keys; each point is announced in full.

import { el, setText } from "./dom.js";

const positions = new Map();

/** Points of a drawn chart, in reading order: which trace, which point, what to say. */
function points(node) {
  const found = [];
  (node.data || []).forEach((trace, curve) => {
    if (trace.hoverinfo === "skip") return;
    const said = trace.customdata || [];
    const names = trace.orientation === "h" ? trace.y : trace.locations ? trace.text : null;
    said.forEach((value, index) => {
      if (!value) return;
      const name = names && names[index] ? String(names[index]).replace(/<br>/g, " ") : "";
      const parts = [trace.name, name, String(value).replace(/<br>/g, ", ")].filter(Boolean);
      found.push({ curve, index, text: parts.join(": ") });
    });
  });
  return found;
}

/** Makes a chart answer to the arrow keys: `frame` has the focus, `node` the picture. */
export function withKeys(frame, node, id, say, plotly) {
  frame.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const list = points(node);
    if (!list.length) return;
    let at = positions.has(id) ? positions.get(id) : step > 0 ? -1 : list.length;
    if (step) at = Math.min(list.length - 1, Math.max(0, at + step));
    else if (event.key === "Home") at = 0;
    else if (event.key === "End") at = list.length - 1;
    else if (event.key === "Escape") {
      positions.delete(id);
      plotly.Fx?.unhover?.(node);
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
    positions.set(id, at);
    show(node, list[at], plotly);
    setText(say, `${list[at].text} (${at + 1}/${list.length})`);
  };
  frame.onblur = () => plotly.Fx?.unhover?.(node);
  const at = positions.get(id);
  if (at !== undefined && document.activeElement === frame) {
    const list = points(node);
    positions.set(id, Math.min(at, list.length - 1));
    if (list.length) {
      show(node, list[positions.get(id)], plotly);
      setText(say, list[positions.get(id)].text);
    }
  }
}

function show(node, point, plotly) {
  try {
    plotly.Fx.hover(node, [{ curveNumber: point.curve, pointNumber: point.index }]);
  } catch {
    // A point outside the axis range has no place to show; it is announced all the same.
  }
}

/** The region whose changes a screen reader reads out. */
export function liveRegion() {
  return el("div", { class: "im-said", role: "status", "aria-live": "polite" });
}
