// One pixel is chosen; its numbers are changed by keys, by the wheel, or typed.

import { toPython } from "../parts/arrays.js";
import { moved } from "./region.js";

const MOST_SENT = 8e6; // of an image that is sent with each change: Jupyter's server takes 10 MB at once
const CHANNEL = { red: 0, green: 1, blue: 2 };

const limited = (place, count) => Math.max(0, Math.min(count - 1, place));

/** `tell` () says to a screen reader what is chosen now; `redraw` () shows it; `history` undoes it. */
export function pixelHand(view, state, { tell, redraw, history }) {
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
    view.complain("");
    if (values.subarray(at, at + full.channels).some((number, each) => number !== full.values[at + each])) {
      history.beginStep();
      view.change({ image: toPython({ ...full, values }) });
    }
    tell();
  }
  /** The same in the channel that is looked at, or in all of them. */
  const setInHand = (change) => set((number, each) => ((channel() ?? each) === each ? change(number) : number));

  return {
    /** The chosen pixel; where the rectangle has left it, the nearest that is magnified. */
    get chosen() {
      const [top, left, height, width] = state.region;
      chosen ??= { row: top + (height >> 1), column: left + (width >> 1) };
      return (chosen = { row: top + limited(chosen.row - top, height), column: left + limited(chosen.column - left, width) });
    },
    /** The channel that typed numbers are for. */
    get channel() { return channel() ?? 0; },
    /** Chooses a pixel, and moves the rectangle where it has to come along. */
    choose({ row, column }) {
      chosen = { row: limited(row, state.picture.height), column: limited(column, state.picture.width) };
      const [top, left, height, width] = state.region;
      const beyond = (at, first, count) => Math.min(0, at - first) + Math.max(0, at - (first + count - 1));
      const [down, right] = [beyond(chosen.row, top, height), beyond(chosen.column, left, width)];
      if (down || right) view.change({ region: moved(state.region, down, right, state.picture) });
      redraw();
      tell();
    },
    setNumber: (number, where) => set((old, each) => (each === where ? number : old)),
    blacken: () => setInHand(() => state.range[0]),
    /** Lighter or darker by so many steps, as far as white or black. */
    nudge(steps) {
      const [black, white] = state.range, step = white - black >= 50 ? 1 : (white - black) / 20;
      const tidy = (number) => Number(number.toPrecision(12)); // 0.1 + 0.2 is 0.3 here
      setInHand((number) => Math.max(black, Math.min(white, tidy(number + steps * step))));
    },
  };
}
