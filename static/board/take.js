// Taking away: a menu of files for one exhibit or a whole page, made by the server.

import { el } from "./dom.js";
import { toSearch } from "./state.js";

/** A closed menu; `updateTake` fills it. */
export function makeTake(label) {
  return el("details", { class: "im-more im-take" }, el("summary", {}, label), el("ul"));
}

/** Links to the files of `id` for the choice shown; a format that cannot be made says why. */
export function updateTake(node, id, context, report = false) {
  node.hidden = !context.server;
  if (!context.server) return;
  const { story: _, ...query } = context.query; // The story in hand is no choice of figures.
  const search = toSearch(query);
  const link = (address, label, more) => el("li", {}, el("a", { href: new URL(address + search, context.server).href, ...more }, label));
  const items = context.formats.map(([format, label, reason]) => (reason
    ? el("li", { class: "im-off" }, `${label} (${context.words["take.unavailable"]})`, el("small", {}, reason))
    : link(`api/v1/exhibits/${id}.${format}`, label, { download: "" })));
  if (report) items.push(link(`report/${id}`, context.words["take.print"], { target: "_blank" }));
  node.lastChild.replaceChildren(...items);
}
