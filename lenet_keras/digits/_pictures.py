import os
import warnings

import numpy as np

from lenet_keras.digits._idx import DataError, read_idx_images
from lenet_keras.digits._normalisation import normalise_digit

_MAX_PIXELS = 50_000_000
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
    try:
        from PIL import Image, ImageOps
    except ImportError as error:
        raise ImportError(
            "Reading pictures needs Pillow: pip install 'lenet-keras[images]'"
        ) from error

    _check_file(path)
    try:
        with warnings.catch_warnings():
            # Pillow warns about large and about damaged files; both are judged here.
            warnings.simplefilter("ignore")
            with Image.open(path, formats=_FORMATS) as image:
                if image.width * image.height <= _MAX_PIXELS:
                    return _pixels(ImageOps.exif_transpose(image))
                received = f"{image.width}x{image.height} pixels"
    except Image.DecompressionBombError:
        received = "a picture larger still"
    except Image.UnidentifiedImageError:
        raise DataError(
            f"{path}: expected a picture ({', '.join(_FORMATS)}). "
            "Received: a file of another kind, or damaged at its beginning"
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
    _check_file(path)
    try:
        with open(path, "rb") as file:
            start = file.read(2)
    except OSError as error:
        raise DataError(
            f"{path}: expected a readable file. Received: {error}"
        ) from error
    if start in (b"\x1f\x8b", b"\0\0"):
        return read_idx_images(path)
    picture = read_picture(path)
    try:
        return normalise_digit(picture)[np.newaxis]
    except DataError as error:
        raise DataError(f"{path}: {error}") from None


def _check_file(path: str | os.PathLike[str]) -> None:
    if not os.path.isfile(path):
        received = "a folder" if os.path.isdir(path) else "no such file"
        raise DataError(f"{path}: expected a file with images. Received: {received}")


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
