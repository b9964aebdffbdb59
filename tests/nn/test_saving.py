"""Saved weights: the way to PyTorch and back by its own library, and files that are not sound."""

import json
import os
import struct

import numpy as np
import pytest

from cnnlab import nn
from cnnlab.nn import saving
from cnnlab.nn.normalisation import BatchNorm2d
from cnnlab.nn.state import load_state


def network(rng=0, dtype=None):
    return nn.Sequential(
        nn.Conv2d(3, 4, (3, 2), stride=2, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Sequential(nn.Flatten(), nn.Linear(4 * 2 * 2, 5), nn.Tanh()), nn.Linear(5, 2),
        rng=rng, dtype=dtype)


def snapshot(model):
    return {name: array.tobytes() for name, array in {**model.params, **model.buffers}.items()}


@pytest.fixture
def images():
    return np.random.default_rng(1).random((6, 8, 7, 3)).astype(np.float32)


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "x.safetensors"
    saving.save_weights(network(rng=3), path)
    return path


# State: all or nothing -------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_model_with_anothers_state_predicts_as_the_other_does(images, dtype):
    other, model = network(rng=1, dtype=dtype), network(rng=2, dtype=dtype)
    load_state(model, other.state_dict())
    np.testing.assert_array_equal(model.scores(images), other.scores(images))


def test_loading_changes_the_arrays_that_the_optimiser_knows():
    model = network()
    arrays = {name: id(array) for name, array in model.params.items()}
    load_state(model, network(rng=1).state_dict())
    assert {name: id(array) for name, array in model.params.items()} == arrays


def test_loaded_arrays_are_copies():
    model, state = network(), network(rng=1).state_dict()
    load_state(model, state)
    before = snapshot(model)
    for array in state.values():
        array += 1
    assert snapshot(model) == before


def test_numbers_of_another_type_become_the_models():
    layer = nn.Linear(2, 1)
    load_state(layer, {"weight": np.array([[1, 2]]), "bias": np.array([0.1])})
    assert layer.params["weight"].dtype == layer.params["bias"].dtype == np.float32
    np.testing.assert_array_equal(layer.params["weight"], [[1, 2]])


BAD_VALUES = {
    "another shape": (np.zeros((2, 4), np.float32), "(2, 4), the model needs (2, 5)"),
    "a shape that would be broadcast": (np.zeros((1, 5)), "(1, 5), the model needs (2, 5)"),
    "NaN": (np.full((2, 5), np.nan), "not finite"),
    "infinity": (np.full((2, 5), -np.inf), "not finite"),
    "too large for float32": (np.full((2, 5), 1e300), "not finite in the type float32"),
    "complex numbers": (np.ones((2, 5), complex), "complex128"),
    "words": (np.full((2, 5), "a"), "<U1"),
    "objects": (np.full((2, 5), None), "object"),
    "dates": (np.zeros((2, 5), "datetime64[s]"), "datetime64"),
    "rows of different lengths": ([[1, 2], [3]], "no array of numbers"),
}


@pytest.mark.parametrize(("value", "said"), BAD_VALUES.values(), ids=BAD_VALUES)
def test_one_bad_array_is_named_and_no_other_is_loaded(value, said):
    model, state = network(), network(rng=1).state_dict()
    before = snapshot(model)
    with pytest.raises(ValueError, match=r"stays as it was") as error:
        load_state(model, {**state, "4.weight": value})
    assert "4.weight" in str(error.value)
    assert said in str(error.value)
    assert snapshot(model) == before


def test_one_error_lists_everything_that_is_wrong():
    model, state = network(), network(rng=1).state_dict()
    before = snapshot(model)
    del state["0.weight"], state["0.bias"]
    state |= {"3.1.bias": np.zeros(4), "4.bias": np.full(2, np.nan), "9.weight": np.zeros(1)}
    with pytest.raises(ValueError, match="do not fit") as error:
        load_state(model, state)
    lines = str(error.value).splitlines()[1:]
    assert lines == [
        "- 3.1.bias has the shape (4,), the model needs (5,)",
        "- 4.bias holds numbers that are not finite in the type float32",
        "- missing: 0.weight, 0.bias",
        "- not in the model: 9.weight",
    ]
    assert snapshot(model) == before


@pytest.mark.parametrize("state", [None, [1], "weights.safetensors", np.zeros(3)])
def test_a_state_that_is_no_dictionary_is_refused(state):
    with pytest.raises(TypeError, match=r"dictionary \{name: array\}"):
        load_state(network(), state)


# Files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.float16])
def test_what_was_saved_comes_back_bit_by_bit(tmp_path, dtype):
    model, other = network(rng=1, dtype=dtype), network(rng=2, dtype=dtype)
    saving.save_weights(model, tmp_path / "weights.safetensors")
    saving.load_weights(other, tmp_path / "weights.safetensors")
    assert snapshot(other) == snapshot(model)


def test_a_layer_alone_can_be_saved_too(tmp_path):
    saving.save_weights(nn.Linear(2, 3, rng=0), tmp_path / "layer")
    layer = nn.Linear(2, 3, rng=1)
    saving.load_weights(layer, tmp_path / "layer")
    assert snapshot(layer) == snapshot(nn.Linear(2, 3, rng=0))


def test_weights_that_do_not_lie_in_one_piece_are_saved_right(tmp_path):
    layer = nn.Linear(2, 3, rng=0)
    layer.params["weight"] = np.arange(6, dtype=np.float32).reshape(2, 3).T
    saving.save_weights(layer, tmp_path / "layer")
    other = nn.Linear(2, 3)
    saving.load_weights(other, tmp_path / "layer")
    np.testing.assert_array_equal(other.params["weight"], [[0, 3], [1, 4], [2, 5]])


@pytest.mark.parametrize("name", ["pesos ñandú.safetensors", "weights", "a.b.c"])
def test_any_file_name_will_do_as_text_or_as_a_path(tmp_path, name):
    saving.save_weights(network(rng=1), str(tmp_path / name))
    model = network(rng=2)
    saving.load_weights(model, tmp_path / name)
    assert snapshot(model) == snapshot(network(rng=1))
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_file_for_another_network_is_refused_and_the_model_stays(saved):
    model = nn.Sequential(nn.Flatten(), nn.Linear(4, 2), rng=0)
    before = snapshot(model)
    with pytest.raises(ValueError, match=r"missing: 1\.weight, 1\.bias"):
        saving.load_weights(model, saved)
    assert snapshot(model) == before


def damaged(data: bytes, how: str) -> bytes:
    """What may become of a file on its way."""
    middle = 8 + struct.unpack("<Q", data[:8])[0]  # the numbers begin here
    return {
        "empty": b"",
        "only its beginning": data[:100],
        "last byte lost": data[:-1],
        "a byte too many": data + b"\0",
        "one bit of a number": data[:-2] + bytes([data[-2] ^ 1]) + data[-1:],
        "two weights with their names changed": data.replace(b'"4.bias"', b'"4.b?as"')
            .replace(b'"3.1.bias"', b'"3.1.b?as"'),
        "another type of the same size": data.replace(b'"F32"', b'"I32"'),
        "a header of nonsense": data[:8] + b"?" * (middle - 8) + data[middle:],
        "a header of 2^62 bytes": struct.pack("<Q", 2**62) + data[8:],
        "text": "no son pesos, ¿verdad?".encode() * 20,
        "a pickle": b"\x80\x04\x95" + data[11:],
        "a zip, as torch.save makes": b"PK\x03\x04" + data[4:],
    }[how]


DAMAGE = ["empty", "only its beginning", "last byte lost", "a byte too many",
          "one bit of a number", "two weights with their names changed",
          "another type of the same size", "a header of nonsense", "a header of 2^62 bytes",
          "text", "a pickle", "a zip, as torch.save makes"]


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_file_is_refused_and_the_model_stays(saved, how):
    saved.write_bytes(damaged(saved.read_bytes(), how))
    model = network(rng=5)
    before = snapshot(model)
    with pytest.raises(ValueError, match=r"no safetensors file|changed after it was") as said:
        saving.load_weights(model, saved)
    assert str(saved) in str(said.value)
    assert snapshot(model) == before


def test_a_file_whose_weights_changed_places_is_refused_by_its_checksum(tmp_path):
    """Shapes and numbers would fit: only the checksum can tell."""
    model = nn.Sequential(nn.Linear(2, 2, rng=0), nn.Linear(2, 2, rng=1))
    path = tmp_path / "weights"
    saving.save_weights(model, path)
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    header["0.weight"], header["1.weight"] = header["1.weight"], header["0.weight"]
    changed = json.dumps(header, separators=(",", ":")).encode().ljust(length)
    path.write_bytes(struct.pack("<Q", len(changed)) + changed + data[8 + length :])
    with pytest.raises(ValueError, match="changed after it was saved"):
        saving.load_weights(model, path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"There is no file .*nowhere"):
        saving.load_weights(network(), tmp_path / "nowhere")


@pytest.mark.parametrize("call", [saving.save_weights, saving.load_weights])
def test_a_folder_is_no_file(tmp_path, call):
    with pytest.raises(IsADirectoryError, match="is a folder"):
        call(network(), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("call", [saving.save_weights, saving.load_weights])
def test_the_model_comes_first(tmp_path, call):
    with pytest.raises(TypeError, match="first argument must be a network"):
        call(tmp_path / "weights", network())


# Whole or not at all ---------------------------------------------------------------------


def test_saving_again_replaces_the_file(saved):
    saving.save_weights(network(rng=4), saved)
    model = network()
    saving.load_weights(model, saved)
    assert snapshot(model) == snapshot(network(rng=4))
    assert list(saved.parent.iterdir()) == [saved]


def test_saving_into_a_folder_that_does_not_exist_says_so(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"does not exist. Make it first"):
        saving.save_weights(network(), tmp_path / "none" / "weights")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_where_writing_fails_the_old_file_stays_and_nothing_is_left_behind(
    saved, step, monkeypatch
):
    before = saved.read_bytes()

    def no_room(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, no_room)
    with pytest.raises(OSError, match=r"could not be written .*No space left"):
        saving.save_weights(network(rng=4), saved)
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_a_student_who_interrupts_loses_nothing(saved, monkeypatch):
    before = saved.read_bytes()

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        saving.save_weights(network(rng=4), saved)
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_weights_that_are_not_finite_never_replace_a_sound_file(saved):
    before, model = saved.read_bytes(), network()
    model.params["4.bias"][0] = np.nan
    with pytest.raises(ValueError, match=r"Nothing was saved: some numbers in 4\.bias"):
        saving.save_weights(model, saved)
    assert saved.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links only for administrators.")
def test_a_link_still_leads_to_the_file_that_was_written(saved):
    link = saved.with_name("link")
    link.symlink_to(saved)
    saving.save_weights(network(rng=4), link)
    assert link.is_symlink()
    model = network()
    saving.load_weights(model, saved)
    assert snapshot(model) == snapshot(network(rng=4))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions.")
def test_others_may_read_the_file_as_any_that_the_user_makes(saved, tmp_path):
    usual = tmp_path / "usual"
    usual.touch()
    assert saved.stat().st_mode == usual.stat().st_mode


# PyTorch ---------------------------------------------------------------------------------


@pytest.fixture
def their_network():
    from tests.nn.peers import torch

    their = torch.nn
    torch.manual_seed(0)
    return their.Sequential(
        their.Conv2d(3, 4, (3, 2), stride=2, padding=1), their.ReLU(), their.MaxPool2d(2),
        their.Sequential(their.Flatten(), their.Linear(16, 5), their.Tanh()), their.Linear(5, 2))


def their_scores(module, images):
    from tests.nn.peers import torch

    with torch.no_grad():
        return module(torch.from_numpy(images.transpose(0, 3, 1, 2).copy())).numpy()


def test_pytorch_opens_our_file_and_scores_as_we_do(saved, their_network, images):
    from safetensors.torch import load_file

    their_network.load_state_dict(load_file(saved), strict=True)
    np.testing.assert_allclose(their_scores(their_network, images),
                               network(rng=3).scores(images), rtol=1e-5, atol=1e-6)


def test_we_open_pytorchs_file_and_score_as_it_does(tmp_path, their_network, images):
    from safetensors.torch import save_file

    save_file(their_network.state_dict(), tmp_path / "theirs.safetensors")
    model = network()
    saving.load_weights(model, tmp_path / "theirs.safetensors")
    np.testing.assert_allclose(model.scores(images), their_scores(their_network, images),
                               rtol=1e-5, atol=1e-6)


def test_tensors_of_pytorch_are_taken_as_they_are(their_network, images):
    model = network()
    load_state(model, their_network.state_dict())
    np.testing.assert_allclose(model.scores(images), their_scores(their_network, images),
                               rtol=1e-5, atol=1e-6)


def test_a_tensor_that_numpy_cannot_read_is_named(their_network):
    model = network()
    before = snapshot(model)
    with pytest.raises(ValueError, match=r"4\.bias is no array of numbers"):
        load_state(model, dict(their_network.named_parameters()))  # these want gradients
    assert snapshot(model) == before


def test_a_file_of_bfloat16_says_what_to_do(tmp_path, their_network):
    from safetensors.torch import save_file

    save_file(their_network.bfloat16().state_dict(), tmp_path / "half.safetensors")
    with pytest.raises(ValueError, match=r"\(BF16\)\. Save the weights as float32"):
        saving.load_weights(network(), tmp_path / "half.safetensors")


def test_batch_normalisation_takes_its_statistics_along_both_ways(tmp_path):
    from safetensors.torch import load_file, save_file

    from tests.nn.peers import torch

    theirs = torch.nn.Sequential(torch.nn.BatchNorm2d(3))
    theirs(torch.randn(4, 3, 5, 5, generator=torch.Generator().manual_seed(0)))
    save_file(theirs.state_dict(), tmp_path / "theirs")
    ours = nn.Sequential(BatchNorm2d(3))
    saving.load_weights(ours, tmp_path / "theirs")
    saving.save_weights(ours, tmp_path / "ours")
    back = load_file(tmp_path / "ours")
    assert back["0.num_batches_tracked"] == 1
    torch.nn.Sequential(torch.nn.BatchNorm2d(3)).load_state_dict(back, strict=True)
    for name, array in theirs.state_dict().items():
        assert torch.equal(back[name], array)
