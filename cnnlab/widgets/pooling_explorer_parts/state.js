// From the traits to every number on the screen.

import { both, slideOver } from "../parts/arithmetic.js";
import { fromPython } from "../parts/arrays.js";
import { limitOf, signedScale } from "../parts/colours.js";
import { LARGEST_WINDOW, downsampled, refitted, shiftedMap } from "./downsample.js";

export const windowOf = (model) => both(model.get("window"));
export const strideOf = (model) => both(model.get("stride") ?? model.get("window"));
export const kernelOfWindow = (model) => refitted(model.get("kernel"), windowOf(model));

/** Returns a function that gives { sides, shift, isShifted, kernel, scale }: `sides` are the map before and
 *  after the shift, each { map, window, stride, outputs }; one scale of colours serves all. The side before
 *  is kept while only the shift changes. */
export function stateReader(model) {
  let before, limitBefore, madeFrom = [];
  return () => {
    const window = windowOf(model), stride = strideOf(model), kernel = kernelOfWindow(model);
    const sideOf = (map) => ({ map, window, stride, outputs: downsampled(map, window, stride, kernel) });
    const sources = [model.get("feature_map"), String(window), String(stride), String(kernel)];
    if (sources.some((source, i) => source !== madeFrom[i])) {
      [before, madeFrom] = [sideOf(fromPython(sources[0])), sources];
      limitBefore = limitOfAll(before);
    }
    const shift = model.get("shift"), isShifted = shift.some((by) => by !== 0);
    const after = isShifted ? sideOf(shiftedMap(before.map, shift)) : before;
    const limit = isShifted ? Math.max(limitBefore, limitOfAll(after)) : limitBefore;
    return { sides: [before, after], shift, isShifted, kernel, scale: signedScale(limit) };
  };
}

const limitOfAll = ({ map, outputs }) =>
  Math.max(...[map, ...Object.values(outputs)].map(({ values }) => limitOf(values)));

/** Why this window cannot be used on this map; empty where it can. */
export function faultOf(model, say) {
  const [height, width] = model.get("feature_map").shape, [rows, columns] = windowOf(model);
  const most = LARGEST_WINDOW;
  if (Math.max(rows, columns) > most)
    return say("A window here has at most {most} rows and columns, but {rows} × {columns} arrived.",
      { most, rows, columns });
  const slide = slideOver({ height, width }, [rows, columns]);
  if (slide.rows < 1 || slide.columns < 1)
    return say("A window of {rows} × {columns} does not fit in a map of {height} × {width}. Use a smaller one.",
      { rows, columns, height, width });
  return "";
}
