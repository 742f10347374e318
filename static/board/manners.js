// How the board gets along with Streamlit: single keys stay with the reader.

/** Takes single keys from Streamlit. */
export function mind() {
  // Streamlit reruns on "r" and clears on "c": a key pressed alone must do nothing (WCAG 2.1.4).
  window.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (!typing && /^[rc]$/i.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopImmediatePropagation();
  }, true);
}
