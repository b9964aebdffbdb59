"""Lesson 12, what it learned: receptive field, cosine, a covered square, Grad-CAM, the nudge."""

import numpy as np

from cnnlab import geometry
from cnnlab.exercises.kinds import choice_exercise, function_exercise, value_exercise
from cnnlab.exercises.quizzes import Question, Quiz, right, wrong
from cnnlab.language import later

# How far a number sees -------------------------------------------------------------------


@value_exercise(
    title=later("How much the third convolution sees"),
    like=5,
    hints=[
        later("Begin at 1 and go through the layers from the image on. Each adds (size − 1) times "
              "the strides before it, multiplied."),
        later("The first convolution makes 3 of 1, and the pooling 4. After it, one position is "
              "worth 2 pixels: how much does a 3 × 3 add then?"),
    ],
    why=later("1 + 2 + 1 + 2 · 2 + 2 · 2: after the pooling, each step counts 2 pixels."),
)
def field_of_the_third_convolution():
    return geometry.receptive_field([3, (2, 2), 3, 3])


@field_of_the_third_convolution.mistake(
    later("That is the side of its filter, counted on the maps of the layer below. How many pixels "
          "of the image has each number of those maps seen?")
)
def side_of_the_filter():
    return 3


@field_of_the_third_convolution.mistake(
    later("You counted the three convolutions and left the pooling out. What does its stride do to "
          "the steps of the layers above?")
)
def without_the_pooling():
    return geometry.receptive_field([3, 3, 3])


@field_of_the_third_convolution.mistake(
    later("So far does the second convolution see. And so far it would be for the third one if the "
          "pooling had a stride of 1. What is missing in your sum?")
)
def without_its_stride():
    return geometry.receptive_field([3, 2, 3, 3])


@field_of_the_third_convolution.mistake(
    later("For one of the two convolutions after the pooling you counted steps of 1 pixel. How far "
          "apart, in the image, are two neighbours on those maps?")
)
def stride_counted_once():
    return 10


@field_of_the_third_convolution.mistake(
    later("You added the four sizes. Two filters of 3 in a row do not see 6 pixels: how many does "
          "the second one add to the 3 of the first?")
)
def sizes_added():
    return sum([3, 2, 3, 3])


# How alike two filters are ---------------------------------------------------------------


def _two_filters():
    rng = np.random.default_rng(0)
    cases = [(rng.normal(size=shape), rng.normal(size=shape)) for shape in [(3, 3), (2, 4)]]
    bright = rng.uniform(1, 2, (3, 3))
    return [*cases, (bright, bright + 1), (5 * bright, np.eye(3)),
            (np.eye(2), np.array([[-1.0, 0], [0, -1]]))]


@function_exercise(
    title=later("Cosine similarity of two filters"),
    cases=_two_filters,
    hints=[
        later("Above: multiply element by element and add, as a filter does with a patch."),
        later("Below: the length of `a` times the length of `b`. A length is the root of the sum "
              "of the squares."),
        later("`np.sqrt((a * a).sum())` is the length of `a`."),
    ],
)
def cosine_similarity(a, b):
    return (a * b).sum() / (np.sqrt((a * a).sum()) * np.sqrt((b * b).sum()))


@cosine_similarity.mistake(
    later("This grows when a filter is made stronger: twice the weights, twice the number. By "
          "what should it be divided?")
)
def not_divided(a, b):
    return (a * b).sum()


@cosine_similarity.mistake(
    later("You divided by the squared lengths. What is still to be done to a sum of squares to "
          "have a length?")
)
def without_the_root(a, b):
    return (a * b).sum() / ((a * a).sum() * (b * b).sum())


@cosine_similarity.mistake(
    later("You took the mean of each filter off first: that is the correlation, another measure. "
          "Is the mean of a filter of no importance to what it answers?")
)
def correlation(a, b):
    return np.corrcoef(a.ravel(), b.ravel())[0, 1]


@cosine_similarity.mistake(
    later("Below, the length of `b` is missing. What happens to this number if `b` is made twice "
          "as strong?")
)
def without_the_length_of_b(a, b):
    return (a * b).sum() / np.sqrt((a * a).sum())


@cosine_similarity.mistake(
    later("Below, the length of `a` is missing. What happens to this number if `a` is made twice "
          "as strong?")
)
def without_the_length_of_a(a, b):
    return (a * b).sum() / np.sqrt((b * b).sum())


@cosine_similarity.mistake(
    later("Python works from left to right: it divided by one length, and multiplied by the other. "
          "What has to stand in parentheses?")
)
def multiplied_by_a_length(a, b):
    return (a * b).sum() / np.sqrt((a * a).sum()) * np.sqrt((b * b).sum())


# Cover a square --------------------------------------------------------------------------


def _places():
    rng = np.random.default_rng(0)
    settings = [((4, 5), 1, 2, 3), ((6, 8), 2, 3, 3), ((6, 8), 0, 0, 3), ((6, 8), 5, 7, 3),
                ((7, 5), 1, 4, 5), ((5, 6), 3, 0, 1), ((8, 6), 7, 2, 5)]
    return [(rng.integers(1, 10, shape) / 10, row, col, size)
            for shape, row, col, size in settings]


@function_exercise(
    title=later("Cover a square"),
    cases=_places,
    on_a_copy=True,
    hints=[
        later("Copy first: `covered = image.copy()`. A square of side 3 reaches `size // 2` = 1 "
              "pixel to each side of its middle."),
        later("A slice ends before its last index: rows `row - half` to `row + half` are "
              "`row - half : row + half + 1`."),
        later("At the top border `row - half` is negative, and a negative index counts from the "
              "end. `max(row - half, 0)` keeps it inside."),
    ],
)
def cover_square(image, row, col, size):
    half = size // 2
    covered = image.copy()
    covered[max(row - half, 0) : row + half + 1, max(col - half, 0) : col + half + 1] = 0
    return covered


@cover_square.mistake(
    later("In the middle it is right; at the upper or the left border nothing is covered. What "
          "does Python do with a negative index?")
)
def negative_index(image, row, col, size):
    half = size // 2
    covered = image.copy()
    covered[row - half : row + half + 1, col - half : col + half + 1] = 0
    return covered


@cover_square.mistake(
    later("Your square is one row and one column too small. Does a slice reach its last index?")
)
def ends_too_early(image, row, col, size):
    half = size // 2
    covered = image.copy()
    covered[max(row - half, 0) : row + half, max(col - half, 0) : col + half] = 0
    return covered


@cover_square.mistake(
    later("Your square begins at (row, col). Which of its pixels is to lie there?")
)
def corner_there(image, row, col, size):
    covered = image.copy()
    covered[row : row + size, col : col + size] = 0
    return covered


@cover_square.mistake(
    later("Row and column have changed places: (row, col) = (2, 3) is row 2. Which of the two "
          "numbers belongs before the comma?")
)
def row_and_column_swapped(image, row, col, size):
    return cover_square.reference(image, col, row, size)


@cover_square.mistake(
    later("You kept the square and covered all the rest. Which part should turn black?")
)
def the_rest_covered(image, row, col, size):
    half = size // 2
    kept = np.zeros_like(image)
    place = np.s_[max(row - half, 0) : row + half + 1, max(col - half, 0) : col + half + 1]
    kept[place] = image[place]
    return kept


# Grad-CAM --------------------------------------------------------------------------------


def _maps_and_gradients():
    rng = np.random.default_rng(0)
    by_hand = (np.array([[[1.0, 2, 0], [0, 3, 1]], [[4.0, 0, 0], [1, 1, 2]]]),
               np.array([[[2.0, 0, 1], [0, 2, 1]], [[-1.0, -1, 0], [0, 0, -1]]]))
    after_relu = [(np.maximum(rng.normal(size=shape), 0), rng.normal(size=shape))
                  for shape in [(3, 4, 5), (6, 2, 7)]]
    before_relu = rng.normal(size=(4, 3, 2)), rng.normal(size=(4, 3, 2))
    return [by_hand, *after_relu, before_relu]


@function_exercise(
    title=later("Grad-CAM from maps and gradients"),
    cases=_maps_and_gradients,
    hints=[
        later("First the weights: one number for each map, the mean of its gradient over rows and "
              "columns. `gradients.mean(axis=(1, 2))` has as many numbers as there are maps."),
        later("Then the sum over the maps: start with zeros and add `weights[f] * maps[f]`."),
        later("ReLU comes last, on the sum: `np.maximum(total, 0)`."),
    ],
)
def weighted_maps(maps, gradients):
    weights = gradients.mean(axis=(1, 2))
    total = np.zeros(maps.shape[1:])
    for f in range(len(maps)):
        total = total + weights[f] * maps[f]
    return np.maximum(total, 0)


@weighted_maps.mistake(
    later("The sum is right, and what speaks against the class is still in it. Which step comes "
          "last?")
)
def without_relu(maps, gradients):
    return np.tensordot(gradients.mean(axis=(1, 2)), maps, axes=1)


@weighted_maps.mistake(
    later("Every place has a weight of its own here. In Grad-CAM, how many weights does one map "
          "have?")
)
def place_by_place(maps, gradients):
    return np.maximum((gradients * maps).sum(axis=0), 0)


@weighted_maps.mistake(
    later("You rectified each map on its own, so no map could speak against another. When does "
          "ReLU act: before or after the sum?")
)
def each_map_rectified(maps, gradients):
    weights = gradients.mean(axis=(1, 2), keepdims=True)
    return np.maximum(weights * maps, 0).sum(axis=0)


@weighted_maps.mistake(
    later("You rectified the weights, so the maps that speak against the class are left out. What "
          "is ReLU applied to: to the weights or to the sum?")
)
def weights_rectified(maps, gradients):
    weights = np.maximum(gradients.mean(axis=(1, 2)), 0)
    return np.maximum(np.tensordot(weights, maps, axes=1), 0)


@weighted_maps.mistake(
    later("You took the mean of the weighted maps. The weights are means already: what is done "
          "with the maps?")
)
def mean_of_the_maps(maps, gradients):
    weights = gradients.mean(axis=(1, 2), keepdims=True)
    return np.maximum((weights * maps).mean(axis=0), 0)


@weighted_maps.mistake(
    later("The weights are as many times too large as a map has places. Sum or mean?")
)
def sums_of_gradients(maps, gradients):
    return np.maximum(np.tensordot(gradients.sum(axis=(1, 2)), maps, axes=1), 0)


@weighted_maps.mistake(
    later("All the maps got the same weight. Where do the gradients come in?")
)
def all_maps_alike(maps, gradients):
    return np.maximum(maps.sum(axis=0), 0)


# What a map says -------------------------------------------------------------------------


@choice_exercise(
    title=later("What a saliency map says"),
    options=("A", "B", "C", "D"),
    hints=[
        later("It is made of derivatives: the score's change for a very small change of a pixel."),
        later("The network with random weights has saliency maps too. Which of the sentences would "
              "be true of those as well?"),
    ],
    why=later("It is a derivative, true of any network, trained or not; and a derivative is about "
              "small changes of one image."),
)
def what_saliency_says():
    return "C"


@what_saliency_says.mistake(
    later("A network with random weights has such a map, too, and it knows no shape. Can the map "
          "alone be a reason?")
)
def the_reason():
    return "A"


@what_saliency_says.mistake(
    later("That is what occlusion tries out: taking a part away. Is a derivative about taking "
          "a whole pixel away?")
)
def what_would_be_lost():
    return "B"


@what_saliency_says.mistake(
    later("Near the ink, many a map looks like the drawing, even with random weights. Does the map "
          "know what the shape is?")
)
def where_the_shape_is():
    return "D"


# The nudge -------------------------------------------------------------------------------


def _images_and_gradients():
    rng = np.random.default_rng(0)
    cases = [(rng.random(shape), rng.normal(size=shape), size)
             for shape, size in [((4, 5), 0.1), ((3, 3), 0.02), ((5, 2), 0.4)]]
    return [*cases, (np.array([[0.0, 1.0, 0.5, 0.5]]), np.array([[-0.2, 7.0, 0.0, -3.0]]), 0.25)]


@function_exercise(
    title=later("The step that raises the loss"),
    cases=_images_and_gradients,
    hints=[
        later("`np.sign` turns each number into −1, 0 or +1: in which direction the loss grows."),
        later("Every pixel moves by `size` in its direction. Uphill is plus."),
        later("An image stays between 0 and 1: `np.clip(..., 0, 1)` at the end."),
    ],
)
def nudge_step(image, gradient, size):
    return np.clip(image + size * np.sign(gradient), 0, 1)


@nudge_step.mistake(
    later("Here a pixel with a large gradient moves further than one with a small gradient. Which "
          "part of the gradient does the formula use?")
)
def the_gradient_itself(image, gradient, size):
    return np.clip(image + size * gradient, 0, 1)


@nudge_step.mistake(
    later("The step is as large as the gradient, and nothing keeps the image between black and "
          "white. By how much should each pixel move?")
)
def the_gradient_added(image, gradient, size):
    return image + size * gradient


@nudge_step.mistake(
    later("This is a step of learning: downhill. In which direction does the loss grow?")
)
def downhill(image, gradient, size):
    return np.clip(image - size * np.sign(gradient), 0, 1)


@nudge_step.mistake(
    later("A step of learning, downhill, and nothing keeps the image between black and white. In "
          "which direction does the loss grow?")
)
def downhill_and_beyond(image, gradient, size):
    return image - size * np.sign(gradient)


@nudge_step.mistake(
    later("Some pixels are darker than black or brighter than white now. Which step is to come?")
)
def beyond_black_and_white(image, gradient, size):
    return image + size * np.sign(gradient)


@nudge_step.mistake(
    later("The step is there, but where is the image that it was to be added to?")
)
def the_step_alone(image, gradient, size):
    return size * np.sign(gradient)


quiz = Quiz(
    Question(
        later("Why are the learned filters of the first layer not our three X filters?"),
        wrong(later("The training failed."),
              later("The network is right on more than 9 of 10 new drawings.")),
        right(later("Nobody asked for them: any filters with which the whole network is right "
                    "will do."),
              later("Yes: the loss looks at the answer only. How the layers share out the work is "
                    "left open.")),
        wrong(later("A 3 × 3 filter can't be learned, only a larger one."),
              later("They are 3 × 3 and they did learn: they changed, and edges became clearer.")),
    ),
    Question(
        later("A unit of the last layer answers to X's, to triangles and to noise. What is it?"),
        wrong(later("A damaged unit"), later("Units like that are common, in large networks too.")),
        wrong(later("A detector of X's"), later("Then it would be silent for triangles.")),
        right(later("One part of a code that many units share"),
              later("Yes: the scores weigh all units together.")),
    ),
    Question(
        later("Covering a part of the image makes the score of \"x\" rise. What does that say?"),
        right(later("For this network, that part spoke against \"x\"."),
              later("Yes: a negative number in the occlusion map.")),
        wrong(later("The occlusion was computed wrongly."),
              later("A score may rise as well as fall: the map has both signs.")),
        wrong(later("The part is an X."), later("Then covering it would make the score fall.")),
    ),
    Question(
        later("A map of explanation looks the same for a trained network and for one with random "
              "weights. What do you learn from it about the training?"),
        wrong(later("That both networks know the same"),
              later("One is right on most drawings, the other guesses.")),
        wrong(later("That the map is exact"),
              later("It would have to depend on what was learned in order to tell about it.")),
        right(later("Nothing: the map does not depend on what was learned."),
              later("Yes. That is the sanity check of Adebayo and others.")),
    ),
    Question(
        later("A nudge of 0.1 in each pixel makes the network err; random noise of 0.1 hardly "
              "does. Why?"),
        wrong(later("The nudge changes the pixels more."),
              later("Both change each pixel by 0.1, except where black or white is reached.")),
        right(later("In the nudge all pixels push in the same direction: against the right "
                    "class."),
              later("Yes. 256 small changes add up; random ones mostly cancel out.")),
        wrong(later("The nudge draws another shape."),
              later("You saw it: the drawing is still the same shape to your eyes.")),
    ),
)
