"""Widgets."""

from cnnlab.widgets.convolution_stepper import ConvolutionStepper
from cnnlab.widgets.filter_explorer import FilterExplorer
from cnnlab.widgets.pixel_explorer import PixelExplorer
from cnnlab.widgets.pooling_explorer import PoolingExplorer
from cnnlab.widgets.x_detector import XDetector

__all__ = ["ConvolutionStepper", "FilterExplorer", "PixelExplorer", "PoolingExplorer", "XDetector"]
