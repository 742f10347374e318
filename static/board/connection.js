// Whether the server answers. Streamlit says that it does not in a dialog over everything, which
// takes the next click; it is closed, and the board says so beside the charts, which go on.

const BEAT = 2000;
const DIALOG = "[data-testid=stDialog]";
const HEADING = "Connection error"; // Streamlit's own, in every language.

/** Watches until `close()`; `lost()` and `back()` are called when it changes. */
export class Connection {
  constructor({ lost, back }) {
    Object.assign(this, { lost, back, away: false });
    this.observer = new MutationObserver(() => this.look());
    this.observer.observe(document.body, { childList: true });
    this.events = new AbortController();
    window.addEventListener("offline", () => this.fail(), { signal: this.events.signal });
  }

  close() {
    this.observer.disconnect();
    this.events.abort();
    clearTimeout(this.timer);
  }

  look() {
    for (const dialog of document.querySelectorAll(DIALOG)) {
      if (dialog.querySelector("h2")?.textContent !== HEADING) continue;
      dialog.querySelector("button[aria-label=Close]")?.click();
      this.fail();
    }
  }

  /** A request was not answered: asks again until one is. */
  fail() {
    if (this.away || this.events.signal.aborted) return;
    this.away = true;
    this.lost();
    this.wait();
  }

  wait() {
    this.timer = setTimeout(async () => {
      const answer = fetch(new URL("_stcore/health", document.baseURI), { cache: "no-store" });
      if (!(await answer.then((response) => response.ok, () => false))) return this.wait();
      this.away = false;
      if (!this.events.signal.aborted) this.back();
      return null;
    }, BEAT);
  }
}
