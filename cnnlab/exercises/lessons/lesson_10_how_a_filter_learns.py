"""Lesson 10, how a filter learns: a step downhill, learning rates, and the way back, by hand."""

from dataclasses import dataclass

import numpy as np

from cnnlab.exercises.kinds import choice_exercise, function_exercise
from cnnlab.exercises.quizzes import Question, Quiz, right, wrong
from cnnlab.language import later

# One step downhill -----------------------------------------------------------------------


@function_exercise(
    title=later("One step downhill"),
    cases=[(1.0, 2.0, 6.0, 0.05), (4.0, 2.0, 6.0, 0.05), (-0.5, 3.0, 1.5, 0.01),
           (0.25, -1.5, 2.0, 0.2), (2.0, 0.4, -1.0, 1.0), (0.7, 1.3, 2.9, 0.037)],
    hints=[
        later("Three lines: the error, the slope, the step. The error is the output minus the "
              "target."),
        later("The slope is a product of two: what one unit of error does to its square, and what "
              "one unit of weight does to the error."),
        later("The slope is `2 * error * x`. The step goes against it, and `lr` says how far."),
    ],
)
def one_step_downhill(weight, x, target, lr):
    error = weight * x - target
    slope = 2 * error * x
    return weight - lr * slope


def _stepped(weight, slope, lr):
    return weight - lr * slope


@one_step_downhill.mistake(later("That step goes uphill: the loss grows. The slope points to "
                                 "where the loss gets larger; what do you do with it?"))
def uphill(weight, x, target, lr):
    return weight + lr * 2 * (weight * x - target) * x


@one_step_downhill.mistake(later("The whole slope was taken as a step, and it jumps over the "
                                 "valley. Which argument says how far a step goes?"))
def without_learning_rate(weight, x, target, lr):
    return _stepped(weight, 2 * (weight * x - target) * x, 1)


@one_step_downhill.mistake(later("Your slope is half of what it should be. The loss here is the "
                                 "square of the error, without a ½ before it: what is the slope "
                                 "of a square?"))
def factor_2_forgotten(weight, x, target, lr):
    return _stepped(weight, (weight * x - target) * x, lr)


@one_step_downhill.mistake(later("You have what the error does to the loss. What does the weight "
                                 "do to the error? That is the second factor of the chain."))
def x_forgotten(weight, x, target, lr):
    return _stepped(weight, 2 * (weight * x - target), lr)


@one_step_downhill.mistake(later("That is the step alone, as far as the weight has to move. Where "
                                 "is the weight after it?"))
def the_step_alone(weight, x, target, lr):
    return -lr * 2 * (weight * x - target) * x


@one_step_downhill.mistake(later("That is `lr` times the slope. Where is the weight after the "
                                 "step?"))
def lr_times_the_slope(weight, x, target, lr):
    return lr * 2 * (weight * x - target) * x


@one_step_downhill.mistake(later("You took `lr` times the error off. The error says how wrong the "
                                 "output is; what says how the loss changes with the weight?"))
def error_for_slope(weight, x, target, lr):
    return _stepped(weight, weight * x - target, lr)


@one_step_downhill.mistake(later("You took `lr` times the loss off. The loss says how bad the "
                                 "weight is; what says in which direction it gets better?"))
def loss_for_slope(weight, x, target, lr):
    return _stepped(weight, (weight * x - target) ** 2, lr)


@one_step_downhill.mistake(later("That is the slope found by trying, and it is a little off. Which "
                                 "two links does the chain rule multiply, so that it is exact?"))
def slope_by_trying(weight, x, target, lr):
    slope = (((weight + 0.001) * x - target) ** 2 - (weight * x - target) ** 2) / 0.001
    return _stepped(weight, slope, lr)


# Which learning rate? --------------------------------------------------------------------

RATES = np.random.default_rng(4).permutation([0.01, 0.1, 0.2, 0.26])


def _letter(rate):
    """The letter of the curve that this learning rate made, in the notebook's figure."""
    return "ABCD"[list(RATES).index(rate)]


@choice_exercise(
    title=later("Which learning rate made this curve?"),
    options=("A", "B", "C", "D"),
    hints=[
        later("Each step multiplies the distance to 3 by 1 − 8 · lr. What is that for a learning "
              "rate of 0.2?"),
        later("The factor is negative: after each step the weight is on the other side of 3. "
              "Is it further away, or nearer?"),
    ],
    why=later("1 − 8 · 0.2 = −0.6: each step crosses 3, and leaves 0.6 of the distance. It jumps "
              "to and fro, and arrives."),
)
def curve_of_a_large_rate():
    return _letter(0.2)


@curve_of_a_large_rate.mistake(later("That one comes to 3 without ever crossing it, in a few "
                                     "steps. Does a negative factor do that?"))
def curve_that_arrives_at_once():
    return _letter(0.1)


@curve_of_a_large_rate.mistake(later("That one crosses 3 at each step and is further away each "
                                     "time. For which factors does the distance grow?"))
def curve_that_diverges():
    return _letter(0.26)


@curve_of_a_large_rate.mistake(later("That one creeps: each step leaves most of the distance. Is "
                                     "its learning rate small or large?"))
def curve_that_creeps():
    return _letter(0.01)


# Back through ReLU -----------------------------------------------------------------------


def _before_relu():
    rng = np.random.default_rng(0)
    cases = [(np.array([-2, 3, 0, 5]), np.array([1, -4, 2, 3])),
             (rng.integers(-3, 4, (3, 5)), rng.integers(-4, 5, (3, 5)))]
    return [*cases, (rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 3, 4)))]


@function_exercise(
    title=later("Back through ReLU"),
    cases=_before_relu,
    hints=[
        later("Which of the two arrays decides what gets through: the numbers that went in, or "
              "the gradient that comes back?"),
        later("`z > 0` is an array of yes and no. Multiplied by a number, yes counts as 1 and no "
              "as 0."),
    ],
)
def relu_backward(z, gradient):
    return gradient * (z > 0)


@relu_backward.mistake(later("You asked the gradient whether it is positive. A negative gradient "
                             "has to come through as well: whose sign decides?"))
def sign_of_the_gradient(z, gradient):
    return gradient * (gradient > 0)


@relu_backward.mistake(later("You multiplied by what came out of ReLU. How much does the output "
                             "grow where `z` is 5 and grows by a little?"))
def times_the_output(z, gradient):
    return gradient * np.maximum(z, 0)


@relu_backward.mistake(later("You multiplied by what went in. How much does the output of ReLU "
                             "grow where `z` is 5 and grows by a little? And where it is −2?"))
def times_the_input(z, gradient):
    return gradient * z


@relu_backward.mistake(later("Right, except where `z` is exactly 0. The text has an agreement "
                             "for it."))
def through_at_zero(z, gradient):
    return gradient * (z >= 0)


@relu_backward.mistake(later("That says where ReLU lets something through. What is it that comes "
                             "through there?"))
def mask_alone(z, gradient):
    return 1 * (z > 0)


@relu_backward.mistake(later("That is the way forward: what came out of ReLU. What comes back is "
                             "made of another array."))
def the_way_forward(z, gradient):
    return np.maximum(z, 0)


@relu_backward.mistake(later("You asked both signs. A negative gradient has to come through as "
                             "well: whose sign decides?"))
def both_signs(z, gradient):
    return np.maximum(gradient, 0) * (z > 0)


# Back through max pooling ----------------------------------------------------------------


def _before_pooling():
    rng = np.random.default_rng(1)
    by_hand = np.array([[1, 3, 2, 0], [5, 4, 1, 1]]), np.array([[10, -20]])
    return [by_hand,
            (np.array([[7, 7], [7, 2], [0, 1], [1, 1]]), np.array([[4], [-6]])),
            (rng.integers(0, 4, (4, 6)), rng.integers(1, 9, (2, 3)) / 2),
            (rng.normal(size=(6, 4)) - 1, rng.normal(size=(3, 2)))]


@function_exercise(
    title=later("Back through max pooling"),
    cases=_before_pooling,
    hints=[
        later("`window.argmax()` is the place of the largest number, counted from 0 in reading "
              "order; of equal ones, the first."),
        later("`divmod(place, 2)` turns the place into the row and the column inside the window."),
        later("The window begins at row `2 * row` and column `2 * col`. `i` and `j` come on top."),
    ],
)
def max_pool_backward(feature_map, gradient):
    back = np.zeros(feature_map.shape)
    for row, col in np.ndindex(gradient.shape):
        window = feature_map[2 * row : 2 * row + 2, 2 * col : 2 * col + 2]
        i, j = divmod(window.argmax(), 2)
        back[2 * row + i, 2 * col + j] = gradient[row, col]
    return back


def _spread(gradient):
    """Each gradient in all four places of its window."""
    return np.kron(gradient, np.ones((2, 2)))


def _winners(feature_map, gradient):
    """1 at the winner of each window; the gradient says only how many windows there are."""
    return max_pool_backward.reference(feature_map, np.ones(np.shape(gradient)))


def _at(place):
    """A wrong solution: the gradient goes to `place(row, col, i, j)`."""

    def wrong(feature_map, gradient):
        back = np.zeros(feature_map.shape)
        for row, col in np.ndindex(gradient.shape):
            window = feature_map[2 * row : 2 * row + 2, 2 * col : 2 * col + 2]
            back[place(row, col, *divmod(window.argmax(), 2))] = gradient[row, col]
        return back

    return wrong


max_pool_backward.mistake(
    later("Every gradient lands in the first window: `i` and `j` count from the corner of the "
          "window. Where does that corner stand?")
)(_at(lambda row, col, i, j: (i, j)))

max_pool_backward.mistake(
    later("`row` and `col` count windows, not pixels. At which pixel does the second window begin?")
)(_at(lambda row, col, i, j: (row + i, col + j)))

max_pool_backward.mistake(
    later("`row` and `col` count windows, and `i` and `j` don't come in at all. At which pixel "
          "does a window begin, and where inside it is the winner?")
)(_at(lambda row, col, i, j: (row, col)))

max_pool_backward.mistake(
    later("The window is right. Inside it, rows and columns have changed places: which of `i` and "
          "`j` says how far down the winner is?")
)(_at(lambda row, col, i, j: (2 * row + j, 2 * col + i)))


@max_pool_backward.mistake(later("All four pixels of a window got the whole gradient. How many of "
                                 "them had an influence on the maximum?"))
def to_all_four(feature_map, gradient):
    return _spread(gradient)


@max_pool_backward.mistake(later("Each pixel of a window got a quarter: that is the way back "
                                 "through mean pooling. Who gets it after a maximum?"))
def a_quarter_each(feature_map, gradient):
    return _spread(gradient) / 4


@max_pool_backward.mistake(later("Where two numbers of a window are equally large, you gave the "
                                 "gradient to both. The text says which one takes it."))
def to_every_tie(feature_map, gradient):
    rows, cols = gradient.shape
    highest = feature_map.reshape(rows, 2, cols, 2).max(axis=(1, 3))
    return (feature_map == _spread(highest)) * _spread(gradient)


@max_pool_backward.mistake(later("At the winners stands their own value. What comes back from the "
                                 "layer above is in another array."))
def value_of_the_winner(feature_map, gradient):
    return feature_map * _winners(feature_map, gradient)


@max_pool_backward.mistake(later("The gradient always lands in the top left corner of its window. "
                                 "Which place had the largest number?"))
def always_the_first_corner(feature_map, gradient):
    return np.kron(gradient, [[1, 0], [0, 0]])


# The gradient of a kernel ----------------------------------------------------------------


def _images_and_gradients():
    rng = np.random.default_rng(2)
    settings = [((3, 3), (2, 2)), ((4, 6), (3, 4)), ((5, 4), (2, 3))]
    cases = [(rng.integers(0, 6, image), rng.integers(-3, 4, gradient))
             for image, gradient in settings]
    return [*cases, (rng.normal(size=(7, 5)), rng.normal(size=(4, 4)))]


@function_exercise(
    title=later("The gradient of a kernel"),
    cases=_images_and_gradients,
    hints=[
        later("Follow one weight only. Which pixel does weight `(i, j)` meet when the kernel "
              "stands at row p, column q?"),
        later("It meets pixel `(p + i, q + j)`. Over all positions, these pixels form a piece of "
              "the image, as large as `gradient`, that begins at `(i, j)`."),
        later("Multiply that piece by `gradient`, element by element, and add up."),
    ],
)
def kernel_gradient(image, gradient):
    height, width = gradient.shape
    rows, cols = np.subtract(image.shape, gradient.shape) + 1
    slopes = np.zeros((rows, cols))
    for i, j in np.ndindex(rows, cols):
        slopes[i, j] = (gradient * image[i : i + height, j : j + width]).sum()
    return slopes


@kernel_gradient.mistake(later("The result is turned by 180 degrees. Weight `(0, 0)` meets the "
                               "pixels that begin at the top left corner: where does its slope "
                               "belong?"))
def result_turned(image, gradient):
    return kernel_gradient.reference(image, gradient)[::-1, ::-1]


@kernel_gradient.mistake(later("The gradient was turned by 180 degrees first, as `convolve` does. "
                               "The turn belongs to the way back to the image; does the first "
                               "position speak of the first pixel or of the last?"))
def gradient_turned(image, gradient):
    return kernel_gradient.reference(image, gradient[::-1, ::-1])


@kernel_gradient.mistake(later("You added up the pixels that each weight meets, as if every "
                               "position mattered equally. What says how much the loss cares "
                               "about each position?"))
def gradient_ignored(image, gradient):
    return kernel_gradient.reference(image, np.ones_like(gradient))


@kernel_gradient.mistake(later("You took a mean over the positions. One weight acts at every "
                               "position: what is done with its effects? (Where a loss is a mean, "
                               "the division is already in the gradient.)"))
def mean_over_positions(image, gradient):
    return kernel_gradient.reference(image, gradient) / gradient.size


@kernel_gradient.mistake(later("All the slopes are the same, as if every weight met the same "
                               "pixels. Which letters say where the piece of a weight begins?"))
def the_same_piece(image, gradient):
    slopes = kernel_gradient.reference(image, gradient)
    return np.full(slopes.shape, slopes[0, 0])


@kernel_gradient.mistake(later("Only the corner of the piece was multiplied by the gradients. "
                               "Every position has its own pixel: how large is the piece?"))
def one_pixel_for_all(image, gradient):
    slopes = kernel_gradient.reference(image, gradient)
    rows, cols = slopes.shape
    return image[:rows, :cols] * gradient.sum()


# A gradient by differences ---------------------------------------------------------------


@dataclass(frozen=True)
class _Formula:
    """A loss of weights that shows itself as a formula."""

    text: str
    power: int
    outer: int

    def __call__(self, weights):
        factors = np.arange(1, np.size(weights) + 1)
        return float((factors * np.ravel(weights) ** self.power).sum() ** self.outer)

    def __repr__(self):
        return self.text


_CUBES = _Formula("w₀³ + 2 w₁³ + 3 w₂³ + …", power=3, outer=1)
_SQUARE = _Formula("(w₀ + 2 w₁ + 3 w₂ + …)²", power=1, outer=2)


@function_exercise(
    title=later("A gradient by differences"),
    cases=[(_SQUARE, np.array([[1.0, -2.0]]), 0.5),
           (_CUBES, np.array([[1.0, -1.0, 0.5], [2.0, 0.0, -0.5]]), 0.1),
           (_SQUARE, np.array([[0.5, 1.0], [-1.5, 0.25], [0.0, 2.0]]), 0.01),
           (_CUBES, np.array([[0.1234, -0.7071], [0.5772, 0.3333]]), 0.03)],
    hints=[
        later("Work with one weight at a time. `moved = weights.copy()` can be changed without "
              "harm."),
        later("Two losses for each weight: with it at `weights[place] + h`, and at "
              "`weights[place] - h`."),
        later("From the one point to the other, the weight has moved by `2 * h`. The slope is the "
              "difference of the losses over that."),
    ],
)
def numerical_gradient(loss, weights, h):
    slopes = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        moved = weights.copy()
        moved[place] = weights[place] + h
        above = loss(moved)
        moved[place] = weights[place] - h
        slopes[place] = (above - loss(moved)) / (2 * h)
    return slopes


def _moved(weights, place, step):
    moved = weights.copy()
    moved[place] += step
    return moved


def _each(weights, slope):
    slopes = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        slopes[place] = slope(place)
    return slopes


@numerical_gradient.mistake(later("You looked to one side only: between `w` and `w + h`. That is "
                                  "the slope in the middle of the two, not at `w`. What would put "
                                  "`w` in the middle?"))
def one_sided(loss, weights, h):
    return _each(weights, lambda place: (loss(_moved(weights, place, h)) - loss(weights)) / h)


@numerical_gradient.mistake(later("These are the differences of the losses. A slope is a "
                                  "difference for one unit of weight: by how much did the weight "
                                  "move?"))
def not_divided(loss, weights, h):
    return numerical_gradient.reference(loss, weights, h) * 2 * h


@numerical_gradient.mistake(later("Every slope is twice what it should be. How far is it from "
                                  "`w - h` to `w + h`?"))
def divided_by_h(loss, weights, h):
    return numerical_gradient.reference(loss, weights, h) * 2


@numerical_gradient.mistake(later("One point is `w + h`, the other is `w` itself, and you divided "
                                  "by the way from `w - h`. Where does the second point have to "
                                  "be? (After `+ h` and `- h`, the weight is where it was.)"))
def back_where_it_was(loss, weights, h):
    return _each(weights, lambda place: (loss(_moved(weights, place, h)) - loss(weights)) / 2 / h)


@numerical_gradient.mistake(later("`/ 2 * h` divides by 2 and then multiplies by h: Python goes "
                                  "from left to right. What keeps the 2 and the h together?"))
def parentheses_forgotten(loss, weights, h):
    return numerical_gradient.reference(loss, weights, h) * h * h


@numerical_gradient.mistake(later("All the weights were moved at once, so nobody knows which of "
                                  "them did it. How many may move at a time?"))
def all_at_once(loss, weights, h):
    together = (loss(weights + h) - loss(weights - h)) / (2 * h)
    return np.full(weights.shape, together)


@numerical_gradient.mistake(later("The first slope is right, and the others are not. What has to "
                                  "happen to a weight before the next one moves?"))
def never_put_back(loss, weights, h):
    moved = weights.astype(float)
    slopes = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        moved[place] = weights[place] + h
        above = loss(moved)
        moved[place] = weights[place] - h
        slopes[place] = (above - loss(moved)) / (2 * h)
    return slopes


# Quiz ------------------------------------------------------------------------------------

quiz = Quiz(
    Question(
        later("The slope of the loss for a weight is −5. What does gradient descent do with the "
              "weight?"),
        right(later("It makes it larger."),
              later("Yes: weight − lr · (−5) is more than the weight. Where the slope is "
                    "negative, downhill is to the right.")),
        wrong(later("It makes it smaller."),
              later("Then the loss would grow: a slope of −5 says that it falls when the weight "
                    "grows.")),
        wrong(later("It sets it to −5."),
              later("The slope is not the new weight. It says in which direction, and how steeply, "
                    "the loss changes.")),
    ),
    Question(
        later("The loss is almost 0. Has the network found the kernel that made the examples?"),
        wrong(later("Yes: only that kernel makes no errors."),
              later("On a flat image, every kernel whose weights have the same sum makes the same "
                    "map.")),
        right(later("Only if the examples tell it from other kernels."),
              later("Yes. A flat image can't: there, many kernels give the same map.")),
        wrong(later("No: the loss has nothing to do with the kernel."),
              later("The loss measures the maps of the kernel. It just can't see what the examples "
                    "don't show.")),
    ),
    Question(
        later("A window of max pooling held 2, 9, 4 and 1, and the gradient that comes back is 6. "
              "What do the four pixels get?"),
        wrong(later("1.5 each"),
              later("That is mean pooling, where each pixel has a quarter of the influence.")),
        wrong(later("6 each"),
              later("Had the 2 been a little larger, the maximum would still be 9: that pixel had "
                    "no influence.")),
        right(later("0, 6, 0, 0"),
              later("Yes: to the winner goes everything; the others had no influence.")),
    ),
    Question(
        later("Which gradient of a convolution needs the kernel turned by 180°?"),
        wrong(later("That of the kernel."),
              later("It does not even need the kernel: it slides the gradient over the image, as "
                    "it is.")),
        right(later("That of the image."),
              later("Yes: a convolution in its full size. A pixel was seen by the first position "
                    "through a late weight, and by the last one through an early weight.")),
        wrong(later("That of the bias."),
              later("The bias was added once at each position: its gradient is just a sum.")),
    ),
    Question(
        later("Your network has 10 classes, and before the first step its loss is 5.8. What do you "
              "do first?"),
        wrong(later("Train longer: the loss will go down."),
              later("It may. But a network that knows nothing should be near ln 10 ≈ 2.3: it is "
                    "sure of wrong answers before it has learned anything.")),
        wrong(later("Make the learning rate smaller."),
              later("Not a single step has been taken: the learning rate has done nothing yet.")),
        right(later("Look at the images and the first weights: it should be near 2.3."),
              later("Yes: images not scaled, or first weights too large. Ten equal chances give "
                    "ln 10.")),
    ),
)
