"""The convolution stepper in a browser: every number, every way to move, and predicting."""

import numpy as np
import pytest

from cnnlab import convolution
from cnnlab.widgets import ConvolutionStepper
from tests.browser.widget_page import module_page

LECTURE = [["4", "3", "4"], ["2", "4", "3"], ["2", "3", "4"]]
PATCHES = [  # of the lecture, by hand: rows of each 3 x 3 patch
    "111 011 001", "110 111 011", "100 110 111",
    "011 001 001", "111 011 011", "110 111 110",
    "001 001 011", "011 011 110", "111 110 100",
]  # fmt: skip
KERNEL = "101 010 101"


# The numbers -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def module(browser):
    """A page with the module of the steps, as `steps`."""
    with module_page(browser, "parts/steps") as page:
        yield page


def random_case(seed):
    """An image, a kernel and settings that fit each other."""
    rng = np.random.default_rng(seed)
    kernel = rng.integers(-4, 5, rng.integers(1, 6, 2)) / rng.choice([1, 2, 9])
    dilation, stride = rng.integers(1, 3, 2), rng.integers(1, 4, 2)
    spans = dilation * (np.array(kernel.shape) - 1) + 1
    image = rng.integers(0, 256, np.clip(spans + rng.integers(0, 8, 2), 1, 12))
    image = image if rng.random() < 0.6 else image / 255 - 0.5
    paddings = ["same", "valid", int(rng.integers(0, 4)), rng.integers(0, 4, 2).tolist()]
    padding = paddings[seed % 4]
    settings = {"stride": stride.tolist(), "padding": padding, "dilation": dilation.tolist()}
    return image, kernel, settings, bool(rng.integers(2))


@pytest.mark.parametrize("seed", range(80))
def test_every_step_is_that_of_python(seed, module):
    image, kernel, settings, flip = random_case(seed)
    laid = kernel[::-1, ::-1] if flip else kernel
    expected = list(convolution.steps(image, laid, **settings))
    found = module.evaluate(
        "([image, kernel, settings]) => steps.walkOver(image, kernel, settings).steps",
        [image.tolist(), kernel.tolist(), {**settings, "flip": flip}],
    )
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        places = [ours[name] for name in ("row", "column", "top", "left")]
        assert places == [theirs.row, theirs.col, theirs.top, theirs.left]
        np.testing.assert_array_equal(ours["patch"], theirs.patch)
        np.testing.assert_array_equal(ours["products"], theirs.products)
        assert ours["sum"] == pytest.approx(theirs.sum, rel=1e-12, abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_the_frames_lie_on_the_pixels_of_the_patch(seed, module):
    image, kernel, settings, flip = random_case(seed)
    walk = "const walk = steps.walkOver(image, kernel, settings), step = walk.steps.at(-1);"
    frames, before, after, patch = module.evaluate(
        f"""([image, kernel, settings]) => {{
            {walk}
            const {{ before, after }} = walk.slide;
            return [steps.framesOf(step, walk), before, after, step.patch];
        }}""",
        [image.tolist(), kernel.tolist(), {**settings, "flip": flip}],
    )
    padded = np.pad(image, list(zip(before, after, strict=True)))
    framed = [
        padded[each["row"] : each["row"] + each["height"],
               each["column"] : each["column"] + each["width"]].ravel()
        for each in frames
    ]  # fmt: skip
    np.testing.assert_array_equal(np.concatenate(framed), np.ravel(patch))


@pytest.mark.parametrize(
    ("number", "text"),
    [(4, "4"), (-0.0, "0"), (1 / 3, "0.333"), (-1 / 3, "−0.333"), (1.0444, "1.04"),
     (255.55, "255.6"), (0.1 + 0.2, "0.3"), (0.00812, "0.008"), (1353, "1353"), (12.34, "12.3")],
)  # fmt: skip
def test_numbers_are_written_with_three_digits(number, text, module):
    assert module.evaluate("number => steps.threeDigits(number)", number) == text


def judged(module, guess, image, kernel):
    return module.evaluate(
        """([guess, image, kernel]) => {
            const walk = steps.walkOver(image, kernel, {});
            return steps.isTheSum(guess, walk.steps[0], walk.kernel);
        }""",
        [guess, image, kernel],
    )


@pytest.mark.parametrize(("guess", "right"), [(7, True), (7.01, False), (6.99, False), (-7, False)])
def test_a_sum_of_whole_numbers_is_right_exactly(guess, right, module):
    assert judged(module, guess, [[1, 2]], [[3, 2]]) is right


@pytest.mark.parametrize(("guess", "right"), [(0.75, True), (0.76, False)])
def test_a_sum_of_decimals_shown_in_full_is_right_exactly(guess, right, module):
    assert judged(module, guess, [[1, 2]], [[0.25, 0.25]]) is right


@pytest.mark.parametrize(
    ("guess", "right"), [(0.56, True), (0.555, True), (5 / 9, True), (0.6, False)]
)
def test_where_rounded_numbers_are_shown_the_answer_may_be_rounded(guess, right, module):
    ninth = [[1 / 9] * 5]
    assert judged(module, guess, [[1] * 5], ninth) is right


# What is shown -----------------------------------------------------------------------------


def texts(page, part):
    """The texts in the cells of a grid, row by row."""
    rows = page.part(part).locator("[role=row]").all()
    return [row.locator("[role=gridcell]").all_inner_texts() for row in rows]


def press(page, name):
    page.root.locator(f'[data-press="{name}"]').click()
    page.settle()


def rows_of(text):
    return [list(row) for row in text.split()]


@pytest.mark.parametrize("step", range(9))
def test_the_lectures_nine_steps(step, show):
    page = show(ConvolutionStepper(step=step))
    patch, kernel = rows_of(PATCHES[step]), rows_of(KERNEL)
    products = [[str(int(p) * int(k)) for p, k in zip(*rows, strict=True)]
                for rows in zip(patch, kernel, strict=True)]  # fmt: skip
    so_far = [[LECTURE[row][column] if 3 * row + column <= step else "" for column in range(3)]
              for row in range(3)]  # fmt: skip
    assert texts(page, "patch") == patch
    assert texts(page, "products") == products
    assert page.part("total").inner_text() == LECTURE[step // 3][step % 3]
    assert texts(page, "map") == so_far


def test_there_are_nine_steps_and_no_tenth(show):
    page = show(ConvolutionStepper())
    for _ in range(12):
        page.root.locator('[data-press="forward"]').click()
    assert page.state("step") == 8
    assert texts(page, "map") == LECTURE


def test_the_sum_is_written_out(show):
    page = show(ConvolutionStepper([[1, -2]], [[3, -1]]))
    line = page.part("line").inner_text().replace("\xa0", " ")
    assert line == "1·3 + (−2)·(−1) = 5"


def test_a_rounded_sum_is_written_as_rounded(show):
    page = show(ConvolutionStepper([[1, 1]], [[1 / 3, 1 / 3]]))
    assert page.part("line").inner_text().endswith("≈ 0.667")


def test_a_product_is_told_in_full_where_the_pointer_is(show):
    page = show(ConvolutionStepper())
    page.part("kernel").locator("[role=gridcell]").nth(2).hover()
    page.settle()
    assert page.part("product").inner_text() == "Row 0, column 2 of the kernel: 1 × 1 = 1"


def test_a_product_is_told_in_full_where_the_keyboard_is(show):
    page = show(ConvolutionStepper())
    page.part("products").locator("[tabindex='0']").focus()
    page.page.keyboard.press("ArrowDown")
    page.settle()
    assert page.part("product").inner_text() == "Row 1, column 0 of the kernel: 0 × 0 = 0"


def test_nothing_is_ringed_while_nobody_points(show):
    assert show(ConvolutionStepper()).root.locator(".cnnlab-ring").count() == 0


def test_the_pixel_the_weight_the_product_and_the_term_are_ringed_together(show):
    page = show(ConvolutionStepper(step=4))
    page.part("patch").locator("[role=gridcell]").nth(5).hover()
    page.settle()
    ringed = {part: page.part(part).locator(".cnnlab-ring").count()
              for part in ("image", "patch", "kernel", "products", "line")}  # fmt: skip
    assert ringed == {"image": 1, "patch": 1, "kernel": 1, "products": 1, "line": 1}


def test_padding_is_drawn_as_zeros_round_the_image(show):
    page = show(ConvolutionStepper(padding=1))
    assert page.part("image").locator(".cnnlab-zero").all_inner_texts() == ["0"] * (49 - 25)
    assert "padding" in page.part("padding").inner_text()


def test_with_dilation_each_pixel_has_its_own_frame(show):
    page = show(ConvolutionStepper(dilation=2))
    assert page.part("image").locator(".cnnlab-frame").count() == 9


def test_the_turned_kernel_is_shown_turned_and_named_so(show):
    page = show(ConvolutionStepper([[1, 2, 3]], [[7, 8]], flip=True))
    assert texts(page, "kernel") == [["8", "7"]]
    assert "turned" in page.part("kernel").inner_text()


def test_it_fits_a_cell_of_900_by_480_pixels(show):
    box = show(ConvolutionStepper(), width=900).root.bounding_box()
    assert box["height"] <= 480


# Ways to move ------------------------------------------------------------------------------


def test_a_step_is_announced_with_its_place_and_sum(show):
    page = show(ConvolutionStepper(step=1))
    press(page, "forward")
    assert page.heard() == "Step 3 of 9: row 0, column 2. Sum 4."


@pytest.mark.parametrize(
    ("name", "step"), [("first", 0), ("back", 3), ("forward", 5), ("last", 8)]
)
def test_the_buttons_move(name, step, show):
    page = show(ConvolutionStepper(step=4))
    press(page, name)
    assert page.state("step") == step


@pytest.mark.parametrize(
    ("key", "step"), [("Home", 0), ("ArrowLeft", 3), ("ArrowRight", 5), ("End", 8)]
)
@pytest.mark.parametrize("focus", ["[data-press=forward]", "input[type=range]"])
def test_the_keys_move(focus, key, step, show):
    page = show(ConvolutionStepper(step=4))
    page.part("player").locator(focus).focus()
    page.page.keyboard.press(key)
    page.settle()
    assert page.state("step") == step


def test_arrow_keys_in_the_kernel_do_not_move(show):
    page = show(ConvolutionStepper(step=4))
    page.part("kernel").locator("[tabindex='0']").focus()
    page.page.keyboard.press("ArrowRight")
    assert page.state("step") == 4


def test_a_click_on_the_map_goes_there(show):
    page = show(ConvolutionStepper())
    page.part("map").locator("[role=gridcell]").nth(5).click()
    page.settle()
    assert page.state("step") == 5


def test_a_tap_on_the_map_goes_there(show):
    page = show(ConvolutionStepper(), has_touch=True)
    page.part("map").locator("[role=gridcell]").nth(5).tap()
    page.settle()
    assert page.state("step") == 5


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_key_on_a_cell_of_the_map_goes_there(key, show):
    page = show(ConvolutionStepper(step=4))
    page.part("map").locator("[tabindex='0']").focus()  # Tab comes to the present cell
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press(key)
    page.settle()
    assert page.state("step") == 7


def play_at(page, speed):
    page.part("player").locator("select").select_option(speed)
    page.root.locator('[data-press="play"]').click()


@pytest.mark.parametrize(("speed", "wait"), [("0.5", 2000), ("1", 1000), ("2", 500), ("4", 250)])
def test_the_speed_is_in_steps_a_second(speed, wait, show):
    page = show(ConvolutionStepper())
    page.page.clock.install()  # the page's own time: nothing is measured
    page.page.clock.pause_at("2100-01-01")
    play_at(page, speed)
    page.page.clock.run_for(wait - 1)
    before = page.state("step")
    page.page.clock.run_for(1)
    assert (before, page.state("step")) == (0, 1)


def test_it_plays_to_the_end_and_stops_there(show):
    page = show(ConvolutionStepper(step=6))
    play_at(page, "4")
    page.page.wait_for_function("widget.model.get('step') === 8")
    page.settle()
    assert page.root.locator('[data-press="play"]').inner_text() == "Play"


def test_play_at_the_end_starts_again(show):
    page = show(ConvolutionStepper(step=8))
    play_at(page, "0.5")
    assert page.state("step") == 0


def test_pause_stops_it(show):
    page = show(ConvolutionStepper([[0] * 12], [[1]]))
    play_at(page, "4")
    page.page.wait_for_function("widget.model.get('step') >= 1")
    page.root.locator('[data-press="play"]').click()
    stopped_at = page.state("step")
    page.page.wait_for_timeout(600)
    assert page.state("step") == stopped_at


def test_space_on_the_slider_plays(show):
    page = show(ConvolutionStepper())
    page.part("player").locator("input[type=range]").focus()
    page.page.keyboard.press(" ")
    assert page.root.locator('[data-press="play"]').inner_text() == "Pause"


def test_no_timer_outlives_the_view(show):
    page = show(ConvolutionStepper([[0] * 12], [[1]]))
    play_at(page, "4")
    left = page.page.evaluate(
        """async () => {
            const { model } = widget;
            widget.close();
            const step = model.get("step");
            await new Promise((resolve) => setTimeout(resolve, 700));
            return model.get("step") - step;
        }"""
    )
    assert left == 0


# Changing the numbers and the settings -----------------------------------------------------


def type_into(page, part, cell, text):
    page.part(part).locator("[role=gridcell]").nth(cell).click()
    page.page.keyboard.type(text)
    page.page.keyboard.press("Enter")
    page.settle()


def test_a_weight_can_be_changed(show):
    page = show(ConvolutionStepper())
    type_into(page, "kernel", 0, "2,5")
    assert page.state("kernel")[0] == [2.5, 0, 1]
    assert page.part("total").inner_text() == "5.5"


def test_a_weight_of_the_turned_kernel_can_be_changed(show):
    page = show(ConvolutionStepper([[1, 2, 3]], [[7, 8]], flip=True))
    type_into(page, "kernel", 0, "5")
    assert page.state("kernel") == [[7, 5]]


def test_a_pixel_can_be_changed(show):
    page = show(ConvolutionStepper(padding=1))
    type_into(page, "image", 0, "9")
    assert page.state("image")[0][0] == 9


def test_a_second_tap_on_a_pixel_edits_it(show):
    page = show(ConvolutionStepper(), has_touch=True)
    cell = page.part("image").locator("[role=gridcell]").nth(7)
    cell.tap()
    page.page.wait_for_timeout(600)  # two taps, not a double tap
    assert page.part("image").locator("input").count() == 0
    cell.tap()
    page.page.keyboard.type("6")
    page.page.keyboard.press("Enter")
    assert page.state("image")[1][2] == 6


@pytest.mark.parametrize("part", ["patch", "products", "map"])
def test_what_is_computed_can_not_be_edited(part, show):
    page = show(ConvolutionStepper())
    type_into(page, part, 0, "7")
    assert page.part(part).locator("[role=grid]").get_attribute("aria-readonly") == "true"
    assert page.part(part).locator("input").count() == 0


def test_a_wider_stride_goes_to_the_last_step_there_is(show):
    page = show(ConvolutionStepper(step=8))
    page.set("stride", 2)
    assert page.state("step") == 3
    assert texts(page, "map") == [["4", "4"], ["2", "4"]]


def test_a_dilation_that_does_not_fit_is_told_and_taken_back(show):
    page = show(ConvolutionStepper())
    page.part("settings").get_by_label("Dilation").fill("3")
    page.page.keyboard.press("Enter")
    page.settle()
    assert "spanning 7 pixels" in page.complaint()
    assert page.state("dilation") == 1


def test_the_next_setting_that_fits_takes_the_complaint_back(show):
    page = show(ConvolutionStepper())
    page.set("dilation", 3)
    page.set("dilation", 2)
    assert page.complaint() == ""


def test_what_python_sets_is_shown(show):
    page = show(ConvolutionStepper())
    page.set("kernel", [[1, 1]])
    page.set("image", [[1, 2, 3, 4]])
    page.set("step", 2)
    assert texts(page, "map") == [["3", "5", "7"]]


# Predicting --------------------------------------------------------------------------------


def answer(page, text):
    page.part("prediction").locator("input").fill(text)
    page.page.keyboard.press("Enter")
    page.settle()


@pytest.fixture
def asked(show):
    return show(ConvolutionStepper(predict=True))


def test_before_the_answer_nothing_gives_it_away(asked):
    assert texts(asked, "products") == [[""] * 3] * 3
    assert texts(asked, "map") == [[""] * 3] * 3
    assert asked.part("total").inner_text() == "?"
    assert asked.part("line").inner_text() == "… = ?"


def test_what_is_announced_does_not_give_it_away(asked):
    press(asked, "forward")
    assert asked.heard() == "Step 2 of 9: row 0, column 1. What is the sum?"


def test_no_label_gives_it_away(asked):
    labels = asked.root.evaluate(
        """root => ["products", "map"].flatMap((part) =>
            [...root.querySelectorAll(`[data-part=${part}] [aria-label]`)]
                .map((each) => each.ariaLabel))"""
    )
    assert not any("4" in label for label in labels)


@pytest.mark.parametrize("number", ["4", "4,0", "8/2"])
def test_a_right_answer_is_said_with_word_and_symbol_and_fills_the_map(number, asked):
    answer(asked, number)
    assert asked.part("feedback").inner_text() == "✓ Right: the sum is 4."
    assert texts(asked, "map")[0] == ["4", "", ""]
    assert asked.state("solved") == [0]


def test_a_wrong_answer_does_not_tell_the_number(asked):
    answer(asked, "3")
    assert asked.part("feedback").inner_text() == "✗ Not yet: it is not 3. Try once more."
    assert "4" not in asked.heard()
    assert texts(asked, "map")[0] == [""] * 3


def test_who_only_adds_the_patch_up_is_told_so(asked):
    answer(asked, "6")
    assert "6 is the sum of the patch alone" in asked.part("feedback").inner_text()


def test_the_sum_is_shown_on_request_after_two_tries_only(asked):
    reveal = asked.root.locator('[data-press="reveal"]')
    answer(asked, "3")
    assert reveal.is_disabled()
    answer(asked, "5")
    press(asked, "reveal")
    assert asked.part("total").inner_text() == "4"
    assert (asked.state("right"), asked.state("tried")) == (0, 2)


def test_right_answers_are_counted_over_tries(asked):
    answer(asked, "3")
    answer(asked, "4")
    asked.page.keyboard.press("Enter")  # on to the next step
    asked.settle()
    answer(asked, "3")
    assert asked.part("score").inner_text() == "2 of 3 right"
    assert (asked.state("right"), asked.state("tried")) == (2, 3)


def test_what_is_no_number_is_not_counted(asked):
    answer(asked, "four")
    assert "“four” is not a number" in asked.complaint()
    assert asked.state("tried") == 0


def test_the_products_are_shown_on_request_without_the_sum(asked):
    press(asked, "products")
    assert texts(asked, "products") == [["1", "0", "1"], ["0", "1", "0"], ["0", "0", "1"]]
    assert asked.part("line").inner_text().endswith("= ?")


def test_the_hint_is_for_one_step(asked):
    press(asked, "products")
    press(asked, "forward")
    assert texts(asked, "products") == [[""] * 3] * 3


def test_all_nine_steps_can_be_answered_from_the_keyboard(asked):
    asked.part("prediction").locator("input").focus()
    for step, (row, column) in enumerate(np.ndindex(3, 3)):
        assert asked.state("step") == step
        asked.page.keyboard.type(LECTURE[row][column])
        asked.page.keyboard.press("Enter")
        asked.settle()
        if step < 8:
            asked.page.keyboard.press("Enter")
            asked.settle()
    assert asked.part("score").inner_text() == "9 of 9 right"
    assert texts(asked, "map") == LECTURE


def test_after_all_steps_it_can_be_started_again(asked):
    asked.set("solved", list(range(9)))
    asked.set("tried", 9)
    press(asked, "check")
    assert (asked.state("solved"), asked.state("tried"), asked.state("step")) == ([], 0, 0)


def test_another_kernel_hides_what_was_known(asked):
    answer(asked, "4")
    type_into(asked, "kernel", 0, "2")
    assert asked.state("solved") == []
    assert asked.part("total").inner_text() == "?"


def test_it_does_not_play_while_it_asks(asked):
    assert asked.root.locator('[data-press="play"]').is_disabled()


def test_predicting_is_switched_on_by_hand(show):
    page = show(ConvolutionStepper())
    assert not page.part("prediction").is_visible()
    page.root.get_by_label("Predict the sums").check()
    page.settle()
    assert page.part("prediction").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_fault_while_it_asks_and_after(theme, show):
    page = show(ConvolutionStepper(predict=True, padding=1, dilation=2), theme=theme)
    before = page.accessibility_faults()
    answer(page, "99")
    assert before + page.accessibility_faults() == []


def test_two_views_are_in_step(show):
    page = show(ConvolutionStepper())
    page.open_another_view()
    page.page.locator('#widget [data-press="forward"]').click()
    page.settle()
    assert page.page.locator("#other [data-part=total]").inner_text() == "3"
