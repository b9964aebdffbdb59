// The arithmetic: softmax of scores / temperature, the loss of the true class, and its gradient.

/** log p for each score; the largest is taken off first, so that no exp is too large. */
export function logSoftmax(scores, temperature = 1) {
  const scaled = scores.map((score) => score / temperature);
  const largest = Math.max(...scaled);
  const sum = scaled.reduce((total, score) => total + Math.exp(score - largest), 0);
  return scaled.map((score) => score - largest - Math.log(sum));
}

/** All that the widget shows of a state. */
export function computed(scores, temperature, trueClass) {
  const logP = logSoftmax(scores, temperature), p = logP.map(Math.exp);
  return {
    p,
    loss: Math.max(0, -logP[trueClass]), // never -0
    gradient: p.map((each, i) => (each - (i === trueClass ? 1 : 0)) / temperature),
  };
}

/** One step of gradient descent with a rate of 1; no score leaves the sliders. */
export function afterStep(scores, gradient, limit) {
  return scores.map((score, i) => Math.min(limit, Math.max(-limit, score - gradient[i])));
}

/** Every score moved by the same number, or null where one would leave its slider. */
export function shiftedScores(scores, by, limit) {
  const moved = scores.map((score) => Number((score + by).toFixed(10)));
  return moved.every((score) => Math.abs(score) <= limit) ? moved : null;
}

/** 0.731, 1.000; 2.0e−5 where three decimals would say nothing. */
export function decimals(number, places = 3) {
  const size = Math.abs(number);
  const text = size > 0 && size < 0.5 * 10 ** -places ? size.toExponential(1).replace("-", "−") : size.toFixed(places);
  return number < 0 && Number(text.replace("−", "-")) !== 0 ? `−${text}` : text;
}
