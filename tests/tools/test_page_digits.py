"""The digits of a page are those of MNIST, and none is learned from and judged by."""

import gzip

import numpy as np
import pytest
from javascript import run_module

from lenet_keras import load_mnist
from tools import page_digits


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    return page_digits.write(tmp_path_factory.mktemp("vendor")).read_text("utf-8")


def test_a_page_reads_the_first_digits_and_the_last(script):
    source = """
    import { decodeDigits } from "$live/learning/digits.js";
    new Function(given)();
    const parts = await decodeDigits(globalThis.lenetDigits);
    const text = (bytes) => Buffer.from(bytes).toString("hex");
    answer(Object.fromEntries(Object.entries(parts).map(
      ([name, { images, labels }]) => [name, [text(images), text(labels)]])));
    """
    found = run_module(source, script)
    train = load_mnist().train
    for name, part in {"digits": slice(10_000), "held": slice(58_000, None)}.items():
        images, labels = map(bytes.fromhex, found[name])
        np.testing.assert_array_equal(
            np.frombuffer(images, "uint8"), train.images[part].ravel()
        )
        np.testing.assert_array_equal(
            np.frombuffer(labels, "uint8"), train.labels[part]
        )


def test_they_are_loaded_beside_the_script_of_the_page_and_once(script):
    source = """
    import { loadDigits } from "$live/learning/digits.js";
    const asked = [];
    let works = false;
    globalThis.document = {
      querySelector: () => ({ src: "file:///book/_static/vendor/widgets.js?v=1" }),
      createElement: () => ({}),
      head: {
        append(script) {
          asked.push(script.src);
          if (works) new Function(given)();
          setTimeout(works ? script.onload : script.onerror);
        },
      },
    };
    const failed = await loadDigits().catch(({ message }) => message);
    works = true;
    const [one, other] = await Promise.all([loadDigits(), loadDigits()]);
    document.querySelector = () => null;
    answer([failed, asked, one === other, one.digits.labels.length]);
    """
    failed, asked, is_same, count = run_module(source, script)
    address = "file:///book/_static/vendor/digits.js"
    assert failed == f"Expected the digits. Received: {address}"
    assert asked == [address] * 2
    assert is_same
    assert count == 10_000


def test_they_are_no_more_than_a_reader_waits_for(script):
    assert len(script) < 2_700_000
    assert len(gzip.compress(script.encode())) < 2_100_000
