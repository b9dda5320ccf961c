# Two commands do everything on a fresh machine (Python 3.11 or later with venv, git, make):
#   make run     the main job: from a story to a plan, then the web app
#   make test    every check and every test
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORY ?= examples/hallway/story.txt
ANSWERS ?= $(if $(filter examples/hallway/story.txt,$(STORY)),examples/hallway/answers.txt)
TOLD ?= $(if $(filter examples/hallway/story.txt,$(STORY)),2026-11-21)
PORT ?= 8420
KINHOLD_SHARED ?= ../shared
export KINHOLD_SHARED

.PHONY: setup run test check format lint types imports docs unit browser torture wide bench bench-forecast nightly locales chromium compiler oracles requirements clean

setup: $(VENV)/run.stamp

$(BIN)/uv:
	$(PYTHON) -m venv $(VENV)
	@command -v uv >/dev/null 2>&1 && ln -sf "$$(command -v uv)" $(BIN)/uv || $(BIN)/python -m pip --disable-pip-version-check -q install uv

$(VENV)/run.stamp: $(BIN)/uv requirements/run.txt pyproject.toml
	$(BIN)/uv pip install --python $(BIN)/python -q --require-hashes -r requirements/run.txt
	$(BIN)/uv pip install --python $(BIN)/python -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	$(BIN)/uv pip install --python $(BIN)/python -q --require-hashes -r requirements/dev.txt
	@touch $@

run: setup
	$(BIN)/kinhold demo --story "$(STORY)" $(if $(ANSWERS),--answers "$(ANSWERS)") $(if $(TOLD),--told $(TOLD)) --port $(PORT)

# Hooks, people and CI share these recipes.
check: lint types imports docs

format: $(VENV)/dev.stamp
	$(BIN)/ruff format src tests bench tools
	$(BIN)/ruff check --fix src tests bench tools

lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check src tests bench tools
	$(BIN)/ruff check src tests bench tools
	$(BIN)/codespell src docs tests README.md CHANGELOG.md CONTRIBUTING.md

types: $(VENV)/dev.stamp
	$(BIN)/mypy

imports: $(VENV)/dev.stamp
	$(BIN)/lint-imports

docs: $(VENV)/dev.stamp
	$(BIN)/sphinx-build -n -W -q -b html docs docs/_build/html

unit: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -q -n auto --dist loadfile -m "not browser and not torture"

# Every property on new examples, ten times as many; what it finds becomes a test of its own.
wide: $(VENV)/dev.stamp
	KINHOLD_EXAMPLES=wide $(BIN)/python -m pytest -q -n auto --timeout 0 tests/properties

browser: $(VENV)/dev.stamp chromium
	$(BIN)/python -m pytest -q -m browser

# What drives a browser, or counts cuts and kills, has the machine to itself.
test: check chromium compiler oracles unit
	$(BIN)/python -m pytest -q -m "browser or torture"

# The long version of the durability proofs: N simulated power cuts, and all else in proportion.
torture: $(VENV)/dev.stamp chromium compiler
	KINHOLD_TORTURE=$(or $(N),4000) $(BIN)/python -m pytest -q -s -m torture --timeout 0 tests/durability tests/bundles tests/erasure

bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench

# The forecast on real accounts, fetched beside the checkout: make bench-forecast DIR=../berka
bench-forecast: $(VENV)/dev.stamp
	$(BIN)/python -m bench.forecast $(DIR)

# Our rules for benefits beside another program's, which is only ever run: KINHOLD_POLICYENGINE=PYTHON make nightly
nightly: $(VENV)/dev.stamp
	$(BIN)/python -m bench.entitlements_oracle

chromium:
	@command -v chromium >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; } || echo "Chromium is not installed and cannot be installed here: the browser tests will say that they are skipped."

compiler:
	@command -v cc >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gcc libc6-dev >/dev/null; } || echo "There is no C compiler here and none can be installed: the power-cut tests will say that they are skipped."

# Other people's ledgers, which the export is checked against; beancount is only ever run, never imported.
oracles: .venv-oracles/bin/bean-check
	@command -v hledger >/dev/null 2>&1 && command -v ledger >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends hledger ledger >/dev/null; } || echo "hledger and ledger are not installed and cannot be installed here: their tests will say that they are skipped."

.venv-oracles/bin/bean-check:
	@{ $(PYTHON) -m venv .venv-oracles && .venv-oracles/bin/python -m pip --disable-pip-version-check -q install "beancount>=3.2,<4"; } || echo "beancount cannot be installed here: its test will say that it is skipped."

# The words of every locale, in step with what the code and the templates say.
locales: $(VENV)/dev.stamp
	$(BIN)/python -m tools.locales

requirements: $(BIN)/uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra all --extra build -o requirements/run.txt pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev --extra build -c requirements/run.txt -o requirements/dev.txt pyproject.toml

clean:
	rm -rf $(VENV) .venv-oracles docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis
