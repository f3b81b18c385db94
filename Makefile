# Two commands: `make run` (try it) and `make test` (everything). The rest is for who works on it.
SHELL := /bin/bash
VENV  := .venv
PY    := $(VENV)/bin/python
STAMP := $(VENV)/.installed

.PHONY: help setup run test fast check znuny clean

help:            ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

$(STAMP): setup.cfg pyproject.toml
	python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

setup: $(STAMP)  ## the virtual environment with everything in it

run: $(STAMP)    ## the whole chat on this machine: service, worker, OTRS stand-in; no database server, no Redis, no OTRS
	$(VENV)/bin/bridge run

fast: $(STAMP)   ## the tests that need no server, in seconds
	$(PY) -m pytest -q -m "not live and not services and not znuny and not browser"
