// How a line moves: the order of the program is all that changes, and every move is said.

/** The order with `letter` at a place from 0 on; at null it is not in the program. */
export function moved(order, letter, at) {
  const others = order.filter((each) => each !== letter);
  return at === null ? others : [...others.slice(0, at), letter, ...others.slice(at)];
}

export function movesOf(view, lists) {
  const { say, model } = view;
  const order = () => model.get("order");
  const placeOf = (letter) => (order().includes(letter) ? order().indexOf(letter) : null);

  /** Says where a line is now. */
  function tell(letter) {
    const at = placeOf(letter), count = order().length;
    view.announce(at === null
      ? say("{letter} is not in your program.", { letter })
      : say("{letter} is line {place} of {count} of your program.", { letter, place: at + 1, count }));
  }
  /** Puts a line at a place of the program, or at null out of it; `commit` is false until it is put down. */
  function place(letter, at, commit = true) {
    if (at !== placeOf(letter)) view.change({ order: moved(order(), letter, at) }, commit);
    tell(letter);
  }
  /** Ends a move that began at the order `before`: keeps it, or takes it back. */
  function settle(letter, before, keep) {
    const stays = keep && order().join() !== before.join();
    view.change({ order: stays ? order() : before });
    tell(letter);
  }
  /** Sends a line to the other side; the keyboard goes on with the line that stood below it. */
  function sendAcross(letter) {
    const next = lists.neighbour(letter, 1) ?? lists.neighbour(letter, -1) ?? letter;
    place(letter, placeOf(letter) === null ? order().length : null);
    lists.focus(next);
  }
  return { order, placeOf, place, settle, sendAcross };
}
