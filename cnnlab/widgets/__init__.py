"""Everything that a hand can change: a picture, a kernel, a drawing, a threshold.

    FilterExplorer       change a number of a kernel and see the map change
    ConvolutionStepper   a kernel slides, position by position: patch, products, sum
    PixelExplorer        a photograph, down to its numbers
    XDetector            three filters, three thresholds: is it an X?
    PoolingExplorer      three ways to make a map smaller, and what a shift changes
    VariationExplorer    a slider for each thing that can vary: where does a detector break?
    ArchitectureExplorer build a CNN layer by layer: shapes, costs, receptive fields
    SoftmaxExplorer      scores become probabilities, a loss and its gradient
    LearnAKernel         a kernel is learned from examples: gradient descent, step by step
    BackpropStepper      the way back through a convolution: who gets how much of the gradient
    TrainingMonitor      a network learns while you watch and turn its learning rate
    NetworkExplorer      your own network: every map, every number, the scores
    QuizCard             questions with options; a wrong one says why
    ParsonsBoard         lines of code to put in order

Read `widget` first: what every widget shares. `traits` are the arrays in its state, `module` joins
its script from its parts, `page` puts it on a page without Jupyter, `fallback` draws what stands in
its place where nothing runs, and `sources` says where an image can come from. In `parts` stands the
JavaScript that several widgets share; begin with `parts/view.js`.
"""

from cnnlab.widgets.architecture_explorer import ArchitectureExplorer
from cnnlab.widgets.backprop_stepper import BackpropStepper
from cnnlab.widgets.convolution_stepper import ConvolutionStepper
from cnnlab.widgets.filter_explorer import FilterExplorer
from cnnlab.widgets.learn_a_kernel import LearnAKernel
from cnnlab.widgets.network_explorer import NetworkExplorer
from cnnlab.widgets.parsons_board import ParsonsBoard
from cnnlab.widgets.pixel_explorer import PixelExplorer
from cnnlab.widgets.pooling_explorer import PoolingExplorer
from cnnlab.widgets.quiz_card import QuizCard
from cnnlab.widgets.softmax_explorer import SoftmaxExplorer
from cnnlab.widgets.training_monitor import TrainingMonitor
from cnnlab.widgets.variation_explorer import VariationExplorer
from cnnlab.widgets.x_detector import XDetector

__all__ = [
    "ArchitectureExplorer",
    "BackpropStepper",
    "ConvolutionStepper",
    "FilterExplorer",
    "LearnAKernel",
    "NetworkExplorer",
    "ParsonsBoard",
    "PixelExplorer",
    "PoolingExplorer",
    "QuizCard",
    "SoftmaxExplorer",
    "TrainingMonitor",
    "VariationExplorer",
    "XDetector",
]
