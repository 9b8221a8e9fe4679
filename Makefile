# install  an environment in .venv with everything that constraints.txt names, and the page where Node is there
# run      load the sample workspace and ask it a first question
# test     the tests
# check    formatting, lint, types, imports and tests, of Python and of the page: what CI runs
# bench    speed and scale
# clean    remove what the other targets made, but not .data

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DATA ?= .data

PAGE := web/dist/index.html
PAGE_INSTALLED := web/node_modules/.installed
PAGE_SOURCES := $(shell find web/src -type f -not -name '*.test.*') web/index.html web/vite.config.ts web/tsconfig.json
NODE_IS_THERE := $(shell node -e 'const [a, b] = process.versions.node.split("."); console.log(a > 20 || (a == 20 && b >= 19) ? "yes" : "")' 2>/dev/null)

.PHONY: install page check-page run test check bench clean

install: $(INSTALLED) page

ifeq ($(NODE_IS_THERE),yes)
page: $(PAGE)

check-page: page
	cd web && npx biome check . && npx tsc --noEmit && npx vitest run --silent
else
page check-page:
	@echo "The page is left out: it needs Node.js 20.19 or later. Everything else works without it."
endif

$(PAGE_INSTALLED): web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PAGE): $(PAGE_INSTALLED) $(PAGE_SOURCES)
	cd web && npm run --silent build -- --logLevel warn
	@touch $@

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

check: install check-page
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

bench: install
	$(BIN)/python -m benchmarks.ask

clean:
	rm -rf $(VENV) web/dist web/node_modules .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
