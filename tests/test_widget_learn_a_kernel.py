"""Learning a kernel without a browser: the gradient, the descent, and what is refused."""

import numpy as np
import pytest

import cnnlab
from cnnlab import filters, images
from cnnlab.widgets import LearnAKernel
from tests.nn.peers import torch


def a_task(seed):
    """A learner whose image is not square, whose target is not symmetric."""
    rng = np.random.default_rng(seed)
    image, target = rng.normal(size=(7, 9)), rng.normal(size=(2, 3))
    return LearnAKernel(image, target, lr=0.05, rng=seed)


# The gradient and the descent --------------------------------------------------------------


def their_descent(learner, steps):
    """The losses and the last guess of PyTorch, from the same beginning."""
    image, target = (torch.tensor(each)[None, None] for each in (learner.image, learner.target))
    guess = torch.tensor(learner.guess)[None, None].requires_grad_(True)
    optimiser, losses = torch.optim.SGD([guess], lr=learner.lr), []
    wanted = torch.nn.functional.conv2d(image, target)
    for _ in range(steps + 1):
        optimiser.zero_grad()
        loss = torch.nn.functional.mse_loss(torch.nn.functional.conv2d(image, guess), wanted)
        loss.backward()
        losses.append(loss.item())
        last = guess.detach()[0, 0].numpy().copy()
        optimiser.step()
    return losses, last


@pytest.mark.parametrize("seed", range(3))
def test_every_step_is_that_of_pytorch(seed):
    learner = a_task(seed)
    losses, guess = their_descent(learner, 12)
    learner.step(12)
    np.testing.assert_allclose(learner.losses, losses, rtol=1e-10)
    np.testing.assert_allclose(learner.guess, guess, rtol=1e-10)


def test_the_gradient_is_how_the_loss_changes():
    learner = a_task(3)
    gradient, small = learner.gradient, 1e-6
    for place in np.ndindex(learner.guess.shape):
        losses = []
        for sign in (1, -1):
            moved = a_task(3)
            guess = moved.guess.copy()
            guess[place] += sign * small
            moved.guess = guess
            losses.append(moved.loss)
        assert gradient[place] == pytest.approx((losses[0] - losses[1]) / (2 * small), rel=1e-6)


def test_one_step_by_hand():
    """Image 1 2, target 3: the guess 0 makes the maps 0 0; the loss is (9 + 36) / 2."""
    learner = LearnAKernel([[1, 2]], [[3]], lr=0.1)
    learner.guess = [[0]]
    assert learner.loss == 22.5
    assert learner.gradient == -(2 / 2) * (1 * 3 + 2 * 6)
    learner.step()
    assert learner.guess == pytest.approx(1.5)


@pytest.mark.parametrize(("target", "steps"), [([[1, -1]], 35), ("sobel_x", 51)])
def test_it_finds_the_target_to_a_thousandth(target, steps):
    learner = LearnAKernel(target=target)
    learner.step(steps - 1)
    assert learner.outcome != "found"
    learner.step()
    assert learner.outcome == "found"
    assert np.abs(learner.guess - learner.target).max() < 1e-3


@pytest.mark.parametrize("target", [[[1, -1]], "sobel_x", "laplacian"])
def test_below_the_largest_learning_rate_the_loss_falls_and_above_it_grows(target):
    largest = LearnAKernel(target=target).largest_lr
    below, above = (LearnAKernel(target=target, lr=factor * largest) for factor in (0.97, 1.03))
    below.step(150)
    above.step(150)
    assert (below.outcome, above.outcome) == ("found", "growing")


def test_a_tiny_learning_rate_is_slow():
    learner = LearnAKernel(target="sobel_x", lr=0.001)
    learner.step(20)
    assert learner.outcome == "slow"


def test_on_vertical_bars_the_map_is_learned_and_the_kernel_is_not():
    learner = LearnAKernel(np.tile([0, 0, 1, 1], (12, 3)), "sobel_x")
    learner.step(600)
    assert learner.outcome == "alike"
    np.testing.assert_allclose(learner.guess_map, learner.target_map, atol=1e-4)
    # Only the sum of each column matters there: 4 ways to reach it for each column.
    np.testing.assert_allclose(learner.guess.sum(axis=0), [-4, 0, 4], atol=1e-3)


def test_a_descent_out_of_sight_ends_in_numbers():
    learner = LearnAKernel(lr=100)
    learner.step(1000)
    assert len(learner.losses) < 20
    assert np.isfinite(learner.losses).all()
    assert "too large" in repr(learner)


def test_the_same_number_makes_the_same_beginning():
    first, second, other = LearnAKernel(rng=4), LearnAKernel(rng=4), LearnAKernel(rng=5)
    np.testing.assert_array_equal(first.image, second.image)
    np.testing.assert_array_equal(first.guess, second.guess)
    assert not np.array_equal(first.guess, other.guess)


# What follows from a change ----------------------------------------------------------------


def test_reset_goes_back_to_the_first_guess():
    learner = LearnAKernel()
    before = learner.guess
    learner.step(5)
    learner.reset()
    np.testing.assert_array_equal(learner.guess, before)
    assert learner.losses == [learner.loss]


@pytest.mark.parametrize(
    ("trait", "value"), [("target", np.eye(3)), ("image", np.eye(6)), ("target", [[2, 1]])]
)
def test_another_task_begins_anew(trait, value):
    learner = LearnAKernel()
    learner.step(5)
    setattr(learner, trait, value)
    assert learner.guess.shape == learner.target.shape
    assert learner.losses == [learner.loss]


def test_a_guess_of_ones_own_begins_a_list_of_losses():
    learner = LearnAKernel()
    learner.step(5)
    learner.guess = learner.target
    assert learner.losses == [0]
    assert learner.outcome == "found"


def test_another_learning_rate_goes_on():
    learner = LearnAKernel()
    learner.step(5)
    learner.lr = 0.2
    learner.step()
    assert len(learner.losses) == 7


def test_what_the_browser_learned_is_there():
    learner, other = LearnAKernel(), LearnAKernel()
    other.step(3)
    learner.set_state({"guess": other.guess.tolist(), "losses": other.losses})
    assert learner.losses == other.losses
    assert learner.step() == other.step()


def test_another_target_from_the_browser_comes_with_its_first_guess():
    learner = LearnAKernel()
    learner.set_state({"target": [[0, 1, 2]], "guess": [[1, 1, 1]], "losses": [3.0]})
    assert learner.guess.shape == (1, 3)
    assert learner.losses == [learner.loss]


# What is refused ---------------------------------------------------------------------------


def test_pixels_up_to_255_are_to_be_brought_into_the_unit_range_first():
    with pytest.raises(ValueError, match=r"up to 255.*images.to_unit\(image\)"):
        LearnAKernel(np.full((5, 5), 255, np.uint8))
    LearnAKernel(images.to_unit(np.full((5, 5), 255, np.uint8)))


def test_a_large_image_is_to_be_cut():
    with pytest.raises(ValueError, match=r"image\[:32, :32\]"):
        LearnAKernel(np.zeros((33, 5)))


@pytest.mark.parametrize("lr", [0, -0.1, np.nan])
def test_the_learning_rate_is_above_0(lr):
    with pytest.raises(ValueError, match="lr"):
        LearnAKernel(lr=lr)


def test_a_target_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        LearnAKernel([[1, 2]], np.eye(3))


def test_a_guess_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"shape of the target, \(1, 2\)"):
        LearnAKernel().guess = [[1]]


def test_a_filter_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="sobel_x"):
        LearnAKernel(target="sobol_x")


# In its place ------------------------------------------------------------------------------


def test_the_sentence_says_the_step_and_the_loss():
    learner = LearnAKernel([[1, 2]], [[3]], lr=0.1)
    learner.guess = [[0]]
    learner.step()
    assert repr(learner) == (
        "Learn a kernel of 1 by 1: after 1 steps the loss is 5.6. The loss falls."
    )


def test_a_hidden_target_is_not_in_the_picture():
    shown = LearnAKernel(target="sobel_x")._panels()
    hidden = LearnAKernel(target="sobel_x", hidden=True)._panels()
    assert len(shown) - len(hidden) == 1
    assert not any(np.array_equal(panel, filters.sobel_x()) for _, panel in hidden)


def test_it_speaks_spanish():
    cnnlab.use_language("es")
    try:
        assert "pérdida" in repr(LearnAKernel())
    finally:
        cnnlab.use_language("en")
