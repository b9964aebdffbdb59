// Where the state stands: the way back that it describes, the present step, and what may be seen.

import { faultOf, walkOver } from "../parts/steps.js";
import { addedUp, someGradient, walkBack } from "./backward.js";

const MOVES = ["stride", "padding"];

/** `changed()` hears when it is another walk. A setting that can't be is told, and taken back. */
export function presentBackward(view, changed) {
  const { model, say } = view;
  const settings = () => Object.fromEntries(MOVES.map((trait) => [trait, model.get(trait)]));
  const isFor = (gradient, { rows, columns }) => gradient.length === rows && gradient[0].length === columns;
  const matrices = () => ["image", "kernel", "gradient"].map((trait) => model.get(trait));
  let walk = walkBack(...matrices(), settings()), accepted = settings(), edition = 0;

  const at = () => Math.min(model.get("step"), walk.steps.length - 1);
  const knows = (step) => !model.get("predict") || model.get("solved").includes(step);

  /** Other numbers or another way to slide: what was known is not known any more. */
  function follow() {
    const [image, kernel, gradient] = matrices();
    const plan = walkOver(image, kernel, settings()), fault = faultOf(plan, say);
    if (fault) {
      view.change(accepted);
      view.complain(fault);
      return;
    }
    if (!isFor(gradient, plan.slide)) return view.change({ gradient: someGradient(plan.slide) }); // comes back here
    [walk, accepted, edition] = [walkBack(image, kernel, gradient, settings()), settings(), edition + 1];
    view.complain("");
    if (model.get("solved").length) view.change({ solved: [] });
    if (model.get("step") > at()) view.change({ step: at() });
    changed();
  }

  view.watch(`image kernel gradient ${MOVES.join(" ")}`, follow);
  return {
    knows,
    get walk() { return walk; },
    get at() { return at(); },
    get step() { return walk.steps[at()]; },
    get isLast() { return at() === walk.steps.length - 1; },
    get sums() { return addedUp(walk, at() + (knows(at()) ? 1 : 0)); },
    /** A text for the present step and its numbers: another one as soon as one of them changes. */
    get key() { return `${edition}:${at()}`; },
    /** The next step that is not solved, after the last one from the first, or undefined. */
    get unknown() {
      const following = Array.from(walk.steps, (_, i) => (at() + i) % walk.steps.length);
      return following.find((step) => !knows(step));
    },
  };
}
