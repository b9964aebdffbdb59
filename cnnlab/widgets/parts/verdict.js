// What an answer is worth, in a word, a sign and a colour; and texts in which `code` is marked.

import { make } from "./view.js";

const CODE = /`([^`]+)`/;

/** The nodes of a text; what stands in it between backquotes becomes code, all else stays text. */
export function marked(text) {
  return text.split(CODE).map((part, i) => (i % 2 ? make("code", {}, part) : part));
}

/** The text as it is read aloud, without backquotes. */
export function unmarked(text) {
  return text.split(CODE).join("");
}

/** The word of an outcome: "correct", "incorrect" or "not attempted". */
export function wordOf({ say }, outcome) {
  if (outcome === "correct") return say("✓ Correct");
  return outcome === "incorrect" ? say("✗ Not yet") : say("○ No answer yet");
}

/** The nodes of an outcome and the text that explains it; without an outcome, of the text. */
export function verdict(view, outcome, text) {
  if (!outcome) return marked(text);
  return [make("strong", { "data-outcome": outcome }, `${wordOf(view, outcome)}.`), " ", ...marked(text)];
}
