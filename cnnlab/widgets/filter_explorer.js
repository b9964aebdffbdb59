// Change a number of a kernel and see the picture change.
//
// The state is in the model's traits; state.js reads it. Each part below shows it and changes it, and
// none knows of another: a change of the model, from a hand or from Python, redraws what it concerns.

import { toPython } from "./parts/arrays.js";
import { canvasPicture } from "./parts/canvas.js";
import { greyScale, paintColours, paintShades } from "./parts/colours.js";
import { keepHistory } from "./parts/history.js";
import { slideSettings } from "./parts/settings.js";
import { imageSources } from "./parts/sources.js";
import { make, openView } from "./parts/view.js";
import { afterSumControls, displayControls } from "./filter_explorer_parts/after_sum.js";
import { kernelEditor } from "./filter_explorer_parts/kernel_editor.js";
import { kernelStrip } from "./filter_explorer_parts/kernel_strip.js";
import { mapDrawing, numbersFor, PICTURE_SIDE } from "./filter_explorer_parts/map_drawing.js";
import { mapMaker } from "./filter_explorer_parts/map_maker.js";
import { probe } from "./filter_explorer_parts/probe.js";
import { copyAsPython } from "./filter_explorer_parts/python_code.js";
import { explorerState } from "./filter_explorer_parts/state.js";

const REMEMBERED = ["image", "kernels", "names", "stride", "padding", "dilation", "flip", "scale", "bias", "relu",
  "absolute", "colour", "signed", "numbers"];

function render(context) {
  const view = openView(context, "filter-explorer");
  const { say } = view;
  const history = keepHistory(view, REMEMBERED, ["chosen"]);
  const state = explorerState(view);
  const look = (where) => (place, how) => taken.look(where, place, how);
  const image = imagePicture(view, state, look("image"));
  const output = mapDrawing(view, state, look("map"));
  const taken = probe(view, state, { image, map: output.picture });
  const strip = kernelStrip(view, state);
  const python = copyAsPython(view, state);
  const complain = misfitSpeaker(view, state);
  const maker = mapMaker(view, state, (job, first, last) => {
    const number = maker.jobs().indexOf(job);
    if (number === state.chosen) output.draw(job, first, last);
    if (job.told) strip.draw(number, job);
    if (number === state.chosen) complain();
  });
  view.watch("chosen", view.oncePerFrame(() => {
    const job = maker.jobs()[state.chosen];
    if (job) output.draw(job, 0, 0);
  }));

  view.show(say("Filter explorer"),
    make("div", { class: "cnnlab-toolbar" }, history.element, strip.buttons, python.button),
    python.panel,
    imageSources(view, { take: (picture, commit) => view.change({ image: toPython(picture) }, commit) }),
    strip.element,
    make("div", { class: "cnnlab-bench" }, image.element, kernelEditor(view, state), output.picture.element),
    taken.element,
    moveControls(view), afterSumControls(view, state), displayControls(view));
  taken.element.before(view.complaint); // beside what it is about
  maker.start();
  taken.refresh();
  return view.close;
}

/** The image as the kernels see it. */
function imagePicture(view, state, point) {
  const { say, model } = view;
  const drawn = canvasPicture(view, {
    title: say("Image"), part: "image", point, largest: PICTURE_SIDE,
    hint: say("Arrow keys move to a pixel and show the numbers of the map that it feeds; Escape leaves it."),
  });
  const draw = view.oncePerFrame(() => {
    const { height, width, channels, values, range } = state.picture, scale = greyScale(...range);
    drawn.paint(height, width, (pixels) =>
      channels === 3 ? paintColours(pixels, values, range) : paintShades(pixels, values, scale));
    drawn.write(model.get("numbers") ? numbersFor(height, width, channels, values, scale) : null);
  });
  view.watch("image colour numbers", draw);
  draw();
  return drawn;
}

/** Returns a function that says why the kernel does not fit, and takes it back once it does. */
function misfitSpeaker(view, state) {
  let said = "";
  return () => {
    const sentence = state.misfit(state.kernel);
    if (sentence || said) view.complain(sentence);
    said = sentence;
  };
}

function moveControls(view) {
  return make("fieldset", {}, make("legend", {}, view.say("How the kernel moves")), slideSettings(view));
}

export default { render };
