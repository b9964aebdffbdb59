"""IDX and CIFAR-10 files against bytes that were written by hand."""

import gzip
import io
import struct
import tarfile

import numpy as np
import pytest

from cnnlab.datasets import _formats


def packed(path, data):
    path.write_bytes(gzip.compress(data))
    return path


def record(label, red, green, blue):
    return bytes([label, *red, *green, *blue])


def tar_gz(path, members):
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


PLAIN = record(7, [1] * 1024, [2] * 1024, [3] * 1024)
GOOD_IDX = struct.pack(">4B3I", 0, 0, 8, 3, 2, 1, 3) + bytes([1, 2, 3, 253, 254, 255])


# IDX -------------------------------------------------------------------------------------


def test_idx_images_come_with_their_shape_and_values(tmp_path):
    images = _formats.read_idx(packed(tmp_path / "images.gz", GOOD_IDX), axes=3)
    assert images.dtype == np.uint8
    assert images.tolist() == [[[1, 2, 3]], [[253, 254, 255]]]


def test_the_sizes_in_an_idx_file_are_big_endian():
    data = bytes([0, 0, 8, 1, 0, 0, 1, 2]) + bytes(258)
    assert _formats.idx_array(data, axes=1).shape == (258,)


def test_a_student_may_change_the_array_of_an_idx_file():
    assert _formats.idx_array(GOOD_IDX, axes=3).flags.writeable


def test_an_idx_file_may_hold_no_image():
    data = struct.pack(">4B3I", 0, 0, 8, 3, 0, 28, 28)
    assert _formats.idx_array(data, axes=3).shape == (0, 28, 28)


BAD_IDX = {
    "labels where images were asked for": (
        struct.pack(">4BI", 0, 0, 8, 1, 0), "begins with '00 00 08 01', not with '00 00 08 03'"),
    "numbers of 4 bytes": (bytes([0, 0, 12, 3]) + GOOD_IDX[4:], "begins with '00 00 0c 03"),
    "a web page": (b"<html></html>", "begins with '3c 68 74 6d"),
    "an empty file": (b"", "begins with '', not"),
    "a header that breaks off": (GOOD_IDX[:10], r"has 10 bytes, but"),
    "a byte too few": (GOOD_IDX[:-1], r"has 21 bytes, but its first bytes announce 22"),
    "a byte too many": (GOOD_IDX + b"\0", r"has 23 bytes, but its first bytes announce 22"),
    "sizes beyond all memory": (
        bytes([0, 0, 8, 3]) + b"\xff" * 12, r"announce 79228162458924105385300197391"),
}


@pytest.mark.parametrize(("data", "message"), BAD_IDX.values(), ids=BAD_IDX)
def test_bytes_that_are_no_idx_images_are_refused(data, message):
    with pytest.raises(ValueError, match=rf"^some\.gz .*{message}"):
        _formats.idx_array(data, axes=3, name="some.gz")


@pytest.mark.parametrize("keep", [1, 15, -1, -9])
def test_a_gzip_file_that_breaks_off_is_refused(tmp_path, keep):
    file = packed(tmp_path / "images.gz", GOOD_IDX)
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(ValueError, match=r"images\.gz is damaged or incomplete"):
        _formats.read_idx(file, axes=3)


def test_a_gzip_file_with_changed_bytes_is_refused(tmp_path):
    file = packed(tmp_path / "images.gz", GOOD_IDX)
    data = bytearray(file.read_bytes())
    data[-6] ^= 1  # of the checksum that ends every gzip file
    file.write_bytes(data)
    with pytest.raises(ValueError, match=r"images\.gz is damaged or incomplete"):
        _formats.read_idx(file, axes=3)


def test_a_file_that_is_not_gzip_is_refused(tmp_path):
    (tmp_path / "images.gz").write_bytes(GOOD_IDX)
    with pytest.raises(ValueError, match=r"images\.gz is damaged .*[Nn]ot a gzip"):
        _formats.read_idx(tmp_path / "images.gz", axes=3)


# CIFAR-10 --------------------------------------------------------------------------------


def test_the_three_planes_of_a_record_become_the_channels_of_each_pixel():
    red = [row for row in range(32) for col in range(32)]
    green = [col for row in range(32) for col in range(32)]
    images, labels = _formats.cifar10_batch(record(9, red, green, [200] * 1024) + PLAIN)
    assert (images.shape, images.dtype) == ((2, 32, 32, 3), np.uint8)
    assert images[0, 5, 17].tolist() == [5, 17, 200]
    assert images[0, 31, 0].tolist() == [31, 0, 200]
    assert images[1, 31, 31].tolist() == [1, 2, 3]
    assert labels.tolist() == [9, 7]


@pytest.mark.parametrize("data", [b"", PLAIN[:-1], PLAIN + b"\0"], ids=["none", "less", "more"])
def test_bytes_that_are_not_whole_records_are_refused(data):
    with pytest.raises(ValueError, match=f"batch has {len(data)} bytes, not a multiple of 3073"):
        _formats.cifar10_batch(data, "batch")


def test_batches_come_in_the_order_asked_for_not_in_that_of_the_archive(tmp_path):
    batches = {f"{label}.bin": bytes([label]) + PLAIN[1:] for label in (3, 1, 2)}
    images, labels = _formats.read_cifar10(
        tar_gz(tmp_path / "c.tar.gz", batches), ["1.bin", "2.bin", "3.bin"]
    )
    assert labels.tolist() == [1, 2, 3]
    assert images.shape == (3, 32, 32, 3)
    assert images.flags.c_contiguous
    assert images.flags.writeable


def test_nothing_of_an_archive_is_written_to_the_disk(tmp_path):
    outside = "../evil.bin"
    file = tar_gz(tmp_path / "c.tar.gz", {outside: b"evil", "a.bin": PLAIN, "notes.txt": b"hi"})
    _formats.read_cifar10(file, ["a.bin"])
    assert list(tmp_path.rglob("*")) == [file]
    assert not (tmp_path.parent / "evil.bin").exists()


def test_a_link_in_an_archive_is_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(PLAIN)
    with tarfile.open(tmp_path / "c.tar.gz", "w:gz") as archive:
        link = tarfile.TarInfo("a.bin")
        link.type, link.linkname = tarfile.SYMTYPE, str(secret)
        archive.addfile(link)
    with pytest.raises(ValueError, match=r"does not hold a\.bin"):
        _formats.read_cifar10(tmp_path / "c.tar.gz", ["a.bin"])


def test_an_archive_without_a_batch_is_refused_and_the_batch_named(tmp_path):
    file = tar_gz(tmp_path / "c.tar.gz", {"a.bin": PLAIN})
    with pytest.raises(ValueError, match=r"c\.tar\.gz does not hold b\.bin, d\.bin\. Check"):
        _formats.read_cifar10(file, ["a.bin", "b.bin", "d.bin"])


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.9])
def test_an_archive_that_breaks_off_is_refused(tmp_path, share):
    rng = np.random.default_rng(0)
    noise = b"".join(bytes([1]) + rng.bytes(3072) for _ in range(20))
    file = tar_gz(tmp_path / "c.tar.gz", {"a.bin": noise})
    data = file.read_bytes()
    file.write_bytes(data[: int(share * len(data))])
    with pytest.raises(ValueError, match=r"c\.tar\.gz is damaged or incomplete"):
        _formats.read_cifar10(file, ["a.bin"])


def test_a_damaged_record_inside_an_archive_is_refused_by_the_name_of_its_batch(tmp_path):
    file = tar_gz(tmp_path / "c.tar.gz", {"a.bin": PLAIN[:100]})
    with pytest.raises(ValueError, match=r"^a\.bin has 100 bytes"):
        _formats.read_cifar10(file, ["a.bin"])
