"""Mouse, finger, keys and files draw; the page normalises and answers as Keras does."""

import base64
import io
import re

import numpy as np
import pytest
from pens import expect_figure_read, stroke
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from visits import visiting
from waits import eventually, expect_numbers, place_at_rest, resize

from lenet_keras import lenet5, load_mnist, normalise_digit, prepare, weights_card
from lenet_keras.rejection import Limits, verdicts
from tools.browser import QUIET, find_chromium

NAME = "drawing_pad"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SEVEN = [(80, 60), (180, 60), (120, 200)]  # of 256 units each way
ARRIVES = 30_000  # milliseconds, on a busy machine


@pytest.fixture(scope="module")
def test_digits():
    """The first test digit of each class, as the page has them."""
    test = load_mnist().test
    return [test.images[test.labels.tolist().index(digit)] for digit in range(10)]


def pad(page: Page) -> Locator:
    return page.locator(".ll-pad")


def told(page: Page) -> Locator:
    return page.locator(".ll-drawing-pad .ll-told")


def button(page: Page, name: str) -> Locator:
    return page.locator(".ll-drawing-pad").get_by_role("button", name=name, exact=True)


def unfold(page: Page) -> None:
    button(page, "More settings").click()


def canvas_of(locator: Locator) -> np.ndarray:
    """RGBA of the canvas inside."""
    width, data = locator.evaluate(
        """box => { const c = box.querySelector("canvas");
        const image = c.getContext("2d").getImageData(0, 0, c.width, c.height);
        let text = "";
        for (const byte of image.data) text += String.fromCharCode(byte);
        return [c.width, btoa(text)] }"""
    )
    return np.frombuffer(base64.b64decode(data), "u1").reshape(-1, width, 4)


def received(page: Page) -> np.ndarray:
    """The image that the network receives, as the page shows it: in 255 levels."""
    return 255 - canvas_of(page.locator(".ll-received"))[..., 0]


def expect_received(page: Page, image: np.ndarray) -> None:
    expect_numbers(page, lambda: received(page).astype(int), image, atol=1)


def expect_drawn(page: Page, rgba: np.ndarray) -> None:
    expect_numbers(page, lambda: canvas_of(pad(page))[..., : rgba.shape[-1]], rgba)


def penalties(page: Page, answer: str = ".ll-scene") -> np.ndarray:
    numbers = page.locator(
        f".ll-drawing-pad {answer} .ll-near-number"
    ).all_text_contents()
    return np.array([float(text) for text in numbers if text])


def draw(page: Page, points=SEVEN) -> None:
    stroke(page, pad(page), points, 256)
    expect_all_read(page)


def expect_all_read(page: Page) -> None:
    """Waits until the page has read and answered all that was drawn."""
    expect_figure_read(page.locator(".ll-drawing-pad"))


def photograph(digit: np.ndarray) -> bytes:
    """A PNG of a dark, slanting light and noise, larger than it need be."""
    rng = np.random.default_rng(1998)
    ink = np.kron(digit, np.ones((15, 15))) / 255
    paper = np.linspace(0.6, 0.9, ink.shape[1]) * np.ones((len(ink), 1))
    grey = paper * (1 - 0.7 * ink) + 0.01 * rng.standard_normal(ink.shape)
    rgb = np.clip(grey[..., None] * (1.0, 0.97, 0.9), 0, 1)
    file = io.BytesIO()
    Image.fromarray((255 * rgb).astype("u1")).save(file, format="PNG")
    return file.getvalue()


def test_a_drawing_is_normalised_and_answered_as_by_keras(open_page, model):
    page = open_page(NAME)
    expect(told(page)).to_contain_text("Nothing is drawn yet.")
    draw(page)
    expect(told(page)).to_contain_text("Answer 7")
    image = normalise_digit(canvas_of(pad(page)))
    expect_received(page, image)
    expected = np.asarray(model(prepare(image)))
    expect_numbers(page, lambda: penalties(page), expected[0], atol=0.051)
    limits = Limits(**weights_card("mnist")["verdict_limits"])
    [verdict] = verdicts(expected, limits)
    expect(told(page)).to_contain_text(f" {verdict.capitalize()}: ")


def test_the_network_answers_while_the_stroke_is_drawn(open_page):
    page = open_page(NAME)
    draw(page, SEVEN[:2])
    box = place_at_rest(pad(page))
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    for y in (130, 160, 190):
        before = penalties(page).tolist()
        page.mouse.move(box["x"] + 100, box["y"] + y)
        eventually(
            page,
            lambda last=before: penalties(page).tolist() != last,
            "an answer to the unfinished stroke",
        )
    page.mouse.up()
    assert pad(page).bounding_box() == box  # the pad stays where it is


def test_test_digits_arrive_as_they_are(open_page, test_digits):
    page = open_page(NAME)
    unfold(page)
    for normalised in (True, False):
        page.get_by_label(re.compile("^normalise the drawing")).set_checked(normalised)
        for digit in (0, 4, 8):
            button(page, f"Start from test digit {digit}").click()
            expect(told(page)).to_contain_text(f"Answer {digit}")
            expect_received(page, test_digits[digit])


def test_a_test_digit_is_changed_by_pen_and_eraser(open_page, test_digits):
    page = open_page(NAME)
    button(page, "Start from test digit 8").click()
    page.get_by_role("radio", name="eraser").click()
    draw(page, [(90, 90), (110, 110)])
    assert canvas_of(pad(page)).shape == (28, 28, 4)
    whole = 255 - test_digits[8]
    eventually(page, lambda: (canvas_of(pad(page))[..., 0] > whole).any(), "erased ink")
    grey = canvas_of(pad(page))[..., 0]
    assert (grey >= whole).all()
    page.get_by_role("radio", name="pen").click()
    draw(page, [(20, 20), (235, 235)])
    eventually(page, lambda: (canvas_of(pad(page))[..., 0] < grey).any(), "new ink")


def test_without_normalisation_place_and_size_remain(open_page):
    page = open_page(NAME)
    draw(page, [(20, 20), (40, 60)])
    normalised = received(page)
    unfold(page)
    page.get_by_label(re.compile("^normalise the drawing")).uncheck()
    eventually(
        page,
        lambda: received(page).any() and not received(page)[10:, 8:].any(),
        "a small digit in the corner",
    )
    rows, columns = np.nonzero(received(page))
    assert rows.max() < 10 and columns.max() < 8
    assert np.ptp(np.nonzero(normalised)[0]) + 1 == 20


def test_stroke_width(open_page):
    page = open_page(NAME)
    unfold(page)
    slider = page.get_by_role("slider", name="stroke width")
    for key, width in (("Home", 4), ("End", 48)):
        slider.press(key)
        button(page, "Clear").click()
        draw(page, [(60, 128), (200, 128)])
        expect_numbers(
            page, lambda: (canvas_of(pad(page))[:, 128, 0] < 128).sum(), width
        )


def test_undo_goes_back_step_by_step_and_clear_is_a_step(open_page):
    page = open_page(NAME)
    empty = canvas_of(pad(page))
    draw(page)
    one = canvas_of(pad(page))
    draw(page, [(100, 130), (180, 130)])
    two = canvas_of(pad(page))
    button(page, "Clear").click()
    expect(told(page)).to_contain_text("Nothing is drawn yet.")
    expect_drawn(page, empty)
    for expected in (two, one, empty, empty):
        button(page, "Undo").click()
        expect_drawn(page, expected)


def test_the_keyboard_draws(open_page):
    page = open_page(NAME)
    pad(page).focus()
    pen = page.locator(".ll-pen")
    for _ in range(6):
        pad(page).press("ArrowUp")
    expect(pen).to_be_visible()
    expect(told(page)).to_contain_text("Nothing is drawn yet.")
    pad(page).press(" ")
    expect(pen).to_have_class(re.compile("ll-down"))
    for _ in range(14):
        pad(page).press("ArrowDown")
    pad(page).press(" ")
    expect_all_read(page)  # else the answer is heard after the step of the pen
    expect(told(page)).to_contain_text("Answer 1")
    pad(page).press("ArrowLeft")
    heard = page.locator(".ll-drawing-pad [aria-live]")
    expect(heard).to_contain_text("pen up at row 24, column 15 of 32")
    ink = np.nonzero(canvas_of(pad(page))[..., 0] < 128)
    assert np.ptp(ink[0]) > 100 and np.ptp(ink[1]) < 30
    pad(page).press("Control+z")
    expect(told(page)).to_contain_text("Nothing is drawn yet.")


def test_a_finger_draws_and_only_the_pad_keeps_the_page_from_scrolling(open_page):
    page = open_page(NAME, has_touch=True, viewport={"width": 360, "height": 740})
    box = place_at_rest(pad(page))
    scrolled = page.evaluate("scrollY")
    touch = page.context.new_cdp_session(page)
    path = [(128, 40), *((128, y) for y in range(60, 220, 20))]
    for n, (x, y) in enumerate(path):
        place = {
            "x": box["x"] + x * box["width"] / 256,
            "y": box["y"] + y * box["height"] / 256,
        }
        kind = "touchMove" if n else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(told(page)).to_contain_text("Answer 1")
    assert page.evaluate("scrollY") == scrolled
    action = "box => getComputedStyle(box).touchAction"
    assert pad(page).evaluate(action) == "none"
    assert page.locator(".ll-drawing-pad").evaluate(action) == "auto"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_picture_is_normalised_as_by_the_package(open_page, test_digits):
    page = open_page(NAME)
    png = photograph(test_digits[5])
    file = {"name": "five.png", "mimeType": "image/png", "buffer": png}
    page.get_by_label("Open picture").set_input_files([file])
    expect(told(page)).to_contain_text("Answer 5")
    picture = np.asarray(Image.open(io.BytesIO(png)))
    expect_drawn(page, picture)
    expect_received(page, normalise_digit(picture))


def open_file(page: Page, name: str, kind: str, content: bytes) -> None:
    file = {"name": name, "mimeType": kind, "buffer": content}
    page.get_by_label("Open picture").set_input_files([file])


def two_digits(first: np.ndarray, second: np.ndarray) -> bytes:
    """A PNG of one digit beside another, dark on light."""
    ink = np.pad(np.kron(np.hstack([first, second]), np.ones((8, 8))), 40)
    file = io.BytesIO()
    Image.fromarray((255 - ink).astype("u1")).save(file, format="PNG")
    return file.getvalue()


def corner(page: Page, across: float, down: float) -> dict[str, float]:
    """A place on the stage where pictures are cropped, by its shares."""
    stage = page.locator(".ll-crop-stage")
    box = place_at_rest(stage)
    return {"x": box["x"] + across * box["width"], "y": box["y"] + down * box["height"]}


def test_a_rectangle_of_a_picture_is_read(open_page, test_digits):
    page = open_page(NAME)
    png = two_digits(test_digits[4], test_digits[2])
    open_file(page, "42.png", "image/png", png)
    expect(told(page)).to_contain_text("I see two characters")
    whole = np.asarray(Image.open(io.BytesIO(png)))
    page.mouse.move(**corner(page, 0.5, 0.02))
    page.mouse.down()
    page.mouse.move(**corner(page, 0.99, 0.98), steps=5)
    page.mouse.up()
    expect(told(page)).to_contain_text("Answer 2")
    cut = canvas_of(pad(page))
    assert cut.shape[1] < 0.55 * whole.shape[1] and cut.shape[0] > 0.9 * len(whole)
    button(page, "Whole picture").click()
    expect(told(page)).to_contain_text("I see two characters")
    page.mouse.move(**corner(page, 0.02, 0.02))
    page.mouse.down()
    page.mouse.move(**corner(page, 0.5, 0.98), steps=5)
    page.mouse.up()
    expect(told(page)).to_contain_text("Answer 4")
    button(page, "Done").click()
    expect(page.locator(".ll-cropper")).to_be_hidden()
    expect(told(page)).to_contain_text("Answer 4")


def test_keys_crop_a_picture(open_page, test_digits):
    page = open_page(NAME)
    open_file(page, "42.png", "image/png", two_digits(test_digits[4], test_digits[2]))
    stage = page.locator(".ll-crop-stage")
    expect_all_read(page)  # a picture that arrives is whole again
    for _ in range(25):
        stage.press("Shift+ArrowLeft")
    expect(told(page)).to_contain_text("Answer 4")
    expect(stage).to_have_attribute("aria-description", re.compile(" 50% wide"))
    expect(page.locator(".ll-drawing-pad [aria-live]")).to_contain_text("Answer 4")
    for _ in range(25):
        stage.press("ArrowRight")
    expect(told(page)).to_contain_text("Answer 2")


def test_a_finger_crops_a_picture(open_page, test_digits):
    page = open_page(NAME, has_touch=True, viewport={"width": 360, "height": 740})
    open_file(page, "42.png", "image/png", two_digits(test_digits[4], test_digits[2]))
    touch = page.context.new_cdp_session(page)
    for n, across in enumerate((0.5, 0.7, 0.9, 0.99)):
        kind = "touchMove" if n else "touchStart"
        points = [corner(page, across, 0.02 + 0.3 * n)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(told(page)).to_contain_text("Answer 2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_picture_is_turned_upright(open_page, test_digits):
    page = open_page(NAME)
    upright = Image.open(io.BytesIO(photograph(test_digits[5])))
    file = io.BytesIO()
    upright.rotate(90, expand=True).save(file, format="PNG")
    open_file(page, "lying.png", "image/png", file.getvalue())
    expect(page.locator(".ll-cropper")).to_be_visible()
    button(page, "Turn right").click()
    expect_drawn(page, np.asarray(upright))
    expect(told(page)).to_contain_text("Answer 5")
    slant = page.get_by_role("slider", name="slant")
    for _ in range(10):
        slant.press("ArrowRight")
    eventually(
        page,
        lambda: np.ptp(canvas_of(pad(page))[:, 0, 0].astype(int)) > 0,
        "a picture that is turned a little more",
    )
    assert canvas_of(pad(page)).shape[:2] == np.asarray(upright).shape[:2]


@pytest.mark.parametrize("pen", ["black", "white"])
@pytest.mark.parametrize("size", ['width="24" height="24" ', ""], ids=["24", "none"])
def test_an_svg_is_read(open_page, size, pen):
    page = open_page(NAME)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}viewBox="0 0 24 24">'
        f'<path d="M6 4h11L10 20" fill="none" stroke="{pen}" stroke-width="2"/></svg>'
    )
    open_file(page, "seven.svg", "image/svg+xml", svg.encode())
    expect(told(page)).to_contain_text("Answer 7")
    assert max(canvas_of(pad(page)).shape) == 512


def test_a_phone_offers_its_camera(open_page):
    page = open_page(NAME, has_touch=True, is_mobile=True)
    camera = page.get_by_label("Take photograph")
    expect(camera).to_have_attribute("capture", "environment")
    expect(page.locator(".ll-camera")).to_be_visible()
    expect(page.locator(".ll-desk-camera")).to_be_hidden()


@pytest.fixture
def open_before_camera(browser, site, test_digits, tmp_path):
    """Opens pages in a browser whose camera sees a 5 on paper."""
    picture = Image.open(io.BytesIO(photograph(test_digits[5]))).convert("YCbCr")
    wide, high = picture.size
    halves = [part.resize((wide // 2, high // 2)) for part in picture.split()[1:]]
    planes = [picture.split()[0], *halves]
    film = tmp_path / "five.y4m"
    frame = b"FRAME\n" + b"".join(np.asarray(plane).tobytes() for plane in planes)
    film.write_bytes(f"YUV4MPEG2 W{wide} H{high} F30:1 C420\n".encode() + 2 * frame)
    camera = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    seeing = browser.browser_type.launch(
        executable_path=find_chromium(), args=[*QUIET, "--no-sandbox", *camera]
    )
    with visiting(seeing, site) as open_one:
        yield open_one
    seeing.close()


def test_the_camera_of_a_desk_takes_a_picture_and_stops(open_before_camera):
    page = open_before_camera(NAME)
    video = page.get_by_label("What the camera sees")
    expect(video).to_be_hidden()
    button(page, "Camera").press("Enter")
    expect(button(page, "Take the picture")).to_be_focused()
    expect(video).to_be_visible()
    track = video.evaluate_handle("video => video.srcObject.getTracks()[0]")
    assert track.evaluate("track => track.readyState") == "live"
    page.keyboard.press("Enter")
    expect(told(page)).to_contain_text("Answer 5")
    expect(video).to_be_hidden()
    assert track.evaluate("track => track.readyState") == "ended"
    expect(page.locator(".ll-cropper")).to_be_visible()
    button(page, "Camera").click()
    expect(video).to_be_visible()
    track = video.evaluate_handle("video => video.srcObject.getTracks()[0]")
    button(page, "Stop the camera").click()
    expect(video).to_be_hidden()
    assert track.evaluate("track => track.readyState") == "ended"


def test_a_camera_that_is_not_there_is_told(open_page):
    page = open_page(NAME)
    button(page, "Camera").click()
    notice = page.locator(".ll-drawing-pad .ll-notice")
    expect(notice).to_contain_text("I find no camera")
    expect(page.get_by_label("What the camera sees")).to_be_hidden()


GIVE = """
(box, [kind, text]) => {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "five.png", { type: "image/png" }));
  const details = { bubbles: true, cancelable: true };
  const event = kind === "drop"
    ? new DragEvent(kind, { ...details, dataTransfer: data })
    : new ClipboardEvent(kind, { ...details, clipboardData: data });
  return box.dispatchEvent(event);
}
"""


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_picture_can_be_dropped_and_pasted(open_page, test_digits, kind):
    page = open_page(NAME)
    text = base64.b64encode(photograph(test_digits[5])).decode()
    went_on = pad(page).evaluate(GIVE, [kind, text])
    assert went_on is False  # the browser does not open the file itself
    expect(told(page)).to_contain_text("Answer 5")


def test_a_file_that_is_no_picture_is_refused_in_words(open_page):
    page = open_page(NAME)
    draw(page)
    file = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"seven"}
    page.get_by_label("Open picture").set_input_files([file])
    notice = page.locator(".ll-notice")
    expect(notice).to_contain_text("Received: notes.txt (text/plain)")
    expect(told(page)).to_contain_text("Answer 7")


def test_a_picture_of_nothing_is_told(open_page):
    page = open_page(NAME)
    file = io.BytesIO()
    Image.new("RGB", (300, 200), (200, 190, 180)).save(file, format="PNG")
    grey = {"name": "g.png", "mimeType": "image/png", "buffer": file.getvalue()}
    page.get_by_label("Open picture").set_input_files([grey])
    expect(told(page)).to_contain_text("I see nothing that stands out")
    eventually(page, lambda: not received(page).any(), "an input without ink")


def wait_for_link(page: Page, *traits: str) -> str:
    """The address of the page, once it holds the settings of the figure."""
    page.wait_for_function(
        "traits => traits.every(trait => location.hash.includes(`&${trait}=`))",
        arg=traits,
    )
    return page.url


def test_a_reload_and_a_link_bring_back_drawing_and_answer(open_page):
    page = open_page(NAME)
    draw(page)
    expect(told(page)).to_contain_text("Answer 7")
    words, drawing = told(page).text_content(), canvas_of(pad(page))
    link = wait_for_link(page, "drawing")
    page.reload()
    expect(told(page)).to_have_text(words, timeout=ARRIVES)
    expect_drawn(page, drawing)
    button(page, "Clear").click()
    page.wait_for_function("!location.hash.includes('drawing')")
    page.goto(link)  # the same page, another hash
    expect(told(page)).to_have_text(words)
    expect_drawn(page, drawing)
    button(page, "Undo").click()
    expect(told(page)).to_contain_text("Nothing is drawn yet.")


def test_a_reload_brings_back_tool_and_normalisation(open_page):
    page = open_page(NAME)
    draw(page, [(20, 20), (40, 60)])
    unfold(page)
    page.get_by_label(re.compile("^normalise the drawing")).uncheck()
    page.get_by_role("radio", name="eraser").click()
    wait_for_link(page, "drawing", "normalise", "tool")
    eventually(page, lambda: not received(page)[10:].any(), "a digit in the corner")
    image = received(page)
    page.reload()
    expect_received(page, image)
    expect(page.get_by_role("radio", name="eraser")).to_be_checked()


def test_a_link_to_a_picture_holds_the_image_that_the_network_received(
    open_page, test_digits
):
    page = open_page(NAME)
    button(page, "Start from test digit 3").click()
    expect(told(page)).to_contain_text("Answer 3")
    link = wait_for_link(page, "drawing")
    page.goto("about:blank")
    page.goto(link)
    expect(told(page)).to_contain_text("Answer 3", timeout=ARRIVES)
    expect_received(page, test_digits[3])


def test_a_link_that_is_broken_leaves_an_empty_pad_and_says_so(open_page):
    page = open_page(NAME)
    draw(page)
    link = wait_for_link(page, "drawing")
    page.goto("about:blank")
    page.goto(re.sub(r"drawing=%22[^&]*%22", "drawing=%22AQ_broken%22", link))
    expect(page.locator(".ll-notice")).to_contain_text("no drawing that can be read")
    expect(told(page)).to_contain_text("Nothing is drawn yet.")


def test_the_drawing_is_saved_as_png(open_page):
    page = open_page(NAME)
    draw(page)
    with page.expect_download() as download:
        button(page, "Save drawing").click()
    assert download.value.suggested_filename == "digit.png"
    saved = Image.open(download.value.path()).convert("RGBA")
    np.testing.assert_array_equal(np.asarray(saved), canvas_of(pad(page)))


def test_all_maps_are_shown_where_asked_for_and_read_unit_by_unit(open_page):
    page = open_page(NAME)
    draw(page)
    figure = page.locator(".ll-drawing-pad")
    a_map = figure.get_by_label(re.compile("^C3 map 15,"))
    expect(a_map).to_be_hidden()
    figure.get_by_text("All maps of the network").click()
    eventually(
        page,
        lambda: len(np.unique(canvas_of(a_map).reshape(-1, 4), axis=0)) > 10,
        "many colours in a map of C3",
    )
    before = canvas_of(a_map)
    a_map.press("Home")
    expect(figure.locator(".ll-unit")).to_contain_text("C3 map 15, row 5, column 0")
    draw(page, [(100, 130), (180, 130)])
    eventually(page, lambda: (canvas_of(a_map) != before).any(), "another map of C3")
    unfold(page)
    page.get_by_role("button", name="each map").first.click()
    expect(figure).to_contain_text("each map its own scale")


def test_what_is_told_is_also_heard_and_stands_in_a_table(open_page):
    page = open_page(NAME)
    draw(page)
    figure = page.locator(".ll-drawing-pad")
    expect(figure.locator("[aria-live]")).to_contain_text("Answer 7")
    figure.get_by_text("Penalties as a table").click()
    rows = figure.locator("tbody tr")
    expect(rows).to_have_count(10)
    cells = [row.split() for row in rows.all_inner_texts()]
    for column, answer in enumerate((".ll-scene", ".ll-rival"), start=1):
        numbers = [float(row[column]) for row in cells]
        np.testing.assert_allclose(numbers, penalties(page, answer), atol=0.051)
    button(page, "Clear").click()
    expect(rows).to_have_text([f"{digit}\u2013\u2013" for digit in range(10)])
    button(page, "Undo").click()
    expect(rows).to_have_text(["".join(row) for row in cells])
    for control in figure.locator("button, input, [tabindex]").all():
        name = control.evaluate(
            "e => e.ariaLabel || e.innerText || e.labels?.[0]?.innerText"
        )
        assert name


@pytest.mark.parametrize("touch", [False, True])
def test_the_first_stroke_shows_no_ring_and_no_frame(open_page, touch):
    page = open_page(NAME, has_touch=touch)
    if touch:
        pad(page).tap()
    else:
        draw(page)
    expect(pad(page)).to_be_focused()
    expect(page.locator(".ll-pen")).to_be_hidden()
    assert pad(page).evaluate("box => getComputedStyle(box).outlineWidth") == "1px"
    pad(page).press("ArrowUp")
    expect(page.locator(".ll-pen")).to_be_visible()
    assert pad(page).evaluate("box => getComputedStyle(box).outlineWidth") == "3px"


def test_blank_paper_has_no_answer(open_page):
    page = open_page(NAME)
    figure = page.locator(".ll-drawing-pad")
    both, two = figure.locator(".ll-verdict"), ["no answer"] * 2
    expect(both).to_have_text(two)
    expect(figure.locator(".ll-best")).to_have_count(0)
    draw(page)
    expect(figure.locator(".ll-answer")).to_have_text([re.compile(r"[\d?]")] * 2)
    button(page, "Clear").click()
    expect(both).to_have_text(two)


FOUR_AND_TWO = [
    [(60, 60), (40, 130), (110, 130)],
    [(90, 90), (90, 190)],
    [(150, 80), (190, 60), (210, 90), (150, 190), (215, 190)],
]


@pytest.mark.parametrize(
    ("strokes", "words"),
    [([[(128, 128), (130, 129)]], "I see a dot"), (FOUR_AND_TWO, "I see two")],
    ids=["dot", "42"],
)
def test_a_dot_and_two_digits_have_no_answer(open_page, strokes, words):
    page = open_page(NAME)
    for points in strokes:
        draw(page, points)
    expect(told(page)).to_contain_text(words)
    both = page.locator(".ll-drawing-pad .ll-verdict")
    expect(both).to_have_text(["no answer"] * 2)


def test_a_drawing_is_kept_with_its_label_for_a_network_that_learns(open_page):
    page = open_page(NAME)
    button(page, "Keep it to learn from").click()
    seven = page.get_by_role("button", name="It is a 7")
    notice = page.locator(".ll-drawing-pad .ll-notice")
    seven.click()
    expect(notice).to_contain_text("Draw a digit first")
    draw(page)
    expect_all_read(page)
    seven.click()
    expect(notice).to_contain_text("1 digit of yours is kept")
    learner = page.locator(".ll-column:has(.ll-live-training)")
    learner.get_by_role("button", name="More settings").click()
    learner.get_by_role("button", name="only my drawings").click()
    learner.get_by_role("button", name="One digit").click()
    learner_says = learner.locator(".ll-told")
    mine = "1 digit seen, 1 of them yours"
    expect(learner_says).to_contain_text(mine, timeout=60_000)
    expect(learner.locator(".ll-of-image")).to_contain_text("labelled 7")
    button(page, "Forget mine").click()
    expect(notice).to_contain_text("None is kept")
    learner.get_by_role("button", name="Start again").click()
    expect(learner_says).to_contain_text("No drawing of yours is kept")


def test_a_second_network_answers_the_same_drawing(open_page):
    page = open_page(NAME)
    draw(page)
    other = lenet5(weights="mnist-distorted")
    image = normalise_digit(canvas_of(pad(page)))
    expected = np.asarray(other(prepare(image)))
    expect_numbers(page, lambda: penalties(page, ".ll-rival"), expected[0], atol=0.051)
    rival = page.locator(".ll-drawing-pad .ll-rival")
    expect(rival).to_contain_text("Trained on distorted digits")
    limits = Limits(**weights_card("mnist-distorted")["verdict_limits"])
    [verdict] = verdicts(expected, limits)
    expect(rival.locator(".ll-verdict")).to_have_text(verdict)
    assert abs(penalties(page) - penalties(page, ".ll-rival")).max() > 1


def test_pad_and_answer_are_in_sight_together(open_page):
    page = open_page(NAME)
    for viewport, most in ((DESK, 700), (PHONE, 650)):
        resize(page, viewport)
        bars = page.locator(".ll-drawing-pad .ll-nearness").last.bounding_box()
        assert bars["y"] + bars["height"] - pad(page).bounding_box()["y"] <= most


def test_arrow_keys_lead_from_tool_to_tool(open_page):
    page = open_page(NAME)
    button(page, "Undo").press("ArrowRight")
    expect(button(page, "Clear")).to_be_focused()
    button(page, "Start from test digit 0").press("ArrowRight")
    page.keyboard.press("Enter")
    expect(told(page)).to_contain_text("Answer 1")
