# The commands people need. `make run` and `make test` work on a machine with Python 3.11 and make alone.

UV_VERSION := 0.13.9
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
export RASA_TELEMETRY_ENABLED := false

.DEFAULT_GOAL := help
.PHONY: help run test quick fuzz inputs typists flood faults guards screen check sbom audit update bench performance setup browser node
INPUTS ?= 100000
# A file stays with one worker, for its parts are made once. In the order of the folders: by the number of tests, as is
# usual, files of one long test come last, and one worker waits for the other.
SIDE_BY_SIDE := -n 2 --dist loadfile --no-loadscope-reorder
QUICK := $(addprefix tests/unit/,house dialogue safety store)

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
	@$(UV) run --no-sync pytest $(SIDE_BY_SIDE) --durations 20 $(TESTS)

quick: setup  ## Run what tells most in a minute or so: no browser, no PostgreSQL, no process
	@$(UV) run --no-sync waymark train
	@$(UV) run --no-sync pytest $(SIDE_BY_SIDE) -m "not slow" -k "not postgresql" $(QUICK)

fuzz: setup  ## Take 2,000 random walks, and 400 conversations with heavy words
	@$(UV) run --no-sync pytest tests/fuzz tests/integration/test_heavy_words.py --walks 2000 -q

inputs: setup  ## Send 100,000 bad inputs to both doors and whatever reads or writes, and say what broke
	@$(UV) sync --quiet --locked --group inputs
	@$(UV) run --no-sync waymark train
	@mkdir -p var/inputs
	@$(UV) run --no-sync pytest -q tests/inputs --cases $(INPUTS) --written-to campaign
	@$(UV) run --no-sync python -m tests.inputs.guided $$(( $(INPUTS) / 10 ))

typists: setup  ## Let people who only type talk with it, and say how they fared
	@$(UV) run --no-sync waymark train
	@$(UV) run --no-sync python -m tests.typists $(TYPISTS)

flood: setup  ## Send the worst there is for two minutes, and say how long others wait
	@$(UV) run --no-sync waymark train
	@$(UV) run --no-sync python -m tests.flood $(FLOOD)

faults: setup  ## Make 2,000 faults, and say what was lost, doubled or not told kindly
	@$(UV) run --no-sync waymark train
	@nice $(UV) run --no-sync python -m tests.faults $(FAULTS)

guards: setup  ## Take each guard out, in a copy, and see its tests fail
	@nice $(UV) run --no-sync python -m tools.guards $(GUARDS)

screen: setup  ## Teach the distress screen from its messages, on from what it knows (half an hour)
	@$(UV) run --no-sync python -m tools.screen.lessons .screen-lessons.json
	@python3.11 -m venv .venv-screen
	@.venv-screen/bin/pip install --quiet --disable-pip-version-check --requirement tools/screen/requirements.txt
	@.venv-screen/bin/python tools/screen/teach.py .screen-lessons.json data/content/safety/screen --kept data/content/safety/screen
	@$(UV) run --no-sync python -m tools.screen.calibrate data/content/safety/screen

check: setup  ## Lint, types, layers, content, licences, what is installed, and known vulnerabilities
	@$(UV) run --no-sync ruff check .
	@$(UV) run --no-sync ruff format --check .
	@$(UV) run --no-sync mypy
	@$(UV) run --no-sync lint-imports
	@$(UV) run --no-sync waymark check-content
	@$(UV) run --no-sync python -m tools.licences
	@$(UV) run --no-sync python -m tools.sbom $(UV)
	@$(UV) run --no-sync python tools/audit.py $(UV) --where-it-answers

sbom: setup  ## List what an installation is made of (sbom.cdx.json, CycloneDX)
	@$(UV) run --no-sync python -m tools.sbom $(UV)

audit: setup  ## Look for known vulnerabilities in the dependencies
	@$(UV) run --no-sync python tools/audit.py $(UV)

update: setup  ## Take newer releases that are seven days old at least, and write the pages about them again
	@$(UV) lock --upgrade
	@$(UV) sync --quiet --locked
	@sed -i.before "s/^ON = date(.*)/ON = date($$(date -u '+%Y, %-m, %-d'))/" tools/dependency_ages.py
	@rm tools/dependency_ages.py.before
	@$(UV) run --no-sync python tools/dependency_ages.py > docs/dependencies.md
	@$(UV) run --no-sync python tools/third_party.py > THIRD_PARTY.md

bench: setup  ## Compare what turns cost, in one run
	@nice $(UV) run --no-sync waymark bench

performance: setup  ## Compare what it costs with what it cost at BEFORE=COMMIT, in turns
	@$(UV) run --no-sync waymark train
	@nice $(UV) run --no-sync python -m tools.performance --before $(BEFORE) $(PERFORMANCE)

browser:
	@$(UV) run --no-sync python tools/find_browser.py

node:
	@$(UV) run --no-sync python tools/find_node.py
