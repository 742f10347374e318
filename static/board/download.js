// Saving a file that the server makes: what is going on is said while it is made, and why it failed.

import { el, setText } from "./dom.js";
import { fill } from "./sentences.js";

// Servers and proxies cut longer addresses; what is longer goes into the body of the request.
export const MOST_ADDRESS = 7000;
const TICK = 1000;
const AGAIN = 3;

/** A line that says how a download goes, to be put beside what starts it. */
export function makeStatus() {
  // The seconds are for the eye alone: read aloud each second they would drown everything else.
  return el("p", { class: "im-doing", hidden: true }, el("span", { role: "status" }), el("span", { "aria-hidden": "true" }));
}

/** Fetches `address` and saves the file; `name` is the format in words. True where it was saved. */
export async function download(address, name, status, words) {
  if (status.dataset.busy) return false;
  status.dataset.busy = "1";
  const started = Date.now();
  const [said, time] = status.children;
  const say = (text, failed = false) => {
    status.hidden = false;
    status.classList.toggle("im-failed", failed);
    setText(said, text);
  };
  const count = () => setText(time, fill(words["take.seconds"], { seconds: Math.round((Date.now() - started) / 1000) }));
  say(fill(words["take.working"], { name }));
  count();
  const timer = setInterval(count, TICK);
  try {
    const answer = await request(address);
    if (!answer.ok) throw new Error(await reasonOf(answer, words));
    const file = fileName(answer.headers.get("Content-Disposition")) ?? new URL(address).pathname.split("/").pop();
    save(await answer.blob(), file);
    say(fill(words["take.done"], { file }));
    return true;
  } catch (error) {
    // A network that is gone makes fetch fail with a TypeError in the browser's own words.
    const reason = error instanceof TypeError ? words["take.unreachable"] : error.message;
    say(fill(words["take.failed"], { name, reason }), true);
    return false;
  } finally {
    clearInterval(timer);
    setText(time, "");
    delete status.dataset.busy;
  }
}

/** The answer of the server; a long query travels in the body, and a busy server is asked again. */
export async function request(address, tries = AGAIN) {
  const url = new URL(address);
  const post = url.href.length > MOST_ADDRESS && url.pathname.includes("/stories/");
  const body = post ? url.search.slice(1) : undefined;
  if (post) url.search = "";
  const headers = post ? { "Content-Type": "application/x-www-form-urlencoded" } : {};
  const answer = await fetch(url, { method: post ? "POST" : "GET", body, headers });
  const wait = Number(answer.headers.get("Retry-After"));
  if (answer.ok || !wait || !tries) return answer;
  await new Promise((done) => setTimeout(done, 1000 * Math.min(wait, 20)));
  return request(address, tries - 1);
}

async function reasonOf(answer, words) {
  const told = await answer.json().catch(() => ({}));
  return told.detail || fill(words["take.no_reason"], { status: answer.status });
}

/** The name in a Content-Disposition header, in letters of any script where it has them. */
export function fileName(header) {
  const coded = /filename\*=UTF-8''([^;]+)/i.exec(header ?? "");
  if (coded) return decodeURIComponent(coded[1]);
  return /filename="([^"]+)"/.exec(header ?? "")?.[1] ?? null;
}

function save(blob, file) {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: file, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
