# Everything runs in .venv, which is set up once, with exactly the versions in constraints.txt.
# Another Python: make PYTHON=python3.12 (after make clean)

TODAY := 2023-09-01
VENV  := .venv

ifeq ($(OS),Windows_NT)
  PYTHON ?= python
  BIN := $(VENV)/Scripts
else
  PYTHON ?= python3
  BIN := $(VENV)/bin
endif

# -qq: a warning about the machine's pip settings is nobody's business here; errors are still shown.
INSTALL  := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --constraint constraints.txt

# Show a command as a user would type it, and run it.
define run
@echo
@echo '$$ mo-registry --today $(TODAY) $(1)'
@$(BIN)/mo-registry --today $(TODAY) $(1)
endef

RUN_READY  := $(VENV)/ready-to-run
TEST_READY := $(VENV)/ready-to-test

.PHONY: help demo test lint bench docs catalogue pins clean
.DEFAULT_GOAL := help

help:
	@echo "make demo        set up, then letters, a list and minutes from the example registry"
	@echo "make test        set up, check the code, run all tests"
	@echo "make lint        check the code only"
	@echo "make bench       measure speed and memory (QUICK=1: a smaller registry)"
	@echo "make docs        write schema/ and the generated pages, outputs and pictures of docs/ anew"
	@echo "make catalogue   collect the texts to translate and compile the German ones"
	@echo "make pins        write constraints.txt anew, with the newest versions that pyproject.toml allows"
	@echo "make clean       remove everything that the above have made"

$(RUN_READY): pyproject.toml constraints.txt
	@$(PYTHON) -c "import sys; sys.exit(None if sys.version_info >= (3, 11) else 'mo-registry needs Python 3.11 or newer, and $(PYTHON) is ' + sys.version.split()[0] + '. Name another one: make PYTHON=python3.12')"
	@echo "Setting up $(VENV), once ..."
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) hatchling editables
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(TEST_READY): $(RUN_READY)
	@echo "Setting up the tools for tests, once ..."
	@$(INSTALL) --no-build-isolation --editable ".[test]"
	@touch $@

demo: $(RUN_READY)
	@echo "The example registry in data/, as of $(TODAY):"
	$(call run,validate)
	$(call run,list organisations)
	$(call run,generate invitation 2023-09-27-netzwerktreffen)
	$(call run,generate contact-list)
	$(call run,generate protocol 2023-05-31-netzwerktreffen)
	@echo
	@echo "The letters, the list and the protocol are in out/, which git leaves out:"
	@find out -type f | sort | sed 's/^/  /'

lint: $(TEST_READY)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache > $(VENV)/lint-imports.txt || { cat $(VENV)/lint-imports.txt; exit 1; }

test: lint
	@$(BIN)/python -m pytest

bench: $(TEST_READY)
	@$(BIN)/python -m benchmarks.bench $(if $(QUICK),--quick)

docs: $(TEST_READY)
	@$(BIN)/mo-registry --language en --quiet schema --write schema
	@$(BIN)/python -m scripts.handbook

catalogue: $(TEST_READY)
	@$(BIN)/python -m scripts.catalogue

pins:
	@$(PYTHON) scripts/pins.py

clean:
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
