// The picture of one step: image, patch × kernel = products, their sum, and the map that fills.

import { cssOf, greyScale, limitOf, rangeOf, signedScale } from "../parts/colours.js";
import { numberGrid } from "../parts/grid.js";
import { longestOf, paddedImage } from "../parts/padded_image.js";
import { threeDigits } from "../parts/steps.js";
import { make } from "../parts/view.js";

const CELL = 36; // CSS pixels, for numbers of up to three characters
const WIDEST = 850; // CSS pixels: with more, the map stands below the products, or they below it
const BESIDES = 210; // CSS pixels for the sum, the signs and the gaps

/** Options: `editImage` and `editWeight` (row, column, number); `jump` (step);
 *  `point` ({ row, column } in the kernel, or null): one product is looked at. */
export function stepBoard(view, { editImage, editWeight, jump, point }) {
  const { say } = view;
  let walk, scales;
  const block = (label, options = {}) => {
    const look = (place) => point(grid.element.matches(":hover, :focus-within") ? place : null);
    const grid = numberGrid(view, { label, point: look, step: 1, words: threeDigits, ...options });
    return grid;
  };
  const image = paddedImage(view, { change: editImage, point: () => {} });
  const patch = block(say("Patch"), { scale: () => scales.image });
  const kernel = block(say("Kernel"), { change: editWeight });
  const products = block(say("Products"), { scale: () => scales.products });
  const map = block(say("Feature map"), { scale: () => scales.map, point: () => {} });
  const total = make("div", { class: "cnnlab-total", "data-part": "total" });
  const parts = {
    image: figure("image", say("Image"), image.element, true),
    patch: figure("patch", say("Patch"), patch.element),
    kernel: figure("kernel", say("Kernel"), kernel.element, true),
    products: figure("products", say("Products"), products.element),
    total: figure("sum", say("Sum"), total),
    map: figure("map", say("Feature map"), make("div", { class: "cnnlab-scroll" }, map.element)),
  };
  const equation = make("div", { class: "cnnlab-equation" },
    parts.patch, signed("×", parts.kernel), signed("=", parts.products), signed("→", parts.total));
  const board = make("div", { class: "cnnlab-board" }, parts.image, equation, parts.map);

  jumpFrom(view, map, (row, column) => jump(row * walk.slide.columns + column));

  function measure(pixels, weights) {
    const all = walk.steps.flatMap((step) => step.products.flat()), sums = walk.steps.map((step) => step.sum);
    scales = {
      image: greyScale(...rangeOf(pixels.flat())), products: signedScale(limitOf(all)), map: signedScale(limitOf(sums)),
    };
    const above = { across: walk.padded[1], longest: longestOf([...pixels.flat(), ...sums]) };
    const below = { across: 3 * weights[0].length, longest: longestOf([...weights.flat(), ...pixels.flat(), ...all]) };
    style(board, above);
    style(equation, below);
    const upToSum = cell(above) * above.across + cell(below) * below.across + BESIDES;
    const isBeside = upToSum + cell(above) * walk.slide.columns <= WIDEST;
    board.dataset.layout = isBeside ? "beside" : upToSum <= WIDEST ? "corner" : "stacked";
  }

  function drawTotal(step, known) {
    const { background, ink } = known ? cssOf(step.sum, scales.map) : { background: "", ink: "" };
    Object.assign(total.style, { background, color: ink });
    total.textContent = known ? threeDigits(step.sum) : "?";
  }

  function drawMap(step, knows) {
    const { rows, columns } = walk.slide;
    map.refresh(Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) =>
      (knows(row * columns + column) ? tidy(walk.steps[row * columns + column].sum) : null))));
    map.mark("cnnlab-present", (row, column) => row === step.row && column === step.column);
    if (!map.element.contains(document.activeElement)) map.choose(step); // Tab comes to the present cell
  }

  return {
    element: make("div", { class: "cnnlab-measure" }, board),
    /** Shows step `at`: `knows(step)` says whether its sum may be seen, `hinted` whether its products. */
    draw(newWalk, at, { knows, hinted, flip }) {
      walk = newWalk;
      const step = walk.steps[at], open = knows(at), pixels = walk.image;
      measure(pixels, walk.kernel);
      image.draw(walk, step);
      patch.refresh(step.patch);
      kernel.refresh(walk.kernel);
      products.refresh(step.products.map((row) => row.map((product) => (open || hinted ? tidy(product) : null))));
      drawTotal(step, open);
      drawMap(step, knows);
      parts.image.rename(say("Image, {height} × {width}", { height: pixels.length, width: pixels[0].length }));
      parts.kernel.rename(flip ? say("Kernel, turned") : say("Kernel"));
      parts.map.rename(say("Map, {height} × {width}", { height: walk.slide.rows, width: walk.slide.columns }));
    },
    /** Rings the pixel, the weight and the product that belong together. */
    ring(step, place) {
      const here = (row, column) => place !== null && row === place.row && column === place.column;
      for (const grid of [patch, kernel, products]) grid.mark("cnnlab-ring", here);
      image.ring(step, walk, place);
    },
  };

  /** A part of the board with its name above it; ✎ where its numbers can be edited. */
  function figure(part, title, content, edited = false) {
    const name = make("span", {}, title);
    const pencil = edited ? [make("span", { "aria-hidden": "true", class: "cnnlab-pencil" }, "✎")] : [];
    const element = make("figure", { "data-part": part }, make("figcaption", {}, name, ...pencil), content);
    element.rename = (text) => name.textContent !== text && (name.textContent = text);
    return element;
  }
}

/** A part of the equation with the sign before it: they go to the next line together. */
function signed(sign, part) {
  return make("div", { class: "cnnlab-signed" }, make("span", { class: "cnnlab-sign" }, sign), part);
}

/** The least side of a cell in which its numbers can be read, and hit with a finger. */
const least = ({ longest }) => Math.max(24, 6 * longest);

/** The side of a cell where there is room: larger for longer numbers, about 400 pixels for all of them. */
function cell({ across, longest }) {
  return Math.max(least({ longest }), Math.min(CELL + 5 * Math.max(0, longest - 3), Math.max(30, 400 / across)));
}

function style(element, size) {
  element.style.setProperty("--across", size.across);
  element.style.setProperty("--longest", size.longest);
  element.style.setProperty("--least", `${least(size)}px`);
  element.style.setProperty("--most", `${cell(size)}px`);
}

/** The sum of decimals without the noise of their last bits: 0.3, not 0.30000000000000004. */
const tidy = (number) => Number(number.toPrecision(12));

/** A click, Enter or Space on a cell of the map goes to its step. */
function jumpFrom(view, grid, jump) {
  view.listen(grid.element, "click", (event) => {
    if (event.target.closest(".cnnlab-cell")) jump(grid.chosen.row, grid.chosen.column);
  });
  view.listen(grid.element, "keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    jump(grid.chosen.row, grid.chosen.column);
  });
}
