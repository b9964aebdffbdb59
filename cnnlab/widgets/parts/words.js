// What is read and what is typed: sentences in the notebook's language, numbers as people write them.

/** Returns say(text, values): the text in the notebook's language, with its {values} filled in.
 *  Always call it with a literal text: Python finds the texts in this source, see widget.py. */
export function speaker(model) {
  return (text, values = {}) => {
    const sentence = model.get("texts")?.[text] ?? text;
    return sentence.replace(/\{(\w+)\}/g, (field, name) => values[name] ?? field);
  };
}

/** A number in as few characters as it needs: 3, −1, 0.25, 12.3, 123, 2.5e6. */
export function short(number) {
  const size = Math.abs(number);
  if (!Number.isFinite(size)) return String(number);
  let text;
  if (size >= 1e6) text = size.toExponential(1).replace("e+", "e");
  else if (Number.isInteger(size) || size >= 100) text = size.toFixed(0);
  else text = String(Number(size >= 10 ? size.toFixed(1) : size.toPrecision(2)));
  return number < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A number exactly as it is, for editing it: −0.125, not −0.13. */
export function exact(number) {
  return String(number).replace("-", "−");
}

/** The number that someone typed, or NaN: "−1.5", "-1,5", "1/9", ".5" are numbers. */
export function readNumber(text) {
  const [top, bottom, ...more] = text.replaceAll("−", "-").replaceAll(",", ".").split("/").map(decimal);
  if (more.length) return NaN;
  const number = bottom === undefined ? top : top / bottom;
  return Number.isFinite(number) ? number : NaN;
}

const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
const decimal = (text) => (DECIMAL.test(text) ? Number(text) : NaN);
