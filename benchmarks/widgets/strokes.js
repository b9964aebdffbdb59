// Added to the probe (probe.js): what NetworkExplorer had on the screen in each frame, and what the hand
// did. Nothing is judged here: strokes.py compares the maps with those of the drawing in the same frame.

Object.assign(probe, {
  moves: [], // { at, x, y }: of the pointer while it is down, also those that Chromium handed over together

  watchStrokes(root) {
    const moved = (event) => {
      if (!(event.buttons & 1)) return;
      const all = event.getCoalescedEvents?.() ?? [], each = all.length ? all : [event];
      probe.moves.push(...each.map(({ timeStamp, clientX, clientY }) => ({ at: timeStamp, x: clientX, y: clientY })));
    };
    for (const kind of ["pointerdown", "pointermove"]) window.addEventListener(kind, moved, true);
    probe.root = [...document.querySelectorAll(root)].at(-1);
    probe.rows = [];
    probe.look = () => ({ seen: probe.onScreen(probe.rows) });
    probe.running ??= probe.run();
  },

  sheet: () => probe.root.querySelector("[data-part=input] canvas.cnnlab-pixels"),
  canvases: () => [...probe.root.querySelectorAll("[data-part=layers] li canvas")],

  /** Where the drawing is in the page, and where each map is in the canvas of its layer. */
  places() {
    const sheet = probe.sheet(), { left, top, width, height } = sheet.getBoundingClientRect();
    const boxes = (canvas) => [...canvas.parentElement.querySelectorAll("[role=option]")]
      .map(({ offsetLeft, offsetTop, offsetWidth, offsetHeight }) => [offsetLeft, offsetTop, offsetWidth, offsetHeight]);
    return { sheet: [left, top, width / sheet.width, height / sheet.height], layers: probe.canvases().map(boxes) };
  },

  /** The drawing, these rows of pixels of each layer, the scores and their bars. */
  onScreen(rows) {
    return {
      drawing: pixelRows(probe.sheet(), range(probe.sheet().height)),
      layers: probe.canvases().map((canvas, i) => pixelRows(canvas, rows[i] ?? [])),
      scores: [...probe.root.querySelectorAll(".n-score")].map(({ textContent }) => textContent),
      bars: [...probe.root.querySelectorAll(".n-bar")].map(({ style }) => parseFloat(style.width)),
    };
  },

  asText: (seen) => ({ ...seen, drawing: base64(seen.drawing), layers: seen.layers.map(base64) }),
  /** The frames of a stroke, as JSON. */
  ofStroke: () => ({
    moves: probe.moves,
    frames: probe.frames.map(({ seen, ...frame }) => ({ ...frame, seen: probe.asText(seen) })),
  }),
});

const range = (count) => Array.from({ length: count }, (_, i) => i);

function pixelRows(canvas, rows) {
  if (!rows.length) return new Uint8ClampedArray();
  const { wide } = probe, { width } = canvas;
  if (wide.canvas.width < width || wide.canvas.height < rows.length)
    Object.assign(wide.canvas, { width: Math.max(width, wide.canvas.width), height: Math.max(rows.length, wide.canvas.height) });
  rows.forEach((row, i) => wide.drawImage(canvas, 0, row, width, 1, 0, i, width, 1));
  return wide.getImageData(0, 0, width, rows.length).data;
}

function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
