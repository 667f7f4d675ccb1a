"""The page's own code and weights give Keras' penalties and Keras' answers."""

import base64

import numpy as np
import pytest

from lenet_keras import load_mnist, prepare
from lenet_keras.digits import shift
from lenet_keras.live._javascript import LIVE

# Takes the network's store out of the widget state that the page was built with.
RUN = """
async ({ images, shifts, source }) => {
  const text = document.querySelector(
    'script[type="application/vnd.jupyter.widget-state+json"]').textContent;
  const stores = Object.values(JSON.parse(text).state).filter(
    ({ state }) => state._anywidget_id?.endsWith("NetworkStore"));
  const module = (code) => import(
    URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const whole = (value) => Array.isArray(value)
    ? value.map(whole).join("") : (window.liveShared?.[value.shared] ?? value);
  const { state, buffers } = stores[0];
  const weights = new DataView(bytes(whole(buffers[0].data)).buffer);
  const store = (await module(whole(state._esm))).default.initialize(
    { model: { get: (name) => (name === "weights" ? weights : state[name]) } });
  const { shift } = await module(source);
  const pixels = bytes(images);
  return shifts.map(([dx, dy], n) => {
    const image = new Float32Array(1024).fill(-0.1);
    for (let p = 0; p < 784; p++) {
      image[32 * (2 + Math.floor(p / 28)) + 2 + (p % 28)] =
        -0.1 + (pixels[784 * n + p] / 255) * 1.275;
    }
    return [...store.forward(dx || dy ? shift(image, dx, dy) : image).output];
  });
}
"""


@pytest.fixture
def in_the_page(open_page):
    page = open_page("shift_explorer")

    def run(images: np.ndarray, shifts: list[list[int]]) -> np.ndarray:
        given = {
            "images": base64.b64encode(images.tobytes()).decode(),
            "shifts": shifts,
            "source": (LIVE / "js" / "images.js").read_text(),
        }
        return np.array(page.evaluate(RUN, given))

    return run


@pytest.fixture(scope="module")
def images():
    return load_mnist().test.images


def test_penalties_of_shifted_digits(in_the_page, model, images):
    rng = np.random.default_rng(0)
    chosen = images[rng.choice(len(images), 200, replace=False)]
    shifts = rng.integers(-8, 9, (200, 2)).tolist()
    moved = [
        shift(prepare(image[None]), dx=dx, dy=dy)
        for image, (dx, dy) in zip(chosen, shifts, strict=True)
    ]
    expected = np.asarray(model(np.concatenate(moved)))
    np.testing.assert_allclose(in_the_page(chosen, shifts), expected, rtol=1e-3)


def test_answers_for_all_test_digits(in_the_page, model, images):
    expected = np.concatenate(
        [np.asarray(model(prepare(part))) for part in np.split(images, 10)]
    )
    penalties = in_the_page(images, [[0, 0]] * len(images))
    np.testing.assert_array_equal(penalties.argmin(1), expected.argmin(1))
