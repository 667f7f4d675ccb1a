"""A page learns from digits of MNIST and is judged by others, in the worker."""

import gzip

import numpy as np
import pytest
from javascript import run_module

from lenet_keras import load_mnist
from lenet_keras.live._javascript import bundle
from tools import page_learning


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    return page_learning.write(tmp_path_factory.mktemp("vendor")).read_text("utf-8")


def test_a_page_reads_the_first_digits_the_last_and_the_worker(script):
    source = """
    import { decodeLearning } from "$live/learning/page_learning.js";
    new Function(given)();
    const all = await decodeLearning(globalThis.lenetLearning);
    const { worker, later, ...parts } = all;
    const text = (bytes) => Buffer.from(bytes).toString("hex");
    const digits = Object.entries(parts).map(
      ([name, { images, labels }]) => [name, [text(images), text(labels)]]);
    answer([worker, later, Object.fromEntries(digits)]);
    """
    worker, later, found = run_module(source, script)
    assert worker == bundle("learning/worker")
    assert later == bundle("live_training/later")
    train = load_mnist().train
    for name, part in {"digits": slice(10_000), "held": slice(58_000, None)}.items():
        images, labels = map(bytes.fromhex, found[name])
        np.testing.assert_array_equal(
            np.frombuffer(images, "uint8"), train.images[part].ravel()
        )
        np.testing.assert_array_equal(
            np.frombuffer(labels, "uint8"), train.labels[part]
        )


def test_it_is_loaded_beside_the_script_of_the_page_and_once(script):
    source = """
    import { loadLearning } from "$live/learning/page_learning.js";
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
    const failed = await loadLearning().catch(({ message }) => message);
    works = true;
    const [one, other] = await Promise.all([loadLearning(), loadLearning()]);
    document.querySelector = () => null;
    answer([failed, asked, one === other, one.digits.labels.length]);
    """
    failed, asked, is_same, count = run_module(source, script)
    address = "file:///book/_static/vendor/learning.js"
    assert failed == "The digits could not be loaded. Try again when you are online."
    assert asked == [address] * 2
    assert is_same
    assert count == 10_000


def test_a_page_that_is_served_hears_how_much_is_there(script):
    """In the end all of it: the length that the page reckons with is the script's."""
    source = """
    import { loadLearning } from "$live/learning/page_learning.js";
    globalThis.document = {
      querySelector: () => ({ src: "https://book/_static/vendor/widgets.js" }),
      createElement: () => ({}),
      head: {
        async append(script) {
          new Function(await (await actual(script.src)).text())();
          script.onload();
        },
      },
    };
    const actual = globalThis.fetch;
    const asked = [];
    globalThis.fetch = (address) => {
      if (!address.startsWith("https")) return actual(address);
      asked.push(address);
      const bytes = new TextEncoder().encode(given);
      const tenth = Math.ceil(bytes.length / 10);
      const body = new ReadableStream({
        start(stream) {
          for (let at = 0; at < bytes.length; at += tenth) {
            stream.enqueue(bytes.subarray(at, at + tenth));
          }
          stream.close();
        },
      });
      return Promise.resolve(new Response(body));
    };
    const shares = [];
    const { digits } = await loadLearning((share) => shares.push(share));
    answer([asked, shares, digits.labels.length]);
    """
    asked, shares, count = run_module(source, script)
    assert asked == ["https://book/_static/vendor/learning.js"]
    assert shares == sorted(shares) and len(shares) == 10
    assert 0.97 < shares[-1] <= 1 and shares[0] < 0.5
    assert count == 10_000


def test_it_is_no_more_than_a_reader_waits_for(script):
    assert len(script) < 2_750_000
    assert len(gzip.compress(script.encode())) < 2_100_000
