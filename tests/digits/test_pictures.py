import gzip
import io
import struct
import sys
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from idx_files import idx_bytes
from messages import assert_one_line
from PIL import Image, ImageFile

from lenet_keras.digits import (
    DataError,
    image_batches,
    load_mnist,
    normalise_digit,
    read_images,
    read_picture,
)
from lenet_keras.digits import _pictures as pictures

# A hook of three strokes that no turn or mirror leaves as it is.
HOOK = np.full((48, 36), 230, "u1")
HOOK[8:40, 8:13] = HOOK[8:13, 8:28] = HOOK[13:20, 24:28] = 20


def encoded(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def png(width, height, depth=1, data=b"\0"):
    """A PNG that promises a size, whatever it holds."""

    def chunk(kind, body):
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(data))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "picture"


# Kinds of picture


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF", "PPM", "WEBP"])
def test_every_format_without_loss_gives_the_same_pixels(path, kind):
    path.write_bytes(encoded(Image.fromarray(HOOK), kind, lossless=True))
    picture = read_picture(path)
    assert picture.dtype == np.uint8
    grey = picture if picture.ndim == 2 else picture[..., 0]
    assert np.array_equal(grey, HOOK)


def test_a_jpeg_gives_nearly_the_same_digit(path):
    path.write_bytes(encoded(Image.fromarray(HOOK), "JPEG", quality=90))
    apart = np.abs(
        normalise_digit(read_picture(path)).astype(int) - normalise_digit(HOOK)
    )
    assert apart.mean() < 5


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK"])
def test_every_colour_mode_gives_the_same_digit(path, mode):
    kind = "TIFF" if mode == "CMYK" else "PNG"
    path.write_bytes(encoded(Image.fromarray(HOOK).convert(mode), kind))
    picture = read_picture(path)
    assert picture.ndim == 2 or picture.shape[2] in (3, 4)
    apart = np.abs(normalise_digit(picture).astype(int) - normalise_digit(HOOK))
    # One bit makes the grey of the paper white by scattering dots over it.
    assert mode == "1" or apart.max() <= 1


def test_a_cmyk_jpeg_is_not_read_as_its_negative(path):
    path.write_bytes(encoded(Image.fromarray(HOOK).convert("CMYK"), "JPEG", quality=95))
    assert np.abs(read_picture(path)[..., 0].astype(int) - HOOK).mean() < 5


def test_a_picture_of_one_bit_keeps_black_and_white(path):
    path.write_bytes(encoded(Image.fromarray(HOOK > 128), "PNG"))
    assert np.array_equal(read_picture(path), np.where(HOOK > 128, 255, 0))


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bits_become_8(path, kind):
    path.write_bytes(encoded(Image.fromarray(HOOK.astype("u2") * 257), kind))
    assert np.array_equal(read_picture(path), HOOK)


def test_transparency_is_kept_for_the_white_paper_behind_it(path):
    drawing = np.zeros((*HOOK.shape, 4), "u1")
    drawing[..., 3] = 255 - HOOK
    path.write_bytes(encoded(Image.fromarray(drawing), "PNG"))
    assert np.array_equal(read_picture(path), drawing)
    apart = normalise_digit(read_picture(path)).astype(int) - normalise_digit(HOOK)
    assert np.abs(apart).max() <= 1


def test_a_transparent_colour_of_a_palette_counts_as_paper(path):
    image = Image.fromarray((HOOK > 128).astype("u1")).convert("P")
    image.putpalette([0, 0, 0, 10, 10, 10])
    path.write_bytes(encoded(image, "PNG", transparency=1))
    ink = normalise_digit(read_picture(path))
    assert np.array_equal(ink > 128, normalise_digit(HOOK) > 128)


def test_of_an_animation_the_first_frame_is_read(path):
    frames = [Image.fromarray(HOOK), Image.fromarray(255 - HOOK)]
    path.write_bytes(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    picture = read_picture(path)
    assert np.array_equal(picture if picture.ndim == 2 else picture[..., 0], HOOK)


@pytest.mark.parametrize(
    "orientation, stored",
    [
        (1, HOOK),
        (2, HOOK[:, ::-1]),
        (3, HOOK[::-1, ::-1]),
        (4, HOOK[::-1]),
        (5, HOOK.T),
        (6, np.rot90(HOOK)),
        (7, HOOK[::-1, ::-1].T),
        (8, np.rot90(HOOK, -1)),
    ],
)
def test_a_photograph_stands_upright_however_the_camera_was_held(
    path, orientation, stored
):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.fromarray(np.ascontiguousarray(stored))
    path.write_bytes(encoded(image, "PNG", exif=exif))
    assert np.array_equal(read_picture(path), HOOK)
    path.write_bytes(encoded(image, "JPEG", exif=exif, quality=95))
    assert np.abs(read_picture(path).astype(int) - HOOK).mean() < 3


# What is refused


@pytest.mark.parametrize("width, height", [(10_000, 6_000), (50_000, 50_000)])
def test_a_picture_too_large_is_refused_before_it_is_decoded(
    path, monkeypatch, width, height
):
    def load(self):
        pytest.fail("the picture was decoded")

    path.write_bytes(png(width, height))
    monkeypatch.setattr(ImageFile.ImageFile, "load", load)
    with pytest.raises(DataError) as error:
        read_picture(path)
    assert_one_line(error, path, "50 megapixels")


def test_a_picture_of_exactly_50_megapixels_is_read(path):
    path.write_bytes(png(10_000, 5_000, data=(b"\0" + b"\xff" * 1250) * 5_000))
    assert read_picture(path).shape == (5_000, 10_000)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"A seven, written out.",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 28 28\n",
        png(28, 28)[:20],
        encoded(Image.fromarray(HOOK), "PNG")[:100],
        encoded(Image.fromarray(HOOK), "JPEG")[:-200],
        encoded(Image.fromarray(HOOK), "BMP")[:500],
        encoded(Image.fromarray(HOOK.astype("f4")), "TIFF"),
    ],
    ids=["empty", "text", "eps", "head", "short", "jpeg", "bmp", "float"],
)
def test_what_is_no_intact_picture_is_refused(path, data):
    path.write_bytes(data)
    for read in read_picture, read_images:
        with pytest.raises(DataError) as error:
            read(path)
        assert_one_line(error, path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for read in read_picture, read_images:
        for path, word in (tmp_path, "folder"), (tmp_path / "none", "no such file"):
            with pytest.raises(DataError) as error:
                read(path)
            assert_one_line(error, path, word)


INTACT = [
    encoded(Image.fromarray(HOOK), kind)
    for kind in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
]


@settings(max_examples=1000, deadline=None, derandomize=True, database=None)
@given(st.sampled_from(INTACT), st.data())
def test_a_damaged_picture_is_read_or_refused_and_nothing_else(
    tmp_path_factory, intact, data
):
    damaged = bytearray(intact)
    # The beginning holds the header, where damage does most.
    places = st.integers(0, 60) | st.integers(0, len(intact) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=4)):
        damaged[min(place, len(intact) - 1)] ^= data.draw(st.integers(1, 255))
    if data.draw(st.booleans()):
        del damaged[data.draw(places) :]
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(damaged)
    for read in read_picture, read_images:
        try:
            pixels = read(path)
        except DataError as error:
            assert "\n" not in str(error) and "Received: " in str(error)
        else:
            assert pixels.dtype == np.uint8 and pixels.size


def test_without_pillow_the_error_names_the_extra(path, monkeypatch):
    path.write_bytes(INTACT[0])
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(ImportError, match=r"pip install 'lenet-keras\[images\]'"):
        read_picture(path)


# Images to classify


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_images_of_an_idx_file_are_taken_as_they_are(tmp_path, pack):
    images = load_mnist().test.images[:7]
    path = tmp_path / "seven.png"  # the content counts, not the name
    path.write_bytes(
        pack(struct.pack(">4B3I", 0, 0, 8, 3, 7, 28, 28) + images.tobytes())
    )
    assert np.array_equal(read_images(path), images)


def test_a_picture_becomes_one_image_of_mnist(path):
    path.write_bytes(encoded(Image.fromarray(HOOK), "PNG"))
    assert np.array_equal(read_images(path), normalise_digit(HOOK)[np.newaxis])


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "I;16"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_picture_read_in_strips_is_the_picture_read_at_once(
    path, mode, orientation, monkeypatch
):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.fromarray(HOOK.astype("u2") * 257 if mode == "I;16" else HOOK)
    path.write_bytes(encoded(image.convert(mode), "PNG", exif=exif))
    expected = normalise_digit(read_picture(path))
    monkeypatch.setattr(pictures, "_STRIP_PIXELS", 5 * HOOK.shape[1])
    assert np.array_equal(read_images(path)[0], expected)


@pytest.mark.parametrize("side", [2, 3])
def test_of_a_very_large_picture_the_means_of_squares_are_read(path, side, monkeypatch):
    large = np.kron(HOOK, np.ones((side, side), "u1"))
    path.write_bytes(encoded(Image.fromarray(large), "PNG"))
    monkeypatch.setattr(pictures, "_LONG_SIDE", max(HOOK.shape))
    apart = read_images(path)[0].astype(int) - normalise_digit(HOOK)
    assert np.abs(apart).max() <= 1


def test_squares_at_the_border_may_be_smaller():
    grey = np.arange(15, dtype="float32").reshape(3, 5)
    means = pictures._means_of_squares(grey, 2)
    np.testing.assert_allclose(means, [[3, 5, 6.5], [10.5, 12.5, 14]])


def test_batches_hold_what_the_file_holds(path):
    images = load_mnist().test.images[:7]
    path.write_bytes(gzip.compress(idx_bytes(images)))
    batches = list(image_batches(path, size=3))
    assert [len(batch) for batch in batches] == [3, 3, 1]
    assert np.array_equal(np.concatenate(batches), images)
    path.write_bytes(encoded(Image.fromarray(HOOK), "PNG"))
    assert np.array_equal(*image_batches(path), read_images(path))


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_file_that_is_cut_short_gives_no_batch_at_all(path, pack):
    path.write_bytes(pack(idx_bytes(load_mnist().test.images[:7])[:-1]))
    with pytest.raises(DataError) as error:
        next(image_batches(path, size=3))
    assert_one_line(error, path, "cut short")


def test_images_too_large_are_refused_by_the_header(path):
    head = idx_bytes(np.zeros((0, 1024, 1024), "u1"))
    path.write_bytes(head[:4] + struct.pack(">I", 3) + head[8:] + bytes(3 << 20))
    with pytest.raises(DataError) as error:
        next(image_batches(path))
    assert_one_line(error, path, "32x32", "(3, 1024, 1024)")


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_a_photograph_of_a_phone_is_called_by_its_name(path, brand):
    path.write_bytes(b"\0\0\0\x18ftyp" + brand + bytes(100))
    for read in read_picture, read_images:
        with pytest.raises(DataError) as error:
            read(path)
        assert_one_line(error, path, "HEIC or AVIF", "JPEG")


def test_an_idx_file_of_labels_is_no_set_of_images(path):
    path.write_bytes(struct.pack(">4BI3B", 0, 0, 8, 1, 3, 7, 2, 1))
    with pytest.raises(DataError) as error:
        read_images(path)
    assert_one_line(error, path, "rank 3", "(3,)")


def test_a_blank_picture_is_named(path):
    path.write_bytes(encoded(Image.new("L", (40, 40), 200), "PNG"))
    with pytest.raises(DataError) as error:
        read_images(path)
    assert_one_line(error, path, "stands out")
