// Change a number of a kernel and see the picture change.

import { crossCorrelate, slideOver, turned } from "./parts/arithmetic.js";
import { fromPython } from "./parts/arrays.js";
import { canvasPicture } from "./parts/canvas.js";
import { greyScale, limitOf, paintShades, rangeOf, signedScale } from "./parts/colours.js";
import { slider } from "./parts/controls.js";
import { numberGrid } from "./parts/grid.js";
import { slideSettings } from "./parts/settings.js";
import { make, openView } from "./parts/view.js";

function render(context) {
  const view = openView(context, "filter-explorer");
  const { model, say } = view;
  const kernel = () => model.get("kernels")[model.get("chosen")];
  const input = canvasPicture(view, { title: say("Image"), part: "image", point: () => {} });
  const output = canvasPicture(view, { title: say("Feature map"), part: "map", point: () => {} });
  const setWeight = (row, column, weight, commit) => {
    const changed = kernel().map((each) => [...each]);
    changed[row][column] = weight;
    const kernels = model.get("kernels").map((each, i) => (i === model.get("chosen") ? changed : each));
    view.change({ kernels }, commit);
  };
  const grid = numberGrid(view, {
    label: say("Kernel"), change: setWeight,
    point: (place) => place && weight.refresh(kernel()[place.row][place.column]),
  });
  const weight = slider(view, say("Weight"), { min: -8, max: 8, step: 0.05 }, (value, commit) =>
    setWeight(grid.chosen.row, grid.chosen.column, value, commit));
  const kernelPart = make("div", { "data-part": "kernel" }, grid.element, weight.element);

  const drawInput = () => {
    const { height, width, values } = fromPython(model.get("image"));
    input.paint(height, width, (pixels) => paintShades(pixels, values, greyScale(...rangeOf(values))));
  };
  const drawMap = view.oncePerFrame(() => {
    const picture = fromPython(model.get("image"));
    const settings = { stride: model.get("stride"), padding: model.get("padding"), dilation: model.get("dilation") };
    const slide = slideOver(picture, [kernel().length, kernel()[0].length], settings);
    const map = crossCorrelate(picture, model.get("flip") ? turned(kernel()) : kernel(), slide, new Float64Array(slide.rows * slide.columns));
    output.paint(slide.rows, slide.columns, (pixels) => paintShades(pixels, map, signedScale(limitOf(map))));
  });
  const drawKernel = () => {
    grid.refresh(kernel());
    weight.refresh(kernel()[grid.chosen.row][grid.chosen.column]);
  };
  view.watch("image", drawInput);
  view.watch("kernels chosen", drawKernel);
  view.watch("image kernels chosen stride padding dilation flip", drawMap);
  view.show(say("Filter explorer"), make("div", { class: "cnnlab-row" }, input.element, kernelPart, output.element), slideSettings(view));
  drawInput();
  drawKernel();
  drawMap();
  return view.close;
}

export default { render };
