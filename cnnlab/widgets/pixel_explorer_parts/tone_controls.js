// Contrast, brightness, levels and threshold, in the order in which they change the numbers.

import { button, slider, tick } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { short } from "../parts/words.js";
import { midGrey } from "./tones.js";

const LEVEL_STEPS = [2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256];
const AS_IT_IS = { contrast: 1, brightness: 0, levels: 256, threshold: null };

/** `range()` is what is black and what is white in the picture. */
export function toneControls(view, { range }) {
  const { model, say } = view;
  const placeOf = (levels) => LEVEL_STEPS.findLastIndex((step) => step <= levels);
  const wordsOfLevels = (place) => { // Python may have set a number between two places of the slider
    const levels = model.get("levels");
    return String(place === placeOf(levels) ? levels : LEVEL_STEPS[place]);
  };
  const set = (trait) => (value, commit) => view.change({ [trait]: value }, commit);
  const signed = (number) => (number > 0 ? `+${short(number)}` : short(number));
  const times = (number) => `× ${short(number)}`;
  const contrast = slider(view, say("Contrast"), { min: 0, max: 4, step: 0.05, words: times }, set("contrast"));
  const brightness = slider(view, say("Brightness"), { min: -255, max: 255, words: signed }, set("brightness"));
  const levels = slider(view, say("Number of levels"), { min: 0, max: LEVEL_STEPS.length - 1, words: wordsOfLevels },
    (place, commit) => view.change({ levels: LEVEL_STEPS[place] }, commit));
  const level = slider(view, say("White above"), { min: 0, max: 255, words: short }, set("threshold"));
  const threshold = tick(view, say("Threshold"), (on) => view.change({ threshold: on ? midGrey(range()) : null }));
  const cutOff = make("p", { "data-part": "cut-off" });
  const original = button(view, say("Original numbers"), () => view.change(AS_IT_IS));
  const order = make("p", { class: "cnnlab-order" });

  return {
    element: make("fieldset", { "data-part": "tones" }, make("legend", {}, say("All numbers")),
      contrast.element, brightness.element, levels.element, threshold.element, level.element, cutOff, original, order),
    /** `share` of the numbers are pushed out of the range. */
    refresh(share) {
      const [black, white] = range(), middle = midGrey(range()), step = white - black >= 50 ? 1 : (white - black) / 100;
      contrast.refresh(model.get("contrast"));
      brightness.refresh(model.get("brightness"), { min: black - white, max: white - black, step });
      levels.refresh(placeOf(model.get("levels")));
      threshold.refresh(model.get("threshold") !== null);
      level.range.disabled = model.get("threshold") === null;
      level.refresh(model.get("threshold") ?? middle, { min: black, max: white, step });
      const fields = { black: short(black), white: short(white), percent: percent(share), middle: short(middle) };
      cutOff.textContent = share === 0 ? say("All numbers stay in [{black}, {white}].", fields)
        : say("{percent} % of the numbers leave [{black}, {white}] and are cut off at its ends.", fields);
      order.textContent = say("In this order: contrast (away from {middle}), brightness (added), cut off, levels, threshold.", fields);
    },
  };
}

/** A share in whole per cent; what is neither nothing nor all doesn't look like it. */
function percent(share) {
  const rounded = Math.round(share * 100);
  if (rounded === 0) return "< 1";
  return rounded === 100 && share < 1 ? "> 99" : rounded;
}
