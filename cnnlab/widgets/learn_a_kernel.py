"""A kernel is learned from an image and its map: gradient descent, one step at a time.

Read `LearnAKernel.step` and the two short functions below it: that is all of learning.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from cnnlab import convolution, filters, images
from cnnlab._validation import finite_number, image_array, say, whole_number
from cnnlab.language import later, translate
from cnnlab.plots import words
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.stepper import LARGEST_KERNEL, SmallKernel
from cnnlab.widgets.traits import Matrix
from cnnlab.widgets.widget import Widget

LARGEST_IMAGE = 32  # rows or columns: at each step the browser slides the kernel over all of it
LARGEST_PIXEL = 10  # with larger ones, no learning rate on the slider would be small enough
FOUND = 1e-3  # how near every weight has to come. These four also in learning.js
ALIKE = 1e-10  # a loss so small says: the maps are the same
SLOW = 0.8, 20  # the loss kept more than this share of what it was so many steps before
OUT_OF_SIGHT = 1e6  # a loss beyond this ends the descent: nothing is left to see
TARGETS = ("sobel_x", "sobel_y", "laplacian", "sharpen", "box_blur", "diagonal_cross", "x_falling")
OUTCOMES = {
    "start": later("Nothing has been learned yet."),
    "learning": later("The loss falls."),
    "slow": later("The loss hardly falls: in the last 20 steps by less than 20 %. Try a larger "
                  "learning rate."),
    "found": later("Found: every weight is within 0.001 of the target."),
    "alike": later("The two maps agree, but the kernels differ: on this image, several kernels "
                   "give the same map. Try another image."),
    "growing": later("The loss grows: each step jumps over the lowest point and lands higher up "
                     "on the other side. The learning rate is too large. Make it smaller and go "
                     "back to the first guess."),
}


class LearningImage(Matrix):
    """A grey image to learn from: (H, W), float64, its pixels about as large as 1."""

    def _checked(self, value: Any) -> np.ndarray:
        image = super()._checked(image_array(value, self.name))
        if max(image.shape) > LARGEST_IMAGE:
            raise ValueError(
                say("To watch a kernel being learned, an image of at most {most} by {most} pixels "
                    "will do, but this one has {height} by {width}. Cut out a part, for example "
                    "{name}[:{most}, :{most}].", most=LARGEST_IMAGE, height=image.shape[0],
                    width=image.shape[1], name=self.name)
            )
        if np.abs(image).max() > LARGEST_PIXEL:
            raise ValueError(
                say("The pixels of {name} go up to {largest}, and with such large ones only tiny "
                    "learning rates work. Bring them into [0, 1] first, with "
                    "images.to_unit({name}).", name=self.name,
                    largest=words.short(np.abs(image).max()))
            )
        return image


class LearnAKernel(Widget):
    """Watch a guess become the target kernel: the loss falls, step by step, against its gradient.

    The target slides over the image, and so does the guess. The loss is the mean squared error
    between the two maps. Each step changes the guess by -lr times the gradient of the loss.

    Parameters
    ----------
    image : (H, W) array of numbers up to 10, at most 32 x 32; None = 12 x 12 pixels, 1 or -1 by
        chance
    target : (kh, kw) array, at most 5 x 5, or the name of a filter, as in `filters.names()`;
        None = [[1, -1]]
    lr : float above 0, the learning rate
    rng : None, int or numpy.random.Generator, for the first guess and the image of noise
    hidden : bool, keep the target's numbers out of sight, to be guessed

    Raises
    ------
    ValueError, TypeError
        Where an argument can't be used; the message says what to do.

    What was learned in the widget is there for the next cell, and `step` goes on from there. Of
    `losses`, the first is that of the first guess.

    >>> learner = LearnAKernel(target=[[1, -1]], lr=0.5)
    >>> round(learner.step(10), 3), len(learner.losses)
    (0.0, 11)
    >>> learner.guess.round(3)
    array([[ 1., -1.]])
    """

    _esm = self_contained("learn_a_kernel")
    _css = style("learn_a_kernel")

    image = LearningImage()
    target = SmallKernel()
    first = Matrix()  # first guesses, 5 x 5: a smaller kernel begins with the upper left corner
    guess = SmallKernel()
    lr = traitlets.Any().tag(sync=True)
    losses = traitlets.List(traitlets.Float()).tag(sync=True)
    hidden = traitlets.Bool(False).tag(sync=True)
    images = traitlets.List().tag(sync=True)  # [title, rows] of each image that can be chosen
    targets = traitlets.List().tag(sync=True)  # [title, rows] of each kernel that can be chosen

    def __init__(
        self,
        image: ArrayLike | None = None,
        target: ArrayLike | str | None = None,
        *,
        lr: float = 0.1,
        rng: int | np.random.Generator | None = 0,
        hidden: bool = False,
    ):
        random = np.random.default_rng(rng)
        noise = random.choice([-1.0, 1.0], (12, 12))
        first = random.uniform(-1, 1, (LARGEST_KERNEL, LARGEST_KERNEL)).round(2)
        target = [[1, -1]] if target is None else target
        super().__init__(
            image=noise if image is None else image,
            target=filters.get(target) if isinstance(target, str) else target,
            first=first, lr=lr, hidden=hidden, images=_images(noise), targets=_targets(),
        )

    # Learning -----------------------------------------------------------------------------

    @property
    def target_map(self) -> np.ndarray:
        """The map that the target makes: what the guess is to make as well."""
        return convolution.cross_correlate(self.image, self.target)

    @property
    def guess_map(self) -> np.ndarray:
        """The map that the guess makes."""
        return convolution.cross_correlate(self.image, self.guess)

    @property
    def loss(self) -> float:
        """The mean squared error between the two maps."""
        return float(np.mean(self._difference(self.guess) ** 2))

    @property
    def gradient(self) -> np.ndarray:
        """How fast the loss grows with each weight of the guess, (kh, kw)."""
        return self._gradient(self._difference(self.guess))

    def step(self, count: int = 1) -> float:
        """Take steps of gradient descent and return the loss; stop where it is out of sight."""
        guess, losses = self.guess, list(self.losses)
        difference = self._difference(guess)
        for _ in range(whole_number(count, "count", minimum=1)):
            if losses[-1] > OUT_OF_SIGHT:
                break
            guess = guess - self.lr * self._gradient(difference)
            difference = self._difference(guess)
            losses.append(float(np.mean(difference**2)))
        with self.hold_trait_notifications():
            self.guess, self.losses = guess, losses
        return losses[-1]

    def _difference(self, guess: np.ndarray) -> np.ndarray:
        return convolution.cross_correlate(self.image, guess) - self.target_map

    def _gradient(self, difference: np.ndarray) -> np.ndarray:
        """Return the gradient of the loss: dL/dmap, slid over the image."""
        return convolution.cross_correlate(self.image, 2 * difference / difference.size)

    def reset(self) -> None:
        """Go back to the first guess."""
        rows, columns = self.target.shape
        self.guess = self.first[:rows, :columns]
        self.losses = [self.loss]

    @property
    def largest_lr(self) -> float:
        """The learning rate from which on the loss grows: 2 / the largest curvature of the loss.

        The loss is a bowl; its curvatures c are the eigenvalues of 2/N times the sum of patch times
        patch over the N patches. Along each, a step multiplies the error by 1 - lr * c: once lr is
        above 2 / c, that is below -1, and the error grows.
        """
        patches = convolution.patches(self.image, self.target.shape).reshape(-1, self.target.size)
        return float(len(patches) / np.linalg.eigvalsh(patches.T @ patches).max())

    @property
    def outcome(self) -> str:
        """How it goes: "start", "learning", "slow", "found", "alike" or "growing"."""
        share, before = SLOW
        loss, losses = self.losses[-1], self.losses
        if np.abs(self.guess - self.target).max() < FOUND:
            return "found"
        if len(losses) > 1 and loss > losses[-2] and loss > ALIKE:
            return "growing"
        if loss < ALIKE:
            return "alike"
        if len(losses) > before and loss > share * losses[-1 - before]:
            return "slow"
        return "learning" if len(losses) > 1 else "start"

    # What fits together -------------------------------------------------------------------

    @traitlets.validate("image", "target")
    def _fits(self, proposal: Any) -> np.ndarray:
        state = {"image": self.image, "target": self.target}
        state[proposal["trait"].name] = proposal["value"]
        convolution.cross_correlate(state["image"], state["target"])
        return proposal["value"]

    @traitlets.validate("guess")
    def _is_like_the_target(self, proposal: Any) -> np.ndarray:
        if proposal["value"].shape != self.target.shape:
            raise ValueError(
                say("The guess must have the shape of the target, {target}, but its shape is "
                    "{guess}.", target=self.target.shape, guess=proposal["value"].shape)
            )
        return proposal["value"]

    @traitlets.validate("lr")
    def _is_a_rate(self, proposal: Any) -> float:
        return finite_number(proposal["value"], "lr", above=0)

    @traitlets.observe("image", "target", "first")
    def _start_over(self, change: Any) -> None:
        """Another task: what was learned for the old one does not count."""
        self.reset()

    @traitlets.observe("guess")
    def _count_anew(self, change: Any) -> None:
        """A guess that was not learned begins a list of losses of its own."""
        if not self.losses or not np.isclose(self.loss, self.losses[-1], rtol=1e-6, atol=1e-20):
            self.losses = [self.loss]

    # What stands in its place -------------------------------------------------------------

    def _title(self) -> str:
        return translate("Learn a kernel")

    def _sentence(self) -> str:
        return translate(
            "Learn a kernel of {size}: after {steps} steps the loss is {loss}.",
            size=words.size(self.guess), steps=len(self.losses) - 1, loss=words.short(self.loss),
        ) + " " + translate(OUTCOMES[self.outcome])

    def _panels(self) -> list[tuple[str, np.ndarray]]:
        """Return the image, the kernels (a hidden one not), and the two maps."""
        kernels = [self.guess] if self.hidden else [self.target, self.guess]
        signed = [*kernels, self.target_map, self.guess_map]
        return [("image", self.image), *(("signed", each) for each in signed)]


# What can be chosen ----------------------------------------------------------------------


def _images(noise: np.ndarray) -> list[tuple[str, list]]:
    """Return images that make learning easy, harder, and on bars impossible."""
    return [
        (translate("Noise, −1 or 1"), noise.tolist()),
        (translate("The lecture's X"), images.x_clean().tolist()),
        (translate("The lecture's X, deformed"), images.x_deformed().tolist()),
        (translate("Vertical bars"), np.tile([0, 0, 1, 1], (12, 3)).tolist()),
    ]


def _targets() -> list[tuple[str, list]]:
    """Return two differences of two neighbours, and filters by their names."""
    differences = [("[[1, −1]]", [[1, -1]]), ("[[1], [−1]]", [[1], [-1]])]
    return differences + [(name, filters.get(name).tolist()) for name in TARGETS]
