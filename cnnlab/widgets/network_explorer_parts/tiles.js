// All maps of a layer beside each other, in one canvas: 64 maps are painted as quickly as one. Over each
// lies an element of its own, which takes the pointer, the keys, and a frame.

import { paintShades } from "../parts/colours.js";
import { make } from "../parts/view.js";

const TILE_GAP = 4; // CSS pixels, as in the style
const LARGEST_TILE = 64, WANTED_TILE = 48, SMALLEST_TILE = 14; // CSS pixels of the longer side of a tile

/** Options:
 *    label            what the tiles are
 *    names            (index) => what a tile is
 *    wanted           CSS pixels of the longer side of a tile, or a little less
 *    choose           (index): a tile was clicked, or Enter was pressed on it
 *  `refresh(volume, scale)` paints; `mark(index)` frames a tile; `frame(box, index)` frames a part of every
 *  tile, or of one. */
export function tiles(view, { label, names, choose, wanted = WANTED_TILE }) {
  const canvas = make("canvas", { "aria-hidden": "true", class: "n-tiles-canvas" });
  const list = make("div", { class: "n-tiles", role: "listbox", "aria-label": label });
  const element = make("div", { class: "n-tiles-box" }, canvas, list);
  let options = [], size = { height: 1, width: 1 }, shown = null, columns = 1, image = null, colours = new Uint32Array();

  function build({ channels, height, width }) {
    size = tileSize(height, width, wanted);
    list.style.gridTemplateColumns = `repeat(auto-fill, ${size.width}px)`;
    list.style.gridAutoRows = `${size.height}px`;
    options = Array.from({ length: channels }, (_, i) =>
      make("div", { role: "option", tabindex: i ? -1 : 0, "aria-selected": "false", "aria-label": names(i), title: names(i) }));
    list.replaceChildren(...options);
    layOut();
  }
  function layOut() {
    columns = Math.max(1, Math.floor((list.getBoundingClientRect().width + TILE_GAP) / (size.width + TILE_GAP)));
    const rows = Math.ceil(options.length / columns);
    const height = rows * (size.height + TILE_GAP) - TILE_GAP, width = Math.min(columns, options.length) * (size.width + TILE_GAP) - TILE_GAP;
    if (image && canvas.height === height && canvas.width === width) return;
    Object.assign(canvas, { height, width });
    image = canvas.getContext("2d").createImageData(width, height);
  }
  function refresh(volume, scale) {
    shown = { volume, scale };
    if (options.length !== volume.channels) build(volume);
    paint();
  }
  function paint() {
    const { volume, scale } = shown, count = volume.values.length;
    if (colours.length !== count) colours = new Uint32Array(count);
    paintShades(colours, volume.values, scale);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < options.length; i++)
      paintTile(pixels, canvas.width, colours, volume, i, size,
        Math.floor(i / columns) * (size.height + TILE_GAP), (i % columns) * (size.width + TILE_GAP));
    canvas.getContext("2d").putImageData(image, 0, 0);
  }
  const observer = new ResizeObserver(() => {
    if (!shown) return;
    layOut();
    paint();
  });
  observer.observe(list);
  view.atTheEnd(() => observer.disconnect());

  view.listen(list, "click", ({ target }) => pick(options.indexOf(target)));
  view.listen(list, "keydown", (event) => {
    const now = options.indexOf(event.target), last = options.length - 1;
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, ArrowDown: now + columns, ArrowUp: now - columns, Home: 0, End: last }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey || now < 0) return;
    if (to !== undefined) options[Math.max(0, Math.min(last, to))].focus();
    else if (event.key === "Enter" || event.key === " ") pick(now);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  view.listen(list, "focusin", ({ target }) => options.forEach((each) => (each.tabIndex = each === target ? 0 : -1)));
  function pick(index) {
    if (index < 0) return;
    options[index].focus();
    choose(index);
  }
  return {
    element, refresh,
    mark: (index) => options.forEach((each, i) => (each.ariaSelected = String(i === index))),
    frame(box, only = null) {
      const part = (value, whole) => `${(100 * value) / whole}%`;
      const { height, width } = shown?.volume ?? { height: 1, width: 1 };
      options.forEach((each, i) => each.classList.toggle("n-framed", Boolean(box) && (only === null || only === i)));
      if (!box) return;
      list.style.setProperty("--top", part(box.top, height));
      list.style.setProperty("--left", part(box.left, width));
      list.style.setProperty("--height", part(box.height, height));
      list.style.setProperty("--width", part(box.width, width));
    },
  };
}

/** Whole pixels for each number where there is room. */
function tileSize(height, width, wanted) {
  const longer = Math.max(height, width);
  const zoom = longer === 1 ? SMALLEST_TILE : longer <= wanted ? Math.floor(wanted / longer) : Math.min(1, LARGEST_TILE / longer);
  return { height: Math.max(2, Math.round(height * zoom)), width: Math.max(2, Math.round(width * zoom)) };
}

function paintTile(pixels, across, colours, { height, width }, channel, size, top, left) {
  for (let y = 0; y < size.height; y++) {
    const from = (channel * height + Math.floor((y * height) / size.height)) * width;
    const to = (top + y) * across + left;
    for (let x = 0; x < size.width; x++) pixels[to + x] = colours[from + Math.floor((x * width) / size.width)];
  }
}
