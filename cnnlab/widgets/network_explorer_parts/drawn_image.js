// The image that the network sees, as a sheet to draw on. It is drawn on a finer sheet, and each pixel of
// the image is the mean of its part: so strokes get the soft edges that scanned strokes have.

import { extremes, fromPython, toPython } from "../parts/arrays.js";
import { canvasPicture } from "../parts/canvas.js";
import { greyScale, paintColours, paintShades } from "../parts/colours.js";
import { button, choice } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { short } from "../parts/words.js";

const FINE = 4; // cells of the fine sheet, each way, for one pixel
const INPUT_SIDE = 216; // CSS pixels
const BRUSHES = { thin: 1.3, thick: 2 }; // pixels across at 16 pixels or fewer; larger images have wider strokes

/** `frame(frames)` marks parts of the image; `put(picture, commit)` shows another one. */
export function drawnImage(view) {
  const { say, model } = view;
  const image = () => fromPython(model.get("image"));
  const paper = model.get("paper"), ink = model.get("ink"), low = Math.min(paper, ink), high = Math.max(paper, ink);
  let brush = isTwoTone(image().values) ? "pixel" : "thin", erasing = false;
  let sheet = null, drawnFrom = null, last = null, cursor = [], frames = [], marked = "";

  const board = canvasPicture(view, {
    title: say("Input"), part: "input", largest: INPUT_SIDE,
    hint: say("Drag to draw. With the keyboard, the arrow keys move and Space draws."),
    point(place, how) {
      cursor = place && how === "key" ? [{ top: place.row, left: place.column, height: 1, width: 1 }] : [];
      showFrames();
      if (place && how === "key") hear(place);
    },
    press(place, event) {
      if (!place || event.button > 0) return; // the right button opens a menu
      const byKey = event.type === "keydown";
      const at = byKey ? middleOf(place) : finePlace(event);
      last = byKey ? null : at;
      draw([at], byKey);
      if (byKey) hear(place);
    },
    drag(_, event) {
      if (!last) return;
      const to = finePlace(event);
      draw(finePlacesBetween(last, to), false);
      last = to;
    },
  });
  view.listen(board.stage, "pointerup pointercancel", () => {
    if (last) model.save_changes();
    last = null;
  });

  function showFrames() {
    const marks = [...frames, ...cursor], wanted = JSON.stringify(marks);
    if (wanted !== marked) board.marks(marks); // not at each move of a stroke
    marked = wanted;
  }
  const hear = ({ row, column }) => {
    const { width, channels, values } = image(), number = short(values[(row * width + column) * channels]);
    view.announce(say("row {row}, column {column}: {number}", { row, column, number }));
  };
  const middleOf = ({ row, column }) => ({ y: (row + 0.5) * FINE, x: (column + 0.5) * FINE });
  function finePlace({ clientX, clientY }) {
    const box = board.canvas.getBoundingClientRect(), { height, width } = image();
    return { y: ((clientY - box.top) / box.height) * height * FINE, x: ((clientX - box.left) / box.width) * width * FINE };
  }

  function draw(places, commit) {
    const now = image();
    if (drawnFrom !== model.get("image")) sheet = fineSheet(now);
    const value = erasing ? paper : ink;
    const radius = ((BRUSHES[brush] ?? 1) * FINE * Math.max(1, Math.max(now.height, now.width) / 16)) / 2;
    const values = new Float64Array(now.values);
    for (const place of places) {
      const touched = brush === "pixel" ? wholePixel(place) : around(place, radius);
      inkIn(sheet, now, touched, brush === "pixel" ? null : { ...place, radius }, value);
      takeMeans(values, sheet, now, touched);
    }
    drawnFrom = toPython({ ...now, values });
    view.change({ image: drawnFrom }, commit);
  }

  function refresh() {
    const { height, width, channels, values } = image();
    const scale = greyScale(low, high), first = channels === 1 ? values : values.filter((_, i) => i % channels === 0);
    board.paint(height, width, (pixels) =>
      channels === 3 ? paintColours(pixels, values, [low, high]) : paintShades(pixels, first, scale));
  }
  function put(shown, commit = true) {
    view.change({ image: toPython(shown) }, commit);
  }
  const brushes = [["pixel", say("one pixel")], ["thin", say("thin")], ["thick", say("thick")]];
  const brushChoice = choice(view, say("Brush"), brushes, (value) => (brush = value));
  brushChoice.refresh(brush);
  const eraser = button(view, say("Eraser"), () => {
    erasing = !erasing;
    eraser.ariaPressed = String(erasing);
  }, { "aria-pressed": "false" });
  const clear = button(view, say("Clear"), () => {
    const now = image();
    put({ ...now, values: new Float64Array(now.values.length).fill(paper) });
  });
  const tools = make("div", { class: "n-tools", "data-part": "tools" }, brushChoice.element, eraser, clear);
  return {
    element: make("div", { class: "n-input" }, board.element, tools),
    refresh, put, image, paper, ink,
    range: [low, high], scale: greyScale(low, high),
    frame(list) {
      frames = list;
      showFrames();
    },
  };
}

/** Whether a picture has only two numbers: then whole pixels are drawn, as in the lecture's X. */
function isTwoTone(values) {
  const [lowest, highest] = extremes(values);
  return lowest < highest && values.every((value) => value === lowest || value === highest);
}

function fineSheet({ height, width, channels, values }) {
  const rows = height * FINE, columns = width * FINE, sheet = new Float64Array(rows * columns * channels);
  for (let y = 0, at = 0; y < rows; y++)
    for (let x = 0; x < columns; x++)
      for (let channel = 0; channel < channels; channel++)
        sheet[at++] = values[((y / FINE | 0) * width + (x / FINE | 0)) * channels + channel];
  return sheet;
}

/** Boxes in pixels of the image, [top, left, bottom, right): the pixel at a place, and those that a brush reaches. */
function wholePixel({ y, x }) {
  const top = Math.floor(y / FINE), left = Math.floor(x / FINE);
  return [top, left, top + 1, left + 1];
}
function around({ y, x }, radius) {
  return [Math.floor((y - radius) / FINE), Math.floor((x - radius) / FINE),
    Math.ceil((y + radius) / FINE), Math.ceil((x + radius) / FINE)];
}

/** Writes `value` into the fine cells of a box, or of a disc in it. */
function inkIn(sheet, { height, width, channels }, [top, left, bottom, right], disc, value) {
  const columns = width * FINE;
  for (let y = Math.max(0, top) * FINE; y < Math.min(height, bottom) * FINE; y++)
    for (let x = Math.max(0, left) * FINE; x < Math.min(width, right) * FINE; x++)
      if (!disc || (y + 0.5 - disc.y) ** 2 + (x + 0.5 - disc.x) ** 2 <= disc.radius ** 2)
        sheet.fill(value, (y * columns + x) * channels, (y * columns + x + 1) * channels);
}

/** The pixels of a box become the means of their fine cells. */
function takeMeans(values, sheet, { height, width, channels }, [top, left, bottom, right]) {
  for (let row = Math.max(0, top); row < Math.min(height, bottom); row++)
    for (let column = Math.max(0, left); column < Math.min(width, right); column++)
      for (let channel = 0; channel < channels; channel++) {
        let total = 0;
        for (let i = 0; i < FINE; i++)
          for (let j = 0; j < FINE; j++)
            total += sheet[((row * FINE + i) * width * FINE + column * FINE + j) * channels + channel];
        values[(row * width + column) * channels + channel] = total / FINE ** 2;
      }
}

/** Places from one to the other, at most one fine cell apart: a fast hand leaves no gap. */
function finePlacesBetween(from, to) {
  const steps = Math.max(1, Math.ceil(Math.hypot(to.y - from.y, to.x - from.x)));
  return Array.from({ length: steps }, (_, i) => ({
    y: from.y + ((to.y - from.y) * (i + 1)) / steps, x: from.x + ((to.x - from.x) * (i + 1)) / steps,
  }));
}
