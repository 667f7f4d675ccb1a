"""What is shipped, what it needs, and which module may import which."""

import ast
import graphlib
import gzip
import hashlib
import importlib.metadata
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = ROOT / "requirements.lock"


def project_files(under: str = ".") -> list[Path]:
    """Every file of the project, also new ones; what git ignores is none."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", under],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listing.split("\0") if name)
    return [path for path in paths if path.is_file()]


# --- the lock


def locked() -> dict[str, list[str]]:
    """The lines below each `name==version` of the lock."""
    entries: dict[str, list[str]] = {}
    for line in LOCK.read_text().splitlines():
        if line.startswith("#"):
            continue
        if line.startswith(" "):
            entries[list(entries)[-1]].append(line)
        else:
            entries[line.removesuffix("\\").strip()] = []
    return entries


def test_every_locked_requirement_is_one_version_with_hashes():
    entries = locked()
    assert len(entries) > 100
    for requirement, lines in entries.items():
        assert re.match(r"[a-z0-9-]+==[^ ;@]+( ; |$)", requirement)
        assert lines, f"{requirement} has no hash"
        for line in lines:
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line)


def test_the_lock_holds_no_address():
    assert "://" not in LOCK.read_text()


def test_the_lock_leaves_out_the_large_backends():
    names = {Requirement(line).name for line in locked()}
    assert "tensorflow" in names
    assert not {"torch", "jax", "jaxlib"} & names
    assert not [name for name in names if name.startswith("nvidia")]


def test_the_lock_satisfies_every_range_of_pyproject():
    versions = {}
    for line in locked():
        requirement = Requirement(line)
        versions[requirement.name] = next(iter(requirement.specifier)).version
    project = PYPROJECT["project"]
    groups = [project["dependencies"], PYPROJECT["build-system"]["requires"]]
    groups += project["optional-dependencies"].values()
    for line in sum(groups, []):
        wanted = Requirement(line)
        version = versions[canonicalize_name(wanted.name)]
        assert wanted.specifier.contains(version), f"{wanted}: {version} is locked"


# --- what the files say

# Written as patterns, so that this file does not hold what it looks for.
HOSTS = (
    r"pypi[.]org|pythonhosted[.]org|npmjs[.](org|com)|yarnpkg[.]com|debian[.]org"
    r"|jsdelivr[.]net|cdnjs[.]cloudflare|unpkg[.]com"
)
FOLDERS = r"(?<![\w./~-])/(work|tmp|opt|root|(home|Users)/\w+)/"
FOREIGN = re.compile(f"{HOSTS}|{FOLDERS}")


@pytest.mark.parametrize(
    "text", ["https://" + "pypi." + "org/simple", "path=/" + "tmp/x", "/" + "home/me/x"]
)
def test_foreign_names_are_recognised(text):
    assert FOREIGN.search(text)


def test_no_file_names_a_registry_or_a_folder_of_one_machine():
    findings = []
    for path in project_files():
        content = path.read_bytes()
        if b"\0" in content:
            continue  # not text
        for number, line in enumerate(content.decode().splitlines(), start=1):
            if found := FOREIGN.search(line):
                findings.append(f"{path.relative_to(ROOT)}:{number}: {found[0]}")
    assert not findings, "\n".join(findings)


def test_version_is_the_same_everywhere():
    version = PYPROJECT["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert importlib.metadata.version("lenet-keras") == version
    assert citation["version"] == version
    assert f"\n## [{version}]" in (ROOT / "CHANGELOG.md").read_text()


def test_mnist_licence_names_the_files_by_their_checksums():
    folder = ROOT / "lenet_keras" / "data" / "mnist"
    text = (folder / "LICENSE.md").read_text()
    stated = dict(re.findall(r"\| `([\w-]+\.gz)` \|.*\| `([0-9a-f]{32})` \|", text))
    computed = {
        path.name: hashlib.md5(gzip.decompress(path.read_bytes())).hexdigest()
        for path in folder.glob("*.gz")
    }
    assert len(stated) == 4
    assert stated == computed


# --- the wheel


@pytest.mark.slow
def test_wheel_holds_the_package_and_its_data_and_nothing_else(tmp_path):
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    subprocess.run([*build, "--outdir", tmp_path], cwd=ROOT, check=True)
    [wheel] = tmp_path.glob("*.whl")
    assert wheel.stat().st_size <= 14_000_000
    names = zipfile.ZipFile(wheel).namelist()
    packed = {name for name in names if ".dist-info/" not in name}
    wanted = {str(p.relative_to(ROOT).as_posix()) for p in project_files("lenet_keras")}
    assert packed == wanted
    assert "lenet_keras/data/mnist/train-images-idx3-ubyte.gz" in packed
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_command_is_installed():
    [command] = importlib.metadata.entry_points(
        group="console_scripts", name="lenet-keras"
    )
    assert callable(command.load())


# --- imports

HEAVY = ["matplotlib", "ipywidgets", "anywidget", "dask", "sklearn", "skimage"]
HEAVY += ["PIL", "pandas"]


def test_the_package_imports_without_any_optional_library():
    # None in `sys.modules` makes an import fail as if the library were not installed.
    # Keras tries some of them, so it would not do to see which are loaded.
    script = (
        f"import sys; sys.modules.update(dict.fromkeys({HEAVY})); import lenet_keras; "
        "print(*(name for name in sys.modules if name.startswith('lenet_keras')))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "lenet_keras.model" in loaded
    for subpackage in ("figures", "live", "reproduce"):
        assert f"lenet_keras.{subpackage}" not in loaded


def imports_of(source: str, module: str, *, package: bool = False) -> set[str]:
    """Full names that `module` imports, at the top or inside a function."""
    found = set()
    here = module.split(".") if package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{start}.{alias.name}" for alias in node.names}
    return found


def test_imports_are_found_wherever_they_stand():
    source = (
        "import numpy as np\n"
        "from . import paper\n"
        "from ..layers.rbf import RBF\n"
        "def draw():\n    from matplotlib import pyplot\n"
    )
    assert imports_of(source, "lenet_keras.figures._maps") == {
        "numpy",
        "lenet_keras.figures.paper",
        "lenet_keras.layers.rbf.RBF",
        "matplotlib.pyplot",
    }
    assert imports_of("from .rbf import RBF", "lenet_keras.layers", package=True) == {
        "lenet_keras.layers.rbf.RBF"
    }


def package_imports() -> dict[str, set[str]]:
    """Module -> the full names it imports, for the whole package."""
    imports = {}
    for path in sorted((ROOT / "lenet_keras").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        package = parts[-1] == "__init__"
        module = ".".join(parts[:-1] if package else parts)
        imports[module] = imports_of(path.read_text(), module, package=package)
    return imports


IMPORTS = package_imports()


def is_within(name: str, *packages: str) -> bool:
    return any(name == p or name.startswith(p + ".") for p in packages)


def arrows(*sources: str, avoiding: tuple[str, ...]) -> list[str]:
    """Imports from within `sources` of anything within `avoiding`."""
    return [
        f"{module} imports {name}"
        for module, names in IMPORTS.items()
        for name in names
        if is_within(module, *sources) and is_within(name, *avoiding)
    ]


def test_layers_import_nothing_else_of_ours():
    assert "lenet_keras.layers._rbf" in IMPORTS
    own = [
        name
        for module, names in IMPORTS.items()
        for name in names
        if is_within(module, "lenet_keras.layers") and is_within(name, "lenet_keras")
    ]
    assert own  # layers/__init__.py gathers the layers
    assert all(
        is_within(name, "lenet_keras.layers", "lenet_keras._arguments") for name in own
    )


@pytest.mark.parametrize(
    ("libraries", "home"),
    [
        (("matplotlib",), "lenet_keras.figures"),
        (("ipywidgets", "anywidget"), "lenet_keras.live"),
        (("dask", "sklearn", "skimage"), "lenet_keras.reproduce"),
    ],
)
def test_a_heavy_library_has_one_home(libraries, home):
    strangers = [module for module in IMPORTS if not is_within(module, home)]
    found = [
        f"{module} imports {name}"
        for module in strangers
        for name in IMPORTS[module]
        if is_within(name, *libraries)
    ]
    assert not found


def test_no_module_is_written_for_one_backend():
    backends = ("tensorflow", "jax", "torch")
    sources = ("layers", "activations", "initializers", "losses", "metrics", "model")
    assert not arrows(*(f"lenet_keras.{s}" for s in sources), avoiding=backends)


@pytest.mark.parametrize(
    ("sources", "avoiding"),
    [
        (("figures", "live"), ("training", "reproduce")),
        (("activations", "initializers", "losses", "metrics"), ("model", "training")),
        (("optimizers",), ("model", "training", "reproduce")),
        (("model",), ("training", "reproduce", "figures", "live")),
        (("training",), ("reproduce", "figures", "live")),
    ],
    ids=lambda names: "+".join(names),
)
def test_dependencies_point_one_way(sources, avoiding):
    assert not arrows(
        *(f"lenet_keras.{name}" for name in sources),
        avoiding=tuple(f"lenet_keras.{name}" for name in avoiding),
    )


def test_no_two_modules_need_each_other():
    graph = {
        module: {
            other
            for other in IMPORTS
            for name in names
            if other not in (module, "lenet_keras") and is_within(name, other)
        }
        for module, names in IMPORTS.items()
    }
    # `from .rbf import RBF` inside layers/ also names its package: not a cycle.
    for module in graph:
        graph[module] = {o for o in graph[module] if not is_within(module, o)}
    assert "lenet_keras.model" in set(graphlib.TopologicalSorter(graph).static_order())
