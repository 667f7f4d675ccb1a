"""The API reference misses nothing that the package offers by name."""

import re
from pathlib import Path

import lenet_keras

PAGE = Path(__file__).parents[1] / "book" / "api.md"


def test_every_public_name_is_on_the_page() -> None:
    offered = {
        name
        for name, item in vars(lenet_keras).items()
        if not name.startswith("_") and callable(item)
    }
    shown = set(re.findall(r":: lenet_keras\.(\w+)$", PAGE.read_text("utf-8"), re.M))
    assert "lenet5" in offered and offered == shown
