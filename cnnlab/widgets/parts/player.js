// Play, pause, back, forward, first, last, jump and speed. It knows nothing of what is played.

import { button, choice, slider } from "./controls.js";
import { make } from "./view.js";

const SPEEDS = [0.5, 1, 2, 4]; // 1× is a step a second

/** Options:
 *    where   () => { at, count }: the present step, counted from 0, and how many there are
 *    go      (step, commit): goes to that step
 *    held    () => true where a step waits for an answer: it does not play on by itself
 *  `refresh()` shows where it is now. */
export function stepPlayer(view, { where, go, held }) {
  const { say } = view;
  let timer = 0, speed = 1;
  const icon = (name) => make("span", { class: `cnnlab-icon cnnlab-icon-${name}`, "aria-hidden": "true" });
  const iconButton = (name, text, press) => {
    const element = button(view, "", press, { "aria-label": text, title: text, "data-press": name });
    element.append(icon(name));
    return element;
  };
  const to = (step) => go(Math.max(0, Math.min(where().count - 1, step)), true);
  const first = iconButton("first", say("First step"), () => to(0));
  const back = iconButton("back", say("Step back"), () => to(where().at - 1));
  const play = button(view, "", () => (timer ? pause() : start()), { class: "cnnlab-play", "data-press": "play" });
  const forward = iconButton("forward", say("Step forward"), () => to(where().at + 1));
  const last = iconButton("last", say("Last step"), () => to(where().count - 1));
  const jump = slider(view, say("Step"), {
    min: 1, max: 1, words: (step) => say("{step} of {count}", { step, count: where().count }),
  }, (step, commit) => go(step - 1, commit));
  const speeds = SPEEDS.map((each) => [each, `${each}×`]);
  const pace = choice(view, say("Speed"), speeds, (chosen) => {
    speed = Number(chosen);
    if (timer) wait();
  });

  /** Whether it can't play on: a step waits for an answer, or there is none after it. */
  const isOver = () => held() || where().at >= where().count - 1;

  function start() {
    if (held()) return;
    if (where().at === where().count - 1) to(0);
    wait();
    showState();
  }

  function pause() {
    clearTimeout(timer);
    timer = 0;
    showState();
  }

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(next, 1000 / speed);
  }

  function next() {
    to(where().at + 1);
    if (isOver()) pause();
    else wait();
  }

  function showState() {
    const name = timer ? "pause" : "play";
    if (play.dataset.shows === name) return;
    play.dataset.shows = name;
    play.replaceChildren(icon(name), timer ? say("Pause") : say("Play"));
  }

  const moves = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
  const buttons = make("div", { class: "cnnlab-buttons" }, first, back, play, forward, last);
  const element = make("div", { class: "cnnlab-row cnnlab-player", role: "group", "data-part": "player" },
    buttons, jump.element, pace.element);
  element.ariaLabel = say("Steps");
  view.listen(element, "keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.tagName === "SELECT") return;
    if (event.key in moves) to(where().at + moves[event.key]);
    else if (event.key === " " && event.target.tagName !== "BUTTON") play.click();
    else return;
    event.preventDefault();
  });
  view.atTheEnd(() => clearTimeout(timer));
  pace.refresh(speed);
  showState();

  return {
    element, pause,
    refresh() {
      const { at, count } = where();
      if (timer && isOver()) pause();
      jump.refresh(at + 1, { max: count });
      for (const each of [play, pace.element.querySelector("select")]) each.disabled = held() || count === 1;
    },
  };
}
