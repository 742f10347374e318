// Loaded with the element; the board itself is a module that the browser keeps.
export default function (component) {
  const assets = new URL(component.data.assets, document.baseURI);
  const loaded = import(new URL("board/board.js", assets));
  loaded.then((board) => board.mount(component));
  return () => loaded.then((board) => board.sweep());
}
