// The board by mouse, pen or finger: the line moves along while it is dragged.

const FAR = 4; // pixels: less is a click
const inside = ({ left, right, top, bottom }, x, y) => x >= left && x < right && y >= top && y < bottom;

export function moveByDrag(view, lists, moves) {
  const { root } = view;
  let drag = null; // the line, where the pointer took it, the order before, and the picture that follows it
  let dragged = false; // then the click that follows is none

  view.listen(lists.element, "pointerdown", (event) => {
    const letter = lists.letterAt(event.target);
    const scrolls = event.pointerType === "touch" && !event.target.closest(".parsons-grip");
    if (!letter || !event.isPrimary || event.button > 0 || scrolls) return;
    drag = { letter, before: moves.order(), x: event.clientX, y: event.clientY, id: event.pointerId };
  });
  view.listen(lists.element, "pointermove", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    const { letter, x, y } = drag;
    if (!drag.picture && Math.hypot(event.clientX - x, event.clientY - y) < FAR) return;
    drag.picture ??= begin(event);
    follow(event);
    const at = placeUnder(event, letter);
    if (at !== undefined && at !== moves.placeOf(letter)) moves.place(letter, at, false);
  });
  view.listen(lists.element, "pointerup", () => finish(true));
  view.listen(lists.element, "pointercancel", () => finish(false));
  view.listen(lists.element, "lostpointercapture", ({ target }) => target === lists.element && finish(false)); // a finger's own line loses it first
  view.listen(root, "keydown", (event) => event.key === "Escape" && finish(false));
  view.listen(root, "pointerdown keydown", () => (dragged = false), { capture: true });
  view.listen(lists.element, "click", (event) => dragged && event.stopPropagation(), { capture: true });

  function begin(event) {
    const line = lists.line(drag.letter), box = line.getBoundingClientRect();
    const picture = line.cloneNode(true);
    for (const name of ["role", "tabindex", "data-letter", "aria-label", "aria-selected"]) picture.removeAttribute(name);
    picture.ariaHidden = "true";
    picture.className = "parsons-picture";
    picture.style.width = `${box.width}px`;
    root.append(picture);
    Object.assign(drag, { inX: drag.x - box.left, inY: drag.y - box.top });
    lists.element.setPointerCapture(event.pointerId);
    lists.hold(drag.letter);
    dragged = true;
    return picture;
  }
  /** Keeps the picture under the pointer, and in the widget. */
  function follow({ clientX, clientY }) {
    const { picture, inX, inY } = drag, box = root.getBoundingClientRect();
    const within = (at, room) => Math.max(0, Math.min(at, room));
    picture.style.left = `${within(clientX - inX - box.left, box.width - picture.offsetWidth)}px`;
    picture.style.top = `${within(clientY - inY - box.top, box.height - picture.offsetHeight)}px`;
  }
  /** The place under the pointer: a number, null among the lines that are left, undefined elsewhere. */
  function placeUnder({ clientX, clientY }, letter) {
    const isOver = ({ element }) => inside(element.getBoundingClientRect(), clientX, clientY);
    if (isOver(lists.left)) return null;
    if (!isOver(lists.program)) return undefined;
    const middles = moves.order().filter((each) => each !== letter).map((each) => {
      const { top, bottom } = lists.line(each).getBoundingClientRect();
      return (top + bottom) / 2;
    });
    return middles.filter((middle) => middle < clientY).length;
  }
  function finish(keep) {
    if (!drag) return;
    const { letter, before, picture } = drag;
    drag = null;
    if (!picture) return;
    picture.remove();
    lists.hold(null);
    moves.settle(letter, before, keep);
  }
}
