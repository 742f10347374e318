// Streamlit's own words in the language of the page: it has none but English.

const PREFIX = "streamlit.";

/** Keeps replacing Streamlit's words by those of the page; gives what stops it. */
export function translating(words) {
  const own = new Map(Object.entries(words).filter(([key]) => key.startsWith(PREFIX)).map(([key, text]) => [key.slice(PREFIX.length), text]));
  const translate = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    if (root.nodeType === Node.TEXT_NODE) replace(root, own);
    while (texts.nextNode()) replace(texts.currentNode, own);
  };
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      const place = record.target.nodeType === Node.TEXT_NODE ? record.target.parentElement : record.target;
      // The board speaks the language already, and repaints often.
      if (place?.closest(".im-board, style, script")) continue;
      if (record.type === "characterData") replace(record.target, own);
      record.addedNodes.forEach(translate);
    }
  });
  translate(document.body);
  observer.observe(document.body, { childList: true, characterData: true, subtree: true });
  return () => observer.disconnect();
}

/** A whole text that is known, or the end of one such as "128MB per file". */
function replace(node, own) {
  const text = node.nodeValue.trim();
  if (own.has(text)) node.nodeValue = own.get(text);
  else if (text.includes(" per file")) node.nodeValue = text.replace("per file", own.get("per file"));
}
