// The card that the address names stays at the top while the page around it still grows.

const MOVES = ["wheel", "touchmove", "pointerdown", "keydown"];
const SETTLED = 2500;
const MOST = 20_000;

/** Goes to the card of `#id` and stays there until the page has settled or the reader moves. */
export class Anchor {
  constructor(board) {
    this.board = board;
    this.events = new AbortController();
    const { signal } = this.events;
    for (const name of MOVES) window.addEventListener(name, () => this.leave(), { signal, passive: true, capture: true });
    window.addEventListener("hashchange", () => this.go(), { signal });
    this.go();
  }

  close() {
    this.events.abort();
    this.leave();
  }

  leave() {
    cancelAnimationFrame(this.frame);
  }

  go() {
    this.leave();
    const [id, begun] = [location.hash.slice(1), performance.now()];
    if (!id) return;
    let [place, since] = ["", begun];
    const step = (now) => {
      const found = this.board.root.querySelector(`#${CSS.escape(id)}`);
      const target = found?.closest(".im-card") ?? found;
      target?.scrollIntoView({ block: "start", behavior: "instant" });
      const at = target ? `${Math.round(target.getBoundingClientRect().top)}|${this.board.root.scrollHeight}` : "";
      if (at !== place) [place, since] = [at, now];
      const settled = target && this.board.component && now - since > SETTLED;
      if (!settled && now - begun < MOST) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }
}
