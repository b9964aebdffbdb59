// The map as a few lines of Python, to be taken to the next cell.

import { button } from "../parts/controls.js";
import { make } from "../parts/view.js";

/** Python that makes the map of the chosen kernel with cnnlab's own functions. */
export function pythonCode(view, state) {
  const { model } = view, { stride, padding, dilation, flip, ...after } = state.settings;
  const isColour = model.get("image").shape.length === 3, slide = flip ? "convolve" : "cross_correlate";
  const grey = isColour && !model.get("colour");
  const how = `kernel, stride=${written(stride)}, padding=${written(padding)}, dilation=${written(dilation)}`;
  const lines = [
    "import numpy as np",
    `from cnnlab import ${["convolution", grey && "images", after.relu && "pooling"].filter(Boolean).join(", ")}`,
    "",
    grey ? "image = images.to_grey(explorer.image)" : "image = explorer.image",
    ...kernelLines(state.kernel),
  ];
  if (isColour && !grey)
    lines.push("feature_map = np.stack(", `    [convolution.${slide}(image[:, :, channel], ${how})`,
      "     for channel in range(3)], axis=-1)");
  else lines.push(`feature_map = convolution.${slide}(`, `    image, ${how})`);
  return [...lines, ...afterLines(after), ""].join("\n");
}

const written = (value) => (Array.isArray(value) ? `(${value.join(", ")})` : JSON.stringify(value));

function kernelLines(kernel) {
  const rows = kernel.map((row) => `    [${row.join(", ")}],`);
  return ["kernel = np.array([", ...rows, "])"];
}

function afterLines({ scale, bias, relu, absolute }) {
  const lines = [];
  if (scale !== 1 || bias !== 0) lines.push(`feature_map = ${scale} * feature_map + ${bias}`);
  if (relu) lines.push("feature_map = pooling.relu(feature_map)");
  if (absolute) lines.push("feature_map = np.abs(feature_map)");
  return lines;
}

/** A button that copies the code, and a field that shows it: where a page may not use the clipboard,
 *  the code is there to be copied by hand. */
export function copyAsPython(view, state) {
  const { say } = view;
  const told = make("p");
  const title = say("The map in Python");
  const field = make("textarea", { readonly: true, rows: 11, spellcheck: "false", "aria-label": title });
  const panel = make("div", { "data-part": "python", hidden: true }, told, field);
  const copy = button(view, say("Copy as Python"), async () => {
    panel.hidden = false;
    field.value = pythonCode(view, state);
    const copied = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
    if (view.signal.aborted) return;
    told.textContent = copied
      ? say("Copied. Paste it into a cell; “explorer” is the name that you gave to this widget.")
      : say("This page may not use the clipboard: the code is marked, Ctrl+C copies it.");
    if (!copied) field.select();
    if (!copied) field.focus();
    view.announce(told.textContent);
  });
  const close = button(view, say("Close"), () => {
    panel.hidden = true;
    copy.focus();
  });
  panel.append(close);
  return { button: copy, panel };
}
