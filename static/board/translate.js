// Streamlit's own words in the language of the page, and a role that contradicts its own name.

const PREFIX = "streamlit.";

/** Keeps replacing Streamlit's words by those of the page; gives what stops it. */
export function translating(words) {
  const own = new Map(Object.entries(words).filter(([key]) => key.startsWith(PREFIX)).map(([key, text]) => [key.slice(PREFIX.length), text]));
  const translate = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    if (root.nodeType === Node.TEXT_NODE) replace(root, own);
    while (texts.nextNode()) replace(texts.currentNode, own);
    if (root.nodeType === Node.ELEMENT_NODE) mend(root, own);
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
  const known = own.get(text) ?? (text.includes(" per file") ? text.replace("per file", own.get("per file")) : text);
  // Writing what stands there already would be seen as a change again, without end.
  if (known !== text) node.nodeValue = known;
}

const DROPZONE = "[data-testid=stFileUploaderDropzone][role=presentation]";

const LANGUAGES = '[class*="st-key-lang-"] button';

/** The place for files has a name and can be focused: that is a group, not decoration.
    The language shown is the one that cannot be pressed. */
function mend(root, own) {
  for (const node of [root, ...root.querySelectorAll(DROPZONE)]) if (node.matches(DROPZONE)) node.setAttribute("role", "group");
  for (const node of root.querySelectorAll(LANGUAGES)) node.setAttribute("aria-current", String(node.disabled));
  for (const name of ["aria-label", "placeholder", "title"])
    for (const node of [root, ...root.querySelectorAll(`[${name}]`)]) {
      const known = own.get(node.getAttribute(name));
      if (known) node.setAttribute(name, known);
    }
}
