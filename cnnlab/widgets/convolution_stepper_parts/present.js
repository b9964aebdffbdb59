// Where the state stands: the walk that it describes, the present step, and which sums may be seen.

import { faultOf, walkOver } from "../parts/steps.js";

const SETTINGS = ["stride", "padding", "dilation", "flip"];

/** `changed()` hears when it is another walk. A setting that can't be is told, and taken back. */
export function presentWalk(view, changed) {
  const { model, say } = view;
  const settings = () => Object.fromEntries(SETTINGS.map((trait) => [trait, model.get(trait)]));
  const walkNow = () => walkOver(model.get("image"), model.get("kernel"), settings());
  let walk = walkNow(), accepted = settings(), edition = 0;

  const at = () => Math.min(model.get("step"), walk.steps.length - 1);
  const knows = (step) => (model.get("predict") ? model.get("solved").includes(step) : step <= at());

  /** Other numbers or another way to slide: what was known is not known any more. */
  function follow() {
    const next = walkNow(), fault = faultOf(next, say);
    if (fault) {
      view.change(accepted);
      view.complain(fault);
      return;
    }
    [walk, accepted, edition] = [next, settings(), edition + 1];
    view.complain("");
    if (model.get("solved").length) view.change({ solved: [] });
    if (model.get("step") > at()) view.change({ step: at() });
    changed();
  }

  view.watch(`image kernel ${SETTINGS.join(" ")}`, follow);
  return {
    knows,
    get walk() { return walk; },
    get at() { return at(); },
    get step() { return walk.steps[at()]; },
    /** A text for the present step and its numbers: another one as soon as one of them changes. */
    get key() { return `${edition}:${at()}`; },
    /** The next step whose sum may not be seen yet, after the last one from the first, or undefined. */
    get unknown() {
      const following = Array.from(walk.steps, (_, i) => (at() + i) % walk.steps.length);
      return following.find((step) => !knows(step));
    },
  };
}
