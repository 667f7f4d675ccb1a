import gzip
import hashlib
import math
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

_IDX_TYPES = {
    0x08: "u1",
    0x09: "i1",
    0x0B: ">i2",
    0x0C: ">i4",
    0x0D: ">f4",
    0x0E: ">f8",
}
_IDX_MAX_RANK = 32
_DEFLATE_MAX_RATIO = 1032
_CHUNK = 1 << 20


class DataError(ValueError):
    """A file or an array that is not what it should be, in one line."""


def read_idx(path: str | os.PathLike[str], md5: str | None = None) -> np.ndarray:
    """Read an IDX file, the format of the MNIST database.

    Any of the six element types and up to 32 dimensions, plain or compressed with
    gzip, which the content tells, not the name. No more memory is taken than the file
    can fill, whatever its header promises.

    Args:
        path: The file.
        md5: Expected checksum of the uncompressed file. Defaults to no check.

    Returns:
        Array with the type and shape of the header, in the machine's byte order.

    Raises:
        DataError: if the file is missing, cut short, too long, corrupt or not IDX, or
            has another checksum.

    Example:

    >>> read_idx("train-labels-idx1-ubyte.gz").shape  # doctest: +SKIP
    (60000,)

    Reference:
        The header: two zero bytes, a type code, the number of dimensions, then each
        dimension as a big-endian 32-bit integer.
    """
    with _opened(path) as (path, stream, available):
        shape, dtype, header = _header(path, stream, available)
        data = bytearray()
        for chunk in _chunks(path, stream, shape, dtype):
            data += chunk
    if md5 is not None:
        digest = hashlib.md5(header, usedforsecurity=False)
        digest.update(data)
        if digest.hexdigest() != md5:
            raise DataError(
                f"{path}: expected the MD5 checksum {md5}. "
                f"Received: {digest.hexdigest()}"
            )
    array = np.frombuffer(data, dtype).reshape(shape)
    return array.astype(dtype.newbyteorder("="), copy=False)


def read_idx_images(path: str | os.PathLike[str], md5: str | None = None) -> np.ndarray:
    """Read an IDX file of images: uint8, `(n, height, width)`.

    Args:
        path: The file.
        md5: Expected checksum of the uncompressed file. Defaults to no check.

    Returns:
        uint8 array `(n, height, width)`.

    Raises:
        DataError: as `read_idx`, and if the file holds anything but images.
    """
    images = read_idx(path, md5)
    _check_images(path, images.dtype, images.shape)
    return images


def idx_image_batches(
    path: str | os.PathLike[str], size: int, largest: int
) -> Iterator[np.ndarray]:
    """Read an IDX file of images, a few at a time, so that any number fits in memory.

    The whole file is checked first: if it is damaged there is no first batch.

    Args:
        path: The file.
        size: Images in a batch.
        largest: Pixels that a side may have.

    Returns:
        An iterator over uint8 arrays `(size, height, width)`; the last is shorter.

    Raises:
        DataError: as `read_idx_images`, and if the images are too large or there are
            none.
    """
    with _opened(path) as (path, stream, available):
        shape, dtype, _ = _header(path, stream, available)
        _check_images(path, dtype, shape)
        if max(shape[1:]) > largest or not shape[0]:
            raise DataError(
                f"{path}: expected at least one image of at most {largest}x{largest}. "
                f"Received: shape {shape}"
            )
        for _ in _chunks(path, stream, shape, dtype):
            pass
    with _opened(path) as (path, stream, available):
        _header(path, stream, available)
        pixels = shape[1] * shape[2]
        for start in range(0, shape[0], size):
            count = min(size, shape[0] - start)
            data = stream.read(count * pixels)
            yield np.frombuffer(data, "u1").reshape(count, *shape[1:])


def is_idx(start: bytes) -> bool:
    """Whether a file that starts with these four bytes may be an IDX file."""
    gzipped = start[:2] == b"\x1f\x8b"
    return gzipped or (start[:2] == b"\0\0" and start[2:3] != b"\0")


def _check_images(path, dtype: np.dtype, shape: tuple[int, ...]) -> None:
    if dtype != np.uint8 or len(shape) != 3 or 0 in shape[1:]:
        raise DataError(
            f"{path}: expected uint8 images of rank 3. Received: {dtype}, shape {shape}"
        )


@contextmanager
def _opened(path: str | os.PathLike[str]) -> Iterator[tuple[Path, BinaryIO, int]]:
    """The file, its content unpacked, and how many bytes that can be at most."""
    path = Path(path).expanduser()
    if not os.path.isfile(path):
        received = "no such file"
        if os.path.exists(path):
            received = "a folder" if os.path.isdir(path) else "not a regular file"
        raise DataError(f"{path}: expected an IDX file. Received: {received}")
    try:
        with open(path, "rb") as file:
            available = os.fstat(file.fileno()).st_size
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            if not packed:
                yield path, file, available
                return
            with gzip.open(file) as stream:
                yield path, cast(BinaryIO, stream), available * _DEFLATE_MAX_RATIO
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(
            f"{path}: expected a readable IDX file. Received: {error}"
        ) from error


def _header(
    path: Path, stream: BinaryIO, available: int
) -> tuple[tuple[int, ...], np.dtype, bytes]:
    """Shape and type of what follows, and the bytes that say so."""
    magic = stream.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in _IDX_TYPES:
        codes = ", ".join(f"{code:02x}" for code in _IDX_TYPES)
        raise DataError(
            f"{path}: expected an IDX file: 00 00, a type ({codes}), the number of "
            f"dimensions. Received: {magic.hex(' ') or 'an empty file'}"
        )
    rank = magic[3]
    if rank > _IDX_MAX_RANK:
        raise DataError(
            f"{path}: expected at most {_IDX_MAX_RANK} dimensions. Received: {rank}"
        )
    header = stream.read(4 * rank)
    if len(header) < 4 * rank:
        raise DataError(
            f"{path}: expected {4 * rank} bytes of dimensions. "
            f"Received: {len(header)}, the file is cut short"
        )
    shape = tuple(np.frombuffer(header, ">u4").tolist())
    dtype = np.dtype(_IDX_TYPES[magic[2]])
    expected = math.prod(shape) * dtype.itemsize
    # A zero among them would hide dimensions that NumPy cannot hold.
    volume = math.prod(max(size, 1) for size in shape) * dtype.itemsize
    if expected > available or volume > sys.maxsize:
        raise DataError(
            f"{path}: expected a shape that the file can fill, {available} bytes at "
            f"most. Received: shape {shape}, {expected} bytes"
        )
    return shape, dtype, magic + header


def _chunks(
    path: Path, stream: BinaryIO, shape: tuple[int, ...], dtype: np.dtype
) -> Iterator[bytes]:
    """What follows the header, unless it is less or more than that promises."""
    expected = math.prod(shape) * dtype.itemsize
    done = 0
    while done <= expected:
        chunk = stream.read(min(_CHUNK, expected + 1 - done))
        if not chunk:
            break
        done += len(chunk)
        yield chunk
    if done != expected:
        fault = "the file is cut short" if done < expected else "and more"
        raise DataError(
            f"{path}: expected {expected} bytes for shape {shape}. "
            f"Received: {min(done, expected)}, {fault}"
        )
