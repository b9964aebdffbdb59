// The first layer as it changes: each filter, and below it what it makes of the example.

import { canvasPicture } from "../parts/canvas.js";
import { greyScale, limitOf, paintColours, paintShades, rangeOf, signedScale } from "../parts/colours.js";
import { make } from "../parts/view.js";
import { threeDigits } from "./words.js";

const WIDEST = 76; // CSS pixels

/** `sent` says how many filters there are; `chooser` is the control that chooses the example. */
export function firstLayer(view, sent, chooser) {
  const { say } = view, { count, shown } = sent;
  const picture = (title, part) => canvasPicture(view, { title, part, largest: WIDEST });
  const image = picture(say("Example"), "example");
  const columns = Array.from({ length: shown }, (_, i) => ({
    filter: picture(say("Filter {number}", { number: i + 1 }), `filter-${i}`),
    map: picture(say("Map {number}", { number: i + 1 }), `map-${i}`),
  }));
  const about = make("p", { class: "cnnlab-note" });
  const title = shown < count ? say("The first layer: {shown} of its {count} filters", { shown, count }) : say("The first layer");
  const grid = make("div", { class: "t-filters" },
    ...columns.map(({ filter, map }) => make("div", { class: "t-column" }, filter.element, ...(sent.maps ? [map.element] : []))));
  const element = make("fieldset", { class: "t-layer", "data-part": "layer" }, make("legend", {}, title),
    make("div", { class: "t-example" }, chooser, ...(sent.image ? [image.element] : [])), grid, about);

  /** Paints the pictures that stand below each other in `tall`; returns what the full colour means. */
  function paintAll(tall, pictures, named) {
    const limit = limitOf(tall.values), height = tall.height / shown, size = height * tall.width;
    pictures.forEach((each, i) => {
      const values = tall.values.subarray(i * size, (i + 1) * size);
      each.paint(height, tall.width, (pixels) => paintShades(pixels, values, signedScale(limit)));
      each.name(named(i + 1, threeDigits(Math.min(...values)), threeDigits(Math.max(...values))));
    });
    return threeDigits(limit);
  }
  return {
    element,
    draw({ image: example, filters, maps, label }) {
      if (example) paintExample(image, example);
      if (label !== null) image.name(say("Example, class {label}", { label }), say("class {label}", { label }));
      if (!filters) return (about.textContent = say("The first layer has no filters that could be drawn."));
      const weights = paintAll(filters, columns.map(({ filter }) => filter),
        (number, lowest, highest) => say("Filter {number}: weights from {lowest} to {highest}", { number, lowest, highest }));
      const parts = [say("Weights: purple is −{limit}, white 0, orange {limit}.", { limit: weights })];
      if (maps) {
        const limit = paintAll(maps, columns.map(({ map }) => map),
          (number, lowest, highest) => say("Map {number}: from {lowest} to {highest}", { number, lowest, highest }));
        parts.push(say("Maps: purple is −{limit}, white 0, orange {limit}.", { limit }));
      }
      about.textContent = parts.join(" ");
    },
  };
}

function paintExample(shown, { height, width, channels, values }) {
  const range = rangeOf(values);
  shown.paint(height, width, (pixels) => (channels === 3 ? paintColours(pixels, values, range) : paintShades(pixels, values, greyScale(...range))));
}
