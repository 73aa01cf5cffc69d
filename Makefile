# The commands of the site. `make` alone lists them.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
PY := .venv/bin/python

export HOST PORT

.DEFAULT_GOAL := help
.PHONY: help run dev test check screenshots format catalogues site tools

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  PORT=8001 and HOST=0.0.0.0 may follow run and dev, URL=http://… of a running site screenshots,"
	@echo "  PYTHON=python3.13 any of them."

run: site ## set up and start the site on http://127.0.0.1:8000
	@exec $(PY) -m config.launch run

dev: tools ## the same for working on the code: errors in the browser, restart on change
	@exec $(PY) -m config.launch dev

test: tools ## set up and run the tests
	@$(PY) -m pytest -n auto --dist loadgroup $(ARGS)

check: tools ## format, lint, types, templates, migrations, architecture, deployment
	@$(PY) -m config.check

screenshots: tools ## pictures of every page in var/screenshots, narrow and wide, light and dark (needs chromium)
	@$(PY) -m tests.screenshots $(URL)

format: tools ## bring the code into the one format
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

catalogues: tools ## bring the translations up to date with the sources (needs gettext)
	@$(PY) -m config.catalogues

site:
	@$(PYTHON) config/bootstrap.py

tools:
	@$(PYTHON) config/bootstrap.py everything
