"""The codes of characters: as pictures, their distances, and F6 beside them."""

import numpy as np
import pytest

from lenet_keras import figures, paper

CODES = paper.digit_codes()


def shown(axes):
    return [np.asarray(picture.get_array()) for picture in axes.images]


def test_every_character_of_fig_3_stands_in_its_place():
    codes = paper.ascii_codes()
    (axes,) = figures.code_pictures([*codes.values()], columns=16).axes
    for place, (picture, code) in enumerate(
        zip(axes.images, codes.values(), strict=True)
    ):
        np.testing.assert_array_equal(picture.get_array(), code)
        left, right, bottom, top = picture.get_extent()
        assert (left, top) == (8 * (place % 16), 13 * (place // 16))
        assert (right - left, bottom - top) == (7, 12)
        assert (picture.norm.vmin, picture.norm.vmax) == (-1, 1)


@pytest.mark.parametrize("codes", [np.ones((2, 80)), np.ones((0, 84))])
def test_a_code_that_is_no_picture_is_refused(codes):
    with pytest.raises(ValueError, match=r"`codes`.*Received: shape \(\d, 8\d\)"):
        figures.code_pictures(codes)


def test_distances_are_written_and_the_nearest_are_darkest():
    distances = np.array([[0, 48, 100], [48, 0, 72], [100, 72, 0]])
    (axes,) = figures.distance_matrix(distances, "689").axes
    written = [int(text.get_text()) for text in axes.texts]
    assert written == [48, 100, 48, 72, 100, 72]
    (picture,) = axes.images
    shown = picture.get_array()
    assert np.ma.getmaskarray(shown).tolist() == np.eye(3, dtype=bool).tolist()
    near, middle, far = (
        sum(picture.cmap(picture.norm(value))[:3]) for value in (48, 72, 100)
    )
    assert near < middle < far
    assert [tick.get_text() for tick in axes.get_yticklabels()] == list("689")


def test_distances_need_a_name_each():
    with pytest.raises(ValueError, match=r"shape \(2, 3\) for 2 names"):
        figures.distance_matrix(np.zeros((2, 3)), "68")


def test_drawings_show_input_states_and_the_nearest_code():
    images = np.random.default_rng(0).random((3, 32, 32, 1))
    states = np.stack([0.5 * CODES[4], CODES[9], -0.1 * CODES[0]])
    *pictures, bar = figures.nearest_codes(images, states, CODES, ["a", "b", "c"]).axes
    nearest = [((state - CODES) ** 2).sum(axis=1) for state in states]
    for item, penalties in enumerate(nearest):
        image, f6, code = pictures[3 * item : 3 * item + 3]
        np.testing.assert_array_equal(image.images[0].get_array(), images[item, ..., 0])
        np.testing.assert_array_equal(f6.images[0].get_array().ravel(), states[item])
        np.testing.assert_array_equal(
            code.images[0].get_array().ravel(), CODES[penalties.argmin()]
        )
        assert f6.images[0].norm is code.images[0].norm
        assert image.get_title() == "abc"[item]
        assert code.get_xlabel() == f"{penalties.min():.1f}"
    assert [penalties.argmin() for penalties in nearest[:2]] == [4, 9]
    assert bar.get_xlabel() == "state of a unit"


def test_drawings_stand_in_rows_of_a_chosen_length():
    images, states = np.zeros((3, 32, 32, 1)), 0.5 * CODES[:3]
    figure = figures.nearest_codes(images, states, CODES, "abc", columns=2)
    titled = {axes.get_title(): axes.get_position() for axes in figure.axes}
    assert titled["a"].y0 == titled["b"].y0 > titled["c"].y0
    assert titled["a"].x0 == titled["c"].x0 < titled["b"].x0


def test_drawings_need_states_for_each_input():
    with pytest.raises(ValueError, match="Received: 2, 1 and 2"):
        figures.nearest_codes(np.zeros((2, 32, 32, 1)), CODES[:1], CODES)


def test_each_code_stands_above_the_states_of_its_class():
    codes = paper.digit_codes()
    *pictures, _ = figures.code_gallery(codes / 2, codes).axes
    for digit, code in enumerate(codes):
        above, below = pictures[2 * digit : 2 * digit + 2]
        assert above.get_title() == str(digit)
        np.testing.assert_array_equal(shown(above)[0].ravel(), code)
        np.testing.assert_array_equal(shown(below)[0].ravel(), code / 2)
    with pytest.raises(ValueError, match=r"84.*Received: \(10, 80\)"):
        figures.code_gallery(codes[:, :80], codes)


def test_each_code_is_drawn_as_its_picture_below_its_name():
    (axes,) = figures.code_pictures(CODES, "0123456789").axes
    assert [text.get_text() for text in axes.texts] == list("0123456789")
    for picture, text, code in zip(axes.images, axes.texts, CODES, strict=True):
        assert picture.get_array().shape == (12, 7)
        np.testing.assert_array_equal(picture.get_array().ravel(), code)
        left, right, _, top = picture.get_extent()
        assert left < text.get_position()[0] < right
        assert top - 3 < text.get_position()[1] < top


def test_codes_without_names_are_refused():
    with pytest.raises(ValueError, match="`names`.*Received: 10 names for 2 codes"):
        figures.code_pictures(paper.digit_codes()[:2], "0123456789")
