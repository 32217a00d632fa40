# The two commands: `make run` reads an example report, `make test` runs every test. Both do all the set-up.
PYTHON ?= python3
VENV := .venv
UV := $(VENV)/bin/uv
EXAMPLE := examples/karsa-pass.txt

.PHONY: run test bench lint format screenshots setup setup-test

run: setup
	@$(VENV)/bin/counterclaim read $(EXAMPLE) --published 2026-03-14

test: setup-test
	@$(VENV)/bin/python -m pytest

bench: setup
	@$(VENV)/bin/python benchmarks/bench_read.py
	@$(VENV)/bin/python benchmarks/bench_score.py
	@$(VENV)/bin/python benchmarks/bench_times.py
	@$(VENV)/bin/python benchmarks/bench_places.py
	@$(VENV)/bin/python benchmarks/bench_names.py

screenshots: setup-test
	@$(VENV)/bin/python tools/screenshots.py

lint: setup-test
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy && $(VENV)/bin/lint-imports

format: setup-test
	@$(VENV)/bin/ruff check --fix -q . ; $(VENV)/bin/ruff format -q .

setup: $(VENV)/.run
setup-test: $(VENV)/.test

# uv goes into the project's own environment; where it is missing from the machine it is not missed.
$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "counterclaim needs Python 3.11 or newer"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null; \
	  else echo "Install the system package python3-venv first (apt-get install python3-venv)"; exit 1; fi; }
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install -q --disable-pip-version-check "uv>=0.5"

$(VENV)/.run: pyproject.toml uv.lock | $(UV)
	@$(UV) sync -q --frozen --no-dev --inexact
	@touch $@

$(VENV)/.test: pyproject.toml uv.lock | $(UV)
	@$(UV) sync -q --frozen --inexact
	@command -v chromium >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq chromium >/dev/null; \
	  else echo "The tests of the desk need the system package chromium (apt-get install chromium); without it they are skipped"; fi; }
	@touch $@ $(VENV)/.run
