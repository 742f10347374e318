// Loaded with the element; the board itself is a module that the browser keeps.
export default function (component) {
  const assets = new URL(component.data.assets, document.baseURI);
  import(new URL("board/board.js", assets)).then((board) => board.mount(component));
  return () => {};
}
