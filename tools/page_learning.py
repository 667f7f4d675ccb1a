"""What a page needs to learn: ``python -m tools.page_learning``.

Writes the first 10,000 training digits of MNIST, to learn from, the last 2,000 of
them, to judge by, the worker that learns and what a reader may want once it does into
one script, `book/site/vendor/learning.js`. Pages load it when a reader asks for it; as
a script, it can also be loaded from a folder without a server.
`lenet_keras/live/learning/page_learning.js` reads it.
"""

import base64
import json
import zlib
from pathlib import Path

from lenet_keras.live.live_training._digits import (
    JUDGED,
    LEARNED,
    digits_to_learn,
    scripts_to_learn,
)
from tools.page_runtime import VENDOR


def write(folder: Path = VENDOR) -> Path:
    """Write `learning.js` into a folder and return its path."""
    images, labels, others, theirs = digits_to_learn()
    packed = _deflated(b"".join((labels, theirs, images, others)))
    data = base64.b64encode(packed).decode()
    content = {"digits": LEARNED, "held": JUDGED, "data": data} | scripts_to_learn()
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
