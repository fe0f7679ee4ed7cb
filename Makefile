# Quitus. `make demo` and `make test` need nothing but Python 3.11 and this folder.
SHELL := /bin/bash
.DELETE_ON_ERROR:
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
UV     := $(BIN)/uv
PROCESSES ?= $(shell nproc)

.PHONY: demo test test-all check fix bench locks install install-dev messages clean

demo: install ## Build a believable firm and open the site.
	$(BIN)/quitus demo $(ARGS)

test: install-dev ## The suite: minutes.
	$(BIN)/pytest -n $(PROCESSES) $(ARGS)

test-all: install-dev ## The same with whole corpora and long simulations.
	QUITUS_TEST_ALL=1 $(BIN)/pytest -n $(PROCESSES) $(ARGS)

check: install-dev ## Format, lint, types, floors, translations, migrations.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.check_messages
	$(BIN)/python -m tools.check_migrations

fix: install-dev ## Mend what a program can mend.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python -m tools.check_messages --write

bench: install-dev ## Figures as JSON lines, against a baseline.
	$(BIN)/python -m benchmarks $(ARGS)

install: $(VENV)/.run
install-dev: $(VENV)/.dev

$(UV): tools/bootstrap.py
	$(PYTHON) tools/bootstrap.py $(VENV)
	@touch $@

# Compiled here, once: where Python may not write beside its modules, each start would compile a thousand of them.
# After a sync to the smaller lock the tools of the larger one are gone: it is to be made again.
$(VENV)/.run: requirements/run.txt pyproject.toml $(UV)
	$(UV) pip sync -q --compile-bytecode --python $(BIN)/python --require-hashes requirements/run.txt
	$(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q -j 0 src
	@touch $@ && rm -f $(VENV)/.dev

$(VENV)/.dev: requirements/dev.txt pyproject.toml $(UV)
	$(UV) pip sync -q --compile-bytecode --python $(BIN)/python --require-hashes requirements/dev.txt
	$(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q -j 0 src
	@touch $@ $(VENV)/.run

locks: ## Resolve the two locks anew (hashes, no addresses).
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make locks" pyproject.toml requirements/build.in -o requirements/run.txt
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make locks" --extra dev pyproject.toml requirements/build.in -c requirements/run.txt -o requirements/dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
