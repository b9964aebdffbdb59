// Several kernels side by side: each with its map in small; one of them is chosen.

import { button } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { mapColours, paintMap } from "./map_drawing.js";
import { identityLike } from "./kernel_changes.js";
import { MOST_KERNELS } from "./state.js";

export function kernelStrip(view, state) {
  const { say, model } = view;
  const cards = make("div", { class: "cnnlab-cards", role: "group", "aria-label": say("Kernels and their maps") });
  const add = button(view, say("Add a kernel"), () => put(identityLike(state.kernel)));
  const copy = button(view, say("Duplicate"), () => put(state.kernel));
  const remove = button(view, say("Remove"), () => state.kernels.length > 1 && take(state.chosen));
  const buttons = make("div", { class: "cnnlab-buttons", "data-part": "more-kernels" }, add, copy, remove);
  const element = make("div", { "data-part": "kernels" }, cards);
  let shown = [];

  function put(kernel) {
    if (state.kernels.length >= MOST_KERNELS) return;
    const at = state.chosen + 1;
    const names = state.kernels.map((_, i) => model.get("names")[i] ?? "");
    view.change({ names: names.toSpliced(at, 0, ""), kernels: state.kernels.toSpliced(at, 0, kernel), chosen: at });
  }
  function take(at) {
    const names = state.kernels.map((_, i) => model.get("names")[i] ?? "");
    const chosen = Math.min(at, state.kernels.length - 2);
    view.change({ chosen, names: names.toSpliced(at, 1), kernels: state.kernels.toSpliced(at, 1) });
  }

  function card(number) {
    const canvas = make("canvas", { "aria-hidden": "true", width: 1, height: 1 }), name = make("span");
    const element = button(view, "", () => view.change({ chosen: number }), { class: "cnnlab-card" });
    element.append(canvas, name);
    return { element, canvas, name };
  }

  function refresh() {
    const count = state.kernels.length, wanted = count > 1 ? count : 0; // one kernel needs no card
    if (shown.length !== wanted) {
      shown = Array.from({ length: wanted }, (_, number) => card(number));
      cards.replaceChildren(...shown.map(({ element }) => element));
    }
    shown.forEach((each, number) => {
      each.name.textContent = state.label(number);
      each.element.setAttribute("aria-pressed", number === state.chosen);
    });
    for (const each of [add, copy]) each.setAttribute("aria-disabled", count >= MOST_KERNELS);
    remove.setAttribute("aria-disabled", count <= 1);
  }

  /** Paints the small map of one kernel. */
  function draw(number, { map, slide, fits }) {
    const canvas = shown[number]?.canvas;
    if (!canvas) return;
    const { rows: height, columns: width } = fits ? slide : { rows: 1, columns: 1 };
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = canvas.getContext("2d"), image = context.createImageData(width, height);
    if (fits) paintMap(new Uint32Array(image.data.buffer), map, mapColours(view, state, map));
    context.putImageData(image, 0, 0);
  }

  view.watch("kernels chosen names", refresh);
  refresh();
  return { element, buttons, draw };
}
