import itertools

import numpy as np
import pytest

from lenet_keras import paper
from lenet_keras.digits import load_mnist


def test_table_i():
    table = paper.C3_CONNECTIONS
    assert [len(inputs) for inputs in table] == [3] * 6 + [4] * 9 + [6]
    # The rule: six cyclic triples, six cyclic quadruples, three other quadruples, all.
    assert set(table[:6]) == {_cyclic(start, 3) for start in range(6)}
    assert set(table[6:12]) == {_cyclic(start, 4) for start in range(6)}
    assert len(set(table)) == 16
    # Sixty kernels, ten for each S2 map.
    seen = list(itertools.chain.from_iterable(table))
    assert len(seen) == 60
    assert [seen.count(input_map) for input_map in range(6)] == [10] * 6


def _cyclic(start, size):
    return tuple(sorted((start + step) % 6 for step in range(size)))


def test_printed_totals_are_the_sums_of_the_layers():
    assert sum(paper.PARAMETERS.values()) == paper.TOTAL_PARAMETERS == 60_000
    assert sum(paper.CONNECTIONS.values()) == paper.TOTAL_CONNECTIONS == 340_908
    # One slip of the journal explains both of its numbers.
    assert (
        paper.TOTAL_CONNECTIONS_JOURNAL - paper.TOTAL_CONNECTIONS
        == paper.C3_CONNECTIONS_JOURNAL - paper.CONNECTIONS["C3"]
        == 4_400
    )


def test_codes_are_7_by_12_pictures_of_minus_and_plus_one():
    codes = paper.digit_codes()
    assert codes.shape == (10, 84) and codes.dtype == np.float32
    assert paper.CODE_SHAPE == (12, 7)
    for picture in paper.ascii_codes().values():
        assert picture.shape == (12, 7) and picture.dtype == np.float32
        assert set(np.unique(picture)) <= {-1.0, 1.0}


def test_ink_of_the_ten_digits():
    ink = (paper.digit_codes() > 0).sum(axis=1)
    assert ink.tolist() == [35, 27, 33, 32, 41, 35, 39, 25, 43, 39]


def test_distances_of_the_ten_digits():
    codes = paper.digit_codes() > 0
    cells = (codes[:, None] != codes).sum(axis=-1)
    others = cells[np.triu_indices(10, 1)]
    assert others.min() == 12 and others.max() == 50
    assert cells[6, 8] == 12 and (others == 12).sum() == 1


PICTURES = {
    "0": """
        .#####.
        .......
        ..###..
        .##.##.
        ##...##
        ##...##
        ##...##
        ##...##
        .##.##.
        ..###..
        .......
        .......
    """,
    "1": """
        ...##..
        ..###..
        .####..
        ...##..
        ...##..
        ...##..
        ...##..
        ...##..
        ...##..
        .######
        .......
        .......
    """,
    "8": """
        .#####.
        ##...##
        ##...##
        ##...##
        .#####.
        ##...##
        ##...##
        ##...##
        ##...##
        .#####.
        .......
        .......
    """,
}


@pytest.mark.parametrize("digit", PICTURES)
def test_pictures_of_fig_3(digit):
    rows = [
        "".join("#" if cell > 0 else "." for cell in row) for row in _picture(digit)
    ]
    assert rows == PICTURES[digit].split()


def _picture(digit):
    return paper.digit_codes()[int(digit)].reshape(paper.CODE_SHAPE)


def test_the_set_of_fig_3():
    codes = paper.ascii_codes()
    assert list(codes) == [chr(code) for code in range(32, 128)]
    inked = {c: picture.tobytes() for c, picture in codes.items() if picture.max() > 0}
    assert len(set(inked.values())) == 94
    np.testing.assert_array_equal(
        paper.digit_codes(), [codes[c].ravel() for c in "0123456789"]
    )


@pytest.mark.parametrize("alike", ["Oo0", "1l[]I"])
def test_characters_that_are_easily_confused_have_near_codes(alike):
    codes = paper.ascii_codes()
    inked = [c for c, picture in codes.items() if picture.max() > 0]

    def distance(one, other):
        return np.sum((codes[one] - codes[other]) ** 2)

    usual = np.mean([distance(a, b) for a, b in itertools.combinations(inked, 2)])
    near = [distance(a, b) for a, b in itertools.combinations(alike, 2)]
    assert np.mean(near) < 0.75 * usual


def test_printed_errors_are_mnist_test_digits():
    errors = paper.printed_errors()
    assert errors.shape == (82, 3)
    indices, true, answered = errors.T
    assert len(set(indices)) == 82 and 0 <= indices.min() <= indices.max() < 10_000
    np.testing.assert_array_equal(load_mnist().test.labels[indices], true)
    assert (true != answered).all()
    assert set(answered) <= set(range(10))


def test_input_levels_and_squashing_are_the_papers():
    assert (paper.BACKGROUND, paper.FOREGROUND) == (-0.1, 1.175)
    assert (paper.AMPLITUDE, paper.SLOPE) == (1.7159, 2 / 3)
    assert paper.INITIAL_SCALE == 2.4


def test_the_printed_learning_curve():
    passes, training, test = paper.printed_learning_curve().T
    assert passes.tolist() == list(range(1, 22))
    # The text: training error starts above the test error and ends at 0.35 %, the test
    # error settles at 0.95 %; figure and text agree to the precision of reading.
    assert training[0] > test[0] and (training[5:] < test[5:]).all()
    assert training[-1] == pytest.approx(0.35, abs=0.03)
    assert test[9:] == pytest.approx(paper.TEST_ERROR, abs=0.05)


def test_the_printed_training_sizes():
    patterns, distorted, training, test = paper.printed_training_sizes().T
    assert patterns.tolist() == [15_000, 30_000, 60_000, 60_000]
    assert distorted.tolist() == [0, 0, 0, 540_000]
    assert (np.diff(test) < 0).all() and (np.diff(training[:3]) > 0).all()
    assert test[2:] == pytest.approx(
        [paper.TEST_ERROR, paper.TEST_ERROR_DISTORTED], abs=0.03
    )
    assert np.isnan(training).tolist() == [False, False, False, True]


def test_boosting_rejects_least_and_lenet_5_is_not_in_the_figure():
    assert len(paper.REJECTED) == 9
    assert min(paper.REJECTED, key=paper.REJECTED.get) == "[dist] boosted LeNet-4"
    assert not any("LeNet-5" in name for name in paper.REJECTED)


def test_the_printed_classifiers():
    printed = paper.printed_classifiers()
    assert len(printed) == 27
    assert printed["LeNet-5"]["error"] == paper.TEST_ERROR
    assert printed["[dist] LeNet-5"]["error"] == paper.TEST_ERROR_DISTORTED
    assert printed["LeNet-4 with local"] == {
        "error": 1.1,
        "rejected": 1.4,
        "multiply_accumulates": 20_000,
        "variables": 24_000,
    }
    assert printed["[deslant] linear"] == {"error": 8.4}
    with_costs = {k: one for k, one in printed.items() if "variables" in one}
    assert len(with_costs) == 19
    assert all("multiply_accumulates" in one for one in with_costs.values())
    # Units with a bias each: 500 and 150 hidden ones, not the 1,000 of the text.
    sizes = (784, 500, 150, 10)
    weights = sum((n + 1) * m for n, m in itertools.pairwise(sizes))
    assert with_costs["28x28-500-150-10"]["variables"] == round(weights / 1_000)
