// Makes the maps, a few rows at a time where there are many, so that a hand never has to wait.
//
// A change starts a new round at the row where the last one was interrupted. While a weight is being
// dragged over a large picture, every part of the map is renewed in turn, each with the newest kernel.

import { crossCorrelate } from "../parts/arithmetic.js";
import { afterSum, DECIDING } from "./state.js";

const PER_FRAME = 8; // milliseconds: half of what a picture at 60 a second has
const WORK_AT_ONCE = 200000; // products between two looks at the clock

/** Calls `made(job, first, last)` when rows of a map are new; job.complete says if all of them are. */
export function mapMaker(view, state, made) {
  let jobs = [], settings = null;

  function plan() {
    if (!settings) settings = state.settings; // a new object: all maps are out of date
    const { kernels } = state;
    jobs = kernels.map((kernel, number) => {
      const job = jobs[number] ?? {};
      return job.kernel === kernel && job.settings === settings ? job : renewed(job, kernel);
    });
  }

  function renewed(job, kernel) {
    const slide = state.slide(kernel), fits = slide.rows > 0 && slide.columns > 0;
    const size = fits ? slide.rows * slide.columns * state.picture.channels : 0;
    const sameShape = job.map?.length === size && job.slide.rows === slide.rows;
    Object.assign(job, { kernel, settings, slide, fits, left: fits ? slide.rows : 0, told: false });
    if (!sameShape) Object.assign(job, { map: new Float64Array(size), next: 0 });
    return job;
  }

  function advance(job, until) {
    const { slide, map, kernel } = job, { picture } = state, laid = state.laid(kernel);
    const first = job.next, width = slide.columns * picture.channels;
    const atOnce = Math.ceil(WORK_AT_ONCE / (width * kernel.length * kernel[0].length));
    let last = first;
    do {
      const from = last;
      last = Math.min(from + Math.min(atOnce, job.left), slide.rows);
      crossCorrelate(picture, laid, slide, map, from, last);
      finish(map, from * width, last * width, job.settings);
      job.left -= last - from;
    } while (job.left && last < slide.rows && performance.now() < until);
    job.next = last % slide.rows;
    return [first, last];
  }

  const work = view.rightAway(() => {
    const until = performance.now() + PER_FRAME;
    plan();
    const chosen = jobs[state.chosen];
    for (const job of [chosen, ...jobs.filter((each) => each !== chosen)]) {
      if (job.told) continue;
      const rows = job.fits ? advance(job, until) : [0, 0];
      job.told = !job.left;
      made(job, ...rows);
      if (performance.now() > until) break;
    }
    if (jobs.some((job) => !job.told)) work();
  });
  const all = () => {
    settings = null;
    work();
  };
  view.watch(DECIDING.replace("kernels chosen ", ""), all);
  view.watch("kernels chosen", work);
  return { start: all, jobs: () => jobs };
}

function finish(map, from, to, settings) {
  const { scale, bias, relu, absolute } = settings;
  if (scale === 1 && bias === 0 && !relu && !absolute) return;
  for (let i = from; i < to; i++) map[i] = afterSum(map[i], settings);
}
