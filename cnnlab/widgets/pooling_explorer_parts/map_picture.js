// One map in signed colours, with its numbers where there is room, and with patterns over some of it.

import { canvasPicture } from "../parts/canvas.js";
import { cssOf, paintShades } from "../parts/colours.js";
import { make } from "../parts/view.js";
import { exact, short } from "../parts/words.js";

const LARGEST_CELL = 30; // CSS pixels
const READABLE = 20; // CSS pixels: below, a number has no room
const TELLS_CHANGES = 400; // numbers: in a larger map nobody could see which have a mark

/** A number in three digits, or as many as its whole part needs: 4, −0.333, 12.3, 256. */
export function threeDigits(number) {
  const size = Math.abs(number);
  return size >= 1000 ? short(number) : exact(Number(number.toPrecision(3)) + 0); // no −0
}

/** A number with at most two decimals: 1.75, −0.26, 12.3. */
function inACell(number) {
  const size = Math.abs(number);
  if (size >= 1000 || (size > 0 && size < 0.01)) return short(number);
  return exact(Number(number.toFixed(size < 10 ? 2 : 1)) + 0);
}

/** Options: `title`, `hint` and `part` as canvasPicture takes them; `largest`, the CSS pixels of its longer
 *  side; `point(place or null, how)`. */
export function mapPicture(view, { title, hint, part, largest, point }) {
  const shown = canvasPicture(view, { title, hint, part, largest, point });
  const patterns = make("div", { class: "cnnlab-patterns", "aria-hidden": "true" });
  shown.stage.append(patterns);

  function resize({ height, width }) {
    const room = largest / Math.max(height, width);
    const cell = room < 1 ? room : Math.min(LARGEST_CELL, Math.floor(room));
    shown.stage.style.width = `${width * cell}px`;
    shown.stage.classList.toggle("cnnlab-shrunk", cell < 1);
    patterns.style.setProperty("--rows", height);
    patterns.style.setProperty("--columns", width);
    patterns.classList.toggle("cnnlab-lines", cell >= 8);
    return cell;
  }

  return {
    ...shown,
    /** `numbers`: whether to write them. `strips`: [{ kind, top, left, height, width }], kind "unused" or
     *  "entered". `changed`: (index) => whether that number has a mark. */
    draw(map, scale, { numbers, strips = [], changed = () => false }) {
      shown.paint(map.height, map.width, (pixels) => paintShades(pixels, map.values, scale));
      const cell = resize(map);
      const written = (number) => ({ text: inACell(number), ink: cssOf(number, scale).ink });
      shown.write(numbers && cell >= READABLE ? Array.from(map.values, written) : null);
      const marks = map.values.length > TELLS_CHANGES ? [] : [...map.values.keys()].filter(changed).map((at) =>
        ({ kind: "changed", top: Math.floor(at / map.width), left: at % map.width, height: 1, width: 1 }));
      patterns.replaceChildren(...[...strips, ...marks].map((strip) => pattern(strip, map)));
    },
  };
}

function pattern({ kind, top, left, height, width }, map) {
  const share = (part, whole) => `${(100 * part) / whole}%`;
  const element = make("div", { class: `cnnlab-${kind}` });
  Object.assign(element.style, {
    top: share(top, map.height), height: share(height, map.height),
    left: share(left, map.width), width: share(width, map.width),
  });
  return element;
}
