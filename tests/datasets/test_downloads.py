"""Downloads against a server of the test's own, on this computer: good, slow, lying and absent.

The files are small and written by hand, with the names and formats of the real ones.
"""

import errno
import gzip
import hashlib
import io
import logging
import os
import re
import socket
import struct
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pooch
import pytest

from cnnlab.datasets import downloads
from cnnlab.datasets.downloads import Source

IMAGES = gzip.compress(struct.pack(">4B3I", 0, 0, 8, 3, 2, 28, 28) + bytes(783) + b"\x05"
                       + bytes(783) + b"\xff")
LABELS = gzip.compress(struct.pack(">4BI", 0, 0, 8, 1, 2) + bytes([9, 4]))


class Server:
    """Sends `files` (path -> bytes) and counts what it was asked for; `failing` answers come first.

    A failing answer is a status, or "half": an answer whose end never comes.
    """

    def __init__(self):
        self.files, self.asked, self.failing = {}, Counter(), {}
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                server.answer(self)

            def log_message(self, *_):
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._http.server_port}/"

    def answer(self, request):
        path = request.path.lstrip("/")
        self.asked[path] += 1
        data = self.files[path]
        how = self.failing[path].pop(0) if self.failing.get(path) else 200
        if how in (404, 503):
            request.send_error(how)
            return
        request.send_response(200)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data[: len(data) // 2] if how == "half" else data)

    def offer(self, place, data, *folders, sha256=None):
        """Return the Source of `data`, offered in these folders of the server."""
        name = place.split("/")[-1]
        for folder in folders:
            self.files[folder + name] = data
        return Source(place, sha256 or hashlib.sha256(data).hexdigest(),
                      tuple(self.address + folder for folder in folders))

    def close(self):
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("pooch.core.time.sleep", lambda seconds: None)  # between two attempts
    server = Server()
    yield server
    server.close()


@pytest.fixture
def cache(monkeypatch, tmp_path):
    monkeypatch.setenv("CNNLAB_DATA", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def digits(server, cache, monkeypatch):
    """MNIST's test part: two images of the server, in place of the real ones."""
    files = (server.offer("mnist/t10k-images-idx3-ubyte.gz", IMAGES, "a/"),
             server.offer("mnist/t10k-labels-idx1-ubyte.gz", LABELS, "a/"))
    monkeypatch.setattr(downloads, "MNIST", {"test": files})


def kept(cache):
    return sorted(path.name for path in cache.rglob("*") if path.is_file())


def nobody():
    """An address where no server listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


# What arrives ----------------------------------------------------------------------------


def test_mnist_arrives_with_its_images_labels_and_class_names(digits):
    data = downloads.mnist("test")
    assert (data.images.shape, data.images.dtype) == ((2, 28, 28), np.uint8)
    assert data.images[:, 27, 27].tolist() == [5, 255]
    assert data.images.sum(dtype=int) == 260
    assert data.labels.tolist() == [9, 4]
    assert data.class_names == tuple("0123456789")


def test_labels_do_not_wrap_around_as_bytes_would(digits):
    assert (30 * downloads.mnist("test").labels).tolist() == [270, 120]


def test_fashion_mnist_arrives_with_the_names_of_clothes(server, cache, monkeypatch):
    files = (server.offer("fashion_mnist/train-images-idx3-ubyte.gz", IMAGES, ""),
             server.offer("fashion_mnist/train-labels-idx1-ubyte.gz", LABELS, ""))
    monkeypatch.setattr(downloads, "FASHION_MNIST", {"train": files})
    data = downloads.fashion_mnist()
    assert [data.class_names[label] for label in data.labels] == ["Ankle boot", "Coat"]
    assert data.images.shape == (2, 28, 28)


@pytest.mark.parametrize(("part", "labels"), [("train", [1, 2, 3, 4, 5]), ("test", [6])])
def test_cifar10_arrives_from_the_batches_of_its_part(server, cache, monkeypatch, part, labels):
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        for label, batch in enumerate(["data_batch_1", "data_batch_2", "data_batch_3",
                                       "data_batch_4", "data_batch_5", "test_batch"], start=1):
            data = bytes([label]) + bytes([10 * label]) * 1024 + bytes([20] * 1024 + [30] * 1024)
            info = tarfile.TarInfo(f"cifar-10-batches-bin/{batch}.bin")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    source = server.offer("cifar10/cifar-10-binary.tar.gz", archive.getvalue(), "")
    monkeypatch.setattr(downloads, "CIFAR10", {"train": (source,), "test": (source,)})
    data = downloads.cifar10(part)
    assert data.labels.tolist() == labels
    assert (data.images.shape, data.images.dtype) == ((len(labels), 32, 32, 3), np.uint8)
    assert data.images[:, 3, 4].tolist() == [[10 * label, 20, 30] for label in labels]
    assert data.class_names[6] == "frog"


def test_files_that_do_not_belong_together_are_refused(server, cache, monkeypatch):
    three = gzip.compress(struct.pack(">4BI", 0, 0, 8, 1, 3) + bytes(3))
    files = (server.offer("mnist/i.gz", IMAGES, ""), server.offer("mnist/l.gz", three, ""))
    monkeypatch.setattr(downloads, "MNIST", {"train": files})
    with pytest.raises(ValueError, match="There are 2 images"):
        downloads.mnist()


def test_a_progress_bar_names_each_file(digits, capsys):
    downloads.mnist("test")
    said = capsys.readouterr().err
    assert "t10k-images-idx3-ubyte.gz: 100%" in said
    assert "t10k-labels-idx1-ubyte.gz: 100%" in said


def test_pooch_adds_no_english_of_its_own(digits):
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    pooch.get_logger().addHandler(handler)
    downloads.mnist("test")
    pooch.get_logger().removeHandler(handler)
    assert said.getvalue() == ""


# The cache -------------------------------------------------------------------------------


def test_the_second_call_asks_nobody(digits, server):
    downloads.mnist("test")
    downloads.mnist("test")
    assert set(server.asked.values()) == {1}


def test_files_are_kept_where_the_environment_says_and_leave_nothing_else(digits, cache):
    downloads.mnist("test")
    assert sorted(path.relative_to(cache).as_posix() for path in cache.rglob("*.*")) == [
        "mnist/t10k-images-idx3-ubyte.gz", "mnist/t10k-labels-idx1-ubyte.gz"]
    assert len(kept(cache)) == 2


def test_without_the_environment_files_go_to_the_cache_of_the_user(server, monkeypatch, tmp_path):
    monkeypatch.delenv("CNNLAB_DATA", raising=False)
    monkeypatch.setattr("pooch.os_cache", lambda name: tmp_path / name)
    path = downloads.fetch(server.offer("some/file.gz", LABELS, ""))
    assert path == tmp_path / "cnnlab" / "some" / "file.gz"
    assert path.read_bytes() == LABELS


def test_mnist_and_fashion_mnist_keep_files_of_one_name_apart(server, cache):
    one = downloads.fetch(server.offer("mnist/images.gz", IMAGES, "a/"))
    other = downloads.fetch(server.offer("fashion_mnist/images.gz", LABELS, "b/"))
    assert (one.read_bytes(), other.read_bytes()) == (IMAGES, LABELS)


def test_a_file_that_was_damaged_in_the_cache_is_downloaded_again(digits, cache, server):
    downloads.mnist("test")
    (cache / "mnist" / "t10k-labels-idx1-ubyte.gz").write_bytes(LABELS[:-3])
    assert downloads.mnist("test").labels.tolist() == [9, 4]
    assert server.asked == {"a/t10k-images-idx3-ubyte.gz": 1, "a/t10k-labels-idx1-ubyte.gz": 2}


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no permissions for others")
def test_a_file_may_be_read_by_everybody_who_shares_the_folder(server, cache):
    path = downloads.fetch(server.offer("file.gz", LABELS, ""))
    assert path.stat().st_mode & 0o444 == 0o444


# Servers that fail -----------------------------------------------------------------------


@pytest.mark.parametrize("fault", [503, "half"])
def test_a_server_that_fails_once_is_asked_again(server, cache, fault):
    source = server.offer("file.gz", LABELS, "a/")
    server.failing["a/file.gz"] = [fault]
    assert downloads.fetch(source).read_bytes() == LABELS
    assert server.asked["a/file.gz"] == 2


@pytest.mark.parametrize("fault", [404, 503, "half"])
def test_where_the_first_server_keeps_failing_the_second_one_sends_the_file(server, cache, fault):
    source = server.offer("file.gz", LABELS, "a/", "b/")
    server.failing["a/file.gz"] = [fault] * 9
    assert downloads.fetch(source).read_bytes() == LABELS
    assert server.asked["b/file.gz"] == 1


def test_where_the_first_server_sends_something_else_the_second_one_is_asked(server, cache):
    source = server.offer("file.gz", LABELS, "a/", "b/")
    server.files["a/file.gz"] = b"<html>Sign in to the school's network</html>"
    assert downloads.fetch(source).read_bytes() == LABELS
    assert kept(cache) == ["file.gz"]


def test_where_no_server_listens_the_second_one_is_asked(server, cache):
    source = server.offer("file.gz", LABELS, "b/")
    source = Source(source.name, source.sha256, (nobody(), *source.folders))
    assert downloads.fetch(source).read_bytes() == LABELS


def test_offline_the_error_says_what_needs_no_download(server, cache):
    source = Source("mnist/file.gz", "0" * 64, (nobody(), nobody()))
    with pytest.raises(ConnectionError, match=(
            r"^mnist/file\.gz could not be reached \(127\.0\.0\.1, .*"
            r"Connect to the internet once .* choose datasets\.digits\(\)")):
        downloads.fetch(source)
    assert kept(cache) == []


def test_a_file_that_always_breaks_off_is_refused_and_not_kept(server, cache):
    source = server.offer("file.gz", LABELS, "a/")
    server.failing["a/file.gz"] = ["half"] * 9
    with pytest.raises(ConnectionError, match="broke off on the way"):
        downloads.fetch(source)
    assert kept(cache) == []


def test_a_file_with_another_hash_is_refused_and_not_kept(server, cache):
    changed = LABELS[:-1] + bytes([LABELS[-1] ^ 1])
    source = server.offer("file.gz", changed, "a/", sha256=hashlib.sha256(LABELS).hexdigest())
    with pytest.raises(ValueError, match=r"from 127\.0\.0\.1 is not file\.gz as it was published"):
        downloads.fetch(source)
    assert kept(cache) == []


def test_a_wrong_file_counts_for_more_than_a_server_that_is_absent(server, cache):
    source = server.offer("file.gz", b"<html>Sign in</html>", "a/", sha256="0" * 64)
    source = Source(source.name, source.sha256, (nobody(), *source.folders))
    with pytest.raises(ValueError, match="Does this network ask you to sign in"):
        downloads.fetch(source)


def test_a_bad_download_leaves_the_damaged_file_of_before_unread(digits, cache, server):
    file = cache / "mnist" / "t10k-labels-idx1-ubyte.gz"
    file.parent.mkdir(parents=True)
    file.write_bytes(gzip.compress(struct.pack(">4BI", 0, 0, 8, 1, 2) + bytes([1, 1])))
    server.failing["a/t10k-labels-idx1-ubyte.gz"] = [503] * 9
    with pytest.raises(ConnectionError):
        downloads.mnist("test")


# Disks that fail -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "message"),
    [(errno.ENOSPC, r"file\.gz does not fit: the disk is full\. Make room, or set .*CNNLAB_DATA"),
     (errno.EACCES, r"file\.gz can't be kept: the cache folder can't be .*Set .*CNNLAB_DATA"),
     (errno.EROFS, r"file\.gz can't be kept: .*Read-only file system")],
    ids=["full", "forbidden", "read-only"],
)
def test_a_disk_that_takes_no_file_is_named_as_the_cause(
    server, cache, monkeypatch, number, message
):
    def refuse(*args, **kwargs):  # root may write anywhere, so a real folder would not do
        raise OSError(number, os.strerror(number))

    cache.mkdir()
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    with pytest.raises(OSError, match=message):
        downloads.fetch(server.offer("file.gz", LABELS, "a/", "b/"))
    assert kept(cache) == []
    assert not server.asked


def test_a_disk_that_fills_up_on_the_way_keeps_no_half_file(server, cache, monkeypatch):
    def fill_up(*args):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pooch.core.shutil.move", fill_up)
    with pytest.raises(OSError, match="the disk is full"):
        downloads.fetch(server.offer("file.gz", LABELS, "a/"))
    assert kept(cache) == []


def test_a_cache_folder_that_is_a_file_is_an_error_that_says_so(server, cache):
    cache.write_text("no folder", encoding="utf-8")
    with pytest.raises(OSError, match=r"cache folder can't be read or written .*CNNLAB_DATA"):
        downloads.fetch(server.offer("file.gz", LABELS, ""))


def test_what_is_in_the_cache_is_used_even_where_nothing_can_be_written(
    digits, server, monkeypatch
):
    def refuse(*args, **kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    downloads.mnist("test")
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr("pathlib.Path.chmod", refuse)
    assert downloads.mnist("test").labels.tolist() == [9, 4]


# Before anything is asked ----------------------------------------------------------------


@pytest.mark.parametrize("load", [downloads.mnist, downloads.fashion_mnist, downloads.cifar10])
@pytest.mark.parametrize("part", ["validation", "Train", None, 0, ["train"]])
def test_an_unknown_part_is_refused(load, part):
    with pytest.raises(ValueError, match=re.escape(
            f'part must be "train" or "test", but {part!r} arrived')):
        load(part)


def test_importing_loads_nothing_that_could_reach_the_network():
    program = ("import sys, cnnlab.datasets.downloads; "
               "print([name for name in ('pooch', 'requests', 'tqdm') if name in sys.modules])")
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True,
                         encoding="utf-8", check=True)
    assert run.stdout.strip() == "[]"


PUBLISHED = [source
             for files in (downloads.MNIST, downloads.FASHION_MNIST, downloads.CIFAR10)
             for part in ("train", "test")
             for source in files[part]]


@pytest.mark.parametrize("source", PUBLISHED, ids=lambda source: source.name)
def test_every_published_file_has_a_whole_sha256_and_two_addresses(source):
    assert re.fullmatch("[0-9a-f]{64}", source.sha256)
    assert len(set(source.folders)) == len(source.folders) >= 2
    assert all(re.fullmatch(r"https?://\S+/", folder) for folder in source.folders)


def test_no_two_published_files_share_a_place_or_a_hash():
    assert len({source.name for source in PUBLISHED}) == 9
    assert len({source.sha256 for source in PUBLISHED}) == 9
