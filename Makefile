# make run    opens the desk: Slack when tokens are set in .env, the terminal when not
# make test   lint, types, import directions and tests
# make bench  the figures, beside what a user would pick instead
VENV := .venv/bin
PIP := $(VENV)/pip install --quiet --disable-pip-version-check

.PHONY: run setup test bench soak replicas outages growth report weights pins clean

run: setup
	@$(VENV)/mpn run

setup: .venv/.ready

.venv/bin/python:
	python3 -m venv .venv

.venv/.ready: requirements.txt pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.txt
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

test: .venv/.ready-dev
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/pytest -n 2 --dist loadfile

bench: .venv/.ready-dev
	$(VENV)/python -m benchmarks

# Processes killed at any moment and racing for the last seat.
soak: .venv/.ready-dev
	$(VENV)/python -m benchmarks.soak

# Three processes serve Slack on one PostgreSQL, while they are killed in turn and the server is stopped.
replicas: .venv/.ready-dev
	$(VENV)/python -m benchmarks.replicas_in_slack

# Three desks on a PostgreSQL behind PgBouncer, taken over by its replica, and cut off from the network.
outages: .venv/.ready-dev
	$(VENV)/python -m benchmarks.outages

# How cost grows with entries, people and workspaces, measured and drawn to docs/pictures/.
growth: .venv/.ready-dev
	$(VENV)/python -m benchmarks.growth

# The demo company's audit report in headless Chromium, as PNG and PDF, to be looked at.
report: .venv/.ready
	$(VENV)/python -m benchmarks.report report

# The reader's weights, from the phrases and the rulebook's cases.
weights:
	test -d .venv-train || python3 -m venv .venv-train
	.venv-train/bin/pip install --quiet -e '.[train]'
	.venv-train/bin/python -m intents.training

# Pins every version with its hashes; names no registry.
pins: .venv/.ready-dev
	$(VENV)/uv pip compile -q -U --generate-hashes --no-emit-index-url --no-header --extra install pyproject.toml -o requirements.txt
	$(VENV)/uv pip compile -q -U --generate-hashes --no-emit-index-url --no-header --extra install --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf .venv
