// One number of the map taken apart, or one pixel of the image with all the numbers that it feeds.

import { patchAt } from "../parts/arithmetic.js";
import { extremes } from "../parts/arrays.js";
import { greyScale, signedScale } from "../parts/colours.js";
import { choice } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { short } from "../parts/words.js";
import { fedBy } from "./feeds.js";
import { cellSide, smallMatrix } from "./small_matrix.js";
import { afterSum, DECIDING } from "./state.js";

/** `pictures` are { image, map }: the two canvases in which the place is framed. */
export function probe(view, state, pictures) {
  const { say } = view;
  const heading = make("p", { class: "cnnlab-heading" });
  const matrices = [smallMatrix(view), smallMatrix(view), smallMatrix(view)];
  const [times, equals] = ["×", "="].map((sign) =>
    make("span", { class: "cnnlab-sign", "aria-hidden": "true" }, sign));
  const formula = make("p", { class: "cnnlab-formula" });
  const [first, second, third] = matrices.map(({ element }) => element);
  const row = make("div", { class: "cnnlab-probe-row" }, first, times, second, equals, third, formula);
  const showProducts = (on) =>
    [times, second, equals, third].forEach((each) => each.classList.toggle("cnnlab-away", !on));
  const channel = choice(view, say("Channel"), [[0, say("red")], [1, say("green")], [2, say("blue")]], () => refresh());
  const group = { "data-part": "probe", role: "group", "aria-label": say("How a number is made") };
  const element = make("div", group, heading, row, channel.element);
  const channels = channel.element.querySelector("select");
  const chosenChannel = () => (state.picture.channels === 3 ? Number(channels.value) : 0);
  let framed = "";
  let place = null; // { where: "map" or "image", row, column }; it stays when the pointer goes away

  const ways = { map: showPatch, image: showFed };
  const refresh = view.oncePerFrame(() => {
    channel.element.hidden = state.picture.channels !== 3;
    const fits = !state.misfit(state.kernel);
    element.classList.toggle("cnnlab-idle", !fits);
    const side = cellSide(state.kernel.length, state.kernel[0].length);
    row.style.minHeight = `${state.kernel.length * side + 30}px`; // nothing below jumps at the picture's edge
    if (!fits) {
      heading.textContent = say("There is no map, because the kernel does not fit into the image.");
      return frame([], []);
    }
    place ??= middleOfMap();
    keepInside();
    ways[place.where]();
  });

  function middleOfMap() {
    const { rows, columns } = state.slide(state.kernel);
    return { where: "map", row: rows >> 1, column: columns >> 1 };
  }
  function keepInside() {
    const { rows, columns } = state.slide(state.kernel), { height, width } = state.picture;
    const [most, right] = place.where === "map" ? [rows, columns] : [height, width];
    place = { ...place, row: Math.min(place.row, most - 1), column: Math.min(place.column, right - 1) };
  }

  function showPatch() {
    const { row, column } = place, { kernel, picture, settings } = state, slide = state.slide(kernel);
    const laid = state.laid(kernel);
    const patch = patchAt(picture, [kernel.length, kernel[0].length], slide, row, column, chosenChannel());
    const products = patch.map((numbers, i) => numbers.map((number, j) => number * laid[i][j]));
    const sum = products.flat().reduce((total, product) => total + product, 0);
    heading.textContent = say("Map, row {row}, column {column}: the patch, times the kernel, added up", place);
    matrices[0].refresh(say("Patch"), patch, greyScale(...picture.range));
    matrices[1].refresh(settings.flip ? say("Kernel, turned") : say("Kernel"), laid, around(laid));
    matrices[2].refresh(say("Products"), products, around(products));
    formula.textContent = inSteps(view, sum, settings);
    const top = row * slide.stride[0] - slide.before[0], left = column * slide.stride[1] - slide.before[1];
    frame([{ top, left, height: slide.spans[0], width: slide.spans[1] }], [onePixel(row, column)]);
    showProducts(true);
    return say("row {row}, column {column}: patch sum {sum}", { row, column, sum: short(sum) });
  }

  function showFed() {
    const { row, column } = place, { kernel, picture, settings } = state, slide = state.slide(kernel);
    const { rows, columns, weights } = fedBy(place, state.laid(kernel), slide);
    const value = picture.values[(row * picture.width + column) * picture.channels + chosenChannel()];
    const count = rows.length * columns.length;
    const words = { row, column, value: short(value), count };
    heading.textContent =
      say("Image, row {row}, column {column}: the pixel {value} feeds {count} numbers of the map", words);
    formula.textContent = count ? say("Each of them gets the pixel times its own weight.")
      : say("The kernel steps over this pixel.");
    const shares = weights.map((numbers) => numbers.map((weight) => weight * value));
    matrices[0].refresh(say("Pixel"), [[value]], greyScale(...picture.range));
    if (count) matrices[1].refresh(say("Weights, one for each number fed"), weights, around(weights));
    if (count) matrices[2].refresh(say("What each of them gets"), shares, around(shares));
    showProducts(count > 0);
    frame([onePixel(row, column)], framesOf(rows, columns));
    return say("row {row}, column {column}: pixel {value}, feeds {count} numbers", words);
  }

  /** One frame where the numbers fed touch each other, else one for each. */
  function framesOf(rows, columns) {
    if (!rows.length || !columns.length) return [];
    const touching = [rows, columns].every((places) => places.at(-1) - places[0] === places.length - 1);
    if (touching) return [{ top: rows[0], left: columns[0], height: rows.length, width: columns.length, kind: "fed" }];
    return rows.flatMap((top) => columns.map((left) => ({ ...onePixel(top, left), kind: "fed" })));
  }

  /** Frames are drawn only when they change: while a weight is dragged they stay where they are. */
  function frame(inImage, inMap) {
    const { height, width } = state.picture, { rows, columns } = state.slide(state.kernel);
    const key = JSON.stringify([inImage, inMap, height, width, rows, columns]);
    if (key === framed) return;
    framed = key;
    pictures.image.marks(inImage);
    pictures.map.marks(inMap);
  }

  view.watch(DECIDING, view.oncePerFrame(refresh)); // the map first, a frame later what explains it
  return {
    element, refresh,
    /** Looks at a place of the "map" or the "image". */
    look(where, at, how) {
      if (at) place = { where, ...at };
      else if (how === "key") place = null; // Escape: back to the middle of the map
      else return;
      refresh();
      if (how === "key" && place && !state.misfit(state.kernel)) view.announce(ways[where]());
    },
  };
}

const onePixel = (top, left) => ({ top, left, height: 1, width: 1 });
const around = (rows) => signedScale(Math.max(...extremes(rows.flat()).map(Math.abs)) || 1);

/** sum 4, then 2 × 4 − 3 = 5, then ReLU(5) = 5: only the steps that change something. */
function inSteps({ say }, sum, settings) {
  const { scale, bias, relu, absolute } = settings;
  const steps = [say("sum {sum}", { sum: short(sum) })], scaled = scale * sum + bias;
  const times = scale === 1 ? "" : `${short(scale)} × `;
  const plus = bias === 0 ? "" : ` ${bias < 0 ? "−" : "+"} ${short(Math.abs(bias))}`;
  if (scale !== 1 || bias !== 0)
    steps.push(`${times}${short(sum)}${plus} = ${short(scaled)}`);
  if (relu) steps.push(`ReLU(${short(scaled)}) = ${short(afterSum(sum, settings))}`);
  if (absolute) steps.push(`|${short(scaled)}| = ${short(afterSum(sum, settings))}`);
  return steps.join("  →  ");
}
