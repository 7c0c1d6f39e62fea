# Yoake. Two commands on a fresh machine: `make demo`, `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3,11) <= sys.version_info[:2] <= (3,13))' 2>/dev/null \
	&& { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
export YOAKE_ENGINES ?= $(CURDIR)/.cache/engines
export YOAKE_CACHE ?= $(CURDIR)/.cache
export PATH := $(CURDIR)/$(BIN):$(PATH):/usr/games

SYSTEM_PACKAGES := ffmpeg fluidsynth timgm6mb-soundfont fonts-noto-cjk espeak-ng \
	chromium renpy xvfb xauth postgresql redis-server prometheus
SYSTEM_PROGRAMS := ffmpeg fluidsynth espeak-ng chromium renpy Xvfb npm redis-server promtool

.PHONY: help demo test check bench setup setup-dev system-deps lock pictures clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

demo: setup ## make and build the example game with nothing but this machine
	yoake generate examples/hoshizora/hoshizora.yaml

test: setup-dev ## run all tests
	python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

check: setup-dev ## formatting, lint, types, layers, spelling
	ruff format --check .
	ruff check .
	mypy
	lint-imports
	codespell

bench: setup-dev ## measure, beside peers; tables here, JSON in benchmarks/results/
	python -m benchmarks

setup: system-deps $(VENV)/.runtime $(YOAKE_ENGINES)/.fetched $(VENV)/.database

setup-dev: setup $(VENV)/.development

$(VENV)/bin/uv:
	@test -n "$(PYTHON)" || { echo "Yoake needs Python 3.11, 3.12 or 3.13; install one and try again."; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/uv
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@$(BIN)/python -m compileall -q blocks cli flows tasks yoake # else, where Python may not write it, each start compiles
	@touch $@

$(VENV)/.database: $(VENV)/.runtime
	@$(BIN)/python -m flows.server_template
	@touch $@

$(VENV)/.development: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -r requirements-dev.lock
	@touch $@

$(YOAKE_ENGINES)/.fetched: yoake/build/web/engine.py | $(VENV)/.runtime
	@mkdir -p "$(YOAKE_ENGINES)"; $(BIN)/python -c 'import os, pathlib; from yoake.build.web.engine import engine_folder; \
		engine_folder(pathlib.Path(os.environ["YOAKE_ENGINES"]))' && touch $@ || \
	echo "The web engine could not be fetched; the web game cannot be built until it is (npm and the network are needed)."

system-deps: ## install what comes from the system's package manager (apt, as root)
	@missing=""; for p in $(SYSTEM_PROGRAMS); do command -v $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	ls /usr/share/sounds/sf2/*.sf2 >/dev/null 2>&1 || missing="$$missing soundfont"; \
	ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc >/dev/null 2>&1 || missing="$$missing fonts-noto-cjk"; \
	test -n "$$missing" || exit 0; \
	node=""; command -v npm >/dev/null 2>&1 || node="nodejs npm"; \
	if command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
		echo "installing:$$missing"; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			$(SYSTEM_PACKAGES) $$node; } >/dev/null; \
	else \
		echo "Not installed:$$missing. Install these for the full experience (Debian: sudo apt install $(SYSTEM_PACKAGES) $$node)."; \
		echo "Without them Yoake goes on: what each is for stands in 'yoake doctor'."; \
	fi

lock: $(VENV)/bin/uv ## pin every version anew
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 pyproject.toml --extra s3 \
		--no-header --no-emit-index-url --no-emit-find-links -o requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 pyproject.toml --all-extras \
		--no-header --no-emit-index-url --no-emit-find-links -c requirements.lock -o requirements-dev.lock

clean: ## remove what was made here, the environment included
	rm -rf $(VENV) .cache out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
