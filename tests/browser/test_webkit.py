"""The live figures in WebKit, Safari's engine: Debian's, where it is installed."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from live_pages import LIVE_PAGES, START_ALL
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    NoSuchElementException,
)
from selenium.webdriver import Keys, WebKitGTK, WebKitGTKOptions
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.service import Service

from lenet_keras import lenet5, load_mnist, prepare
from lenet_keras.digits import shift

DRIVER = shutil.which("WebKitWebDriver")  # of the package webkit2gtk-driver
BROWSERS = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
SCREEN = ("Xvfb", "-displayfd", "1", "-screen", "0", "1400x1200x24")
pytestmark = [
    pytest.mark.skipif(  # not every system has it; `.ci/run` installs it on Debian
        not (DRIVER and BROWSERS and shutil.which("Xvfb")),
        reason="needs WebKit: apt-get install webkit2gtk-driver xvfb",
    ),
    # Selenium's own, when it starts WebKit.
    pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def webkit() -> Iterator[WebKitGTK]:
    options = WebKitGTKOptions()
    options.binary_location = str(BROWSERS[-1])
    options.add_argument("--automation")
    with subprocess.Popen(SCREEN, stdout=subprocess.PIPE, text=True) as screen:
        try:
            display = f":{screen.stdout.readline().strip()}"
            service = Service(DRIVER, env={**os.environ, "DISPLAY": display})
            driver = WebKitGTK(options=options, service=service)
            driver.set_window_size(1200, 1100)
            yield driver
            driver.quit()
        finally:
            screen.terminate()


def told(webkit: WebKitGTK, name: str) -> str:
    """What the first figure of that kind says, once it is in view and does so."""
    place = f".ll-{name.replace('_', '-')}"
    webkit.execute_script(START_ALL)

    def says(driver: WebKitGTK) -> str:
        for figure in driver.find_elements(By.CSS_SELECTOR, place)[:1]:
            driver.execute_script("arguments[0].scrollIntoView()", figure)
        return driver.find_element(By.CSS_SELECTOR, f"{place} .ll-told").text

    return WebDriverWait(webkit, 20).until(says, f"the figure {name} says nothing")


def reach(webkit: WebKitGTK, place: str, act: Callable[[WebElement], None]) -> None:
    """Does something to an element once the page, still being laid out, lets it."""
    not_yet = (
        NoSuchElementException,
        ElementNotInteractableException,
        ElementClickInterceptedException,
    )

    def done(driver: WebKitGTK) -> bool:
        act(driver.find_element(By.CSS_SELECTOR, place))
        return True

    WebDriverWait(webkit, 20, ignored_exceptions=not_yet).until(
        done, f"{place} cannot be reached"
    )


@pytest.mark.parametrize("page", sorted(set(LIVE_PAGES.values())))
def test_the_figures_of_a_page_are_live(
    webkit: WebKitGTK, site: str, pictures: Path, page: str
):
    webkit.get(f"{site}/{page}.html")
    for name in [name for name, place in LIVE_PAGES.items() if place == page]:
        assert told(webkit, name)
        webkit.save_screenshot(str(pictures / f"webkit-{name}.png"))


def test_a_shifted_digit_has_the_penalties_of_keras(webkit: WebKitGTK, site: str):
    webkit.get(f"{site}/{LIVE_PAGES['shift_explorer']}.html")
    told(webkit, "shift_explorer")
    column = ".ll-column:has(.ll-shift-explorer)"  # not the first of the page
    reach(webkit, f"{column} .ll-keep [aria-expanded]", WebElement.click)
    right = Keys.ARROW_RIGHT * 3
    reach(webkit, f"{column} .noUi-handle", lambda slider: slider.send_keys(right))
    WebDriverWait(webkit, 20).until(
        lambda _: "3 px right" in told(webkit, "shift_explorer"),
        "the figure does not say that the digit moved",
    )
    bars = webkit.find_elements(By.CSS_SELECTOR, ".ll-shift-explorer .ll-near-number")
    test = load_mnist().test
    seven = prepare(test.images[test.labels.tolist().index(7)][None])
    expected = np.asarray(lenet5(weights="mnist")(shift(seven, dx=3)))[0]
    penalties = [float(bar.text) for bar in bars]
    np.testing.assert_allclose(penalties, expected, atol=0.051)


def test_it_learns(webkit: WebKitGTK, site: str):
    webkit.get(f"{site}/{LIVE_PAGES['live_training']}.html")
    told(webkit, "live_training")
    place = ".ll-live-training .ll-buttons button"
    reach(webkit, place, WebElement.click)

    def seen(_) -> bool:
        number = re.match(r"([\d,]+) digits seen", told(webkit, "live_training"))
        return number is not None and int(number[1].replace(",", "")) >= 30_000

    WebDriverWait(webkit, 180).until(seen, "three passes are not made")
    error = re.search(r"([\d.]+)\s% of digits not", told(webkit, "live_training"))
    assert error and float(error[1]) <= 4
