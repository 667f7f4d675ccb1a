import os
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from lenet_keras._extras import missing
from lenet_keras.digits._idx import (
    DataError,
    idx_image_batches,
    is_idx,
    read_idx_images,
)
from lenet_keras.digits._normalisation import grey_levels, normalise_grey
from lenet_keras.paper import IMAGE_SIZE

_MAX_PIXELS = 50_000_000
_LONG_SIDE = 2_240  # eight times what counts; pictures twice as long are reduced
_STRIP_PIXELS = 1_000_000
_ORIENTATION = 0x0112  # in EXIF
# Not all that Pillow opens: some formats run programs or hold no pixels of their own.
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")


def read_picture(path: str | os.PathLike[str]) -> np.ndarray:
    """Read a picture file as an array for `normalise_digit`.

    The picture is turned upright as its EXIF orientation says; 16-bit grey becomes
    8-bit, palettes and other colour spaces become RGB, and of an animation the first
    frame is taken. The size is checked before anything is decoded.

    Args:
        path: PNG, JPEG, GIF, BMP, TIFF, WebP or PPM file of at most 50 megapixels.

    Returns:
        uint8 array: grey `(height, width)`, RGB `(height, width, 3)` or, where the
        picture has transparency, RGBA `(height, width, 4)`.

    Raises:
        DataError: if the file is missing, damaged, too large or no picture.
        ImportError: if Pillow is not installed (`pip install 'lenet-keras[images]'`).

    Example:

    >>> read_picture("seven.jpg").shape  # doctest: +SKIP
    (480, 640, 3)
    """
    return _read(path, lambda image: _pixels(_upright(image)))


def read_images(path: str | os.PathLike[str]) -> np.ndarray:
    """Read the images to classify from an IDX file or from a picture of one character.

    The content of the file tells which it is. Images in an IDX file are taken as they
    are; a picture goes through `normalise_digit`.

    Args:
        path: IDX file of images, plain or compressed with gzip, or a picture file.

    Returns:
        uint8 array `(n, height, width)`, for a picture `(1, 28, 28)`; 0 is
        background, 255 is ink.

    Raises:
        DataError: as `read_idx`, `read_picture` and `normalise_digit`.
        ImportError: as `read_picture`.

    Example:

    >>> read_images("seven.jpg").shape  # doctest: +SKIP
    (1, 28, 28)
    """
    if _is_idx(path):
        return read_idx_images(path)
    return _normalised(path)


def image_batches(
    path: str | os.PathLike[str], size: int = 2_000
) -> Iterator[np.ndarray]:
    """Read the images to classify, a few at a time: any number of them fits in memory.

    Args:
        path: As in `read_images`.
        size: How many images of an IDX file to a batch.

    Returns:
        An iterator over arrays as `read_images` gives them, at most 32x32 pixels.

    Raises:
        DataError: as `read_images`, and if the file holds no image or larger ones.
        ImportError: as `read_images`.

    Example:

    >>> [len(batch) for batch in image_batches("seven.jpg")]  # doctest: +SKIP
    [1]
    """
    if _is_idx(path):
        yield from idx_image_batches(path, size, IMAGE_SIZE)
    else:
        yield _normalised(path)


def _existing(path: str | os.PathLike[str]) -> Path:
    path = Path(path).expanduser()
    if not path.is_file():
        received = "a folder" if path.is_dir() else "no such file"
        raise DataError(f"{path}: expected a file with images. Received: {received}")
    return path


def _is_idx(path: str | os.PathLike[str]) -> bool:
    path = _existing(path)
    try:
        with open(path, "rb") as file:
            return is_idx(file.read(4))
    except OSError as error:
        raise DataError(
            f"{path}: expected a readable file. Received: {error}"
        ) from error


def _normalised(path: str | os.PathLike[str]) -> np.ndarray:
    grey = _read(path, _reduced_grey)
    try:
        return normalise_grey(grey)[np.newaxis]
    except DataError as error:
        raise DataError(f"{path}: {error}") from None


def _read(
    path: str | os.PathLike[str], pixels_of: Callable[..., np.ndarray]
) -> np.ndarray:
    """What a function makes of an opened picture; damaged files are refused."""
    try:
        from PIL import Image
    except ImportError as error:
        raise missing("Reading pictures", "images", error) from error

    path = _existing(path)
    try:
        with warnings.catch_warnings():
            # Pillow warns about large and about damaged files; both are judged here.
            warnings.simplefilter("ignore")
            with Image.open(path, formats=_FORMATS) as image:
                if image.width * image.height <= _MAX_PIXELS:
                    return pixels_of(image)
                received = f"{image.width}x{image.height} pixels"
    except Image.DecompressionBombError:
        received = "a picture larger still"
    except Image.UnidentifiedImageError:
        raise DataError(
            f"{path}: expected a picture ({', '.join(_FORMATS)}). "
            f"Received: {_kind(path)}"
        ) from None
    except Exception as error:  # damaged files raise nearly anything in Pillow
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise DataError(
            f"{path}: expected an undamaged picture. Received: {reason}"
        ) from error
    raise DataError(
        f"{path}: expected at most {_MAX_PIXELS // 1_000_000} megapixels. "
        f"Received: {received}"
    )


def _kind(path: Path) -> str:
    with open(path, "rb") as file:
        start = file.read(12)
    if start[4:8] == b"ftyp" and start[8:11] in (b"hei", b"hev", b"mif", b"avi"):
        return "a HEIC or AVIF picture, to be saved as JPEG or PNG first"
    return "a file of another kind, or damaged at its beginning"


def _upright(image):
    from PIL import ImageOps

    return ImageOps.exif_transpose(image)


def _reduced_grey(image) -> np.ndarray:
    """Grey levels, upright; a picture that is very large becomes means of squares.

    It is taken strip by strip, so that it is never whole in memory but once, where
    Pillow decodes it.
    """
    from PIL import Image

    image.load()
    side = max(1, max(image.size) // _LONG_SIDE)
    rows = side * max(1, _STRIP_PIXELS // (image.width * side))
    strips = []
    for top in range(0, image.height, rows):
        bottom = min(top + rows, image.height)
        strip = grey_levels(_pixels(image.crop((0, top, image.width, bottom))))
        strips.append(_means_of_squares(strip, side))
    grey = Image.fromarray(np.concatenate(strips))
    orientation = image.getexif().get(_ORIENTATION)
    if orientation in range(2, 9):
        grey.getexif()[_ORIENTATION] = orientation
    return np.asarray(_upright(grey))


def _means_of_squares(grey: np.ndarray, side: int) -> np.ndarray:
    if side == 1:
        return grey
    for axis in (0, 1):
        starts = np.arange(0, grey.shape[axis], side)
        counts = np.diff(np.append(starts, grey.shape[axis])).astype(np.float32)
        sums = np.add.reduceat(grey, starts, axis=axis)
        grey = sums / np.expand_dims(counts, 1 - axis)
    return grey


def _pixels(image) -> np.ndarray:
    if image.mode.startswith("I"):
        values = np.asarray(image).clip(0, 65_535).astype(np.float32)
        return np.floor(values / 257 + 0.5).astype(np.uint8)
    if image.mode == "F":
        raise ValueError("pixels are floats; 8 or 16 bits are read")
    if image.has_transparency_data:
        mode = "RGBA"
    else:
        mode = "L" if image.mode in ("1", "L") else "RGB"
    return np.array(image.convert(mode))
