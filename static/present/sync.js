// Two windows in step: each tells the whole state under a rising number; the higher one holds.

export class Sync {
  /** `apply(state)` takes over what the other window has done. */
  constructor(session, apply) {
    this.revision = 0;
    this.channel = new BroadcastChannel(`im-show-${session}`);
    this.channel.onmessage = ({ data }) => {
      if (data.kind === "hello") return this.state && this.post("state");
      if (data.kind === "bye") return this.onbye?.();
      if (data.revision <= this.revision) return null;
      this.revision = data.revision;
      this.state = data.state;
      return apply(data.state);
    };
  }

  post(kind) {
    this.channel.postMessage({ kind, revision: this.revision, state: this.state });
  }

  /** Tells the other window; `state` is plain data. */
  tell(state) {
    this.revision += 1;
    this.state = state;
    this.post("state");
  }

  hello() {
    this.post("hello");
  }

  close() {
    this.post("bye");
    this.channel.close();
  }
}

/** The name two windows share: kept in this tab, so that a reload finds its partner again. */
export function sessionName() {
  const kept = sessionStorage.getItem("im-show");
  if (kept) return kept;
  const made = crypto.getRandomValues(new Uint32Array(2)).reduce((text, n) => text + n.toString(36), "");
  sessionStorage.setItem("im-show", made);
  return made;
}
