# Two commands: `make run` (try it) and `make test` (everything). The rest is for who works on it.
SHELL := /bin/bash
VENV  := .venv
PY    := $(VENV)/bin/python
STAMP := $(VENV)/.installed
NODE  := node_modules/.installed
# Half of the time goes here; the other half runs beside it.
ZNUNY_TESTS := tests/znuny tests/doctor/test_znuny.py tests/browser/test_across_versions.py
NODE_TESTS = $(shell find tests -name '*.test.js')
# Real servers and browsers stumble where a machine does: what failed is tried once more, and named RERUN at the end.
PYTEST := $(PY) -m pytest -q -raR --durations=8 --reruns 1

.PHONY: help setup run test fast check packages znuny opm screens clean

help:            ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

$(STAMP): setup.cfg pyproject.toml
	python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

setup: $(STAMP)  ## the virtual environment with everything in it

run: $(STAMP)    ## the whole chat on this machine: service, worker, OTRS stand-in; no database server, no Redis, no OTRS
	$(VENV)/bin/bridge run

fast: $(STAMP)   ## the tests that need no server, on all cores
	$(PY) -m pytest -q -n auto --dist loadfile -m "not live and not services and not znuny and not browser"

$(NODE): package.json
	npm install --no-package-lock --no-audit --no-fund --loglevel=error
	touch $@

check: $(STAMP) $(NODE)  ## style, types, and which part may use which
	$(VENV)/bin/ruff check --quiet .
	$(VENV)/bin/ruff format --quiet --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	npm run --silent check
	$(PY) -m pytest -q tests/otrs_config/test_perl.py

packages: $(STAMP)
	$(PY) -m tests.env.packages

test: packages   ## everything, with real servers, a real Znuny and a real browser; on Debian as root it installs them
	$(MAKE) --no-print-directory check
	$(if $(NODE_TESTS),node --test --test-reporter=spec $(NODE_TESTS))
	mkdir -p build
	$(PYTEST) $(ZNUNY_TESTS) >build/znuny.log 2>&1 & znuny=$$!; \
	$(PYTEST) $(addprefix --ignore=,$(ZNUNY_TESTS)); rest=$$?; \
	wait $$znuny; znuny=$$?; cat build/znuny.log; exit $$((rest | znuny))

znuny: packages  ## a real Znuny with the chat in it, until Ctrl-C; ZNUNY=6.0.32, 6.5.1 or 6.5.26
	$(PY) -m tests.env.demo

opm: $(STAMP)    ## the add-on's package for OTRS and Znuny, in build/
	$(PY) -m otrs_config.build --out build

screens: packages  ## pictures of every screen and the page docs/screens/README.md; ALL=1: in every look, into build/screens
	$(PY) -m tests.screens

clean:           ## remove what can be made again, also the tests' cache of downloads and templates
	rm -rf $$($(PY) -m tests.env.cache 2>/dev/null) $(VENV) node_modules build var *.egg-info *.opm
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .grimp_cache
