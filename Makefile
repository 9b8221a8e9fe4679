# install  an environment in .venv with everything that constraints.txt names, and the page where Node is there
# run      start the server at http://127.0.0.1:8000, with a sample workspace
# test     the tests
# check    formatting, lint, types, imports and tests, of Python and of the page: what CI runs
# api-types  the page's types of requests, made from the server's OpenAPI document
# evals    the frozen suite of business questions, with floors
# bench    speed and scale
# clean    remove what the other targets made, but not .data

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DATA ?= .data
FLOOR_RIGHT := 0.66
MAX_WRONG := 0.09

PAGE := web/dist/index.html
PAGE_INSTALLED := web/node_modules/.installed
PAGE_SOURCES := $(shell find web/src -type f -not -name '*.test.*') web/index.html web/vite.config.ts web/tsconfig.json
NODE_IS_THERE := $(shell node -e 'const [a, b] = process.versions.node.split("."); console.log(a > 20 || (a == 20 && b >= 19) ? "yes" : "")' 2>/dev/null)

# Measures milliseconds in a browser, so it runs with nothing beside it.
TIMED := tests/web/test_budgets.py

CLIENTS := tests/clients/javascript
CLIENTS_INSTALLED := $(CLIENTS)/node_modules/.installed

.PHONY: install page clients check-page api-types run test check types style evals bench clean

install: $(INSTALLED) page clients

ifeq ($(NODE_IS_THERE),yes)
page: $(PAGE)

clients: $(CLIENTS_INSTALLED)

check-page: page
	cd web && npx biome check . && npx tsc --noEmit && npx vitest run --silent
else
page clients check-page:
	@echo "The page is left out: it needs Node.js 20.19 or later. Everything else works without it."
endif

api-types: $(INSTALLED) $(PAGE_INSTALLED)
	$(BIN)/python -m api.described > web/node_modules/.openapi.json
	cd web && npx openapi-typescript node_modules/.openapi.json --path-params-as-types --default-non-nullable=false --output src/api/schema.d.ts

$(PAGE_INSTALLED): web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(CLIENTS_INSTALLED): $(CLIENTS)/package-lock.json
	cd $(CLIENTS) && npm ci --no-audit --no-fund --loglevel=error
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
	@$(BIN)/tablespeak sample --data-dir $(DATA) > /dev/null
	@$(BIN)/tablespeak serve --data-dir $(DATA)

# A file's tests stay in one process, since they share what it made; rooms that take longest begin (tests/conftest.py).
test: install
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --draw-specs --ignore $(TIMED)
	$(BIN)/python -m pytest $(TIMED)

check: install
	$(MAKE) --jobs 2 --output-sync --no-print-directory check-page types style
	$(MAKE) --no-print-directory test

types: install
	$(BIN)/mypy .

style: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

evals: install
	$(BIN)/python -m evals.suites.own.score --failures none --floor-right $(FLOOR_RIGHT) --max-wrong $(MAX_WRONG)

bench: install
	$(BIN)/python -m benchmarks.ask
	$(BIN)/python -m benchmarks.sandbox
	$(BIN)/python -m benchmarks.streams

clean:
	rm -rf $(VENV) web/dist web/node_modules $(CLIENTS)/node_modules .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
