// Where a number comes from, in words and in frames.

import { both, patchAt, slideOver } from "../parts/arithmetic.js";
import { picture } from "../parts/arrays.js";
import { exact, short } from "../parts/words.js";
import { peaksOf, windowOf } from "./detection.js";

/** Whether the maps still have the place that is pointed at. */
export function isThere(found, { filter, at, row, column }) {
  const map = found.rows[filter][at];
  return at === "filter" || (row < map.height && column < map.width);
}

/** Sentences about a place, and the frames that go with it: in the drawing, in the three maps, in the
 *  last of them, in the pooled map. */
export function explain(view, found, pointed) {
  const about = { filter: explainFilter, map: explainSum, pooled: explainWindow }[pointed.at];
  return about(view, found.rows[pointed.filter], pointed, view.model.get("names")[pointed.filter]);
}

const cellAt = ({ row, column }, kind) => ({ top: row, left: column, height: 1, width: 1, kind });
const patchFrame = ({ row, column }, kind) => ({ top: row, left: column, height: 3, width: 3, kind });

function explainFilter({ say }, { map }, _, filter) {
  const { largest, places } = peaksOf(map), sum = short(largest);
  const list = places.map(({ row, column }) => `(${row}, ${column})`).join(", ");
  const few = places.length <= 8;
  return {
    lines: [few
      ? say("{filter} reaches its largest sum, {sum}, at {places}.", { filter, sum, places: list })
      : say("{filter} reaches its largest sum, {sum}, at {count} places.", { filter, sum, count: places.length })],
    inMaps: places.map((place) => cellAt(place)),
    inDrawing: few ? places.map((place) => patchFrame(place, "fed")) : [],
  };
}

function explainSum(view, row, place, filter) {
  const { say, model } = view;
  const at = place.row * row.map.width + place.column;
  const [sum, biased, rectified] = [row.map, row.biased, row.rectified].map(({ values }) => short(values[at]));
  const image = model.get("image"), weights = model.get("filters")[place.filter];
  const drawn = picture(image.length, image[0].length, 1, image.flat());
  const pixels = patchAt(drawn, [3, 3], slideOver(drawn, [3, 3]), place.row, place.column).flat();
  const terms = pixels.map((pixel, i) => `${inTerm(pixel)}·${inTerm(weights.flat()[i])}`).join(" + ");
  const bias = exact(-model.get("thresholds")[place.filter] || 0);
  const after = model.get("relu")
    ? say("With the bias {bias} it is {biased}; ReLU makes it {rectified}.", { bias, biased, rectified })
    : say("With the bias {bias} it is {biased}.", { bias, biased });
  return {
    lines: [say("Map of {filter}, row {row}, column {column}: {sum}", { ...place, filter, sum }), `${terms} = ${sum}`,
      [agreement(say, pixels, weights.flat()), after].join(" ")],
    inMaps: [cellAt(place)], inDrawing: [patchFrame(place)],
  };
}

const inTerm = (number) => (number < 0 ? `(${short(number)})` : short(number));

/** With +1 and −1 only, the sum counts: how many cells are as in the filter, minus how many are not. */
function agreement(say, pixels, weights) {
  if ([...pixels, ...weights].some((number) => Math.abs(number) !== 1)) return "";
  const same = pixels.filter((pixel, i) => pixel === weights[i]).length, others = pixels.length - same;
  return say("Cells that match the filter: {same}; that do not: {others}; {same} − {others} = {sum}.",
    { same, others, sum: short(same - others) });
}

function explainWindow({ say, model }, { map, pooled }, place, filter) {
  const [height, width] = windowOf(model.get("pool"), map), [down, right] = both(model.get("stride"));
  const top = place.row * down, left = place.column * right;
  const number = short(pooled.values[place.row * pooled.width + place.column]);
  return {
    lines: [
      say("Max pooling of {filter}, row {row}, column {column}: {number}", { ...place, filter, number }),
      say("The largest number in rows {top} to {bottom} and columns {left} to {end}.",
        { top, bottom: top + height - 1, left, end: left + width - 1 }),
    ],
    inRectified: [{ top, left, height, width }], inPooled: [cellAt(place)],
  };
}
