"""Widgets."""

from cnnlab.widgets.convolution_stepper import ConvolutionStepper
from cnnlab.widgets.filter_explorer import FilterExplorer

__all__ = ["ConvolutionStepper", "FilterExplorer"]
