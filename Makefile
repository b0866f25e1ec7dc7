# Every target sets up .venv first; PYTHON may name another interpreter (3.11 or newer).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help demo stop test lint bench train-encoder train-mix clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/'

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing (the first time takes a few minutes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@$(BIN)/python -c 'import matcher.engine'  # compiles its inner loops once, for all that follow
	@touch $@

demo: $(STAMP) ## Import real Milan workshops, match them, start the API, plan an event
	@$(BIN)/matcher demo

stop: $(STAMP) ## Stop the API that the demo started
	@$(BIN)/matcher demo --stop

test: $(STAMP) ## Run the tests
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile

lint: $(STAMP) ## Check style, types and import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

$(VENV)/.measuring: $(STAMP)
	@echo "Installing what is measured against (a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,bench]'
	@touch $@

bench: $(VENV)/.measuring ## Measure the gazetteer and the speed of every part, into benchmarks/report
	@$(BIN)/python -m benchmarks

train-encoder: $(STAMP) ## Train the bundled encoder anew from the public texts beside the repository
	@$(BIN)/python -m embeddings.training

train-mix: $(STAMP) ## Learn anew how kinds of evidence mix, after train-encoder
	@$(BIN)/python -m matcher.cli.learn_mix

clean: ## Remove the virtual environment and the local data
	rm -rf $(VENV) .matcher
