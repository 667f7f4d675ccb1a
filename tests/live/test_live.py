"""What all live figures share: their forms, their controls, their JavaScript."""

import base64
import io
import re

import anywidget
import ipywidgets
import numpy as np
import pytest
from ipywidgets.embed import dependency_state
from javascript import run_module
from matplotlib.figure import Figure
from PIL import Image
from widgets import links

from lenet_keras import lenet5, live
from lenet_keras.live import LiveFigure, ShiftExplorer
from lenet_keras.live._controls import choice, number, switch
from lenet_keras.live._javascript import LIVE, bundle, stylesheet


@pytest.fixture(scope="module")
def figure(digits):
    return ShiftExplorer(lenet5(weights="mnist"), digits, ["7", "2"])


# --- forms


def test_a_live_figure_is_widgets_a_picture_and_its_words(figure):
    forms, about = figure._repr_mimebundle_()
    assert forms["text/plain"] == about["image/png"]["alt"] == figure.alt
    view = forms["application/vnd.jupyter.widget-view+json"]
    assert view["model_id"] == figure.model_id
    picture = Image.open(io.BytesIO(base64.b64decode(forms["image/png"])))
    assert f"{picture.width}px" == about["image/png"]["width"]
    assert len(np.unique(np.asarray(picture.convert("RGB")))) > 10  # not blank


def test_the_picture_is_drawn_when_it_is_shown_and_not_before():
    drawn = []

    def draw() -> Figure:
        drawn.append(1)
        return Figure(figsize=(1, 1))

    view = anywidget.AnyWidget()
    figure = LiveFigure([ipywidgets.IntSlider(), view], view, draw, "a slider")
    assert not drawn
    figure._repr_mimebundle_()
    assert drawn == [1]


def test_a_live_figure_can_stand_in_any_layout(figure):
    around = ipywidgets.HBox([figure, ipywidgets.HTML("Beside it")])
    assert figure.view.model_id in dependency_state(around)
    assert figure.view in figure.children


@pytest.mark.parametrize("name", live.__all__)
def test_the_api_reference_lists_every_class(name):
    page = (LIVE.parents[1] / "book" / "api_live.md").read_text("utf-8")
    assert f":: lenet_keras.live.{name}\n" in page


@pytest.mark.parametrize(
    "name", sorted({*live.__all__} - {"Prediction", "Predictions"})
)
def test_all_but_questions_are_live_figures(name):
    assert issubclass(getattr(live, name), LiveFigure)


# --- controls


def test_every_control_is_linked_to_its_trait_in_the_browser(figure):
    assert links(figure) == {
        *(("value", name) for name in ("dx", "dy", "rotation", "scale", "noise")),
        ("index", "colours"),
    }


def test_controls_stand_behind_a_button(figure):
    view, hidden = figure.children
    assert view is figure.view
    assert "ll-more" in hidden._dom_classes


def test_a_control_starts_at_the_value_of_the_figure(figure):
    explorer = figure.view
    assert number(explorer, "scale", "scale", 0.5, 2.0, 0.1).value == 1.0
    assert isinstance(number(explorer, "dx", "dx", -1, 1, 1), ipywidgets.IntSlider)
    assert choice(explorer, "view", "show", ["a", "b"]).value == "a"
    ticked = ipywidgets.Checkbox(value=True)
    assert switch(ticked, "value", "on").value is True


@pytest.mark.parametrize(
    ("ends", "written"),
    [
        ((-90.0, 90.0, 1.0), ".0f"),
        ((-2.0, 2.0, 0.5), ".1f"),
        ((0.0, 0.5, 0.005), ".3f"),
        ((-3, 3, 1), "d"),
    ],
)
def test_a_slider_says_as_many_decimals_as_its_steps_have(figure, ends, written):
    assert number(figure.view, "dx", "shift", *ends).readout_format == written


def test_the_page_gets_the_pixels_as_they_are(figure, digits):
    explorer = figure.view
    np.testing.assert_array_equal(np.frombuffer(explorer.images, "<f4"), digits.ravel())


# --- JavaScript

NAMES = sorted(
    path.stem for path in LIVE.rglob("*.js") if path.parent.name in ("js", path.stem)
)


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_is_one_module_without_imports_and_without_two_things_of_one_name(
    name,
):
    source = bundle(name)
    assert not re.search(r"^import\b", source, re.MULTILINE)
    assert len(re.findall(r"^export\b", source, re.MULTILINE)) <= 1
    declared = re.findall(
        r"^(?:async )?(?:function|const|let|class) (\w+)", source, re.MULTILINE
    )
    assert len(declared) == len(set(declared))


def test_every_bundle_is_a_program_still():
    source = """
    const Program = (async () => {}).constructor; // where `await` may stand
    const trouble = Object.entries(given).map(([name, text]) => {
      try {
        new Program(text.replace(/^export default /m, "return "));
      } catch (error) {
        return `${name}: ${error.message}`;
      }
    });
    answer(trouble.filter(Boolean));
    """
    programs = {name: bundle(name) for name in NAMES}
    assert run_module(source, programs) == []
    assert run_module(source, {"broken": "return `"}) != []


def test_comments_on_lines_of_their_own_stay_behind_and_nothing_else(tmp_path):
    kept = r"""
const address = "https://a.b"; // a `trailing remark, it's "open
const quoted = 'don\'t' + "\"// no comment" + `one ${`line // of`} it`;
const text = `it's a "text"
// of \` lines ${address}
/** that look like
 * comments */
`;
/* @license: a remark on rights */
/** @type {string} */ const typed = text;
const pattern = /["'*]\/*/; /** it's behind code */
const quotient = 8 / 4 / quoted.length;
""".lstrip()
    comments = """
// a `remark, it's "open
/** With `words, and /* another's "marks */
  /**
   * An indented one: it's in `several
   * lines, as // this.
   */
    // https://a.b
""".lstrip()
    source = re.sub("^const ", f"{comments}const ", kept, flags=re.MULTILINE)
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "tricky.js").write_text(comments + source + comments, "utf-8")
    assert bundle("tricky", tmp_path) == f"// Module js/tricky\n{kept}"


def test_what_learns_comes_with_the_digits_and_not_with_its_figure():
    figure, worker = bundle("live_training"), bundle("learning/worker")
    for part in ("data:application/wasm", "function createTrainer("):
        assert part in worker
        assert part not in figure


def test_modules_that_do_not_exist_are_refused():
    with pytest.raises(ValueError, match=r"a module in live/.*Received: js/nothing"):
        bundle("nothing")


def test_styles_come_without_their_comments(tmp_path):
    styles = {
        "js/live.css": "/* a\n   b */\na {\n  /* c */\n  top: 0; /* d */\n}\n",
        "own/own.css": "/* e */ b {}\n",
    }
    for name, text in styles.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, "utf-8")
    kept = ["a {\n  top: 0; /* d */\n}\n", "/* e */ b {}\n"]
    named = (
        f"/* Module {name} */\n{css}" for name, css in zip(styles, kept, strict=True)
    )
    assert stylesheet("own", live=tmp_path) == "\n".join(named)


def test_a_figure_may_add_to_the_style():
    assert stylesheet("c3_table").startswith(stylesheet())


OWN_STYLES = sorted(set(LIVE.glob("*/*.css")) - {LIVE / "js" / "live.css"})


@pytest.mark.parametrize("path", OWN_STYLES, ids=lambda path: path.stem)
def test_a_figure_styles_no_other_figure(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    groups = re.findall(r"([^{};@]+)\{", re.sub(r"@[^{;]+\{", "", text))
    root = ".ll-" + path.stem.replace("_", "-")
    assert groups
    for group in groups:
        assert all(root in selector for selector in group.split(",\n"))


def test_no_style_watches_what_is_in_a_part_of_the_page():
    """A word that changes deep in what `:has()` watches restyles all around it."""
    site = LIVE.parents[1] / "book" / "site"
    styles = [*LIVE.rglob("*.css"), *site.glob("*.css")]
    assert len(styles) > 10
    for path in styles:
        for watched in re.findall(r":has\(([^)]*)\)", path.read_text("utf-8")):
            assert watched.startswith(">"), f"{path.name}: {watched}"
