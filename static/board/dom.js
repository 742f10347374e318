// Small helpers: elements with attributes, and their texts.

/** An element; attributes whose value is null or false are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node[name] = value;
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A number and its per cent, and the parts of a date, stay on one line. */
export function tied(text) {
  return text.replace(/(\d) (?=%)|(\d\.) (?=\d+\.)/g, "$1$2\u00a0");
}

/** Replaces children only where the text differs, so that nothing is announced or moved twice. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
