"""The API reference misses nothing that the package offers by name."""

import re
from pathlib import Path

import lenet_keras

PAGES = (Path(__file__).parents[1] / "book").glob("api*.md")


def test_every_public_name_is_on_a_page() -> None:
    offered = {
        name
        for name, item in vars(lenet_keras).items()
        if not name.startswith("_") and callable(item)
    }
    text = "".join(page.read_text("utf-8") for page in PAGES)
    shown = set(re.findall(r":: lenet_keras\.(\w+)$", text, re.M))
    assert "lenet5" in offered and offered == shown
