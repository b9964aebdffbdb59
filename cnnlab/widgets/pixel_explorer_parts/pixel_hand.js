// One pixel is chosen; its numbers are changed by keys, by the wheel, or typed.

import { toPython } from "../parts/arrays.js";
import { moved } from "./region.js";

const MOST_SENT = 8e6; // of an image that is sent with each change: Jupyter's server takes 10 MB at once
const CHANNEL = { red: 0, green: 1, blue: 2 };

const limited = (place, count) => Math.max(0, Math.min(count - 1, place));

/** `told` () is called when another pixel is chosen, or this one has another number. */
export function pixelHand(view, state, history, told) {
  const { say } = view;
  let chosen = null;
  const channel = () => CHANNEL[state.channel] ?? null;

  /** Sets numbers of the chosen pixel: `change` (number, channel) is asked for each. */
  function set(change) {
    const { full } = state, at = (chosen.row * full.width + chosen.column) * full.channels;
    if (full.values.byteLength > MOST_SENT) {
      view.complain(say("An image of so many numbers can only be looked at here. To change it, cut out a part first, for example image[:1000, :1000]."));
      return;
    }
    const values = full.values.slice();
    for (let each = 0; each < Math.min(full.channels, 3); each++) values[at + each] = change(values[at + each], each);
    const isNew = (number, each) => number !== full.values[at + each];
    view.complain("");
    if (values.subarray(at, at + full.channels).some(isNew)) {
      history.beginStep();
      view.change({ image: toPython({ ...full, values }) });
    }
    told();
  }
  /** The same in the channel that is looked at, or in all of them. */
  const setInHand = (change) => set((number, each) => ((channel() ?? each) === each ? change(number) : number));

  /** Lighter or darker by so many steps, as far as white or black. */
  function nudge(steps) {
    const [black, white] = state.range, step = white - black >= 50 ? 1 : (white - black) / 20;
    const tidy = (number) => Number(number.toPrecision(12)); // 0.1 + 0.2 is 0.3 here
    setInHand((number) => Math.max(black, Math.min(white, tidy(number + steps * step))));
  }
  /** Chooses a pixel, and moves the rectangle where it has to come along. */
  function choose({ row, column }) {
    chosen = { row: limited(row, state.picture.height), column: limited(column, state.picture.width) };
    const [top, left, height, width] = state.region;
    const beyond = (at, first, count) => Math.min(0, at - first) + Math.max(0, at - (first + count - 1));
    const [down, right] = [beyond(chosen.row, top, height), beyond(chosen.column, left, width)];
    if (down || right) view.change({ region: moved(state.region, down, right, state.picture) });
    told();
  }
  /** The chosen pixel; where the rectangle has left it, the nearest that is magnified. */
  function current() {
    const [top, left, height, width] = state.region;
    chosen ??= { row: top + (height >> 1), column: left + (width >> 1) };
    chosen = { row: top + limited(chosen.row - top, height), column: left + limited(chosen.column - left, width) };
    return chosen;
  }
  return {
    get chosen() { return current(); },
    /** The channel that typed numbers are for. */
    get channel() { return channel() ?? 0; },
    setNumber: (where, number) => set((old, each) => (each === where ? number : old)),
    actions: {
      choose, nudge,
      move: (down, right) => choose({ row: current().row + down, column: current().column + right }),
      blacken: () => setInHand(() => state.range[0]),
    },
  };
}
