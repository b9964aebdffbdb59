// A sheet of few pixels to draw on: with the mouse, a finger, or the arrow keys and Space.

import { picture } from "./arrays.js";
import { canvasPicture } from "./canvas.js";
import { greyScale, paintShades } from "./colours.js";
import { button, choice } from "./controls.js";
import { make } from "./view.js";

const SHEET_SIZES = [9, 16, 28, 64], WHITE = 255;

/** `drawn(picture, commit)` hears of every change; commit is false while the pointer is down. There is
 *  one sheet of each size, so going to another size and back loses nothing. `tell` hands out the sheet as
 *  it is; `adopt(picture)` goes on from a picture that fits the sheet, or returns false. */
export function drawingBoard(view, { drawn }) {
  const { say } = view;
  const sheets = new Map(SHEET_SIZES.map((each) => [each, new Uint8Array(each * each).fill(WHITE)]));
  let size = 28, shade = 0, last = null;
  const sheet = () => sheets.get(size);
  const board = canvasPicture(view, {
    title: say("Drawing"), part: "drawing-board", largest: 224,
    hint: say("Drag to draw. With the keyboard, the arrow keys move and Space draws."),
    point: (place, how) => how === "key" && place && hear(place),
    press, drag,
  });

  const hear = ({ row, column }) =>
    view.announce(say("row {row}, column {column}: {number}", { row, column, number: sheet()[row * size + column] }));
  function show() {
    board.paint(size, size, (pixels) => paintShades(pixels, sheet(), greyScale(0, 255)));
    board.marks(board.cursor ? [underBrush(size, board.cursor)] : []);
  }
  function tell(commit) {
    show();
    drawn(picture(size, size, 1, sheet().slice()), commit);
  }
  function press(place, event) {
    if (!place || event.button > 0) return; // the right button opens a menu
    stamp(sheet(), size, place, shade);
    const byKey = event.type === "keydown";
    last = byKey ? null : place;
    tell(byKey);
    if (byKey) hear(place);
  }
  function drag(place) {
    if (!last || !place) return;
    for (const each of lineBetween(last, place)) stamp(sheet(), size, each, shade);
    last = place;
    tell(false);
  }
  view.listen(board.stage, "pointerup pointercancel", () => {
    if (last) tell(true);
    last = null;
  });
  view.listen(board.stage, "keydown pointermove pointerleave", () => show());

  const shades = [[0, say("black (0)")], [128, say("grey (128)")], [WHITE, say("white (255)")]];
  const brush = choice(view, say("Brush"), shades, (value) => (shade = Number(value)));
  const sizes = choice(view, say("Size"), SHEET_SIZES.map((each) => [each, `${each} × ${each}`]), (value) => {
    size = Number(value);
    tell(true);
  });
  const fill = (text, level) => button(view, text, () => {
    sheet().fill(level());
    tell(true);
  });
  brush.refresh(shade);
  sizes.refresh(size);
  const tools = make("div", { class: "cnnlab-tools" }, brush.element, sizes.element,
    fill(say("Clear"), () => WHITE), fill(say("Fill with the brush"), () => shade));
  const group = { class: "cnnlab-row", role: "group", "aria-label": say("Drawing"), "data-part": "drawing" };
  const element = make("div", group, board.element, tools);
  function adopt({ height, width, values }) {
    const fits = height === size && width === size && values.length === size * size && values instanceof Uint8Array;
    if (fits) sheet().set(values);
    if (fits) show();
    return fits;
  }
  show();
  return { element, tell, adopt };
}

/** What the brush covers: 1 pixel on a small sheet, more on a large one. */
function underBrush(size, { row, column }) {
  const width = Math.max(1, Math.round(size / 16)), edge = size - width; // it stays on the sheet
  const inside = (place) => Math.min(edge, Math.max(0, place - (width >> 1)));
  return { top: inside(row), left: inside(column), height: width, width };
}

function stamp(values, size, place, shade) {
  const { top, left, height, width } = underBrush(size, place);
  for (let row = top; row < top + height; row++) values.fill(shade, row * size + left, row * size + left + width);
}

/** The pixels from one place to another: a fast hand skips those in between. */
function lineBetween(from, to) {
  const steps = Math.max(Math.abs(to.row - from.row), Math.abs(to.column - from.column), 1);
  return Array.from({ length: steps + 1 }, (_, i) => ({
    row: Math.round(from.row + ((to.row - from.row) * i) / steps),
    column: Math.round(from.column + ((to.column - from.column) * i) / steps),
  }));
}
