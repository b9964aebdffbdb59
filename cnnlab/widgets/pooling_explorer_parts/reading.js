// What one place shows, in words: the window of an output and its numbers, or the windows of a pixel.

import { make } from "../parts/view.js";
import { METHODS, differ, kindOf, placesFedBy, windowAt } from "./downsample.js";
import { threeDigits } from "./map_picture.js";

const LISTED = 9, LISTED_PRODUCTS = 5; // a longer list is a count

/** Lines of text that keep their room; `names` are the methods' names. */
export function readingPanel(view, names) {
  const { say } = view;
  const heading = make("span"), later = make("span", { class: "cnnlab-later" });
  const lines = METHODS.map(() => [make("span"), make("span")]);
  const rows = METHODS.map((method, i) =>
    make("div", { class: "cnnlab-reading-row" }, make("strong", {}, names[method]), ...lines[i]));
  const element = make("div", { class: "cnnlab-reading", "data-part": "reading" },
    make("div", { class: "cnnlab-reading-row cnnlab-heading" }, heading, later), ...rows);

  function write(title, ...texts) {
    heading.textContent = title;
    later.textContent = texts.some((pair) => pair.length > 1) ? say("after the shift") : "";
    lines.forEach((pair, i) => pair.forEach((span, j) => (span.textContent = texts[i][j] ?? "")));
  }
  return {
    element,
    /** Nothing is looked at: what each method does. */
    explain(kernel) {
      const strided = {
        mean: say("With this kernel, the same as mean pooling. A network can learn other weights."),
        top_left: say("With this kernel, keeps the first number of each window and drops the others."),
        own: say("Adds up the products of each window and the kernel. A network can learn such weights."),
      }[kindOf(kernel)];
      write(say("Point at a number, or go to a map with the Tab key and use the arrow keys."),
        [say("Keeps the largest number of each window, but not the place where it was.")],
        [say("Keeps the mean of each window.")], [strided]);
    },
    /** An output: its window before the shift and, if there is one, after it. */
    tellOutput(place, { sides, isShifted, kernel }) {
      const told = (isShifted ? sides : sides.slice(0, 1)).map((side) => wordsOf(say, side, place, kernel));
      write(windowInWords(say, place, sides[0]), ...METHODS.map((method) => told.map((words) => words[method])));
      const spoken = told.map((words, i) => (i ? say("After the shift: {words}", { words: words.max }) : words.max));
      return [heading.textContent, ...spoken].join(" ");
    },
    /** A place of the map: the outputs that it feeds. */
    tellInput(place, side, kernel) {
      const { map, window, stride, outputs } = side;
      const fed = placesFedBy(place, window, stride, outputs.max);
      const told = fed.length ? partsInWords(say, place, fed, side, kernel) : ["", "", ""];
      const about = { ...place, number: threeDigits(numberAt(map, place)) };
      write(windowsInWords(say, about, fed), ...told.map((text) => [text]));
      return `${heading.textContent} ${told[0]}`.trim();
    },
  };
}

const numberAt = (map, { row, column }) => map.values[row * map.width + column];
const listed = (texts) => texts.slice(0, LISTED).join(", ") + (texts.length > LISTED ? ", …" : "");

/** In which windows a place of the map is. */
function windowsInWords(say, about, fed) {
  const places = listed(fed.map(({ row, column }) => `(${row}, ${column})`)), count = fed.length;
  if (count === 0)
    return say("Row {row}, column {column} of the map: {number}. It is in no window: left out.", about);
  if (count === 1)
    return say("Row {row}, column {column} of the map: {number}. It is in one window, that of the output {places}.",
      { ...about, places });
  return say(
    "Row {row}, column {column} of the map: {number}. It is in {count} windows, those of the outputs {places}.",
    { ...about, places, count });
}

/** What each method makes of a place of the map. */
function partsInWords(say, place, fed, { map, window, stride }, kernel) {
  const isHere = ({ row, column }) => row === place.row && column === place.column;
  const won = fed.filter((at) => winnersAt(map, window, stride, at).some(isHere)).length;
  const weights = listed(fed.map(({ row, column }) =>
    threeDigits(kernel[place.row - row * stride[0]][place.column - column * stride[1]])));
  return [say("It is the largest in {won} of {count}.", { won, count: fed.length }),
    say("1/{count} of it goes into each.", { count: window[0] * window[1] }),
    say("Its weights there: {weights}.", { weights })];
}

/** The places of the largest number of a window. */
export function winnersAt(map, window, stride, place) {
  const { cells } = windowAt(map, window, stride, place);
  const largest = cells.reduce((most, { number }) => Math.max(most, number), -Infinity);
  return cells.filter(({ number }) => number === largest);
}

function windowInWords(say, { row, column }, { map, window, stride }) {
  const { top, left, height, width } = windowAt(map, window, stride, { row, column });
  return say("Row {row}, column {column}: the window is rows {top} to {bottom}, columns {left} to {right}.",
    { row, column, top, bottom: top + height - 1, left, right: left + width - 1 });
}

function wordsOf(say, { map, window, stride, outputs }, place, kernel) {
  const { cells } = windowAt(map, window, stride, place), count = cells.length;
  const [max, mean, sum] = METHODS.map((method) => numberAt(outputs[method], place));
  const winners = winnersAt(map, window, stride, place), { row, column } = winners[0];
  const all = cells.map((cell) => threeDigits(cell.number)).join(", ");
  const numbers = count > LISTED ? say("{count} numbers", { count }) : all;
  const largest = { numbers, number: threeDigits(max), row, column, count: winners.length };
  return {
    max: winners.length === 1 ? say("largest of {numbers} is {number}, at ({row}, {column}).", largest)
      : say("largest of {numbers} is {number}, in {count} places.", largest),
    mean: say("mean of {numbers} is {number}.", { numbers, number: threeDigits(mean) }),
    strided: productsInWords(say, cells.map((cell) => cell.number), kernel.flat(), sum),
  };
}

/** The products whose weight is not 0, added up. */
function productsInWords(say, numbers, weights, sum) {
  const factor = (number) => (number < 0 ? `(${threeDigits(number)})` : threeDigits(number));
  const products = numbers.map((number, i) => `${factor(weights[i])}·${factor(number)}`);
  const terms = products.filter((_, i) => weights[i] !== 0), count = terms.length;
  if (count > LISTED_PRODUCTS) return say("sum of {count} products: {number}.", { count, number: threeDigits(sum) });
  const isExact = (number) => !differ(number, Number(threeDigits(number).replace("−", "-")));
  const sign = [sum, ...weights, ...numbers].every(isExact) ? "=" : "≈";
  return `${terms.join(" + ") || "0"} ${sign} ${threeDigits(sum)}`;
}
