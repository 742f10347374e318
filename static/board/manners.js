// How the board gets along with Streamlit: single keys stay with the reader.

/** Takes single keys from Streamlit. */
export function mind() {
  // Streamlit reruns on "r" and clears on "c": a key pressed alone must do nothing (WCAG 2.1.4).
  window.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (!typing && /^[rc]$/i.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopImmediatePropagation();
  }, true);
}

const PAGE_LINK = "[data-testid=stPageLink] a";
const LEAVING = 3000;

/** When another page is asked for, Python is told later: told before, it would be called back to this one. */
export function mindLeaving(board) {
  document.addEventListener("click", (event) => {
    if (board.told === undefined || !event.target.closest?.(PAGE_LINK)) return;
    for (const timer of [board.telling, board.hearing]) clearTimeout(timer);
    board.telling = setTimeout(() => board.send(board.told), LEAVING);
  }, { signal: board.events.signal, capture: true });
}
