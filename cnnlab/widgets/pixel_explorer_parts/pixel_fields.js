// The numbers of the pixel that is chosen, to be typed: one, or red, green and blue.

import { numberField } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { readNumber } from "../parts/words.js";

/** Returns what is wrong with a typed number as a sentence, or "" if the picture can hold it. */
export function refusalOf(say, text, whole, [black, white]) {
  const value = readNumber(text), number = text.trim();
  if (!Number.isFinite(value))
    return say("“{text}” is not a number, so the old value stays. Numbers look like 2, −0.5 or 1/9.", { text });
  if (!whole && (value < black || value > white))
    return say("{number} stays out: this picture goes from {black}, black, to {white}, white.", { number, black, white });
  if (whole && !Number.isInteger(value))
    return say("{number} is not a whole number, and uint8 holds nothing else: NumPy would cut the decimals off. Write a whole number from 0 to 255.", { number });
  if (whole && (value < 0 || value > 255))
    return say("{number} does not fit in 8 bits (uint8, from 0 to 255): forced in with astype it would wrap around to {wrapped}. Write a whole number from 0 to 255.", { number, wrapped: ((value % 256) + 256) % 256 });
  return "";
}

/** Options: `kind()` is { whole, range }; `change` (channel, number) sets a number; `leave` () goes back to
 *  the picture. */
export function pixelFields(view, { kind, change, leave }) {
  const { say } = view;
  const check = (text) => refusalOf(say, text, kind().whole, kind().range);
  const field = (label, channel) => {
    const typed = numberField(view, label, {
      allowed: (number) => check(String(number)) === "",
      refusal: check,
    }, (number) => change(channel, number));
    const input = typed.element.querySelector("input");
    view.listen(input, "keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      if (event.key === "Escape") typed.refresh(shown[channel]);
      leave(); // the field loses the focus, and so takes the number
    });
    return { ...typed, input };
  };
  const one = [field(say("value of the pixel"), 0)];
  const three = [field(say("red"), 0), field(say("green"), 1), field(say("blue"), 2)];
  const element = make("div", { class: "cnnlab-row", "data-part": "pixel", role: "group" });
  let shown = [], fields = [];

  return {
    element,
    /** Shows the numbers of the pixel in this row and column. */
    refresh(numbers, row, column) {
      shown = numbers;
      const needed = numbers.length === 1 ? one : three;
      if (needed !== fields) element.replaceChildren(...needed.map((each) => each.element));
      fields = needed;
      element.ariaLabel = say("Pixel in row {row}, column {column}", { row, column });
      fields.forEach((each, channel) => {
        if (each.input !== document.activeElement) each.refresh(numbers[channel]); // nobody is typing there
      });
    },
    /** Goes to the field of a channel; the key that led here is typed there, in the place of the old number. */
    type(channel) {
      const { input } = fields[Math.min(channel, fields.length - 1)];
      input.focus();
      input.select();
    },
  };
}
