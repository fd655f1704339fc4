# LLM por dentro. Two commands do everything from a bare Python 3.11 or newer:
#
#   make run     make a virtual environment, install what is pinned, open the course in a browser
#   make test    the same for the tests, those in a real browser included
#
# Also: make lint (style, format, types), make bench (a table of figures), make check (lint and test).
# Options: make run PORT=8600 ADDRESS=0.0.0.0     make test ARGS="tests/core -k tokenizer"     make run PYTHON=python3.12

VENV    ?= .venv
PORT    ?= 8501
ADDRESS ?= 127.0.0.1
WORKERS ?= 2
ARGS    ?=

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON  ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)

BIN     := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PIP     := $(BIN)/python -m pip install --disable-pip-version-check
# A stamp file says which pins are in: the second run starts at once.
RUN     := $(VENV)/.installed-run
DEV     := $(VENV)/.installed-dev

# Where there is a screen, Streamlit opens the browser itself. Its own welcome goes: the address is said below.
SCREEN  := $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter Windows_NT,$(OS)),$(filter Darwin,$(shell uname -s)))
OPEN    := --server.headless $(if $(SCREEN),false --server.showEmailPrompt false,true) --logger.hideWelcomeMessage true \
	--server.fileWatcherType none

.PHONY: help run test bench lint check clean

help:
	@sed -n '/^#/!q;s/^# \{0,1\}//p' Makefile

run: $(RUN)
	@echo "LLM por dentro: http://$(ADDRESS):$(PORT)  (Ctrl+C: parar, stop)"
	@$(BIN)/python -m streamlit run Home.py --server.address $(ADDRESS) --server.port $(PORT) $(OPEN) $(ARGS)

test: $(DEV)
	$(BIN)/python -m tests.browser.find_browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

bench: $(DEV)
	$(BIN)/python -m tests.bench.run $(ARGS)

lint: $(DEV)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

check: lint test

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found: install it, or run make with PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c '$(NEW_ENOUGH)' || { echo "$(PYTHON) is older than Python 3.11: run make with PYTHON=/path/to/a/newer/python"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "$(PYTHON) cannot make virtual environments: on Debian or Ubuntu install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN): requirements.txt | $(BIN)/python
	$(PIP) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt requirements.txt | $(BIN)/python
	$(PIP) -r requirements-dev.txt
	@touch $@
