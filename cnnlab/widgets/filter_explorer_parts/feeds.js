// The same sums seen from a pixel: into which numbers of the map does it go, and with which weight?

/** Along one axis: [[place in the map, place in the kernel], ...], from the first place on. */
function fedAlong(place, axis, slide, kernelSize) {
  const places = [];
  for (let i = kernelSize - 1; i >= 0; i--) {
    const start = place + slide.before[axis] - i * slide.dilation[axis];
    const at = start / slide.stride[axis];
    if (Number.isInteger(at) && at >= 0 && at < [slide.rows, slide.columns][axis]) places.push([at, i]);
  }
  return places;
}

/** The rows and columns of the map that a pixel feeds, and the weights that it gets there. */
export function fedBy({ row, column }, kernel, slide) {
  const rows = fedAlong(row, 0, slide, kernel.length);
  const columns = fedAlong(column, 1, slide, kernel[0].length);
  return {
    rows: rows.map(([at]) => at),
    columns: columns.map(([at]) => at),
    weights: rows.map(([, i]) => columns.map(([, j]) => kernel[i][j])),
  };
}
