// A picture on a canvas that can be pointed at with mouse, finger and arrow keys.

import { make } from "./view.js";

const LARGEST = 320; // CSS pixels of the longer side

/** Options:
 *    title, hint   what the picture is, and what can be done with it
 *    point         (place or null, how): the cursor is at { row, column }; how is "pointer" or "key"
 *    press, drag   (place, event): the pointer went down, or moves while it is down
 *  `paint(height, width, draw)` calls draw(pixels), pixels being a Uint32Array; with `first` and `last`
 *  only these rows reach the screen. `marks` draws frames. */
export function canvasPicture(view, { title, hint = "", part = "", point, press, drag, largest = LARGEST }) {
  const canvas = make("canvas", { "aria-hidden": "true", class: "cnnlab-pixels" });
  const overlay = make("canvas", { "aria-hidden": "true", class: "cnnlab-marks" });
  const stage = make("div", { class: "cnnlab-stage", role: point ? "application" : "img", "aria-label": title }, canvas, overlay);
  const caption = make("figcaption", {}, title);
  const element = make("figure", { "data-part": part }, caption, stage);
  if (point) {
    stage.tabIndex = 0;
    stage.setAttribute("aria-description", hint);
  }
  let image, cursor = null, frames = [], numbers = null;

  function paint(height, width, draw, first = 0, last = height) {
    if (canvas.width !== width || canvas.height !== height || !image) {
      Object.assign(canvas, { width, height });
      image = canvas.getContext("2d").createImageData(width, height);
      const factor = largest / Math.max(width, height);
      const zoom = factor >= 1 ? Math.floor(factor) : factor; // whole pixels where there is room
      stage.style.width = `${Math.round(width * zoom)}px`;
      stage.style.aspectRatio = `${width} / ${height}`;
      if (cursor) cursor = { row: Math.min(cursor.row, height - 1), column: Math.min(cursor.column, width - 1) };
    }
    draw(new Uint32Array(image.data.buffer));
    canvas.getContext("2d").putImageData(image, 0, 0, 0, first, width, last - first);
  }

  const drawMarks = view.oncePerFrame(() => {
    const { clientWidth, clientHeight } = stage, sharp = window.devicePixelRatio || 1;
    const size = { width: Math.round(clientWidth * sharp), height: Math.round(clientHeight * sharp) };
    if (overlay.width !== size.width || overlay.height !== size.height) Object.assign(overlay, size);
    const context = overlay.getContext("2d");
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    context.clearRect(0, 0, clientWidth, clientHeight);
    const cell = { width: clientWidth / canvas.width, height: clientHeight / canvas.height };
    if (numbers) writeNumbers(context, cell, canvas, numbers);
    for (const frame of frames) drawFrame(context, cell, frame);
  });

  function placeOf(event) {
    const box = stage.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) / box.height) * canvas.height);
    const column = Math.floor(((event.clientX - box.left) / box.width) * canvas.width);
    return row >= 0 && row < canvas.height && column >= 0 && column < canvas.width ? { row, column } : null;
  }

  function moveByKey(event) {
    const far = event.shiftKey ? 10 : 1, from = cursor ?? { row: canvas.height >> 1, column: canvas.width >> 1 };
    const moves = {
      ArrowUp: [-far, 0], ArrowDown: [far, 0], ArrowLeft: [0, -far], ArrowRight: [0, far],
      PageUp: [-10, 0], PageDown: [10, 0], Home: [0, -canvas.width], End: [0, canvas.width],
    };
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    if (event.key === "Escape" && cursor) point((cursor = null), "key");
    else if (event.key in moves) {
      const inside = (place, size) => Math.max(0, Math.min(size - 1, place));
      const [down, right] = cursor ? moves[event.key] : [0, 0]; // the first key shows the cursor
      cursor = { row: inside(from.row + down, canvas.height), column: inside(from.column + right, canvas.width) };
      point(cursor, "key");
    } else if ((event.key === "Enter" || event.key === " ") && press && cursor) press(cursor, event);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  if (point) {
    view.listen(stage, "keydown", moveByKey);
    view.listen(stage, "pointermove pointerdown", (event) => point((cursor = placeOf(event)), "pointer"));
    view.listen(stage, "pointerleave", () => point((cursor = null), "pointer"));
  }
  if (press || drag) {
    stage.classList.add("cnnlab-drawable");
    view.listen(stage, "pointerdown", (event) => {
      stage.setPointerCapture(event.pointerId);
      press?.(placeOf(event), event);
    });
    view.listen(stage, "pointermove", (event) => stage.hasPointerCapture(event.pointerId) && drag?.(placeOf(event), event));
  }
  const observer = new ResizeObserver(drawMarks);
  observer.observe(stage);
  view.atTheEnd(() => observer.disconnect());

  return {
    element, stage, canvas, paint,
    /** The text alternative, and the caption if it is to change as well. */
    name(text, title = null) {
      stage.ariaLabel = text;
      if (title !== null) caption.textContent = title;
    },
    /** Frames round parts of the picture: [{ top, left, height, width, kind }], kind "this" or "fed". */
    marks(list) {
      frames = list;
      drawMarks();
    },
    /** Texts in the cells, row by row, with the ink of each: [{ text, ink }], or null for none. */
    write(list) {
      if (!list && !numbers) return; // each picture of a camera asks again
      numbers = list;
      drawMarks();
    },
    get cursor() { return cursor; },
    set cursor(place) { cursor = place; },
  };
}

function drawFrame(context, cell, { top, left, height, width, kind = "this" }) {
  const box = [left * cell.width, top * cell.height, width * cell.width, height * cell.height];
  context.setLineDash(kind === "fed" ? [4, 3] : []); // the form differs too, not only the colour
  for (const [colour, line] of [["#fff", 4], ["#0057b8", 2]]) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.strokeRect(...box);
  }
}

function writeNumbers(context, cell, { width }, numbers) {
  const longest = Math.max(...numbers.map(({ text }) => text.length), 1);
  const size = Math.min(cell.height * 0.5, (cell.width / longest) * 1.5, 16);
  if (size < 5) return; // nobody could read them
  context.font = `${size}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  numbers.forEach(({ text, ink }, i) => {
    context.fillStyle = ink;
    context.fillText(text, ((i % width) + 0.5) * cell.width, (Math.floor(i / width) + 0.5) * cell.height);
  });
}
