# One command a line of work; `make` alone says what there is. Needs make and Python 3.11+ with venv.
.DEFAULT_GOAL := help
PYTHON ?= python3
UV_VERSION := 0.13.9
PIP_AUDIT_VERSION := 2.10.1
BIN := .venv/bin
UV := $(BIN)/uv
SYNC := $(UV) pip sync --quiet --python $(BIN)/python --require-hashes
INSTALL_SELF := $(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .

.PHONY: help run setup test check audit lint types train evaluate bench fuzz lock clean

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST)

run: setup ## Install what is needed and serve the page with the phone on http://localhost:8000 (or PORT)
	@exec $(BIN)/safertext serve

setup: .venv/run.stamp ## Install what running needs

test: .venv/test.stamp ## Install what tests need and run them
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile

check: lint types .venv/test.stamp ## Lint, types, content, locks, licences and imports
	@$(BIN)/safertext check --quiet
	@$(BIN)/python scripts/dependencies.py

audit: .venv/uv.stamp ## Ask the internet for known weaknesses of what we build on: every week (deploy/README.md)
	@$(UV) tool run --quiet pip-audit@$(PIP_AUDIT_VERSION) --requirement requirements.lock --require-hashes --disable-pip --strict --progress-spinner off

lint: .venv/test.stamp
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/test.stamp
	@$(BIN)/mypy

train: setup ## Train the head on content/phrases (writes content/model.npz)
	@$(BIN)/safertext train

evaluate: setup ## Score the messages that train nothing
	@$(BIN)/safertext evaluate tests/danger/messages.jsonl tests/danger/hard_negatives.jsonl tests/understanding/messages.jsonl

bench: setup ## Measure what an answer costs, beside rivals in the same run (writes bench.json)
	@$(BIN)/python scripts/bench.py

# How long to fuzz, and which requests: a fault names the seed that finds it again.
SECONDS ?= 20
SEED ?= 1

fuzz: setup ## Send mutated requests to both webhooks: make fuzz SECONDS=60 SEED=7
	@$(BIN)/python scripts/fuzz.py --seconds $(SECONDS) --seed $(SEED)

lock: .venv/uv.stamp ## Renew both lock files
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group test -o requirements-test.lock

clean: ## Remove what was installed
	@rm -rf .venv

.venv/uv.stamp:
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Python 3.11 or newer with venv is needed (Debian: apt install make python3-venv)."; exit 1; }
	@echo "Making .venv ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	@touch $@

.venv/run.stamp: .venv/uv.stamp requirements.lock pyproject.toml
	@echo "Installing what running needs ..."
	@test -f .venv/test.stamp && $(SYNC) requirements-test.lock || $(SYNC) requirements.lock
	@$(INSTALL_SELF)
	@touch $@

.venv/test.stamp: .venv/uv.stamp requirements-test.lock pyproject.toml
	@echo "Installing what tests need ..."
	@$(SYNC) requirements-test.lock
	@$(INSTALL_SELF)
	@touch $@ .venv/run.stamp
