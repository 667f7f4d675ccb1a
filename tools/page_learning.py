"""What a page needs to learn: ``python -m tools.page_learning``.

Writes the first 10,000 training digits of MNIST, to learn from, the last 2,000 of
them, to judge by, and the worker that learns into one script,
`book/site/vendor/learning.js`. Pages load it when a reader asks for it; as a script, it
can also be loaded from a folder without a server.
`lenet_keras/live/learning/page_learning.js` reads it.
"""

import base64
import gzip
import json
import zlib
from pathlib import Path

from lenet_keras.live._javascript import bundle
from tools.page_runtime import VENDOR

MNIST = Path(__file__).parents[1] / "lenet_keras" / "data" / "mnist"
TO_LEARN, TO_JUDGE = 10_000, 2_000
PIXELS = 28 * 28
HEADS = {"images-idx3": 16, "labels-idx1": 8}  # bytes before the numbers


def write(folder: Path = VENDOR) -> Path:
    """Write `learning.js` into a folder and return its path."""
    parts = []
    for kind, size in (("labels-idx1", 1), ("images-idx3", PIXELS)):
        packed = (MNIST / f"train-{kind}-ubyte.gz").read_bytes()
        numbers = gzip.decompress(packed)[HEADS[kind] :]
        parts += [numbers[: TO_LEARN * size], numbers[-TO_JUDGE * size :]]
    data = base64.b64encode(_deflated(b"".join(parts))).decode()
    content = {"digits": TO_LEARN, "held": TO_JUDGE, "data": data}
    content["worker"] = bundle("learning/worker")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "learning.js"
    path.write_text(f"globalThis.lenetLearning = {json.dumps(content)};\n", "utf-8")
    return path


def _deflated(content: bytes) -> bytes:
    """Without the head of a file: what a browser calls deflate-raw."""
    stream = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return stream.compress(content) + stream.flush()


if __name__ == "__main__":
    path = write()
    print(f"{path}: {path.stat().st_size:,} bytes")
