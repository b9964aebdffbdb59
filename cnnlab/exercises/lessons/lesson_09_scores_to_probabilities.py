"""Lesson 9, from scores to probabilities: softmax, two classes, cross-entropy and its gradient."""

import numpy as np

from cnnlab.exercises.kinds import choice_exercise, function_exercise, prediction_exercise
from cnnlab.exercises.quizzes import Question, Quiz, right, wrong
from cnnlab.language import later

# Softmax ---------------------------------------------------------------------------------


def _scores():
    rng = np.random.default_rng(0)
    shapes = [(1, 3), (2, 3), (3, 3), (5, 2), (4, 10)]
    cases = [(rng.normal(0, 3, shape),) for shape in shapes]
    return [*cases, (np.array([[1, 2, 3], [3, -1, 0]]),), (np.array([[1000.0, 999], [0, 1]]),),
            (np.array([[1000.0, 0, -1000], [-1000, -1001, -995]]),)]


@function_exercise(
    title=later("Softmax of each row"),
    cases=_scores,
    hints=[
        later("Three steps for each row: take the largest off, `np.exp`, divide by the sum."),
        later("`scores.max(axis=1)` has the shape (N,). With `keepdims=True` it is (N, 1), and "
              "can be subtracted from (N, classes)."),
        later("First `scores - scores.max(axis=1, keepdims=True)`, then `np.exp` of it. The sum "
              "needs the same axis and the same `keepdims`."),
    ],
)
def softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@softmax.mistake(
    later("You divided the scores themselves by their sum. What makes every number positive "
          "first?")
)
def without_exp(scores):
    return scores / scores.sum(axis=1, keepdims=True)


@softmax.mistake(
    later("All are positive, and they don't add up to 1 yet. What is each row to be divided by?")
)
def not_normalised(scores):
    return np.exp(scores - scores.max(axis=1, keepdims=True))


@softmax.mistake(
    later("It is the columns that add up to 1. Who competes with whom: the classes of one "
          "drawing, or the drawings for one class?")
)
def over_the_wrong_axis(scores):
    powers = np.exp(scores - scores.max(axis=0))
    return powers / powers.sum(axis=0)


@softmax.mistake(
    later("All rows together add up to 1. Each drawing has a 1 of its own: over which axis is "
          "the sum?")
)
def over_everything(scores):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


@softmax.mistake(
    later("The largest is taken off in each row, and the sum is still that of all rows together. "
          "Which axis does the sum need?")
)
def sum_of_everything(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum()


@softmax.mistake(
    later("`scores.max(axis=1)` and the sum hold one number for each row, and NumPy lines them "
          "up with the columns. What makes one column of them?")
)
def without_keepdims(scores):
    powers = np.exp(scores - scores.max(axis=1))
    return powers / powers.sum(axis=1)


@softmax.mistake(
    later("The smallest score of a row gets the largest probability. What is taken off what, "
          "before `np.exp`?")
)
def scores_off_the_largest(scores):
    with np.errstate(all="ignore"):
        powers = np.exp(scores.max(axis=1, keepdims=True) - scores)
        return powers / powers.sum(axis=1, keepdims=True)


@softmax.mistake(
    later("Small scores are right. With a score of 1000, `np.exp` overflows and inf / inf is no "
          "number. What may be taken off every score without changing the result?")
)
def largest_not_taken_off(scores):
    with np.errstate(all="ignore"):
        powers = np.exp(scores)
        return powers / powers.sum(axis=1, keepdims=True)


@softmax.mistake(
    later("You took off the largest score of all rows. In a row that lies far below it, every "
          "exp becomes 0, and 0 / 0 is no number. Whose largest score does each row need?")
)
def largest_of_all_rows(scores):
    with np.errstate(all="ignore"):
        powers = np.exp(scores - scores.max())
        return powers / powers.sum(axis=1, keepdims=True)


# Two classes -----------------------------------------------------------------------------


@function_exercise(
    title=later("Two classes: the sigmoid of the difference"),
    cases=[(2.0, 1.0), (1.0, 2.0), (0, 0), (3, -1), (-2.5, 0.5), (8.0, 4.0), (-6, -9),
           (1000.0, 999.0)],
    hints=[
        later("Only how far X is ahead counts: one difference."),
        later("Divide above and below the line of the softmax by `np.exp(score_x)`. What is left?"),
        later("1 divided by (1 plus `np.exp` of the difference with its sign changed)."),
    ],
)
def probability_of_x(score_x, score_o):
    return 1 / (1 + np.exp(-(score_x - score_o)))


@probability_of_x.mistake(
    later("When X is ahead, the number falls. Of which class is this the probability?")
)
def probability_of_o(score_x, score_o):
    return 1 / (1 + np.exp(score_x - score_o))


@probability_of_x.mistake(
    later("This is the sigmoid of X's score on its own. What if O has a higher one?")
)
def sigmoid_of_x_alone(score_x, score_o):
    return 1 / (1 + np.exp(-score_x))


@probability_of_x.mistake(
    later("This is e to the difference: the probability of X divided by that of O. Which fraction "
          "of the whole is X?")
)
def odds(score_x, score_o):
    return np.exp(score_x - score_o)


@probability_of_x.mistake(
    later("You took the sum of the scores. What happens to the softmax if both grow by 1?")
)
def sigmoid_of_the_sum(score_x, score_o):
    return 1 / (1 + np.exp(-(score_x + score_o)))


@probability_of_x.mistake(
    later("Small scores are right. With both near 1000, each `np.exp` overflows. What do the two "
          "have in common that can be left out?")
)
def each_exp_alone(score_x, score_o):
    with np.errstate(all="ignore"):
        return np.exp(score_x) / (np.exp(score_x) + np.exp(score_o))


@probability_of_x.mistake(
    later("You divided the score itself by the sum of both. A score may be negative: what makes "
          "it positive first?")
)
def share_of_the_scores(score_x, score_o):
    return score_x / (score_x + score_o)


@probability_of_x.mistake(
    later("It is more than 1. Python divides before it adds: what belongs below the line, and "
          "what keeps it together?")
)
def parentheses_forgotten(score_x, score_o):
    return 1 / 1 + np.exp(-(score_x - score_o))


@probability_of_x.mistake(
    later("It is never below 0.5: this is the probability of whichever class wins. And where X "
          "loses?")
)
def probability_of_the_winner(score_x, score_o):
    return 1 / (1 + np.exp(-abs(score_x - score_o)))


@probability_of_x.mistake(
    later("Only 0 and 1 come out: that is the verdict. How sure is it?")
)
def verdict(score_x, score_o):
    return float(score_x > score_o)


# Temperature -----------------------------------------------------------------------------


@choice_exercise(
    title=later("Which temperature?"),
    options=("A", "B", "C", "D"),
    hints=[
        later("It is too sure of itself: should its probabilities be steeper or flatter?"),
        later("What does dividing by 2 do to the distance between two scores? And by 0.5?"),
    ],
    why=later("Dividing the scores by more than 1 brings them closer together, and the "
              "probabilities with them. Their order stays, so no verdict changes."),
)
def which_temperature():
    return "B"


@which_temperature.mistake(
    later("Below 1, the scores move apart. Would it be more sure of itself, or less?")
)
def colder():
    return "A"


@which_temperature.mistake(
    later("Dividing every score by the same positive number: can the largest lose its place?")
)
def changes_the_verdict():
    return "C"


@which_temperature.mistake(
    later("That adds the same to every score. What did a shift do to the probabilities?")
)
def shift_instead():
    return "D"


# The first loss --------------------------------------------------------------------------


@prediction_exercise(
    title=later("The first loss with 1000 classes"),
    like=1.23,
    decimals=2,
    hints=[
        later("A network that knows nothing gives all classes about the same probability. Which "
              "one, with 1000 classes?"),
        later("The loss is minus the natural logarithm of that probability."),
        later("`np.log(1000)`, to two decimals."),
    ],
)
def first_loss():
    return round(float(np.log(1000)), 4)


@first_loss.mistake(later("That is the logarithm to base 10. Which one does `np.log` compute?"))
def to_base_10():
    return 3.0


@first_loss.mistake(later("That is the logarithm to base 2. Which one does `np.log` compute?"))
def to_base_2():
    return float(np.log2(1000))


@first_loss.mistake(
    later("The size is right. Can a loss be negative? Look at the sign in front of the log.")
)
def minus_forgotten_in_the_first_loss():
    return -float(np.log(1000))


@first_loss.mistake(
    later("That is the loss for 10 classes. How many has ImageNet's challenge?")
)
def for_ten_classes():
    return float(np.log(10))


@first_loss.mistake(
    later("As close to 0 as that is the probability of each class. How much does it cost to give "
          "the true one so little?")
)
def the_probability():
    return 0.001


@first_loss.mistake(
    later("With a comma these are two numbers. Python writes decimals with a point.")
)
def decimal_comma():
    return 6, 91


@first_loss.mistake(later("Nearly. Two decimals are asked for."))
def one_decimal():
    return round(float(np.log(1000)), 1)


# Cross-entropy ---------------------------------------------------------------------------


def _examples():
    rng = np.random.default_rng(0)
    cases = []
    for count, classes in [(1, 3), (4, 3), (3, 5), (6, 2)]:
        cases.append((rng.normal(0, 3, (count, classes)), rng.integers(0, classes, count)))
    return [*cases, (np.array([[1000.0, 0, -1000], [0, 5, 1]]), np.array([1, 2])),
            (np.array([[1000.0, 980], [0, 1]]), np.array([1, 0]))]


def _log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _of_the_right_class(table, labels):
    return table[np.arange(len(labels)), labels]


def _one_hot(scores, labels):
    return np.eye(scores.shape[1])[labels]


@function_exercise(
    title=later("Cross-entropy from scores"),
    cases=_examples,
    hints=[
        later("For each row, the loss is −log p of its own label. At the end comes the mean "
              "over the rows."),
        later("−log p of a label is the logsumexp of the row minus the score of the label: no "
              "exp of a large number, no log of 0."),
        later("`scores[np.arange(len(labels)), labels]` picks the score of each row's label. "
              "`scipy.special.logsumexp(scores, axis=1)` is the other half."),
    ],
)
def cross_entropy(scores, labels):
    largest = scores.max(axis=1)
    logsumexp = largest + np.log(np.exp(scores - largest[:, None]).sum(axis=1))
    return (logsumexp - scores[np.arange(len(labels)), labels]).mean()


@cross_entropy.mistake(
    later("The loss is negative, so the better the answer, the larger it is. What stands in "
          "front of the logarithm?")
)
def minus_forgotten(scores, labels):
    return _of_the_right_class(_log_softmax(scores), labels).mean()


@cross_entropy.mistake(
    later("That is in bits: the logarithm has base 2. `np.log` is the natural one.")
)
def in_bits(scores, labels):
    return -_of_the_right_class(_log_softmax(scores), labels).mean() / np.log(2)


@cross_entropy.mistake(
    later("That is the logarithm to base 10. `np.log` is the natural one.")
)
def in_tens(scores, labels):
    return -_of_the_right_class(_log_softmax(scores), labels).mean() / np.log(10)


@cross_entropy.mistake(
    later("You added up the losses. Twice as many drawings would be twice as bad: what makes "
          "it the loss of one?")
)
def sum_for_mean(scores, labels):
    return -_of_the_right_class(_log_softmax(scores), labels).sum()


@cross_entropy.mistake(
    later("It is too small by the number of classes. Over what is the mean: over the drawings, "
          "or over the whole table?")
)
def mean_over_the_table(scores, labels):
    return -_of_the_right_class(_log_softmax(scores), labels).sum() / scores.size


@cross_entropy.mistake(
    later("You averaged −log p of all classes. How many of them count for one drawing?")
)
def every_class_counts(scores, labels):
    return -_log_softmax(scores).mean()


@cross_entropy.mistake(
    later("That is minus the score of the label, without the logarithm of the sum. These are "
          "scores, not yet log p.")
)
def scores_taken_for_logs(scores, labels):
    return -_of_the_right_class(scores, labels).mean()


@cross_entropy.mistake(
    later("Softmax was applied twice: what comes in are scores, and softmax once makes "
          "probabilities of them. Is there one more in your function?")
)
def softmax_twice(scores, labels):
    return -_of_the_right_class(_log_softmax(np.exp(_log_softmax(scores))), labels).mean()


@cross_entropy.mistake(
    later("Right, until a probability becomes 0: its logarithm is minus infinity. Which form "
          "never asks for the log of such a small number?")
)
def log_of_zero(scores, labels):
    with np.errstate(divide="ignore"):
        return -np.log(_of_the_right_class(np.exp(_log_softmax(scores)), labels)).mean()


@cross_entropy.mistake(
    later("Right, until a probability becomes 0: there 0 · ln 0 is no number. Which form never "
          "asks for the log of such a small number?")
)
def zero_times_the_log_of_zero(scores, labels):
    p = np.exp(_log_softmax(scores))
    with np.errstate(all="ignore"):
        return -(_one_hot(scores, labels) * np.log(p)).sum(axis=1).mean()


@cross_entropy.mistake(
    later("Small scores are right. With a score of 1000, `np.exp` overflows. What has to be "
          "taken off first, and added again after the log?")
)
def exp_of_large_scores(scores, labels):
    with np.errstate(all="ignore"):
        logsumexp = np.log(np.exp(scores).sum(axis=1))
    return (logsumexp - _of_the_right_class(scores, labels)).mean()


@cross_entropy.mistake(
    later("The largest was taken off in the sum, and not off the score of the label. Where does it "
          "have to come back?")
)
def largest_not_added_again(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logsumexp = np.log(np.exp(shifted).sum(axis=1))
    return (logsumexp - _of_the_right_class(scores, labels)).mean()


@cross_entropy.mistake(
    later("The sum runs over the whole table. Each drawing has its own: over which axis?")
)
def one_sum_for_all(scores, labels):
    largest = scores.max()
    logsumexp = largest + np.log(np.exp(scores - largest).sum())
    return (logsumexp - _of_the_right_class(scores, labels)).mean()


@cross_entropy.mistake(
    later("`[:, labels]` takes the columns of all labels from every row: N × N numbers. Which "
          "rows go with which columns?")
)
def labels_of_all_drawings(scores, labels):
    return -_log_softmax(scores)[:, labels].mean()


@cross_entropy.mistake(
    later("This is the mean of 1 − p. Where is the logarithm, which makes a confident mistake "
          "expensive?")
)
def without_the_logarithm(scores, labels):
    return (1 - np.exp(_of_the_right_class(_log_softmax(scores), labels))).mean()


# The gradient ----------------------------------------------------------------------------


@function_exercise(
    title=later("The gradient of the mean loss"),
    cases=lambda: _examples()[:-2],
    hints=[
        later("For one drawing it is p − y. The loss is a mean over N drawings: what does that "
              "do to each derivative?"),
        later("`np.eye(classes)[labels]` is y: a row for each drawing, with a 1 at its label."),
        later("`(p - y) / N`, of the shape of the scores, where p is the softmax of each row and "
              "N is `len(labels)`."),
    ],
)
def score_gradient(scores, labels):
    p = np.exp(_log_softmax(scores))
    return (p - _one_hot(scores, labels)) / len(labels)


@score_gradient.mistake(
    later("Every sign is the opposite: this is y - p. It points downhill already; the gradient "
          "points uphill.")
)
def y_minus_p(scores, labels):
    return (_one_hot(scores, labels) - np.exp(_log_softmax(scores))) / len(labels)


@score_gradient.mistake(
    later("Right for the sum of the losses. What becomes of it if the loss is their mean?")
)
def not_divided(scores, labels):
    return np.exp(_log_softmax(scores)) - _one_hot(scores, labels)


@score_gradient.mistake(
    later("You divided by all the numbers of the table. Over how many drawings is the mean?")
)
def divided_by_the_table(scores, labels):
    return (np.exp(_log_softmax(scores)) - _one_hot(scores, labels)) / scores.size


@score_gradient.mistake(
    later("These are the probabilities, divided by N. What is taken off at the true class?")
)
def y_forgotten(scores, labels):
    return np.exp(_log_softmax(scores)) / len(labels)


@score_gradient.mistake(
    later("You took 1 off every class. Where is y equal to 1?")
)
def one_off_everywhere(scores, labels):
    return (np.exp(_log_softmax(scores)) - 1) / len(labels)


@score_gradient.mistake(
    later("You took y off the scores. Which numbers are compared with y?")
)
def scores_minus_y(scores, labels):
    return (scores - _one_hot(scores, labels)) / len(labels)


@score_gradient.mistake(
    later("Only y was divided by N. What keeps the subtraction together?")
)
def only_y_divided(scores, labels):
    return np.exp(_log_softmax(scores)) - _one_hot(scores, labels) / len(labels)


@score_gradient.mistake(
    later("Your softmax runs over the whole table: all rows together add up to 1. Which axis does "
          "it need?")
)
def softmax_of_the_table(scores, labels):
    p = np.exp(scores - scores.max())
    return (p / p.sum() - _one_hot(scores, labels)) / len(labels)


@score_gradient.mistake(
    later("Your softmax runs down the columns: each column adds up to 1. Which axis holds the "
          "classes of one drawing?")
)
def softmax_of_the_columns(scores, labels):
    return (np.exp(_log_softmax(scores.T)).T - _one_hot(scores, labels)) / len(labels)


@score_gradient.mistake(
    later("`p[:, labels]` means the columns of all labels in every row, so 1 was taken off in too "
          "many places. Which row goes with which label?")
)
def one_off_in_whole_columns(scores, labels):
    p = np.exp(_log_softmax(scores))
    p[:, labels] -= 1
    return p / len(labels)


# Quiz ------------------------------------------------------------------------------------

quiz = Quiz(
    Question(
        later("A network gives the scores 5, 3 and 3. You add 100 to all three. What happens to "
              "the probabilities?"),
        right(
            later("Nothing."),
            later("Yes: the factor e to the 100 stands above and below the line. That is why the "
                  "largest score may be subtracted first."),
        ),
        wrong(
            later("They come closer to 1/3: compared with 100, the difference is small."),
            later("Softmax looks at differences, not at ratios. Which differences have changed?"),
        ),
        wrong(
            later("They grow."),
            later("They always add up to 1. Can all three grow?"),
        ),
    ),
    Question(
        later("A network says \"cat, 0.99\". What does that mean?"),
        wrong(
            later("Of 100 such answers, 99 are right."),
            later("It would, if it were calibrated. We measured one: it was right less often than "
                  "it was sure.")
        ),
        right(
            later("Among its classes, the score of \"cat\" is far ahead."),
            later("Yes. How often such answers are right has to be measured, on examples it "
                  "has not learned from."),
        ),
        wrong(
            later("There is a cat in the picture for certain."),
            later("A picture without any of its classes gets probabilities that add up to 1, "
                  "too."),
        ),
    ),
    Question(
        later("An untrained network for 10 classes starts with a loss of 9.2. What do you think?"),
        wrong(
            later("It is normal: it knows nothing yet."),
            later("Knowing nothing costs ln 10, about 2.3. What costs more than that?"),
        ),
        wrong(
            later("Impossible: a loss is at most 1."),
            later("As p goes to 0, −log p grows without limit."),
        ),
        right(
            later("It is confidently wrong: something makes its scores too large."),
            later("Yes. Perhaps the first weights, or pixels that go from 0 to 255."),
        ),
    ),
    Question(
        later("The last layer is a softmax, and it goes into `nn.CrossEntropyLoss`. What "
              "happens?"),
        wrong(
            later("An error appears."),
            later("No: probabilities are numbers like any others. That is what makes it hard to "
                  "notice."),
        ),
        right(
            later("It runs, but softmax is applied twice, and the loss can't come near 0."),
            later("Yes. The loss takes scores, and the network should end with them."),
        ),
        wrong(
            later("Nothing changes: softmax of a softmax is the same."),
            later("The numbers are already between 0 and 1, so their differences are small. What "
                  "does softmax make of small differences?"),
        ),
    ),
    Question(
        later("Why is the cross-entropy trained on, and not the accuracy?"),
        right(
            later("The accuracy stays the same when a weight moves a little, so its gradient "
                  "is 0."),
            later("Yes: flat steps. Cross-entropy says for each small move whether it helps."),
        ),
        wrong(
            later("Because the accuracy is harder to compute."),
            later("It is easier: an argmax and a mean. What is its slope?"),
        ),
        wrong(
            later("Because a lower loss always means a higher accuracy."),
            later("Not always: a single confident mistake can raise the loss while the accuracy "
                  "goes up."),
        ),
    ),
)
