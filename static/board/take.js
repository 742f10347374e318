// Taking away: a menu of files for one exhibit or a whole page, made by the server.

import { el } from "./dom.js";
import { download, makeStatus } from "./download.js";
import { toSearch } from "./state.js";

/** A closed menu; `updateTake` fills it. The line that says how a download goes stays. */
export function makeTake(label) {
  return el("details", { class: "im-more im-take" }, el("summary", {}, label), el("ul"), makeStatus());
}

/** Links to the files of `id` for the choice shown; a format that cannot be made says why. */
export function updateTake(node, id, context, report = false) {
  node.hidden = !context.server;
  if (!context.server) return;
  const { story: _, ...query } = context.query; // The story in hand is no choice of figures.
  const search = toSearch(query);
  const [list, status] = [node.querySelector("ul"), node.querySelector(".im-doing")];
  const link = (address, label, more) => el("li", {}, el("a", { href: new URL(address + search, context.server).href, ...more }, label));
  const items = context.formats.map(([format, label, reason]) => (reason
    ? el("li", { class: "im-off" }, `${label} (${context.words["take.unavailable"]})`, el("small", {}, reason))
    : link(`api/v1/exhibits/${id}.${format}`, label, { download: "", onclick: (event) => take(event, label, status, context.words) })));
  if (report) items.push(link(`report/${id}`, context.words["take.print"], { target: "_blank" }));
  list.replaceChildren(...items);
}

/** A plain click is answered here, so that a failure is said; the link itself stays one. */
function take(event, label, status, words) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  download(event.currentTarget.href, label, status, words);
}
