// The rectangle that is magnified, [top, left, height, width] in whole pixels: moved, stretched, zoomed.

export const MOST_READABLE = { 1: 24, 3: 10 }; // rows and columns whose numbers can be read, by channels

const between = (number, lowest, highest) => Math.max(lowest, Math.min(highest, number));

export function fits([top, left, height, width], size) {
  return top + height <= size.height && left + width <= size.width;
}

/** All of a small picture, else so much of its middle that the numbers can be read. */
export function firstRegion({ height, width, channels }) {
  const most = MOST_READABLE[channels === 1 ? 1 : 3];
  const rows = Math.min(height, most), columns = Math.min(width, most);
  return [Math.floor((height - rows) / 2), Math.floor((width - columns) / 2), rows, columns];
}

/** The nearest region that lies in the picture, in whole pixels. */
export function inside([top, left, height, width], size) {
  const rows = between(Math.round(height), 1, size.height), columns = between(Math.round(width), 1, size.width);
  const first = (start, most) => between(Math.round(start), 0, most);
  return [first(top, size.height - rows), first(left, size.width - columns), rows, columns];
}

/** Moved by so many rows and columns, as far as the picture goes. */
export function moved([top, left, height, width], down, right, size) {
  return inside([top + down, left + right, height, width], size);
}

/** Higher or lower, wider or narrower, at its lower right corner. */
export function stretched([top, left, height, width], higher, wider, size) {
  return [top, left, between(height + higher, 1, size.height - top), between(width + wider, 1, size.width - left)];
}

/** Smaller (factor < 1) or larger, so that the point `around` keeps its place in the magnified picture. */
export function zoomed([top, left, height, width], factor, size, around = null) {
  const { row, column } = around ?? { row: top + height / 2, column: left + width / 2 };
  const scaled = (side, most) => {
    const nearest = Math.round(side * factor);
    return between(nearest !== side ? nearest : side + (factor > 1 ? 1 : -1), 1, most);
  };
  const rows = scaled(height, size.height), columns = scaled(width, size.width);
  const above = ((row - top) / height) * rows, before = ((column - left) / width) * columns;
  return inside([row - above, column - before, rows, columns], size);
}

/** What a hand holds that comes down at a place: { down, right } are −1, 0 or 1 for the first edge, the
 *  middle and the last; both 0 is the whole rectangle; null is none of it. `reach`, { row, column }, is how
 *  far from an edge a hand still takes hold of it. */
export function gripAt([top, left, height, width], { row, column }, reach) {
  const along = (at, first, last, near) => {
    const within = Math.min((last - first) / 4, near); // a small rectangle keeps a middle to be moved by
    if (at < first - near || at > last + near) return null;
    return at < first + within ? -1 : at > last - within ? 1 : 0;
  };
  const down = along(row, top, top + height, reach.row), right = along(column, left, left + width, reach.column);
  return down === null || right === null ? null : { down, right };
}

/** The region after a drag from one place to another, with what the hand held at its beginning. */
export function dragged(region, grip, from, to, size) {
  if (!grip) return spanned(from, to, size);
  const down = Math.round(to.row - from.row), right = Math.round(to.column - from.column);
  if (!grip.down && !grip.right) return moved(region, down, right, size);
  const [top, left, height, width] = region;
  const side = (first, length, edge, by, most) => {
    if (edge < 0) {
      const start = between(first + by, 0, first + length - 1);
      return [start, first + length - start];
    }
    return [first, edge > 0 ? between(length + by, 1, most - first) : length];
  };
  const [newTop, newHeight] = side(top, height, grip.down, down, size.height);
  const [newLeft, newWidth] = side(left, width, grip.right, right, size.width);
  return [newTop, newLeft, newHeight, newWidth];
}

/** The pixels from one place to another, both included. */
export function spanned(from, to, size) {
  const ends = (places, most) => places.map((at) => between(Math.floor(at), 0, most - 1)).sort((a, b) => a - b);
  const [top, bottom] = ends([from.row, to.row], size.height);
  const [left, right] = ends([from.column, to.column], size.width);
  return [top, left, bottom - top + 1, right - left + 1];
}
