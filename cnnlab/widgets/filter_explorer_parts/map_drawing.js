// The map of the chosen kernel on the screen: its colours, what they mean, its numbers.

import { extremes } from "../parts/arrays.js";
import { canvasPicture } from "../parts/canvas.js";
import { cssOf, greyScale, limitOf, paintColours, paintShades, signedScale } from "../parts/colours.js";
import { make } from "../parts/view.js";
import { short } from "../parts/words.js";
import { rangeText, sizeText } from "./state.js";

export const PICTURE_SIDE = 272; // CSS pixels: two pictures and a kernel side by side in a notebook's cell
const MOST_NUMBERS = 32; // rows or columns: the cells of a larger picture are too small for numbers

const AT_ONCE = 300000; // numbers of a map that can be made, coloured and painted in one frame

/** How a map is painted: signed or clipped grey, or the colours of three channels. */
export function mapColours(view, state, map, limit) {
  if (state.picture.channels === 3) return { range: state.picture.range };
  return view.model.get("signed") ? signedScale(limit ?? limitOf(map)) : greyScale(...state.picture.range);
}

export function paintMap(pixels, map, colours, first = 0, last = pixels.length) {
  if (colours.range) paintColours(pixels, map, colours.range, first, last);
  else paintShades(pixels, map, colours, first, last);
}

/** The numbers of a picture as texts for its cells, or null where they would be too small. */
export function numbersFor(rows, columns, channels, values, colours) {
  if (channels > 1 || Math.max(rows, columns) > MOST_NUMBERS) return null;
  return Array.from(values, (number) => ({ text: short(number), ink: cssOf(number, colours).ink }));
}

/** The large map. */
export function mapDrawing(view, state, point) {
  const { say, model } = view;
  const title = say("Feature map");
  const picture = canvasPicture(view, {
    title, point, part: "map", largest: PICTURE_SIDE,
    hint: say("Arrow keys move to a number of the map and show how it is made; Escape leaves it."),
  });
  const legend = colourLegend(view);
  picture.element.append(legend.element);
  let job = null, limit = 1, colours = null, naming;

  /** Rows of a map are new: paints them, and all of it once it is complete. */
  function draw(drawn, first, last) {
    const rows = drawn === job ? [first, last] : [0, drawn.slide.rows];
    job = drawn;
    if (!drawn.fits) return empty();
    if (drawn.told && drawn.map.length <= AT_ONCE) return recolour();
    paint(...rows);
    if (drawn.told) recolourSoon(); // a frame of its own: making the rows has taken one already
  }
  const drawAll = () => job && draw(job, 0, job.slide.rows);

  /** Finds the limit of the colours: only a whole map can say it. */
  function recolour() {
    if (!job.fits) return;
    if (model.get("signed")) limit = limitOf(job.map);
    paint(0, job.slide.rows);
    describe();
  }
  const recolourSoon = view.oncePerFrame(() => job.told && recolour());

  function paint(first, last) {
    const { map, slide } = job;
    colours = mapColours(view, state, map, limit);
    picture.paint(slide.rows, slide.columns, (pixels) =>
      paintMap(pixels, map, colours, first * slide.columns, last * slide.columns), first, last);
    legend.show(colours, picture.stage.style.width);
  }

  function describe() {
    const { map, slide } = job;
    const texts = () => numbersFor(slide.rows, slide.columns, state.picture.channels, map, colours);
    picture.write(model.get("numbers") ? texts() : null);
    clearTimeout(naming); // a text alternative is for when the hand has come to rest
    naming = setTimeout(() =>
      picture.name(`${title}, ${sizeText(view, slide)}, ${rangeText(view, extremes(map))}`), 300);
  }

  function empty() {
    clearTimeout(naming);
    picture.paint(picture.canvas.height, picture.canvas.width, (pixels) => pixels.fill(0));
    picture.write(null);
    picture.name(say("Feature map: empty, because the kernel does not fit."));
  }

  view.atTheEnd(() => clearTimeout(naming));
  view.watch("signed numbers", view.oncePerFrame(drawAll));
  return { picture, draw };
}

/** A bar of colours with the numbers that they stand for. */
function colourLegend(view) {
  const { say } = view;
  const bar = make("canvas", { width: 257, height: 1, class: "cnnlab-bar", "aria-hidden": "true" });
  const [low, middle, high] = [0, 0, 0].map(() => make("span"));
  const words = make("span", { class: "cnnlab-scale" }, low, middle, high);
  const note = make("span", { class: "cnnlab-note" });
  const element = make("div", { class: "cnnlab-legend", "data-part": "legend" }, bar, words, note);
  const context = bar.getContext("2d"), image = context.createImageData(257, 1);
  let shown = "";

  function show(colours, width) {
    const [lowest, highest] = colours.range ?? [colours.lowest, colours.highest];
    const scale = colours.range ? greyScale(lowest, highest) : colours;
    const key = `${width} ${lowest} ${highest} ${Boolean(colours.range)} ${view.model.get("signed")}`;
    if (key === shown) return;
    shown = key;
    element.style.width = width; // as wide as the map above it
    const ramp = Float64Array.from({ length: 257 }, (_, i) => lowest + ((highest - lowest) * i) / 256);
    paintShades(new Uint32Array(image.data.buffer), ramp, scale);
    context.putImageData(image, 0, 0);
    low.textContent = short(lowest);
    middle.textContent = lowest < 0 ? short((lowest + highest) / 2) : "…";
    high.textContent = short(highest);
    note.textContent = colours.range ? say("red, green and blue, each clipped to this range")
      : lowest < 0 && view.model.get("signed") ? say("negative, zero, positive") : say("clipped to this range");
  }
  return { element, show };
}
