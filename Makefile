# Everything runs in .venv; nothing has to be installed by hand but Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# This machine only, where the ledger may be edited without a login; 0.0.0.0 for everybody.
HOST ?= 127.0.0.1

.PHONY: install run test check bench clean

install: $(VENV)/.installed $(VENV)/.board

$(VENV)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else "Python 3.11 to 3.13 is needed, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@

$(VENV)/.board: $(VENV)/.installed frontend/package-lock.json $(wildcard frontend/*.mjs)
	sh tools/build-board.sh
	touch $@

run: install
	$(BIN)/streamlit run server.py --server.address $(HOST) --server.port $(PORT)

# What the tests need beside Python comes from the distribution where it is missing.
test: install
	sh tools/system-packages.sh
	$(BIN)/python -m pytest

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m innocore_metrics check

bench: install
	sh tools/system-packages.sh
	$(BIN)/python -m pip install --quiet --editable ".[bench]"
	for name in board ledger exports scenarios mobility; do $(BIN)/python -m benchmarks $$name || exit 1; done

clean:
	rm -rf $(VENV) build *.egg-info static/vendor static/wheel frontend/node_modules frontend/build
