"""Does a layer agree: with PyTorch's of the same name, and with its own slopes, taken by SciPy?"""

import numpy as np
from scipy.optimize import approx_fprime

TOLERANCE = {np.dtype(np.float64): 1e-10, np.dtype(np.float32): 1e-5}


def random_like(array: np.ndarray, seed: int = 7) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(array.shape).astype(array.dtype)


def assert_close(ours: np.ndarray, theirs: np.ndarray, what: str) -> None:
    """Compare shape, type and numbers; small next to the largest number is small."""
    theirs = np.asarray(theirs)
    assert (ours.shape, ours.dtype) == (theirs.shape, theirs.dtype), what
    tolerance = TOLERANCE.get(ours.dtype, 0) * max(np.abs(theirs).max(initial=0), 1)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=tolerance, err_msg=what)


def assert_like_pytorch(layer, module, x: np.ndarray) -> None:
    """Compare output, dL/dx, dL/dparams and buffers of a step; the module gets our state first."""
    from tests.nn.peers import their_gradients, torch

    state = {**layer.params, **layer.buffers}
    module.to(torch.from_numpy(np.empty(0, layer.dtype)).dtype)
    module.load_state_dict({name: torch.from_numpy(np.array(value))
                            for name, value in state.items()})
    module.zero_grad()
    y = layer.forward(x)
    grad_output = random_like(y)
    their_y, their_input, their_params = their_gradients(module, x, grad_output)
    assert_close(y, their_y, "output")
    assert_close(layer.backward(grad_output), their_input, "dL/dx")
    assert layer.grads.keys() == their_params.keys()
    for name, theirs in their_params.items():
        assert_close(layer.grads[name], theirs, f"dL/d{name}")
    assert layer.buffers.keys() == dict(module.named_buffers()).keys()
    for name, theirs in module.named_buffers():
        assert_close(layer.buffers[name], theirs.numpy(), name)


def assert_like_slopes(layer, x: np.ndarray, tolerance: float = 1e-5) -> None:
    """Compare dL/dx and dL/dparams with differences, for L = sum of (random numbers * output)."""
    grad_output = random_like(layer.forward(x))
    to_input = layer.backward(grad_output)
    found = {"x": (x, to_input)}
    found |= {name: (param, layer.grads[name].copy()) for name, param in layer.params.items()}
    for name, (array, grad) in found.items():
        slopes = _slopes(lambda: np.vdot(grad_output, layer.forward(x)), array)
        np.testing.assert_allclose(grad, slopes, rtol=0, atol=tolerance, err_msg=name)


def _slopes(loss, array: np.ndarray) -> np.ndarray:
    """Return how fast `loss()` grows with each number of the array."""
    start = array.copy()

    def loss_at(numbers):
        array[...] = numbers.reshape(array.shape)
        return loss()

    slopes = approx_fprime(start.ravel(), loss_at, 1e-6)
    array[...] = start
    return slopes.reshape(array.shape)
