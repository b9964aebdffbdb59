// Four arrows that move the map by a pixel, and the way back.

import { button } from "../parts/controls.js";
import { make } from "../parts/view.js";

const MOVES = { ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowDown: [1, 0] };

/** A shift in words: "1 down, 2 right". */
export function shiftInWords(say, [down, right]) {
  const words = [];
  if (down) words.push(down > 0 ? say("{count} down", { count: down }) : say("{count} up", { count: -down }));
  if (right) words.push(right > 0 ? say("{count} right", { count: right }) : say("{count} left", { count: -right }));
  return words.join(", ") || say("no shift");
}

/** `limits()` is how far the map can be moved, [rows, columns]: beyond, nothing of it would be left. */
export function shiftPad(view, { limits }) {
  const { say, model } = view;
  function shiftTo(shift) {
    const inside = shift.map((by, axis) => Math.max(-limits()[axis], Math.min(limits()[axis], by)));
    view.change({ shift: inside });
  }
  const shiftBy = (key) => shiftTo(model.get("shift").map((by, axis) => by + MOVES[key][axis]));
  const arrow = (key, sign, text) =>
    button(view, sign, () => shiftBy(key), { "aria-label": text, title: text, "data-move": key });
  const element = make("div", { class: "cnnlab-shift-pad", role: "group", "aria-label": say("Shift the map") },
    arrow("ArrowUp", "↑", say("Shift up by one pixel")),
    arrow("ArrowLeft", "←", say("Shift left by one pixel")),
    button(view, "0", () => shiftTo([0, 0]), { "aria-label": say("No shift"), title: say("No shift"), "data-move": "back" }),
    arrow("ArrowRight", "→", say("Shift right by one pixel")),
    arrow("ArrowDown", "↓", say("Shift down by one pixel")));
  view.listen(element, "keydown", (event) => {
    if (!(event.key in MOVES) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    shiftBy(event.key);
  });
  return element;
}
