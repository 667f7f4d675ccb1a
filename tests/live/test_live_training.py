"""The figure that learns: what it sends to a page, and to a notebook that asks."""

import gzip
import json

import numpy as np
import pytest
from ipywidgets.embed import dependency_state

from lenet_keras import lenet5, load_mnist, paper, weights_card
from lenet_keras.live import LiveTraining
from lenet_keras.live._javascript import bundle, stylesheet
from tools.extensions.shared_state import PARTS, PageState


@pytest.fixture(scope="module")
def figure():
    digits = load_mnist(validation=10_000).validation
    model = lenet5(weights="mnist")
    return LiveTraining(model, digits.images[:10], digits.labels[:10])


def test_the_page_gets_digits_labels_and_the_shipped_run(figure):
    digits = load_mnist(validation=10_000).validation
    assert figure.view.images == digits.images[:10].tobytes()
    assert figure.view.labels == digits.labels[:10].tolist()
    assert figure.view.errors == weights_card("mnist")["test_error_percent_by_pass"]


def test_of_the_network_the_page_gets_the_codes_alone(figure):
    codes = np.frombuffer(figure.view.codes, "<f4").reshape(10, 84)
    np.testing.assert_array_equal(codes, paper.digit_codes().reshape(10, 84))
    assert not figure.view.has_trait("network")


def test_a_network_that_is_none_is_refused():
    digits = np.zeros((1, 28, 28), "uint8")
    with pytest.raises(ValueError, match="`network` must be a keras.Model"):
        LiveTraining("mnist", digits, [1])


def test_it_starts_with_the_settings_of_the_recipe(figure):
    view = figure.view
    assert (view.source, view.rate, view.loss, view.start, view.table) == (
        0,
        0,
        0,
        0,
        0,
    )
    assert view.mu == 0.04 and not view.shuffled and not view.distorted


def test_a_notebook_gets_digits_and_scripts_when_it_asks(figure, monkeypatch):
    sent = []
    monkeypatch.setattr(
        figure.view, "send", lambda content, buffers: sent.append((content, buffers))
    )
    figure.view._handle_custom_msg("something else", [])
    assert sent == []
    figure.view._handle_custom_msg("learning", [])
    [(content, [*parts, worker, later])] = sent
    train = load_mnist().train
    expected = [
        *(train.images[:10_000], train.labels[:10_000]),
        *(train.images[-2_000:], train.labels[-2_000:]),
    ]
    assert content == "learning"
    assert worker.decode() == bundle("learning/worker")
    assert later.decode() == bundle("live_training/later")
    for buffer, part in zip(parts, expected, strict=True):
        np.testing.assert_array_equal(np.frombuffer(buffer, "uint8"), part.ravel())


def test_labels_must_fit_the_images():
    digits = np.zeros((2, 28, 28), "uint8")
    with pytest.raises(ValueError, match="`labels` must be 2 integers"):
        LiveTraining(lenet5(), digits, [1])


def parts(*texts: str) -> set[str]:
    """Modules and rules, each once."""
    return {part.strip() for text in texts for part in PARTS.split(text)}


def test_before_play_a_page_grows_by_at_most_20_kb(figure):
    """Modules and rules that no other figure of the chapter has, and the state."""
    page = PageState("", {})
    page.content = {"state": dependency_state(figure, drop_defaults=False)}
    view = page.content["state"][figure.view.model_id]["state"]
    there = [bundle(name) for name in ("training_replay", "predictions")]
    there.append(stylesheet("training_replay", "predictions"))
    new = parts(view.pop("_esm"), view.pop("_css")) - parts(*there)
    assert len(new) > 10
    page.written({})  # drops what is not set
    texts = [*sorted(new), json.dumps(page.content)]
    assert len(gzip.compress("".join(texts).encode(), 6)) <= 20 * 1024
