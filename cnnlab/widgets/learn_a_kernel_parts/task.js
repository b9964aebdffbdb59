// What is to be learned: the image, the target kernel, and whether its numbers may be seen.

import { choice, tick } from "../parts/controls.js";
import { make } from "../parts/view.js";

const SECRET = "secret", GIVEN = "given";

/** `chosen(state)` hears of another image or target, and whether it is hidden. */
export function taskChooser(view, chosen) {
  const { say, model } = view;
  const given = { image: model.get("image"), target: model.get("target") };
  const lists = { image: model.get("images"), target: model.get("targets") };
  const options = (trait, name) => [...placeOf(trait, given[trait]) < 0 ? [[GIVEN, name]] : [],
    ...lists[trait].map(([title], place) => [place, title])];
  const image = choice(view, say("Image"), options("image", say("the given image")), (value) => chosen({ image: wanted("image", value) }));
  const target = choice(view, say("Target"), [...options("target", say("the given kernel")), [SECRET, say("a secret one")], ["", say("my own")]],
    (value) => (value === SECRET ? chosen(secret()) : chosen({ target: wanted("target", value), hidden: false })));
  target.element.querySelector('option[value=""]').disabled = true; // it shows that numbers were typed
  const hide = tick(view, say("Hide the target"), (hidden) => view.change({ hidden }));

  function placeOf(trait, rows) {
    return lists[trait].findIndex(([, each]) => JSON.stringify(each) === JSON.stringify(rows));
  }
  function wanted(trait, value) {
    return value === GIVEN ? given[trait] : lists[trait][value][1];
  }
  function secret() {
    const [, rows] = lists.target[Math.floor(Math.random() * lists.target.length)];
    return { target: rows, hidden: true };
  }
  function shownFor(trait) {
    const place = placeOf(trait, model.get(trait));
    return place >= 0 ? place : JSON.stringify(given[trait]) === JSON.stringify(model.get(trait)) ? GIVEN : "";
  }
  return {
    element: make("div", { class: "cnnlab-row", "data-part": "task" }, image.element, target.element, hide.element),
    refresh() {
      image.refresh(shownFor("image"));
      target.refresh(model.get("hidden") ? SECRET : shownFor("target"));
      hide.refresh(model.get("hidden"));
    },
  };
}
