// The map and the shifted map: what is left out, what came in, and what is looked at.

import { make } from "../parts/view.js";
import { leftOut, placesFedBy, windowAt } from "./downsample.js";
import { mapPicture, threeDigits } from "./map_picture.js";
import { winnersAt } from "./reading.js";

const LARGEST_INPUT = 210; // CSS pixels

/** `point(side, place or null, how)` hears what is pointed at: side 0 is the map, side 1 the shifted one. */
export function inputMaps(view, { point }) {
  const { say } = view;
  const hint = say("The arrow keys go from number to number and show the windows of each.");
  const titles = [say("Feature map"), say("after the shift")];
  const pictures = ["input", "shifted"].map((part, side) => mapPicture(view, {
    title: titles[side], hint, part, largest: LARGEST_INPUT, point: (place, how) => point(side, place, how),
  }));
  pictures[1].name(say("Feature map after the shift"));
  const legend = make("p", { class: "cnnlab-note cnnlab-legend", "data-part": "legend" });

  return {
    legend,
    element: make("div", { class: "cnnlab-inputs" }, ...pictures.map(({ element }) => element)),
    draw({ sides, shift, scale }, numbers) {
      const unused = unusedStrips(sides[0]), entered = enteredStrips(sides[0].map, shift);
      pictures[0].draw(sides[0].map, scale, { numbers, strips: unused });
      pictures[1].draw(sides[1].map, scale, { numbers, strips: [...entered, ...unused] });
      const limit = threeDigits(scale.highest), keys = [];
      if (unused.length) keys.push(key("unused", say("in no window: left out")));
      if (entered.length) keys.push(key("entered", say("zeros that came in")), key("changed", say("changed")));
      legend.replaceChildren(say("Purple −, white 0, orange +, up to ±{limit} everywhere.", { limit }), ...keys);
    },
    /** Frames the window of an output, and in it the largest number. */
    frameWindow(place, sides) {
      sides.forEach((side, i) => pictures[i].marks([windowAt(side.map, side.window, side.stride, place),
        ...winnersAt(side.map, side.window, side.stride, place).map((winner) => oneCell(winner, "fed"))]));
    },
    /** Frames a place of one map and every window that holds it. */
    frameCell(side, place, sides) {
      const { map, window, stride, outputs } = sides[side];
      const fed = placesFedBy(place, window, stride, outputs.max);
      const windows = fed.map((at) => ({ ...windowAt(map, window, stride, at), kind: "fed" }));
      pictures[side].marks([...windows, oneCell(place)]);
      pictures[1 - side].marks([]);
    },
    unframe: () => pictures.forEach((each) => each.marks([])),
  };
}

const key = (kind, text) =>
  make("span", { class: "cnnlab-key" }, make("span", { class: `cnnlab-swatch cnnlab-${kind}` }), text);

/** The frame round one number. */
export const oneCell = ({ row, column }, kind = "this") => ({ top: row, left: column, height: 1, width: 1, kind });

function unusedStrips({ map: { height, width }, window, stride, outputs: { max } }) {
  const rows = leftOut(height, window[0], stride[0], max.height);
  const columns = leftOut(width, window[1], stride[1], max.width);
  const kind = "unused";
  return [...rows.map(({ start, length }) => ({ kind, top: start, left: 0, height: length, width })),
    ...columns.map(({ start, length }) => ({ kind, top: 0, left: start, height, width: length }))];
}

function enteredStrips({ height, width }, [down, right]) {
  const [rows, columns] = [Math.min(height, Math.abs(down)), Math.min(width, Math.abs(right))];
  const strips = [];
  if (rows) strips.push({ kind: "entered", top: down > 0 ? 0 : height - rows, left: 0, height: rows, width });
  if (columns) strips.push({ kind: "entered", top: 0, left: right > 0 ? 0 : width - columns, height, width: columns });
  return strips;
}
