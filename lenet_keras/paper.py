"""The paper's numbers, each with the place where it stands.

LeCun, Bottou, Bengio, Haffner, "Gradient-Based Learning Applied to Document
Recognition", Proceedings of the IEEE 86(11):2278-2324, November 1998. Two versions
circulate: the journal's and the authors' preprint. Where they differ, both are here.
"""

import csv
from importlib import resources

import numpy as np

# Section II-B: the input.
IMAGE_SIZE = 32
BACKGROUND = -0.1
FOREGROUND = 1.175

# Section II-B, equation 6: the squashing function f(a) = A tanh(S a).
AMPLITUDE = 1.7159
SLOPE = 2 / 3

# Section II-B: feature maps, units, kernel and window sizes.
C1_MAPS = 6
C3_MAPS = 16
C5_MAPS = 120
F6_UNITS = 84
CLASSES = 10
KERNEL_SIZE = 5
POOL_SIZE = 2

# Table I, read by columns: the S2 maps that each C3 map sees.
C3_CONNECTIONS = (
    (0, 1, 2),
    (1, 2, 3),
    (2, 3, 4),
    (3, 4, 5),
    (0, 4, 5),
    (0, 1, 5),
    (0, 1, 2, 3),
    (1, 2, 3, 4),
    (2, 3, 4, 5),
    (0, 3, 4, 5),
    (0, 1, 4, 5),
    (0, 1, 2, 5),
    (0, 1, 3, 4),
    (1, 2, 4, 5),
    (0, 2, 3, 5),
    (0, 1, 2, 3, 4, 5),
)

# Section II-B: trainable parameters and connections, layer by layer.
PARAMETERS = {
    "C1": 156,
    "S2": 12,
    "C3": 1_516,
    "S4": 32,
    "C5": 48_120,
    "F6": 10_164,
    "output": 0,
}
CONNECTIONS = {
    "C1": 122_304,
    "S2": 5_880,
    "C3": 151_600,
    "S4": 2_000,
    "C5": 48_120,
    "F6": 10_164,
    "output": 840,  # not printed in the paper: 10 units of 84 inputs each
}
TOTAL_PARAMETERS = 60_000
TOTAL_CONNECTIONS = 340_908

# The journal prints another number for C3, and carries it into the total.
C3_CONNECTIONS_JOURNAL = 156_000
TOTAL_CONNECTIONS_JOURNAL = 345_308

# Appendix A: initial weights are uniform in +-2.4 / fan-in.
INITIAL_SCALE = 2.4

# Section III-B: the global learning rate eta of each of the 20 passes, and mu and the
# number of patterns from which the curvature is estimated before each.
GLOBAL_RATES = (5e-4,) * 2 + (2e-4,) * 3 + (1e-4,) * 3 + (5e-5,) * 4 + (1e-5,) * 8
MU = 0.02
CURVATURE_PATTERNS = 500
# The effective rates eta / (mu + h_kk) that it reports of the first pass.
EFFECTIVE_RATES = (7e-5, 0.016)

# Section III-E, Fig. 13: each pixel is inverted with this probability.
NOISE = 0.1
# Section III-E: what the authors estimate that recognition bears: a factor, a share of
# the height of the character up or down, degrees to either side.
BORNE_SCALE = 2
BORNE_VERTICAL_SHIFT = 0.5
BORNE_ROTATION = 30

# Section VII-B: pixels between the boxes of a character and of those flanking it.
GAPS = (-1, 4)

# Sections III-B and III-C: test error in percent, with a quoted uncertainty of 0.1.
TEST_ERROR = 0.95
TEST_ERROR_DISTORTED = 0.8

DIGITS = "0123456789"

# Figure 3: one character is a picture 7 units wide and 12 units high.
CODE_SHAPE = (12, 7)


def _read_bitmaps(name: str) -> dict[int, np.ndarray]:
    """Reads blocks of a `code N` line and twelve rows of `#` (+1) and `.` (-1)."""
    text = (resources.files("lenet_keras") / "data" / "paper" / name).read_text("utf-8")
    bitmaps = {}
    for block in text.split("code ")[1:]:
        first, *rows = block.strip().splitlines()
        picture = [[1.0 if cell == "#" else -1.0 for cell in row] for row in rows]
        bitmaps[int(first.split()[0])] = np.array(picture, "float32")
    return bitmaps


def ascii_codes() -> dict[str, np.ndarray]:
    """The stylised characters of Fig. 3, all 96 cells.

    The paper does not say which sign is ink. Here ink is +1 and paper is -1; since
    the squashing function is odd, the other choice gives the same network.

    Returns:
        A dictionary from the character (codes 32 to 127) to a float32 array of shape
        `(12, 7)` that holds -1 and +1.

    Example:

    >>> from lenet_keras.paper import ascii_codes
    >>> codes = ascii_codes()
    >>> len(codes), codes["7"].shape
    (96, (12, 7))

    Reference:
        Section II-B, Fig. 3.
    """
    return {chr(code): bitmap for code, bitmap in _read_bitmaps("ascii.txt").items()}


def digit_codes() -> np.ndarray:
    """The target codes of the ten digits: the rows of Fig. 3 that MNIST needs.

    Returns:
        A float32 array of shape `(10, 84)` that holds -1 and +1; row `d` is the
        picture of digit `d`, read line by line.

    Example:

    >>> from lenet_keras.paper import digit_codes
    >>> digit_codes().shape
    (10, 84)

    Reference:
        Section II-B, Fig. 3.
    """
    return codes_of(DIGITS)


def codes_of(characters: str) -> np.ndarray:
    """The target codes of some characters, such as the digits and the space.

    Args:
        characters: Any of the 96 of Fig. 3.

    Returns:
        A float32 array of shape `(len(characters), 84)` that holds -1 and +1.

    Raises:
        ValueError: If a character is not in the figure.

    Example:

    >>> from lenet_keras.paper import codes_of
    >>> codes_of("0123456789 ").shape
    (11, 84)

    Reference:
        Section II-B, Fig. 3, whose first cell, the space, is empty paper.
    """
    codes = ascii_codes()
    for character in characters:
        if character not in codes:
            raise ValueError(
                "`characters` must be in Fig. 3: codes 32 to 127. "
                f"Received: {character!r}"
            )
    return np.stack([codes[character].ravel() for character in characters])


def printed_errors() -> np.ndarray:
    """The 82 test digits that the distortion-trained LeNet-5 got wrong (Fig. 8).

    Each picture of the figure was matched with the MNIST test file, pixel by pixel.

    Returns:
        An integer array of shape `(82, 3)`: index in the MNIST test set, true class,
        and the class that LeNet-5 answered.

    Example:

    >>> from lenet_keras.paper import printed_errors
    >>> printed_errors()[0]
    array([247,   4,   6])

    Reference:
        Section III, Fig. 8.
    """
    return _read_table("fig8_errors.csv").astype(int)


def printed_learning_curve() -> np.ndarray:
    """The errors of LeNet-5 after each pass, as Fig. 5 draws them.

    Read from the coordinates of the plotted points, to about 0.03. The text speaks of
    20 passes, of a test error that settles at 0.95 % and a training error of 0.35 %;
    the figure has 21 points.

    Returns:
        A float array of shape `(21, 3)`: pass, training error in percent (averaged
        while the weights change), test error in percent.

    Example:

    >>> from lenet_keras.paper import printed_learning_curve
    >>> printed_learning_curve()[0]
    array([1.  , 4.89, 2.65])

    Reference:
        Section III-B, Fig. 5.
    """
    return _read_table("fig5_errors.csv")


def printed_training_sizes() -> np.ndarray:
    """The errors of LeNet-5 trained on fewer and on more patterns (Fig. 6).

    Read from the coordinates of the plotted points, to about 0.01. The text rounds
    the test errors with all 60,000 patterns to 0.95 and, with distortions, 0.8 %.

    Returns:
        A float array of shape `(4, 4)`: patterns, distorted patterns beside them,
        training error in percent (not a number where the figure has none), test error
        in percent.

    Example:

    >>> from lenet_keras.paper import printed_training_sizes
    >>> printed_training_sizes()[0]
    array([1.50e+04, 0.00e+00, 5.00e-02, 1.68e+00])

    Reference:
        Section III-B, Fig. 6.
    """
    return _read_table("fig6_errors.csv")


def printed_classifiers() -> dict[str, dict[str, float]]:
    """What Figs. 9 to 12 say of each classifier, by the names they give it.

    The text says 1000-150 where the figures say 500-150, 1.4 and 1.1 % for the SVM and
    1.1 % for the RS-SVM; Fig. 12 has a V-SVM of degree 5.

    Returns:
        For each bar of Fig. 9, from the top: `error`, in percent, and, if it is in
        those figures, `rejected`, the percentage to reject for 0.5 % error among the
        others (10), `multiply_accumulates` for one character (11) and `variables`
        stored (12), both in thousands, which is not said.

    Example:

    >>> from lenet_keras.paper import printed_classifiers
    >>> printed_classifiers()["LeNet-4"]["variables"]
    17.0

    Reference:
        Section III-C, Figs. 9 to 12.
    """
    path = resources.files("lenet_keras") / "data" / "paper" / "fig9_classifiers.csv"
    rows = csv.DictReader(path.read_text("utf-8").splitlines())
    return {
        row.pop("classifier"): {name: float(cell) for name, cell in row.items() if cell}
        for row in rows
    }


# Figure 10: what had to be rejected, in percent; LeNet-5 is not in it. [deslant],
# [16x16]: the input; [dist]: trained on distorted digits too.
_PRINTED = printed_classifiers().items()
REJECTED = {name: one["rejected"] for name, one in _PRINTED if "rejected" in one}


def _read_table(name: str) -> np.ndarray:
    """Reads a table of numbers below one line of headings."""
    path = resources.files("lenet_keras") / "data" / "paper" / name
    with path.open(encoding="utf-8") as file:
        return np.loadtxt(file, delimiter=",", skiprows=1)
