// Where a pixel is and what its number is, as sentences.

import { short } from "../parts/words.js";

/** A number with its digits in groups of three: 1,000 and 102,600 in English, 1000 and 102 600 in Spanish. */
export function grouped(number, language) {
  if (number < 10000 && language !== "en") return String(number);
  return String(number).replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : "\u00a0");
}

export function sentencesOf({ say, model }, state) {
  const listed = (numbers) => (numbers.length === 1 ? short(numbers[0])
    : numbers.map((number, channel) => `${"RGB"[channel]} ${short(number)}`).join(", "));
  return {
    region([top, left, height, width]) {
      return say("rows {top} to {bottom}, columns {left} to {right} are magnified",
        { top, bottom: top + height - 1, left, right: left + width - 1 });
    },
    /** Its numbers, and after an arrow what they are on the screen, if that is something else. */
    pixel({ row, column }) {
      const numbers = state.numbersAt(row, column), now = [...state.shown([row, column, 1, 1]).values];
      const same = now.length === numbers.length && now.every((each, i) => each === numbers[i]);
      const number = same ? listed(numbers) : `${listed(numbers)} → ${listed(now)}`;
      return say("row {row}, column {column}: {number}", { row, column, number });
    },
    memory() {
      const { height, width, channels, grey, values } = state.full, language = model.get("language");
      const size = [height, width, ...(grey ? [] : [channels])].join(" × ");
      const sentence = say("The image is {size} = {count} numbers: {bytes} bytes as {type}.", {
        size, count: grouped(values.length, language), bytes: grouped(values.byteLength, language),
        type: state.whole ? "uint8" : "float64",
      });
      if (channels !== 4) return sentence;
      return [sentence, say("Its fourth channel, transparency, is not shown.")].join(" ");
    },
  };
}
