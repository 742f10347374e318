// How the board gets along with Streamlit: its single keys, and its entries in the history.

/** Takes single keys from Streamlit, and keeps one address to one entry in the history. */
export function mind() {
  // Streamlit reruns on "r" and clears on "c": a key pressed alone must do nothing (WCAG 2.1.4).
  window.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (!typing && /^[rc]$/i.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopImmediatePropagation();
  }, true);
  // Streamlit repeats the address that it is told.
  const push = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    const same = url !== undefined && new URL(url, document.baseURI).href === location.href;
    return same ? history.replaceState(state, title, url) : push(state, title, url);
  };
}
