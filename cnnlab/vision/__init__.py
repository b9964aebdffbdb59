"""What is built from nn: so far, looking inside a trained network.

    inspect     what did it learn, and what does it look at? feature maps, occlusion, saliency,
                Grad-CAM, images that excite a unit, images that fool it

>>> import numpy as np
>>> from cnnlab import nn
>>> from cnnlab.vision import inspect
>>> model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.GlobalAvgPool2d(), nn.Linear(4, 2))
>>> inspect.saliency(model, np.ones((8, 9))).shape
(8, 9)
"""

from cnnlab.vision import inspect

__all__ = ["inspect"]
