// Lines of code to put in order: the lines that are left, and your program beside them.

import { keepHistory } from "./parts/history.js";
import { make, openView } from "./parts/view.js";
import { checkPart } from "./parsons_board_parts/check.js";
import { moveByDrag } from "./parsons_board_parts/drag.js";
import { moveByKeys } from "./parsons_board_parts/keys.js";
import { lineLists } from "./parsons_board_parts/lists.js";
import { movesOf } from "./parsons_board_parts/moves.js";

function render(context) {
  const view = openView(context, "parsons-board");
  const { say } = view;
  const history = keepHistory(view, ["order"]);
  const lists = lineLists(view), moves = movesOf(view, lists);
  moveByDrag(view, lists, moves);
  moveByKeys(view, lists, moves);
  const check = checkPart(view);
  const hint = make("p", { class: "parsons-hint" },
    say("Drag the lines, or click one: it goes to the other side."), make("br"),
    say("Keyboard: arrow keys choose a line, Enter sends it to the other side. Space picks it up, arrow keys move it, Space puts it down, Escape puts it back."));
  view.watch("order", lists.draw);
  view.show(say("Lines to put in order"), lists.element,
    make("div", { class: "cnnlab-row parsons-buttons" }, check.button, history.element), check.element, hint);
  lists.draw();
  return view.close;
}

export default { render };
