// Runs from the head of the page, before Streamlit: the board is drawn while the rest starts.

import { prepare } from "./board.js";

const { page, lang, assets, endpoint } = document.getElementById("im-early").dataset;
const start = () => prepare({ page, lang, assets, endpoint });
if (document.body) start();
else document.addEventListener("DOMContentLoaded", start);
