// Texts that change with every stroke: each is written only where it is another one, for after a new text
// the browser lays out the page again.

import { make } from "../parts/view.js";

export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows sentences, a paragraph each. */
export function writeLines(element, sentences) {
  while (element.childElementCount > sentences.length) element.lastChild.remove();
  while (element.childElementCount < sentences.length) element.append(make("p"));
  sentences.forEach((sentence, i) => write(element.children[i], sentence));
}
