// A story in one file: the same slides and keys, with everything it needs inside.

import { Deck } from "./deck.js";
import { Show } from "./show.js";

const given = JSON.parse(document.getElementById("deck").textContent);
const deck = new Deck({ base: null, asked: {}, assets: location.href, alone: true });

async function begin() {
  await deck.open(given);
  const show = new Show(deck, { assets: location.href, anchor: () => document.body });
  show.onleave = () => {
    const again = document.getElementById("again");
    again.hidden = false;
    again.onclick = () => { again.hidden = true; begin(); };
  };
  await show.open();
}

begin();
