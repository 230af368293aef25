# run · test · check · bench: each is self-sufficient on a machine with git, make and Python ≥ 3.11.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test check bench wheel clean

UV_VERSION := 0.13.9
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; print("$(name)" if (3, 11) <= sys.version_info[:2] < (3, 14) else "")' 2>/dev/null)))
PORT ?= 8040

BIN := .venv/bin
export UV_CACHE_DIR ?= $(CURDIR)/.cache/uv
export PIP_CACHE_DIR ?= $(CURDIR)/.cache/pip
export HYPOTHESIS_STORAGE_DIRECTORY ?= $(CURDIR)/.cache/hypothesis
export UV_NO_PROGRESS := 1
# As pip does: companies have certificates of their own.
export UV_SYSTEM_CERTS ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Else each of the many processes of a run would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make run     the demo desk at a printed address, with its log-ins (PORT=$(PORT); FRESH=1 builds it anew)"
	@echo "make test    lint, types, contracts, the suite on SQLite and PostgreSQL, the browser"
	@echo "make check   lint, types and contracts only"
	@echo "make bench   the figures"
	@echo "make wheel   the wheel for pipx, in dist/"

run: .venv/.can-run
	@KEPT_HOME="$${KEPT_HOME:-$(CURDIR)/.cache}" $(BIN)/kept demo --port $(PORT) $(if $(FRESH),--fresh)

test: .venv/.can-test
	@.ci/system
	@$(MAKE) --no-print-directory check
	@echo "── the suite on SQLite"
	@KEPT_TEST_DATABASE=sqlite $(BIN)/python -m pytest -n 2 --dist loadgroup -m "not browser"
	@echo "── the suite on PostgreSQL"
	@KEPT_TEST_DATABASE=postgres $(BIN)/python -m pytest -n 2 --dist loadgroup -m "not browser"
	@echo "── the pages in a browser"
	@KEPT_TEST_DATABASE=sqlite $(BIN)/python -m pytest -n 4 --dist loadgroup -m browser

check: .venv/.can-test
	@echo "── lint, types, contracts, migrations"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --cache-dir .cache/import_linter
	@KEPT_HOME=.cache/check DJANGO_SETTINGS_MODULE=kept.config.settings \
		$(BIN)/python -m django makemigrations --check --dry-run

bench: .venv/.can-test
	@echo "── a quote"
	@$(BIN)/python -m bench.delivery.quote
	@if [ -n "$(DELIVERY)" ]; then $(BIN)/python bench/delivery/run.py "$(DELIVERY)"; \
		else echo "promises made and kept: needs a folder of booking sets: make bench DELIVERY=FOLDER"; fi
	@echo "── a search"
	@$(BIN)/python bench/search/run.py
	@echo "── the ledger (a million entries: some minutes)"
	@$(BIN)/python -m bench.ledger
	@echo "── papers"
	@$(BIN)/python bench/paper/run.py
	@echo "── a brief"
	@$(BIN)/python bench/brief/run.py
	@echo "── claims heard in messages that taught nothing, and published decisions"
	@$(BIN)/python bench/complaints/run.py bench/complaints/never_taught.jsonl
	@$(BIN)/python bench/complaints/decisions.py
	@echo "── a scorecard over a million conversations (ten minutes)"
	@$(BIN)/python -m bench.scorecards --conversations 1000000
	@echo "── mail"
	@if [ -n "$(MAIL)" ]; then $(BIN)/python bench/mail/run.py "$(MAIL)"; \
		else echo "needs a folder of practice mail: make bench MAIL=FOLDER"; fi

wheel: .venv/.has-uv
	@rm -rf dist
	@$(BIN)/uv build --quiet --wheel --out-dir dist
	@ls dist

clean:
	@rm -rf .venv .cache dist

# The virtual environment. A stamp tells what is in it, so that the second time costs nothing.

.venv/.has-uv:
	@test -n "$(PYTHON)" || { echo "Kept needs Python 3.11, 3.12 or 3.13; none was found." >&2; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { echo "Python's venv module is missing: on Debian, apt-get install python3-venv." >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet uv==$(UV_VERSION)
	@touch $@

.venv/.can-run: .venv/.has-uv requirements.lock pyproject.toml
	@echo "Installing what the desk needs …"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

.venv/.can-test: .venv/.can-run requirements-dev.lock
	@echo "Installing what the tests need …"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@
