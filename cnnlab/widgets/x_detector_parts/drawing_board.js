// What is looked at: a grid to draw on, drawings to choose from, and sliders that draw an X.

import { canvasPicture } from "../parts/canvas.js";
import { greyScale, paintShades } from "../parts/colours.js";
import { button, choice, slider } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { exact, short } from "../parts/words.js";
import { drawX } from "./detection.js";

const MOST_NUMBERED = 12; // rows and columns; in more, nobody could read the numbers
const SLIDERS = [ // what of the shape they set, and how far they go
  ["down", { min: -4, max: 4 }],
  ["right", { min: -4, max: 4 }],
  ["size", { min: 1, max: 5, step: 0.5 }],
  ["angle", { min: -45, max: 45, step: 5 }],
  ["shear", { min: -1, max: 1, step: 0.1 }],
];

/** `verdict` stands below the drawing. `marks(frames)` frames patches of the drawing; `heard()` takes the
 *  words about what was just drawn. */
export function drawingBoard(view, verdict) {
  const canvas = drawingCanvas(view);
  const controls = make("div", { class: "x-board-controls" }, chooser(view), shapeSliders(view));
  const seen = make("div", { class: "x-seen" }, canvas.element, verdict);
  return { element: make("div", { class: "x-board" }, seen, controls), marks: canvas.marks, heard: canvas.heard };
}

function drawingCanvas(view) {
  const { say, model } = view;
  const image = () => model.get("image");
  let ink = 1, last = null, drawing = false, said = "";
  const wordsOf = ({ row, column }) =>
    say("row {row}, column {column}: {number}", { row, column, number: exact(image()[row][column]) });

  const shown = canvasPicture(view, {
    title: say("Drawing"), part: "drawing", largest: 198,
    hint: say("Arrow keys move, the space bar draws or erases."),
    point(place, how) {
      showCursor(how === "key" ? place : null);
      if (place && how === "key") view.announce(wordsOf(place));
    },
    press(place, event) {
      if (!place) return;
      ink = image()[place.row][place.column] > 0 ? -1 : 1; // the first cell decides: draw or erase
      drawing = event.type === "pointerdown";
      paint([last = place], !drawing);
    },
    drag(place) {
      if (drawing && place) paint(cellsBetween(last, (last = place)), false);
    },
  });
  view.listen(shown.stage, "pointerup pointercancel lostpointercapture", () => {
    if (drawing) model.save_changes();
    drawing = false;
  });

  let cursor = [], frames = [];
  const showCursor = (place) => {
    cursor = place ? [{ top: place.row, left: place.column, height: 1, width: 1 }] : [];
    shown.marks([...frames, ...cursor]);
  };
  function paint(places, commit) {
    const changed = image().map((row) => [...row]);
    for (const { row, column } of places) changed[row][column] = ink;
    const differs = places.some(({ row, column }) => changed[row][column] !== image()[row][column]);
    if (differs) view.change({ image: changed }, commit);
    said = wordsOf(places.at(-1));
  }
  const refresh = () => {
    const rows = image(), values = rows.flat();
    shown.paint(rows.length, rows[0].length, (pixels) => paintShades(pixels, values, greyScale(-1, 1)));
    shown.stage.style.setProperty("--cells", rows[0].length);
    shown.stage.style.setProperty("--lines", rows.length);
    const readable = rows.length <= MOST_NUMBERED && rows[0].length <= MOST_NUMBERED;
    shown.write(readable ? values.map((value) => ({ text: short(value), ink: value > 0 ? "#000" : "#b4b4b4" })) : null);
  };
  view.watch("image", refresh);
  refresh();
  return {
    element: shown.element,
    marks(list) {
      frames = list;
      shown.marks([...frames, ...cursor]);
    },
    heard() {
      const words = said;
      said = "";
      return words;
    },
  };
}

/** The cells of a straight line from one place to another, without the first. */
function cellsBetween(from, to) {
  const steps = Math.max(Math.abs(to.row - from.row), Math.abs(to.column - from.column));
  return Array.from({ length: steps }, (_, i) => ({
    row: Math.round(from.row + ((to.row - from.row) * (i + 1)) / steps),
    column: Math.round(from.column + ((to.column - from.column) * (i + 1)) / steps),
  }));
}

const UNTOUCHED = { shift: [0, 0], size: 3, angle: 0, shear: 0 };

function chooser(view) {
  const { say, model } = view;
  const drawings = model.get("drawings");
  const same = (rows) => JSON.stringify(rows) === JSON.stringify(model.get("image"));
  const options = [...drawings.map(([name], i) => [String(i), name]), ["own", say("my drawing")]];
  const chosen = choice(view, say("Example"), options, (value) =>
    view.change({ image: drawings[value][1], shape: UNTOUCHED }));
  chosen.element.querySelector("option[value=own]").disabled = true; // it is what it is called once drawn on
  const refresh = () => {
    const found = drawings.findIndex(([, rows]) => same(rows));
    chosen.refresh(found < 0 ? "own" : String(found));
  };
  const clear = button(view, say("Clear"), () =>
    view.change({ image: model.get("image").map((row) => row.map(() => -1)) }));
  view.watch("image", refresh);
  refresh();
  chosen.element.classList.add("x-bare");
  return make("div", { class: "x-chooser", "data-part": "example" }, chosen.element, clear);
}

function shapeSliders(view) {
  const { say, model } = view;
  const words = { down: say("Down"), right: say("Right"), size: say("Size"), angle: say("Turn"), shear: say("Slant") };
  const valueOf = ({ shift: [down, right], ...others }) => ({ down, right, ...others });
  const set = (name, value, commit) => {
    const { down, right, ...others } = { ...valueOf(model.get("shape")), [name]: value };
    const shape = { shift: [down, right], ...others }, image = model.get("image");
    view.change({ shape, image: drawX(shape, image.length, image[0].length) }, commit);
  };
  const sliders = SLIDERS.map(([name, limits]) => {
    const unit = name === "angle" ? "°" : "";
    const made = slider(view, words[name], { ...limits, words: (value) => exact(value) + unit }, (value, commit) =>
      set(name, value, commit));
    made.range.dataset.shape = name;
    return [name, made];
  });
  const refresh = () => {
    const values = valueOf(model.get("shape"));
    for (const [name, made] of sliders) made.refresh(values[name]);
  };
  view.watch("shape", refresh);
  refresh();
  const legend = make("legend", {}, say("Draw an X"));
  return make("fieldset", { "data-part": "shape" }, legend, ...sliders.map(([, made]) => made.element));
}
