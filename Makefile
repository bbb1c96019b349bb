# The commands of the house. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo walkthroughs test test-lake check fix lock golden diagrams replay references bench fuzz operating-characteristics

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 26

setup: $(VENV)/.installed ## make .venv with what the product needs

demo: $(VENV)/.installed ## plan, run, study and publish the Project STAR example
	@$(BIN)/halfterm demo

test: $(VENV)/.installed-dev ## run every test
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

test-lake: .venv-lake/.installed ## run the tests of the stores with DuckDB 1.5.5 and encryption
	@.venv-lake/bin/python -m pytest tests/warehouse tests/flows/test_backup.py tests/flows/test_beginning.py \
		tests/flows/test_killed_load.py $(PYTEST_ARGS)

check: $(VENV)/.installed-dev ## lint, types and room rules; changes nothing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: $(VENV)/.installed-dev ## format, and mend what the linter can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

golden: $(VENV)/.installed-dev ## write the golden site of the tests and its pictures anew; look at the difference
	@$(BIN)/python -m tests.site.refresh_golden
	@$(BIN)/python -m tests.site.refresh_screenshots

walkthroughs: $(VENV)/.installed-dev ## run the walk-throughs of docs/ and write their output anew
	@$(BIN)/python -m tests.docs.refresh_walkthroughs

diagrams: $(VENV)/.installed ## write the diagrams and tables of docs/ anew from the code
	@$(BIN)/python scripts/diagrams

replay: $(VENV)/.installed ## run the replays of the studies, and look whether docs/seed-coverage.md is true of them
	@scripts/replay

references: ## compute the tests' reference values anew (needs R and the packages the scripts name)
	@cd tests/cycles/impact/references && \
		Rscript star.R ../../../../examples/project-star/data/project-star.csv.gz > star.json && \
		for script in distributions missing plan_look pooling randomise surveys vignettes; do \
			Rscript $$script.R > $$script.json || exit 1; done
	@cd tests/cycles/series/fixtures && \
		for script in series false_signal; do Rscript $$script.R > $$script.json || exit 1; done

bench: $(VENV)/.installed-dev ## time the register, five million scores, a thousand pages, charts; takes some minutes
	@$(BIN)/python -m bench.register
	@$(BIN)/python -m bench.load_scores
	@$(BIN)/python -m bench.charts
	@$(BIN)/python -m bench.pages

fuzz: $(VENV)/.installed-dev ## break 10,000 files and load them, kill 100 loads; takes half an hour
	@$(BIN)/python -m bench.fuzz
	@$(BIN)/python -m bench.kill_load --kills 100

operating-characteristics: $(VENV)/.installed-dev ## how often the engine is right where the truth is known; takes half an hour
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.operating_characteristics

lock: $(VENV)/.installed-dev ## write the three hash-locked requirements files anew
	@$(BIN)/python -m pip install --quiet uv
	@scripts/lock

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what halfterm needs (once) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@$(BIN)/python -m halfterm.flows.prefect_home
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

.venv-lake/.installed: requirements-lake.txt pyproject.toml
	@echo "Installing what an encrypted warehouse needs, apart from the rest (once) ..."
	@$(PYTHON) -m venv .venv-lake
	@.venv-lake/bin/python -m pip install --quiet --require-hashes --no-deps -r requirements-lake.txt
	@.venv-lake/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
