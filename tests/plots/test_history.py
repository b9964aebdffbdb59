"""The picture of a training: what stands where, what is best, and who is who without colour."""

import numpy as np
import pytest

from cnnlab import nn, plots
from cnnlab.nn.history import History
from cnnlab.nn.training import fit
from tests.plots.asking import LEARNED, contrast, texts
from tests.plots.test_style import BLINDNESS, lab, linear


def lines(ax):
    """The lines that are drawn, without the ring."""
    return [line for line in ax.lines if line.get_markerfacecolor() != "none"]


def ring(ax):
    [found] = [line for line in ax.lines if line.get_markerfacecolor() == "none"]
    return float(found.get_xdata()[0]), float(found.get_ydata()[0])


def written(ax):
    return [text.get_text() for text in ax.texts]


def test_there_is_a_panel_for_the_loss_and_one_for_the_accuracy():
    axes = plots.history(LEARNED)
    assert [ax.get_title().split("\n")[0] for ax in axes] == ["Loss", "Accuracy"]


def test_the_lines_are_the_numbers_over_their_epochs():
    loss, accuracy = plots.history(LEARNED)
    for ax, name in [(loss, "loss"), (accuracy, "accuracy")]:
        training, validation = lines(ax)
        np.testing.assert_array_equal(training.get_xdata(), [1, 2, 3, 4, 5, 6])
        np.testing.assert_array_equal(training.get_ydata(), LEARNED[name])
        np.testing.assert_array_equal(validation.get_ydata(), LEARNED["val_" + name])


def test_the_order_of_the_names_does_not_matter():
    upside_down = dict(reversed(LEARNED.items()))
    assert plots.alt_text(plots.history(upside_down)) == plots.alt_text(plots.history(LEARNED))


def test_the_smallest_validation_loss_is_ringed():
    loss, _ = plots.history(LEARNED)
    assert ring(loss) == (4, 0.5)
    assert loss.get_title() == "Loss\nbest (ringed): 0.5 at epoch 4"


def test_the_largest_validation_accuracy_is_ringed():
    _, accuracy = plots.history(LEARNED)
    assert ring(accuracy) == (5, 0.87)


def test_without_validation_the_best_of_training_is_ringed():
    [loss] = plots.history({"loss": [3.0, 1, 2]})
    assert ring(loss) == (2, 1)


def test_of_equally_good_epochs_the_first_is_ringed():
    [loss] = plots.history({"loss": [3.0, 1, 1]})
    assert ring(loss) == (2, 1)


def test_of_a_metric_nobody_knows_what_is_best():
    *_, metric = plots.history({"loss": [2, 1], "error_rate": [0.5, 0.2]})
    assert metric.get_title() == "error_rate"
    assert len(metric.lines) == 1


def test_training_and_validation_differ_without_colour():
    for ax in plots.history(LEARNED):
        training, validation = lines(ax)
        assert training.get_linestyle() != validation.get_linestyle()
        assert training.get_marker() != validation.get_marker()


def colours():
    training, validation = lines(plots.history(LEARNED)[0])
    return [[int(line.get_color()[i : i + 2], 16) / 255 for i in (1, 3, 5)]
            for line in (training, validation)]


def test_both_colours_stand_out_from_the_card_as_text_must():
    """WCAG 2.2 asks text for a contrast of 4.5."""
    assert min(contrast(colour, (1, 1, 1)) for colour in colours()) >= 4.5


@pytest.mark.parametrize("matrix", [np.eye(3), *BLINDNESS.values()], ids=["none", *BLINDNESS])
def test_both_colours_are_told_apart_by_everyone(matrix):
    one, other = lab(linear(np.array(colours())) @ np.transpose(matrix))
    assert np.linalg.norm(one - other) > 23


def test_each_line_carries_its_name_in_its_colour_beside_its_end():
    for ax in plots.history(LEARNED):
        ax.figure.canvas.draw()
        for line, name in zip(lines(ax), ("training", "validation"), strict=True):
            [text] = [text for text in ax.texts if text.get_text() == name]
            assert text.get_color() == line.get_color()
            assert text.xy == (6, line.get_ydata()[-1])


def test_the_name_of_the_upper_line_stands_above_that_of_the_lower_one():
    for higher in ("training", "validation"):
        numbers = {"loss": [1, 1 + 1e-9 * (higher == "training")], "val_loss": [1, 1 + 5e-10]}
        [ax] = plots.history(numbers)
        ax.figure.canvas.draw()
        boxes = {text.get_text(): text.get_window_extent() for text in ax.texts}
        lower = ({"training", "validation"} - {higher}).pop()
        assert boxes[higher].y0 >= boxes[lower].y1 - 1


def test_the_epochs_are_whole_numbers_from_one_on():
    for count in (1, 2, 3, 7, 20, 21, 200):
        [ax] = plots.history({"loss": np.linspace(1, 0.5, count)})
        ticks = ax.get_xticks()
        assert ticks[0] == 1
        assert (ticks == np.round(ticks)).all()
        assert ticks[-1] <= count
        assert (np.diff(ticks) > 0).all()


def test_a_loss_begins_at_zero():
    [ax] = plots.history({"loss": [3.0, 2.9]})
    assert ax.get_ylim()[0] == 0


def test_no_accuracy_above_one_is_written_on_the_axis():
    *_, ax = plots.history({"loss": [1, 1], "accuracy": [1.0, 1.0]})
    assert max(ax.get_yticks()) == 1


def test_one_epoch_is_drawn_as_points():
    loss, _ = plots.history({name: numbers[:1] for name, numbers in LEARNED.items()})
    assert [line.get_marker() for line in lines(loss)] == ["o", "s"]
    assert plots.alt_text(loss) == (
        "Training over 1 epoch. Loss, training: 2.3. Loss, validation: 1.9.")


def test_epochs_without_a_finite_number_are_left_out():
    [ax] = plots.history({"loss": [2.0, np.nan, 1.0, np.inf, 0.5, np.nan]})
    [line] = lines(ax)
    np.testing.assert_array_equal(line.get_ydata(), [2, np.nan, 1, np.nan, 0.5, np.nan])
    assert ax.texts[0].xy == (5, 0.5)
    assert "from 2 to 0.5, best 0.5 at epoch 5" in plots.alt_text(ax)


def test_a_name_without_any_finite_number_gets_no_line():
    [ax] = plots.history({"loss": [2.0, 1.0], "val_loss": [np.nan, np.nan]})
    assert written(ax) == ["training"]


def test_the_learning_rate_is_no_panel():
    assert len(plots.history({"loss": [1, 2], "lr": [0.1, 0.1]})) == 1


def test_many_epochs_have_few_markers_and_one_at_the_end():
    [ax] = plots.history({"loss": np.linspace(1, 0.5, 1000)})
    [line] = lines(ax)
    assert len(line.get_markevery()) <= 25
    assert 999 in line.get_markevery()


def test_the_text_alternative_says_where_it_began_where_it_ended_and_what_was_best():
    assert plots.alt_text(plots.history(LEARNED)) == (
        "Training over 6 epochs. "
        "Loss, training: from 2.3 to 0.13, best 0.13 at epoch 6. "
        "Loss, validation: from 1.9 to 0.6, best 0.5 at epoch 4. "
        "Accuracy, training: from 0.12 to 0.97, best 0.97 at epoch 6. "
        "Accuracy, validation: from 0.3 to 0.86, best 0.87 at epoch 5.")


def test_what_fit_returns_can_be_drawn():
    model = nn.Linear(2, 2, rng=0)
    images = np.random.default_rng(0).normal(size=(40, 2))
    history = fit(model, images, (images[:, 0] > 0).astype(int), epochs=3, validation=0.25, rng=0,
                  progress=False)
    loss, accuracy = plots.history(history)
    np.testing.assert_array_equal(lines(accuracy)[1].get_ydata(), history["val_accuracy"])
    assert ring(loss)[0] == history.best_epoch


def test_words_are_spanish_after_choosing_spanish(spanish):
    loss, accuracy = plots.history(LEARNED)
    assert {"entrenamiento", "validación", "época"} <= {
        text.get_text() for text in texts(loss.figure)}
    assert accuracy.get_title().startswith("Exactitud")


@pytest.mark.parametrize("nothing", [
    {}, {"lr": [0.1]}, {"loss": []}, {"loss": [np.nan]}, History()])
def test_nothing_to_draw_is_an_error_that_says_what_to_do(nothing):
    with pytest.raises(ValueError, match=r"nothing to draw\. Train first"):
        plots.history(nothing)


def test_a_list_is_an_error():
    with pytest.raises(TypeError, match="a dictionary of lists, but list arrived"):
        plots.history([1, 2])
