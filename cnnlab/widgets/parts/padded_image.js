// The image as a grid of numbers inside its padding, with frames round the pixels under the kernel.

import { greyScale, rangeOf } from "./colours.js";
import { numberGrid } from "./grid.js";
import { framesOf, threeDigits } from "./steps.js";
import { make } from "./view.js";

/** Options: `label`, `change`, `point` and `scale` as for numberGrid; what stands in a cell of the padding,
 *  and `hatched`, the sentence about it. Rows and columns are those of the image itself: the padding lies
 *  around it, is read as part of the name, and can't be edited. */
export function paddedImage(view, options) {
  const { say } = view;
  const {
    label = say("Image"), scale = greyOver, inPadding = "0", hatched = say("Hatched: the padding, all zeros."), change, point,
  } = options;
  const grid = numberGrid(view, { label, change, point, scale, step: 1, words: threeDigits });
  const zeros = make("div", { "aria-hidden": "true" }), frames = make("div", { "aria-hidden": "true" });
  const stage = make("div", { class: "cnnlab-padded" }, zeros, grid.element, frames);
  const scroll = make("div", { class: "cnnlab-scroll" }, stage);
  const legend = make("p", { class: "cnnlab-legend", "data-part": "padding" });
  let laidOut = "";

  /** Lays a div over some cells; rows and columns count from the corner of the padding. */
  function lay(element, { row, column, height, width }) {
    for (const [name, value] of Object.entries({ row, column, height, width }))
      element.style.setProperty(`--${name}`, value);
  }

  function layOut({ image, padded, slide: { before } }) {
    const key = JSON.stringify([padded, before, image.length, image[0].length]);
    if (key === laidOut) return;
    laidOut = key;
    lay(stage, { height: padded[0], width: padded[1], row: 0, column: 0 });
    lay(grid.element, { row: before[0], column: before[1], height: image.length, width: image[0].length });
    zeros.replaceChildren();
    for (let row = 0; row < padded[0]; row++)
      for (let column = 0; column < padded[1]; column++) {
        if (image[row - before[0]]?.[column - before[1]] !== undefined) continue;
        const zero = make("span", { class: "cnnlab-zero" }, inPadding);
        lay(zero, { row, column, height: 1, width: 1 });
        zeros.append(zero);
      }
    legend.textContent = zeros.childElementCount ? hatched : "";
  }

  function frame(step, walk) {
    const places = framesOf(step, walk);
    while (frames.childElementCount > places.length) frames.lastChild.remove();
    while (frames.childElementCount < places.length) frames.append(make("span", { class: "cnnlab-frame" }));
    places.forEach((place, at) => lay(frames.children[at], place));
    const last = places.at(-1), side = stage.clientWidth / walk.padded[1]; // in a narrow page the image scrolls along
    scroll.scrollLeft = ((places[0].column + last.column + last.width) / 2) * side - scroll.clientWidth / 2;
  }

  return {
    element: make("div", {}, scroll, legend),
    draw(walk, step) {
      grid.refresh(walk.image);
      layOut(walk);
      frame(step, walk);
    },
    /** Rings the pixel under one weight of the kernel, unless it lies in the padding. */
    ring(step, { slide: { dilation } }, place) {
      const ringed = place && [step.top + place.row * dilation[0], step.left + place.column * dilation[1]];
      grid.mark("cnnlab-ring", (row, column) => row === ringed?.[0] && column === ringed[1]);
    },
  };
}

const greyOver = (rows) => greyScale(...rangeOf(rows.flat()));

/** How many characters the longest of the numbers has: it sets the size of the letters. */
export function longestOf(numbers) {
  return Math.max(2, ...numbers.map((number) => threeDigits(number).length));
}
