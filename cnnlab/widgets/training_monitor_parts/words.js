// How a training stands, in sentences.

import { exact } from "../parts/words.js";

export const UNDER_WAY = ["running", "paused", "stopping"];

/** A number with three digits. */
export const threeDigits = (number) => (number === null || number === undefined ? "–" : exact(Number(number.toPrecision(3))));

export function statusInWords(say, progress, { examples, judged, parameters }) {
  const { phase, epoch, epochs, step, steps, epochs_done: done, message } = progress;
  const place = { epoch, epochs, step, steps };
  if (phase === "ready")
    return say("Ready: {parameters} weights, {examples} images to learn from, {judged} to judge by.", { parameters, examples, judged });
  if (phase === "gone") return say("Python was restarted, and the training ended with it. Run this cell again.");
  if (epoch === undefined && UNDER_WAY.includes(phase)) return "…";
  if (phase === "running") return say("Learning: epoch {epoch} of {epochs}, step {step} of {steps}.", place);
  if (phase === "paused") return say("Paused: epoch {epoch} of {epochs}, after step {step} of {steps}.", place);
  if (phase === "stopping") return say("Stopping: the step that has begun is still being taken.");
  if (phase === "stopped") return message;
  if (phase === "finished") return say("Finished: {done} epochs.", { done });
  return say("Interrupted: {done} epochs are done.", { done });
}

/** The last epoch's numbers, or nothing where there is none. */
export function resultInWords(say, curves) {
  const last = (name) => curves[name]?.at(-1);
  const sentences = [];
  if (last("loss") !== undefined) sentences.push(say("Loss {loss}.", { loss: threeDigits(last("loss")) }));
  if (last("accuracy") !== undefined) sentences.push(say("Accuracy {accuracy}.", { accuracy: threeDigits(last("accuracy")) }));
  if (last("val_accuracy") !== undefined) sentences.push(say("Validation accuracy {accuracy}.", { accuracy: threeDigits(last("val_accuracy")) }));
  return sentences.join(" ");
}
