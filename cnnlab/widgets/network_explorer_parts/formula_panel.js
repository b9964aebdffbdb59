// The third level: one number taken apart. Patch, weights and products of one channel, then the sum.

import { signedScale } from "../parts/colours.js";
import { make } from "../parts/view.js";
import { short } from "../parts/words.js";
import { subtotal } from "./formulas.js";
import { numberTable } from "./number_table.js";
import { write, writeLines } from "./texts.js";
import { tiles } from "./tiles.js";

/** `show(about, place)` shows what `explain` says about a place. */
export function formulaPanel(view, state) {
  const { say } = view;
  const tables = [numberTable(view), numberTable(view), numberTable(view)];
  const [times, equals] = ["×", "="].map((sign) => make("span", { class: "n-sign", "aria-hidden": "true" }, sign));
  const [patch, kernel, products] = tables.map(({ element }) => element);
  const row = make("div", { class: "n-products", "data-part": "products" }, patch, times, kernel, equals, products);
  const lines = make("div", { class: "n-lines", "data-part": "formula" });
  const caption = make("p", { class: "n-caption" });
  const weights = tiles(view, {
    label: say("Weights, channel by channel"),
    names: (index) => say("channel {index}", { index }),
    choose(index) {
      channel = index;
      show(shown.about, shown.place);
    },
  });
  const chooser = make("div", { "data-part": "weights" }, caption, weights.element);
  let channel = null, shown = null;

  function show(about, place) {
    shown = { about, place };
    chooser.hidden = !(about.terms?.length > 1);
    for (const each of [times, kernel, equals, products]) each.hidden = !about.terms;
    patch.hidden = !about.terms && !about.numbers;
    if (about.terms) showProducts(about.terms, place);
    else if (about.numbers) tables[0].refresh(say("What it sees"), about.numbers, state.scales[place.layer]);
    const told = about.terms?.length > 1 ? [channelInWords(about.terms)] : [];
    writeLines(lines, [...told, ...about.lines]);
  }

  function showProducts(terms, { layer }) {
    if (channel === null) channel = strongest(terms);
    channel = Math.min(channel, terms.length - 1);
    const all = signedScale(limitOfRows(terms.flatMap((term) => term.weights)));
    if (terms.length > 1) showWeights(terms, all);
    const term = terms[channel], made = term.patch.map((numbers, i) => numbers.map((number, j) => number * term.weights[i][j]));
    tables[0].refresh(say("What it sees"), term.patch, state.scales[layer]);
    tables[1].refresh(say("Weights"), term.weights, all);
    tables[2].refresh(say("Products"), made, signedScale(limitOfRows(made)));
  }
  function showWeights(terms, scale) {
    const [{ weights: first }] = terms, values = Float32Array.from(terms.flatMap((term) => term.weights.flat()));
    weights.refresh({ channels: terms.length, height: first.length, width: first[0].length, values }, scale);
    weights.mark(channel);
    write(caption, say("Weights for each of the {count} channels of its input", { count: terms.length }));
  }
  const channelInWords = (terms) =>
    say("Products of channel {index}, added up: {total}", { index: channel, total: short(subtotal(terms[channel])) });

  return {
    element: make("div", { class: "n-formula" }, chooser, row, lines),
    show,
    /** From the next number on, show the channel that adds or takes away most. */
    chooseStrongest: () => (channel = null),
  };
}

function strongest(terms) {
  const sizes = terms.map((term) => Math.abs(subtotal(term)));
  return sizes.indexOf(Math.max(...sizes));
}

const limitOfRows = (rows) => Math.max(...rows.flat().map(Math.abs)) || 1;
