// The board from the keyboard, and by clicks: choose a line, send it across, or pick it up and move it.

export function moveByKeys(view, lists, moves) {
  const { say } = view;
  let held = null; // the line that is picked up, and the order before that

  function pickUp(letter) {
    held = { letter, before: moves.order() };
    lists.hold(letter);
    view.announce(say("{letter} is picked up. Arrow keys move it, Space puts it down, Escape puts it back.", { letter }));
  }
  function finish(keep) {
    const { letter, before } = held;
    held = null;
    lists.hold(null);
    moves.settle(letter, before, keep);
  }
  const putDown = () => finish(true);

  const go = (by) => (letter) => lists.focus(lists.neighbour(letter, by));
  const goTo = (side) => () => lists.focus(lists.entry(side));
  const goToEnd = (end) => (letter) => lists.focus(lists.lettersOf(lists.sideOf(letter)).at(end));
  const free = {
    ArrowUp: go(-1), ArrowDown: go(1), Home: goToEnd(0), End: goToEnd(-1),
    ArrowLeft: goTo(lists.left), ArrowRight: goTo(lists.program),
    Enter: moves.sendAcross, " ": pickUp,
  };
  const move = (by) => (letter) => {
    const at = moves.placeOf(letter), last = moves.order().length - 1;
    if (at === null) view.announce(say("The right arrow key takes {letter} into your program.", { letter }));
    else moves.place(letter, Math.min(last, Math.max(0, at + by)), false);
  };
  const carried = {
    ArrowUp: move(-1), ArrowDown: move(1), Home: move(-Infinity), End: move(Infinity),
    ArrowLeft: (letter) => moves.place(letter, null, false),
    ArrowRight: (letter) => moves.place(letter, moves.placeOf(letter) ?? moves.order().length, false),
    Enter: putDown, " ": putDown, Escape: () => finish(false),
  };

  view.listen(lists.element, "keydown", (event) => {
    const letter = lists.letterAt(event.target);
    if (!letter || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = (held ? carried : free)[event.key];
    if (act) event.preventDefault(); // the page would scroll
    if (act) act(letter);
    else if (!held) lists.focus(event.key.toUpperCase()); // a line by its letter
  });
  view.listen(lists.element, "focusout", ({ relatedTarget }) => {
    if (held && relatedTarget && lists.letterAt(relatedTarget) !== held.letter) putDown();
  });
  view.listen(lists.element, "click", (event) => {
    const letter = lists.letterAt(event.target);
    if (held) putDown();
    else if (letter) moves.sendAcross(letter);
  });
}
