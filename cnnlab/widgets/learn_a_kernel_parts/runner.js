// Start, pause, one step, back to the first guess; the learning rate and the speed.

import { button, choice, slider } from "../parts/controls.js";
import { make } from "../parts/view.js";
import { exact } from "../parts/words.js";

const RATES = [-3, -2, -1, 0].flatMap((power) => [1, 2, 3, 5, 7].map((digit) => Number(`${digit}e${power}`)))
  .filter((rate) => rate <= 2); // 0.001 to 2, about evenly spread over the logarithm
const SPEEDS = [2, 10, 50];

/** Options:
 *    step     (running) => whether to go on: takes a step
 *    reset    (): back to the first guess
 *    rate     (number, commit): another learning rate
 *    paused   (): a run has ended
 *  `refresh(rate)` shows the learning rate. */
export function runner(view, { step, reset, rate, paused }) {
  const { say } = view;
  let timer = 0, speed = 10, current = RATES[0];
  const toggle = button(view, "", () => (timer ? pause() : start()), { "data-press": "run", class: "l-run" });
  const once = button(view, say("One step"), () => alone(() => step(false)), { "data-press": "step" });
  const back = button(view, say("Back to the first guess"), () => alone(reset), { "data-press": "reset" });
  const words = (place) => exact(place === nearest(current) ? current : RATES[place]);
  const rates = slider(view, say("Learning rate"), { min: 0, max: RATES.length - 1, words },
    (place, commit) => rate(RATES[place], commit));
  rates.range.dataset.press = "rate";
  const pace = choice(view, say("Steps a second"), SPEEDS.map((each) => [each, each]), (chosen) => (speed = Number(chosen)));

  function start() {
    timer = setTimeout(tick, 0);
    show();
  }
  function tick() {
    if (step(true)) timer = setTimeout(tick, 1000 / speed);
    else pause();
  }
  function pause() {
    const ran = timer !== 0;
    clearTimeout(timer);
    timer = 0;
    show();
    if (ran) paused();
  }
  function alone(act) {
    if (timer) pause();
    act();
  }
  function show() {
    toggle.textContent = timer ? say("Pause") : say("Start");
  }
  view.atTheEnd(() => clearTimeout(timer));
  pace.refresh(speed);
  show();
  return {
    element: make("div", { class: "cnnlab-row l-runner", role: "group", "aria-label": say("Gradient descent"), "data-part": "runner" },
      make("div", { class: "l-buttons" }, toggle, once, back), rates.element, pace.element),
    pause: () => timer && pause(),
    refresh(number) {
      current = number;
      rates.refresh(nearest(number));
    },
  };
}

/** The place on the slider whose rate is nearest, as a ratio. */
function nearest(rate) {
  const ways = RATES.map((each) => Math.abs(Math.log(each / rate)));
  return ways.indexOf(Math.min(...ways));
}
