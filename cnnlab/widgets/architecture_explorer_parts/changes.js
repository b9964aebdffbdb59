// What a hand can change: the layers, the input, and the unit that is looked at.

import { sidesOf, traceOf } from "./trace.js";

const MOST_LAYERS = 40; // also in architecture_kinds.py

export function changesOfLayers(view) {
  const { model, say } = view;
  const now = () => ({ layers: model.get("layers"), shape: model.get("input_shape") });
  const stepsOf = ({ layers, shape }) => traceOf(layers, shape, say).steps;

  /** The unit, inside the map that its layer has; null where there is no layer. */
  function unit(state = now(), chosen = model.get("unit") ?? middleOf(stepsOf(state))) {
    if (!state.layers.length) return null;
    const layer = inside(chosen[0], state.layers.length), step = stepsOf(state)[layer];
    const [height, width] = step ? sidesOf(step.shape) : [1, 1];
    return { layer, row: inside(chosen[1], height), column: inside(chosen[2], width) };
  }
  /** Everything at once: layers, the size of the input, and the unit, which stays where it was if it can. */
  function set(state, chosen) {
    const next = { ...now(), ...state };
    const { layer, row, column } = unit() ?? { layer: 0, row: 0, column: 0 };
    const there = unit(next, chosen ?? [state.layer ?? layer, row, column]);
    view.complain("");
    const place = there && [there.layer, there.row, there.column];
    view.change({ layers: next.layers, input_shape: next.shape, unit: place });
  }
  return {
    unit,
    /** Looks at a place; without one, at the place that lies where the last one lay in its map. */
    choose(layer, place) {
      const from = unit(), steps = stepsOf(now());
      const there = place ?? placeAlike(from, steps[from.layer], steps[layer]);
      view.change({ unit: [layer, there.row, there.column] });
    },
    setField(name, value) {
      const chosen = unit().layer;
      set({ layers: now().layers.map((layer, i) => (i === chosen ? { ...layer, [name]: value } : layer)) });
    },
    moveBy(by) {
      const layers = [...now().layers], { layer } = unit(), to = layer + by;
      if (to < 0 || to >= layers.length) return;
      [layers[layer], layers[to]] = [layers[to], layers[layer]];
      set({ layers, layer: to });
    },
    remove() {
      const { layer } = unit();
      set({ layers: now().layers.filter((_, i) => i !== layer), layer: Math.max(0, layer - 1) });
    },
    add(kind) {
      const layers = [...now().layers], place = layers.length ? unit().layer + 1 : 0;
      layers.splice(place, 0, { kind, ...model.get("kinds")[kind] });
      if (layers.length <= MOST_LAYERS) return set({ layers, layer: place });
      view.complain(say("At most {most} layers can be shown, but there are {count}. Show a part of them.",
        { most: MOST_LAYERS, count: layers.length }));
    },
    start: (layers, shape) => set({ layers, shape }, middleOf(stepsOf({ layers, shape }))),
    resize: (shape) => set({ shape }),
  };
}

const inside = (number, end) => Math.max(0, Math.min(end - 1, number));

/** The unit in the middle of the last map of more than one unit. */
function middleOf(steps) {
  const last = steps.findLastIndex(({ shape }) => shape.length > 1 && shape[0] * shape[1] > 1);
  return last < 0 ? [0, 0, 0] : [last, ...sidesOf(steps[last].shape).map((side) => Math.floor(side / 2))];
}

function placeAlike({ row, column }, from, to) {
  if (!from || !to) return { row: 0, column: 0 };
  const [before, after] = [sidesOf(from.shape), sidesOf(to.shape)];
  const alike = (place, axis) => Math.floor(((place + 0.5) * after[axis]) / before[axis]);
  return { row: alike(row, 0), column: alike(column, 1) };
}
