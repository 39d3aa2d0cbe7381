# The commands people need. `make run` and `make test` work on a machine with Python 3.11 and make alone.

UV_VERSION := 0.13.9
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
export RASA_TELEMETRY_ENABLED := false

.DEFAULT_GOAL := help
.PHONY: help run test fuzz typists flood guards screen check audit bench setup browser node

help:  ## Show the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(filter .uv/bin/uv,$(UV)):
	@echo "uv is not installed: putting it into .uv/"
	@python3.11 -m venv .uv
	@.uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

setup: | $(filter .uv/bin/uv,$(UV))
	@$(UV) sync --quiet --locked

run: | $(filter .uv/bin/uv,$(UV))  ## Set everything up and start both doors
	@$(UV) sync --quiet --locked --no-default-groups --inexact
	@$(UV) run --no-sync waymark run

test: setup browser node  ## Run every test, two at a time
	@$(UV) run --no-sync waymark train
	@$(UV) run --no-sync pytest -n 2 --dist loadfile $(TESTS)

fuzz: setup  ## Take 2,000 random walks, and 400 conversations with heavy words
	@$(UV) run --no-sync pytest tests/fuzz tests/integration/test_heavy_words.py --walks 2000 -q

typists: setup  ## Let people who only type talk with it, and say how they fared
	@$(UV) run --no-sync waymark train
	@$(UV) run --no-sync python -m tests.typists $(TYPISTS)

flood: setup  ## Send the worst there is for two minutes, and say how long others wait
	@$(UV) run --no-sync waymark train
	@$(UV) run --no-sync python -m tests.flood $(FLOOD)

guards: setup  ## Take each guard out, in a copy, and see its tests fail
	@nice $(UV) run --no-sync python -m tools.guards $(GUARDS)

screen: setup  ## Teach the distress screen from its messages (some forty minutes)
	@$(UV) run --no-sync python -m tools.screen.lessons .screen-lessons.json
	@python3.11 -m venv .venv-screen
	@.venv-screen/bin/pip install --quiet --disable-pip-version-check --requirement tools/screen/requirements.txt
	@.venv-screen/bin/python tools/screen/teach.py .screen-lessons.json .screen-taught
	@$(UV) run --no-sync python -m tools.screen.average data/content/safety/screen data/content/safety/screen .screen-taught
	@$(UV) run --no-sync python -m tools.screen.calibrate data/content/safety/screen

check: setup  ## Lint, types, layers, content
	@$(UV) run --no-sync ruff check .
	@$(UV) run --no-sync ruff format --check .
	@$(UV) run --no-sync mypy
	@$(UV) run --no-sync lint-imports
	@$(UV) run --no-sync waymark check-content

audit: setup  ## Look for known vulnerabilities in the dependencies
	@$(UV) run --no-sync python tools/audit.py $(UV)

bench: setup  ## Compare what turns cost, in one run
	@nice $(UV) run --no-sync waymark bench

browser:
	@$(UV) run --no-sync python tools/find_browser.py

node:
	@$(UV) run --no-sync python tools/find_node.py
