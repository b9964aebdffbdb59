// From the traits to every number on the screen.

import { both, slideOver } from "../parts/arithmetic.js";
import { fromPython } from "../parts/arrays.js";
import { limitOf, signedScale } from "../parts/colours.js";
import { LARGEST_WINDOW, downsampled, refitted, shiftedMap } from "./downsample.js";

export const windowOf = (model) => both(model.get("window"));
export const strideOf = (model) => both(model.get("stride") ?? model.get("window"));
export const kernelOfWindow = (model) => refitted(model.get("kernel"), windowOf(model));

/** { sides, shift, isShifted, kernel, scale }: `sides` are the map before and after the shift, each
 *  { map, window, stride, outputs }; one scale of colours serves all. */
export function stateOf(model) {
  const map = fromPython(model.get("feature_map")), shift = model.get("shift"), kernel = kernelOfWindow(model);
  const window = windowOf(model), stride = strideOf(model);
  const sides = [map, shiftedMap(map, shift)].map((each) =>
    ({ map: each, window, stride, outputs: downsampled(each, window, stride, kernel) }));
  const limits = sides.flatMap((side) => [side.map, ...Object.values(side.outputs)]).map(({ values }) => limitOf(values));
  return { sides, shift, isShifted: shift.some((by) => by !== 0), kernel, scale: signedScale(Math.max(...limits)) };
}

/** Why this window cannot be used on this map; empty where it can. */
export function faultOf(model, say) {
  const [height, width] = model.get("feature_map").shape, [rows, columns] = windowOf(model), most = LARGEST_WINDOW;
  if (Math.max(rows, columns) > most)
    return say("A window here has at most {most} rows and columns, but {rows} × {columns} arrived.", { most, rows, columns });
  const slide = slideOver({ height, width }, [rows, columns]);
  if (slide.rows < 1 || slide.columns < 1)
    return say("A window of {rows} × {columns} does not fit in a map of {height} × {width}. Use a smaller one.", { rows, columns, height, width });
  return "";
}
