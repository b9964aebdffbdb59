// Where does a detector break? A slider for each thing that can vary, under the curve of its accuracy.

import { fromPython } from "./parts/arrays.js";
import { make, openView } from "./parts/view.js";
import { curveSlider } from "./variation_explorer_parts/curve_slider.js";
import { exampleRow } from "./variation_explorer_parts/example_row.js";
import { perCent, valueWords } from "./variation_explorer_parts/numbers.js";

function render(context) {
  const view = openView(context, "variation-explorer");
  const { model, say } = view;
  const variations = model.get("variations"), counts = model.get("counts");
  const total = counts.reduce((sum, count) => sum + count, 0);
  const accuracies = variations.map(({ right }) => right.map((each) => sumOf(each) / total));

  const where = () => {
    const [name, value] = model.get("at");
    const slider = variations.findIndex((each) => each.name === name);
    return { slider, place: variations[slider].values.indexOf(value) };
  };
  const sliders = variations.map((variation, i) => curveSlider(view, variation, accuracies[i], (place, commit) =>
    view.change({ at: [variation.name, variation.values[place]] }, commit)));
  const examples = exampleRow(view, fromPython(model.get("strip")), variations);
  const legend = make("p", { class: "v-legend" },
    say("+ is above its threshold and − below it; “yes” needs + everywhere."));
  const verdict = make("div", { class: "v-verdict", "data-part": "verdict" });

  function refresh() {
    const { slider, place } = where();
    sliders.forEach((each, i) => each.refresh(i === slider ? place : 0, i === slider));
    examples.refresh(slider, place);
    const variation = variations[slider], right = variation.right[place];
    const head = say("{factor} {value}: {right} of {count} drawings are judged right, {percent}.", {
      factor: variation.label, value: valueWords(variation, place), right: sumOf(right), count: total,
      percent: perCent(accuracies[slider][place]),
    });
    const parts = model.get("classes").map((name, label) =>
      say("{name}: {right} of {count}", { name, right: right[label], count: counts[label] }));
    verdict.replaceChildren(make("strong", {}, head), make("p", {}, parts.join(" · ")));
    return head;
  }
  const redraw = view.rightAway(() => view.announce(refresh()));
  view.watch("at", redraw);
  const rows = make("div", { class: "v-sliders", "data-part": "sliders" }, ...sliders.map(({ element }) => element));
  view.show(say("Variation explorer"), make("div", { class: "v-seen" }, examples.element, verdict), legend, rows);
  refresh();
  return view.close;
}

const sumOf = (numbers) => numbers.reduce((sum, number) => sum + number, 0);

export default { render };
