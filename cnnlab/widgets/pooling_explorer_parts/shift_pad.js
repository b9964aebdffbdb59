// Four arrows that move the map by a pixel, the way back, and what such a shift means.

import { button } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { percentOf } from "./card.js";
import { changeOf } from "./downsample.js";
import { threeDigits } from "./map_picture.js";

const MOVES = { ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowDown: [1, 0] };

/** A shift in words: "1 down, 2 right". */
export function shiftInWords(say, [down, right]) {
  const words = [];
  if (down) words.push(down > 0 ? say("{count} down", { count: down }) : say("{count} up", { count: -down }));
  if (right) words.push(right > 0 ? say("{count} right", { count: right }) : say("{count} left", { count: -right }));
  return words.join(", ") || say("no shift");
}

/** The arrows with a sentence; `limits()` is how far the map can be moved, [rows, columns]: beyond, nothing
 *  of it would be left. */
export function shiftPart(view, limits) {
  const { say } = view;
  const words = make("p", { "data-part": "shift-words" });
  const change = make("p", { "data-part": "input-change" });
  return {
    element: make("div", { class: "cnnlab-shift", "data-part": "shift" }, shiftPad(view, limits),
      make("div", { class: "cnnlab-shift-words" }, words, change)),
    refresh({ shift, isShifted, sides: [{ map, stride }, { map: shifted }] }) {
      words.textContent = isShifted ? meaningOf(say, shift, stride)
        : say("Shift the map: what changes in each output?");
      const changed = changeOf(map, shifted), mean = threeDigits(changed.mean), percent = percentOf(changed) || "0 %";
      change.textContent = say(
        "In the map {changed} of {all} numbers changed, on average by {mean}: {percent} of their mean size.",
        { ...changed, mean, percent });
    },
  };
}

function meaningOf(say, shift, stride) {
  const strides = shift.map((by, axis) => by / stride[axis]);
  const words = shiftInWords(say, shift), steps = shiftInWords(say, strides);
  return strides.every(Number.isInteger)
    ? say("Shifted: {words}. Whole strides: each output can move along ({steps}). Does it?", { words, steps })
    : say("Shifted: {words}. Not whole strides: no output can just move along. How much does each change?", { words });
}

function shiftPad(view, limits) {
  const { say, model } = view;
  function shiftTo(shift) {
    const inside = shift.map((by, axis) => Math.max(-limits()[axis], Math.min(limits()[axis], by)));
    view.change({ shift: inside });
  }
  const shiftBy = (key) => shiftTo(model.get("shift").map((by, axis) => by + MOVES[key][axis]));
  const arrow = (key, sign, text) =>
    button(view, sign, () => shiftBy(key), { "aria-label": text, title: text, "data-move": key });
  const back = say("No shift");
  const element = make("div", { class: "cnnlab-shift-pad", role: "group", "aria-label": say("Shift the map") },
    arrow("ArrowUp", "↑", say("Shift up by one pixel")),
    arrow("ArrowLeft", "←", say("Shift left by one pixel")),
    button(view, "0", () => shiftTo([0, 0]), { "aria-label": back, title: back, "data-move": "back" }),
    arrow("ArrowRight", "→", say("Shift right by one pixel")),
    arrow("ArrowDown", "↓", say("Shift down by one pixel")));
  view.listen(element, "keydown", (event) => {
    if (!(event.key in MOVES) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    shiftBy(event.key);
  });
  return element;
}
