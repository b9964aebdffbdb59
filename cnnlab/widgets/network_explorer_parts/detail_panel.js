// The second level, one map at full size with its numbers, and below it the third: one of these numbers.

import { extremes } from "../parts/arrays.js";
import { canvasPicture } from "../parts/canvas.js";
import { cssOf, paintShades } from "../parts/colours.js";
import { make } from "../parts/view.js";
import { short } from "../parts/words.js";
import { alike } from "./decimals.js";
import { channelOf } from "./forward.js";
import { formulaPanel } from "./formula_panel.js";
import { explain } from "./formulas.js";
import { write } from "./texts.js";

const MAP_SIDE = 330; // CSS pixels
const MOST_NUMBERS = 20; // rows or columns: the cells of a larger map are too small for numbers

/** `open(layer, channel)` shows a map; `framed(about, place)` hears what is to be framed elsewhere. */
export function detailPanel(view, state, framed) {
  const { say } = view;
  const heading = make("p", { class: "n-heading" });
  const picture = canvasPicture(view, {
    title: say("Map"), part: "map", largest: MAP_SIDE,
    hint: say("Arrow keys move to a number and show how it is made."),
    point(at, how) {
      if (!at) return; // what was pointed at stays
      place = { ...place, ...at };
      showNumber();
      if (how === "key") announce();
    },
  });
  const where = make("p", { class: "n-caption", "data-part": "where" });
  const formula = formulaPanel(view, state);
  const about = { role: "group", "aria-label": say("One map, and how its numbers are made"), "data-part": "detail" };
  const element = make("div", { class: "n-detail", ...about }, heading, picture.element, where, formula.element);
  let place = { layer: 0, channel: 0, row: 0, column: 0 }, explained = null;

  function open(layer, channel) {
    const { width, values } = channelOf(state.output(layer), channel), largest = values.indexOf(Math.max(...values));
    place = { layer, channel, row: Math.floor(largest / width), column: largest % width };
    picture.cursor = { row: place.row, column: place.column };
    formula.chooseStrongest();
    refresh();
  }
  function refresh() {
    keepInside();
    const { layer, channel } = place, map = channelOf(state.output(layer), channel), scale = state.scales[layer + 1];
    const alone = map.height * map.width === 1, title = titleOf(place);
    write(heading, title);
    picture.element.hidden = alone;
    if (!alone) {
      picture.paint(map.height, map.width, (pixels) => paintShades(pixels, map.values, scale));
      picture.write(Math.max(map.height, map.width) > MOST_NUMBERS ? null
        : textsOf(map.values, scale));
      const [lowest, highest] = extremes(map.values).map(short);
      const words = { height: map.height, width: map.width, lowest, highest, most: short(scale.highest) };
      const spoken = say("{height} by {width}, from {lowest} to {highest}", words);
      picture.name(`${title}, ${spoken}`,
        say("{height} by {width}, from {lowest} to {highest}; white is 0, full colour ±{most}", words));
    }
    showNumber();
  }
  function keepInside() {
    const layer = Math.min(place.layer, state.layers.length - 1), { channels, height, width } = state.output(layer);
    const { channel, row, column } = place;
    place = { layer, channel: Math.min(channel, channels - 1), row: Math.min(row, height - 1), column: Math.min(column, width - 1) };
  }
  function titleOf({ layer, channel }) {
    const { kind } = state.layers[layer], last = layer === state.layers.length - 1;
    const name = last && state.scores ? view.model.get("class_names")[channel] : undefined;
    if (name !== undefined) return say("Layer {layer}, {kind}: the score of {name}", { layer, kind, name });
    return state.isVector(layer) ? say("Layer {layer}, {kind}: number {channel}", { layer, kind, channel })
      : say("Layer {layer}, {kind}: map {channel}", { layer, kind, channel });
  }
  function showNumber() {
    explained = explain(view, state, place);
    const { row, column } = place;
    where.hidden = picture.element.hidden;
    write(where, say("Row {row}, column {column}: {number}", { row, column, number: short(explained.value) }));
    picture.marks([{ top: row, left: column, height: 1, width: 1 }]);
    formula.show(explained, place);
    framed(explained, place);
  }
  const announce = () => view.announce([titleOf(place), ...(where.hidden ? [] : [where.textContent]), explained.lines.at(-1)].join(". "));
  /** Opens a map, at its largest number, and says so. */
  function look(layer, channel) {
    open(layer, channel);
    announce();
  }
  return { element, open, look, refresh };
}

function textsOf(values, scale) {
  const words = alike(values);
  return Array.from(values, (number) => ({ text: words(number), ink: cssOf(number, scale).ink }));
}
