# Two commands: `make book` builds the book and opens it to read, `make test` checks
# everything. Both set up .venv themselves, from requirements.lock.

PYTHON ?= python3
PORT ?= 8000# or the next that is free

BIN := .venv/bin
INSTALLED := .venv/.installed
CHECKERS := tests/js/node_modules/.package-lock.json# of JavaScript and pages
RATING ?= 8# of 10 that pyroma wants; a release has addresses, and gets 10
BACKEND ?= tensorflow
EXTRAS := tensorflow,images,figures,live,export,reproduce# what users choose from
GROUPS := --group book --group test# what only a checkout needs

export KERAS_BACKEND := tensorflow
export TF_CPP_MIN_LOG_LEVEL := 3
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONDONTWRITEBYTECODE :=# images often set it: TensorFlow would be compiled at each start
export PATH := $(CURDIR)/$(BIN):$(PATH)

heading = @printf '\n==== %s ====\n' '$(1)'

.NOTPARALLEL:
.PHONY: help book html zip epub pdf exercises lab install newest format test lint unit javascript \
        backends notebooks site browser linkcheck bench lock dist sbom installed clean

# Two run at once: waiting threads of the one would keep the other from its work.
unit backends notebooks site: export OMP_NUM_THREADS := 1

help:
	@echo 'make book        build the book, check it and serve it (PORT=9000 to choose)'
	@echo 'make html        the same without serving; the pages are in _build/html'
	@echo 'make zip         the pages as one archive that needs no server to be read'
	@echo 'make epub        the whole book as one ePub, for reading apps and phones'
	@echo 'make pdf         the whole book as one PDF (needs Chromium)'
	@echo 'make exercises   the notebooks without answers, for lecturers'
	@echo 'make test        every check: lint javascript unit backends notebooks site browser'
	@echo 'make format      mend the style of Python, JavaScript and CSS, where a tool can'
	@echo 'make lab         open the notebooks in JupyterLab'
	@echo 'make bench       run the benchmarks'
	@echo 'make linkcheck   ask every external link whether it still answers (network)'
	@echo 'make install     set up .venv from requirements.lock (PYTHON=python3.12 to choose)'
	@echo 'make newest      set up .venv with the newest versions that the ranges allow'
	@echo 'make lock        renew requirements.lock (UPGRADE=--upgrade for newer versions)'
	@echo 'make dist        the wheel and the source archive, checked, in dist/'
	@echo 'make installed   run README.md from the wheel in a new environment (BACKEND=jax)'
	@echo 'make clean       remove what was built, but not .venv'

# --- reading

book: html
	@$(BIN)/python -m tools.serve_book --port $(PORT)

html: $(INSTALLED)
	@$(BIN)/python -m tools.build_book

zip: html
	$(BIN)/python -c "import shutil; \
	  print(shutil.make_archive('_build/lenet-5', 'zip', '_build/html'))"

epub: $(INSTALLED)
	$(BIN)/python -m tools.make_epub

pdf: $(INSTALLED)
	$(BIN)/python -m tools.make_pdf

exercises: $(INSTALLED)
	$(BIN)/python -m tools.make_exercises

lab: $(INSTALLED)
	$(BIN)/jupyter lab book

# --- setting up

install: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) tools/set_up.py
	@touch $@

.venv/bin/python:
	@$(PYTHON) tools/set_up.py --empty

newest: .venv/bin/python
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1' # the first to know groups
	$(BIN)/python -m pip install --quiet --upgrade --upgrade-strategy eager \
	  -e '.[$(EXTRAS)]' $(GROUPS)
	@touch $(INSTALLED)

lock: .venv/bin/python
	$(BIN)/python -m pip install --quiet 'uv>=0.9,<1'
	$(BIN)/uv pip compile pyproject.toml --quiet --all-extras $(GROUPS) --universal \
	  --python-version 3.11 --fork-strategy fewest --only-binary :all: $(UPGRADE) \
	  --generate-hashes --no-annotate --no-emit-index-url \
	  --custom-compile-command 'make lock' --output-file requirements.lock

# --- releasing

dist: $(INSTALLED)
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist
	$(BIN)/pyroma --min $(RATING) dist/*.tar.gz

# What comes with the package, in CycloneDX's form.
sbom: dist
	rm -rf _build/runtime
	$(BIN)/python -m venv --without-pip _build/runtime
	$(BIN)/python -m pip --python _build/runtime/bin/python install --quiet dist/*.whl
	$(BIN)/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml \
	  --output-file _build/lenet-keras.cdx.json _build/runtime/bin/python

installed: dist
	$(BIN)/python -m tools.checks.run_readme dist/*.whl $(BACKEND)

# --- checking

format: $(INSTALLED) $(CHECKERS)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	tests/js/node_modules/.bin/biome check --write

test: lint javascript unit backends notebooks site browser
	$(call heading,all checks passed)

lint: $(INSTALLED)
	$(call heading,0 style and types and imports)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/deptry lenet_keras lenet_keras_cli
	$(BIN)/deptry tools tests benchmarks book --ignore DEP002,DEP004
	$(BIN)/codespell
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows \
	  .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.citation-file-format CITATION.cff
	$(BIN)/zizmor --offline --quiet .github
	$(BIN)/python -m tools.checks.lint_prose book/*.ipynb book/*.md *.md \
	  lenet_keras/*/README.md

$(CHECKERS): tests/js/package-lock.json | $(INSTALLED)
	cd tests/js && npm ci --ignore-scripts --loglevel=error
	@touch $@

javascript: $(CHECKERS)
	$(call heading,0b style and tests of the JavaScript)
	tests/js/node_modules/.bin/biome ci
	node --test tests/js/*.test.js

unit: $(INSTALLED)
	$(call heading,1a unit and property tests on TensorFlow)
	$(BIN)/python -m pytest -n 2 --dist worksteal --durations=10 \
	  --ignore tests/book --ignore tests/browser

backends: $(INSTALLED)
	$(call heading,1b the same layers on JAX and PyTorch)
	$(BIN)/python -m tools.checks.other_backends

notebooks: $(INSTALLED)
	$(call heading,2 every cell of every chapter)
	rm -rf _build/tested
	$(BIN)/python -m pytest -p tools.keep_outputs --nbval-lax --nbval-current-env \
	  --nbval-cell-timeout=300 -n 2 --dist loadfile --durations=10 book/

site: $(INSTALLED)
	$(call heading,3 the book built from clean)
	rm -rf _build/executed _build/html _build/sphinx
	$(BIN)/python -m tools.build_book
	$(call heading,4 the built pages)
	$(BIN)/python -m pytest tests/book

browser: $(INSTALLED) $(CHECKERS)
	$(call heading,5 the built pages in a browser)
	$(BIN)/python -m pytest -n 2 --dist worksteal --durations=10 tests/browser

linkcheck: $(INSTALLED)
	$(BIN)/jupyter-book build --builder linkcheck .

bench: $(INSTALLED)
	@for script in benchmarks/*.py; do \
	  printf '\n==== %s ====\n' "$$script"; $(BIN)/python "$$script" || exit 1; \
	done

clean:
	rm -rf _build book/site/vendor dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
