# install  an environment in .venv with everything that constraints.txt names
# run      load the sample workspace and ask it a first question
# test     the tests
# check    formatting, lint, types, imports and tests: what CI runs
# bench    speed and scale
# clean    remove what the other targets made, but not .data

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DATA ?= .data

.PHONY: install run test check bench clean

install: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or later is needed; name one with: make install PYTHON=...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable . --group dev
	@touch $@

run: install
	@$(BIN)/tablespeak sample --data-dir $(DATA)
	@echo "Everything is kept in $(abspath $(DATA)). The first question:"
	@echo
	@$(BIN)/python -c 'from workspace.sample import FIRST_QUESTION; print(">", FIRST_QUESTION)'
	@$(BIN)/tablespeak ask --workspace sample --data-dir $(DATA) "$$($(BIN)/python -c 'from workspace.sample import FIRST_QUESTION; print(FIRST_QUESTION)')"

test: install
	$(BIN)/python -m pytest

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

bench: install
	$(BIN)/python -m benchmarks.ask

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
