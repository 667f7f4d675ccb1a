"""IDX files are read whole, or refused in one line."""

import gzip
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy
from idx_files import CODES, idx_bytes
from messages import assert_one_line

from lenet_keras.digits import DataError, read_idx

thousands = settings(max_examples=1000, deadline=None, derandomize=True, database=None)
hundreds = settings(max_examples=200, deadline=None, derandomize=True, database=None)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("damaged") / "file"


# The database


@hundreds
@given(
    st.sampled_from(list(CODES)).flatmap(
        lambda code: st_numpy.arrays(
            code, st_numpy.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4)
        )
    ),
    st.booleans(),
)
def test_every_type_and_rank_is_read_back_in_native_order(scratch, array, packed):
    data = idx_bytes(array)
    scratch.write_bytes(gzip.compress(data) if packed else data)
    read = read_idx(scratch)
    assert read.shape == array.shape and read.dtype == array.dtype
    assert read.dtype.isnative and read.flags.writeable
    assert read.tobytes() == array.tobytes()


IMAGES = idx_bytes(np.arange(3 * 5 * 4, dtype="i2").reshape(3, 5, 4))


@st.composite
def damaged(draw, intact):
    data = bytearray(intact)
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["flip", "cut", "extend", "drop"]))
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        if kind == "flip" and data:
            data[place] ^= draw(st.integers(1, 255))
        elif kind == "cut":
            del data[place:]
        elif kind == "drop":
            del data[place : place + draw(st.integers(1, 8))]
        else:
            data += draw(st.binary(min_size=1, max_size=40))
    return bytes(data)


def read_within(path, megabytes):
    """Reads a file, or gives None for a DataError; nothing else may happen."""
    tracemalloc.start()
    try:
        return read_idx(path)
    except DataError as error:
        assert "\n" not in str(error)
        assert str(path) in str(error) and "Received: " in str(error)
        return None
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < megabytes * 2**20


@thousands
@given(damaged(IMAGES))
def test_a_damaged_file_is_refused_or_read_as_its_header_says(scratch, data):
    scratch.write_bytes(data)
    array = read_within(scratch, megabytes=1)
    if array is not None:
        assert idx_bytes(array) == data


@thousands
@given(damaged(gzip.compress(IMAGES, mtime=0)))
def test_a_damaged_compressed_file_is_refused_or_read_intact(scratch, data):
    scratch.write_bytes(data)
    array = read_within(scratch, megabytes=2)
    if array is not None:
        assert idx_bytes(array) == IMAGES


@thousands
@given(
    st.sampled_from([0, 0, 0, 1, 0x1F]),
    st.sampled_from([*CODES.values(), 0x0A, 0xFF]),
    st.integers(0, 255),
    st.lists(st.sampled_from([0, 1, 2, 3, 2**16, 2**31, 2**32 - 1]), max_size=40),
    st.binary(max_size=30),
    st.booleans(),
)
def test_no_header_makes_the_reader_take_more_memory_than_the_file_can_fill(
    scratch, zero, code, rank, shape, rest, packed
):
    rank = len(shape) if rank < 200 else rank
    data = bytes([0, zero, code, rank]) + struct.pack(f">{len(shape)}I", *shape) + rest
    scratch.write_bytes(gzip.compress(data) if packed else data)
    array = read_within(scratch, megabytes=2)
    if array is not None:
        assert idx_bytes(array) == data


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", ["an empty file"]),
        (b"\0\0\x08", ["00 00 08"]),
        (b"P5 28 28", ["50 35 20 32"]),
        (b"\0\0\x0a\1\0\0\0\0", ["08, 09, 0b, 0c, 0d, 0e", "00 00 0a 01"]),
        (b"\0\0\x08\3\0\0\0\1", ["12 bytes of dimensions", "4, the file is cut short"]),
        (b"\0\0\x08\x21" + b"\0\0\0\1" * 33 + b"x", ["at most 32", "33"]),
        (b"\0\0\x08\1\0\0\0\5abcd", ["5 bytes", "4, the file is cut short"]),
        (b"\0\0\x08\1\0\0\0\3abcd", ["3 bytes", "3, and more"]),
        (b"\0\0\x08\1\xff\xff\xff\xff", ["(4294967295,)"]),
        (b"\0\0\x0e\4" + b"\0" * 4 + b"\xff" * 12, ["(0, 4294967295"]),
    ],
)
def test_the_error_says_what_is_wrong(tmp_path, data, words):
    path = tmp_path / "file"
    for content in data, gzip.compress(data):
        path.write_bytes(content)
        with pytest.raises(DataError) as error:
            read_idx(path)
        if content is data or len(data) < 16:
            assert_one_line(error, path)
        if content is data:
            assert_one_line(error, *words)


def test_no_more_is_unpacked_than_the_header_promises(tmp_path):
    path = tmp_path / "bomb"
    head = b"\0\0\x08\1\0\0\0\x10"
    path.write_bytes(gzip.compress(head + bytes(200 << 20), compresslevel=1))
    assert read_within(path, megabytes=2) is None


def test_a_missing_file_and_a_folder_are_one_line_errors(tmp_path):
    for path, word in (tmp_path, "a folder"), (tmp_path / "none", "no such file"):
        with pytest.raises(DataError) as error:
            read_idx(path)
        assert_one_line(error, path, word)
