// The whole picture, with the rectangle that is magnified: drawn, moved, stretched and zoomed by hand.

import { make } from "../parts/view.js";
import { paintCanvas } from "./painting.js";
import { dragged, gripAt, inside, moved, stretched, zoomed } from "./region.js";

const ROOM = { height: 260, width: 222 }; // CSS pixels
const THINNEST = 24; // of a picture of one row, so that a finger finds it
const REACH = { finger: 14, mouse: 7 }; // CSS pixels from an edge that still take hold of it
const STEADY = 4; // CSS pixels that a hand may move while it clicks
const CURSORS = { // by { down, right } of the grip
  "-1,-1": "nwse-resize", "-1,0": "ns-resize", "-1,1": "nesw-resize",
  "0,-1": "ew-resize", "0,0": "move", "0,1": "ew-resize",
  "1,-1": "nesw-resize", "1,0": "ns-resize", "1,1": "nwse-resize",
};

/** Options: `size()` is the picture's { height, width }; `region()` is the rectangle; `change` (region,
 *  commit) sets it; `zoomIn` and `zoomOut` (place or null) make it smaller or larger; `point`
 *  ({ row, column } or null) is where the pointer is; `enter` () leads to the numbers. */
export function wholePicture(view, options) {
  const { say } = view;
  const canvas = make("canvas", { "aria-hidden": "true", class: "cnnlab-pixels" });
  const frame = make("div", { class: "cnnlab-region", "aria-hidden": "true" });
  const stage = make("div", {
    class: "cnnlab-stage cnnlab-drawable", role: "application", tabindex: 0,
    "aria-label": say("The whole picture, with the rectangle that is magnified"),
    "aria-description": say("Arrow keys move the rectangle, with Shift they resize it; + and − zoom; Page up and Page down move it by its height, Home and End by its width; Enter goes to the numbers."),
  }, canvas, frame);
  const element = make("figure", { "data-part": "image" }, stage);
  let pointed = null;

  /** How many rows and columns so many CSS pixels are. */
  function inPixels(right, down) {
    const box = canvas.getBoundingClientRect(), { height, width } = options.size();
    return { row: (down * height) / box.height, column: (right * width) / box.width };
  }
  function place({ clientX, clientY }) {
    const { left, top } = canvas.getBoundingClientRect();
    return inPixels(clientX - left, clientY - top);
  }
  /** The pixel at a place, or null beside the picture. */
  function pixelAt({ row, column }) {
    const { height, width } = options.size(), there = row >= 0 && row < height && column >= 0 && column < width;
    return there ? { row: Math.floor(row), column: Math.floor(column) } : null;
  }
  function gripOf(event) {
    const reach = event.pointerType === "touch" ? REACH.finger : REACH.mouse;
    return gripAt(options.region(), place(event), inPixels(reach, reach));
  }

  dragOn(view, stage, { place, gripOf, ...options });
  moveByKeys(view, stage, { ...options, pointed: () => pointed });
  view.listen(stage, "pointermove", (event) => {
    if (stage.hasPointerCapture(event.pointerId)) return;
    const grip = gripOf(event);
    stage.style.cursor = grip ? CURSORS[[grip.down, grip.right]] : "crosshair";
    options.point((pointed = pixelAt(place(event))));
  });
  view.listen(stage, "pointerleave", () => options.point((pointed = null)));
  view.listen(stage, "wheel", (event) => {
    if (!stage.matches(":focus")) return; // the page may scroll on
    event.preventDefault();
    (event.deltaY < 0 ? options.zoomIn : options.zoomOut)(place(event));
  }, { passive: false });

  return {
    element, stage,
    paint(picture, range, tint) {
      const { height, width } = options.size();
      const room = Math.min(ROOM.height / height, ROOM.width / width), zoom = room >= 2 ? Math.floor(room) : room;
      const wide = Math.max(THINNEST, width * zoom), high = Math.max(THINNEST, height * zoom);
      stage.style.width = `${Math.round(wide)}px`;
      stage.style.aspectRatio = `${wide} / ${high}`;
      stage.classList.toggle("cnnlab-smooth", zoom < 2); // uneven pixels would look like a pattern
      paintCanvas(canvas, picture, range, tint);
    },
    frame([top, left, rows, columns]) {
      const { height, width } = options.size();
      const percent = (part, all) => `${(100 * part) / all}%`;
      Object.assign(frame.style, { top: percent(top, height), height: percent(rows, height) });
      Object.assign(frame.style, { left: percent(left, width), width: percent(columns, width) });
    },
  };
}

/** A drag on the rectangle moves or resizes it; beside it, a drag draws a new one, a click fetches it. */
function dragOn(view, stage, { place, gripOf, region, size, change }) {
  let drag = null;
  view.listen(stage, "pointerdown", (event) => {
    if (event.button !== 0) return;
    stage.setPointerCapture(event.pointerId);
    const { clientX: x, clientY: y } = event;
    drag = { grip: gripOf(event), from: place(event), start: region(), x, y, steady: true };
  });
  view.listen(stage, "pointermove", (event) => {
    if (!drag || !stage.hasPointerCapture(event.pointerId)) return;
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) >= STEADY) drag.steady = false;
    if (!drag.steady) change(dragged(drag.start, drag.grip, drag.from, place(event), size()), false);
  });
  view.listen(stage, "pointerup pointercancel", (event) => {
    if (!drag) return;
    const { grip, from, start, steady } = drag, [, , height, width] = start;
    drag = null;
    const middle = [Math.floor(from.row) - (height >> 1), Math.floor(from.column) - (width >> 1), height, width];
    if (!steady) change(region());
    else if (!grip && event.type === "pointerup") change(inside(middle, size()));
  });
}

function moveByKeys(view, stage, { region, size, change, zoomIn, zoomOut, pointed, enter }) {
  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  view.listen(stage, "keydown", (event) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const { key } = event, [, , height, width] = region();
    const PAGES = { PageUp: [-height, 0], PageDown: [height, 0], Home: [0, -width], End: [0, width] };
    if (key in ARROWS) change((event.shiftKey ? stretched : moved)(region(), ...ARROWS[key], size()));
    else if (key in PAGES) change(moved(region(), ...PAGES[key], size()));
    else if (key === "+") zoomIn(pointed());
    else if (key === "-") zoomOut(pointed());
    else if (key === "Enter") enter();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
