"""Looking inside a trained network: what its layers answer, what it looks at, what fools it.

    activations     feature_maps               what a layer makes of an image
    occlusion       occlusion_map              how far a score falls where a part is covered
    gradients       gradient, saliency         how a score would change with each pixel
                    grad_cam                   where the maps are that speak for a class
    optimisation    activation_maximisation    an image that a unit answers to most strongly
                    adversarial_nudge          a small change of every pixel that makes it err
    _observed       a twin of the network, watched at one layer; all of them look through it

Images are (H, W) or (H, W, C), scaled as those that the network learned from; maps are (H, W). The
network is used, not trained, and is left exactly as it was. `target` is the number of a class; None
is the class that the network chooses. Each picture answers one question about the network, and none
of them says why it decided as it did: change the weights at random and look again (Adebayo et al.,
"Sanity Checks for Saliency Maps", 2018, arXiv:1810.03292).
"""

from cnnlab.vision.inspect.activations import feature_maps
from cnnlab.vision.inspect.gradients import grad_cam, gradient, saliency
from cnnlab.vision.inspect.occlusion import occlusion_map
from cnnlab.vision.inspect.optimisation import activation_maximisation, adversarial_nudge

__all__ = [
    "activation_maximisation",
    "adversarial_nudge",
    "feature_maps",
    "grad_cam",
    "gradient",
    "occlusion_map",
    "saliency",
]
