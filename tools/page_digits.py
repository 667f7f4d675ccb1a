"""The digits that a page learns from: ``python -m tools.page_digits``.

Writes the first 10,000 training digits of MNIST, to learn from, and the last 2,000 of
them, to judge by, into one script, `book/site/vendor/digits.js`. Pages load it when a
reader asks for it; as a script, it can also be loaded from a folder without a server.
`lenet_keras/live/learning/digits.js` reads it.
"""

import base64
import gzip
import json
import zlib
from pathlib import Path

from tools.page_runtime import VENDOR

MNIST = Path(__file__).parents[1] / "lenet_keras" / "data" / "mnist"
TO_LEARN, TO_JUDGE = 10_000, 2_000
PIXELS = 28 * 28
HEADS = {"images-idx3": 16, "labels-idx1": 8}  # bytes before the numbers


def write(folder: Path = VENDOR) -> Path:
    """Write `digits.js` into a folder and return its path."""
    parts = []
    for kind, size in (("labels-idx1", 1), ("images-idx3", PIXELS)):
        packed = (MNIST / f"train-{kind}-ubyte.gz").read_bytes()
        numbers = gzip.decompress(packed)[HEADS[kind] :]
        parts += [numbers[: TO_LEARN * size], numbers[-TO_JUDGE * size :]]
    data = base64.b64encode(_deflated(b"".join(parts))).decode()
    content = {"digits": TO_LEARN, "held": TO_JUDGE, "data": data}
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "digits.js"
    path.write_text(f"globalThis.lenetDigits = {json.dumps(content)};\n", "utf-8")
    return path


def _deflated(content: bytes) -> bytes:
    """Without the head of a file: what a browser calls deflate-raw."""
    stream = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return stream.compress(content) + stream.flush()


if __name__ == "__main__":
    path = write()
    print(f"{path}: {path.stat().st_size:,} bytes")
