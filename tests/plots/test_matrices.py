"""The matrix of a layer: signed, its zeros white, its numbers written where they can be read."""

import numpy as np
import pytest

import cnnlab
from cnnlab import plots
from tests.plots.asking import pixel_at

BANDED = np.array([[-1, 2, 0, 0], [0, -1, 2, 0], [0, 0, -1, 2]])


def test_zero_is_white_on_the_picture():
    assert pixel_at(plots.matrix(BANDED), 2.3, 0.3).tolist() == [1, 1, 1]


def test_positive_is_orange_and_negative_is_purple():
    ax = plots.matrix(BANDED)
    (red, _, blue), (less_red, _, more_blue) = pixel_at(ax, 1.3, 0.3), pixel_at(ax, 0.3, 0.3)
    assert red > blue
    assert more_blue > less_red


def test_each_number_stands_in_its_row_and_column():
    texts = {text.get_position(): text.get_text() for text in plots.matrix(BANDED).texts}
    assert texts[0, 1] == texts[2, 0] == "0"
    assert texts[3, 2] == "2"
    assert texts[1, 1] == "−1"


def test_a_large_matrix_has_a_scale_instead_of_numbers():
    ax = plots.matrix(np.eye(9, 64))
    assert not ax.texts
    assert len(ax.figure.axes) == 2


def test_the_numbers_go_up_to_twelve_rows_and_columns():
    assert len(plots.matrix(np.eye(12)).texts) == 144
    assert not plots.matrix(np.eye(13)).texts


def test_its_alternative_counts_the_zeros():
    assert plots.alt_text(plots.matrix(BANDED)).endswith("6 of its 12 numbers are zero.")


def test_its_alternative_speaks_spanish():
    cnnlab.use_language("es")
    text = plots.alt_text(plots.matrix([[1, 0]], title="Ventana"))
    assert text == "Ventana: Matriz, 1 por 2: 1 0. 1 de sus 2 números son cero."


@pytest.mark.parametrize("shape", [(3,), (2, 2, 2)])
def test_other_axes_are_refused(shape):
    with pytest.raises(ValueError, match=r"must have the axes \(rows, columns\)"):
        plots.matrix(np.zeros(shape))
