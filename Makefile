# Tandem's commands. `make` alone lists them; the work is done by the scripts in .make/.

PORT ?= 8000
PYTEST ?= -n 2
export PORT
# Compiled modules are kept: without them each process takes seconds longer to start.
unexport PYTHONDONTWRITEBYTECODE

PY := .venv/bin/python
APPS := cms personas pitch_builder search
CODE := $(APPS) tests .make manage.py
LOCK = UV_CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/uv pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url

.DEFAULT_GOAL := help
.PHONY: help setup demo test approve bench lint format types layers templates migrations tests shell lock clean \
	app-setup

help:  ## List these commands
	@sh .make/help Makefile

setup:  ## Install everything that is missing: Python packages, system libraries, embedding model
	@"$$(sh .make/find-python)" .make/setup.py --tests

app-setup:
	@"$$(sh .make/find-python)" .make/setup.py

demo: app-setup  ## Fill a demo site and serve it until Ctrl-C (make demo PORT=8000)
	@exec $(PY) .make/demo.py --port $(PORT)

test: setup lint types layers templates migrations tests  ## Run every check and test, as CI does

tests:  ## Run the tests alone, on SQLite, then on PostgreSQL (PYTEST="-n 2 tests/cms")
	@$(PY) -m pytest $(PYTEST)
	@TANDEM_TEST_DATABASE=postgresql $(PY) -m pytest $(PYTEST)

approve:  ## Keep how every slide layout looks now, for the tests to compare with
	@APPROVE=1 $(PY) -m pytest -q tests/cms/slides/test_looks.py -k approved

bench:  ## Measure search, builds, rooms, engagement and a cluster against their budgets (BENCH="--quick")
	@$(PY) -m tests.bench $(BENCH)

lint:  ## Check style and likely mistakes in Python
	@.venv/bin/ruff check --quiet $(CODE)
	@.venv/bin/ruff format --quiet --check $(CODE) || { echo 'Run: make format'; exit 1; }

types:  ## Check types
	@.venv/bin/mypy

layers:  ## Check that imports point down the layers only
	@.venv/bin/lint-imports --no-logo

templates:  ## Check indentation and markup of the templates
	@$(PY) .make/templates.py check

migrations:  ## Check that migrations match the models and can be run under a live site
	@$(PY) .make/migrations.py

format:  ## Put Python and templates into the project's format
	@.venv/bin/ruff check --quiet --fix-only $(CODE)
	@.venv/bin/ruff format --quiet $(CODE)
	@$(PY) .make/templates.py format

lock:  ## Work out the pinned packages anew from pyproject.toml
	@$(LOCK) pyproject.toml -o requirements.lock
	@$(LOCK) pyproject.toml --group dev -o requirements-dev.lock
	@$(LOCK) search/embedding/prepare-requirements.in -o search/embedding/prepare-requirements.lock

shell:  ## Open a Python shell with the models imported
	@$(PY) manage.py shell

clean:  ## Remove the environment, caches and local data (asks first)
	@sh .make/clean
