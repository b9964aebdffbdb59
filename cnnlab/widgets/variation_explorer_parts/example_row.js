// A few of the drawings, class by class, with what the detector measured and said.

import { canvasPicture } from "../parts/canvas.js";
import { greyScale, paintShades } from "../parts/colours.js";
import { make } from "../parts/view.js";
import { signed } from "./numbers.js";

const BLACK_TO_WHITE = greyScale(0, 255);

/** `strip` holds the pictures of all frames below each other, slider by slider, place by place. */
export function exampleRow(view, strip, variations) {
  const { say, model } = view, classes = model.get("classes");
  const shown = variations[0].margins[0].length, frames = variations.flatMap(({ values }) => values).length;
  const height = strip.height / (shown * frames), size = height * strip.width;
  const starts = variations.map((_, i) => variations.slice(0, i).flatMap(({ values }) => values).length);
  const labels = model.get("shown"), examples = labels.map((label, number) => oneExample(view, classes[label], number));
  const groups = classes.map((name, label) => {
    const heading = label === 0 ? say("{name}: the right answer is yes", { name }) : say("{name}: the right answer is no", { name });
    const members = examples.filter((_, number) => labels[number] === label);
    return make("div", { class: "v-class" }, make("p", { class: "v-heading" }, heading),
      make("div", { class: "v-members" }, ...members.map(({ element }) => element)));
  });
  return {
    element: make("div", { class: "v-examples", "data-part": "examples" }, ...groups),
    refresh(slider, place) {
      const first = (starts[slider] + place) * shown, variation = variations[slider];
      examples.forEach((example, number) => {
        const values = strip.values.subarray((first + number) * size, (first + number + 1) * size);
        example.refresh({ height, width: strip.width, values }, variation.margins[place][number], labels[number] === 0);
      });
    },
  };
}

function oneExample(view, name, number) {
  const { say } = view;
  const shown = canvasPicture(view, { title: name, part: `example-${number}`, largest: 100 });
  const list = make("ul", { class: "v-margins" });
  shown.element.append(list);
  return {
    element: shown.element,
    refresh({ height, width, values }, margins, sought) {
      const yes = margins.every(([, margin]) => margin > 0), right = yes === sought;
      const answer = yes ? say("yes") : say("no");
      shown.paint(height, width, (pixels) => paintShades(pixels, values, BLACK_TO_WHITE));
      const texts = margins.map(([feature, margin]) => `${feature} ${signed(margin)}`);
      const said = right ? say("✓ {answer}, right", { answer }) : say("✗ {answer}, wrong", { answer });
      shown.name(`${name}. ${said}. ${texts.join(", ")}`, said);
      shown.element.classList.toggle("v-wrong", !right);
      list.replaceChildren(...texts.map((text) => make("li", {}, text)));
    },
  };
}
