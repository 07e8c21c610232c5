# Two commands carry the project: `make run` opens the product on demo data, `make test` passes the tests.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup run test lint bench lock browser clean

setup: .venv/.installed solver/__pycache__/.compiled

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("onestop needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# The engine's inner loops are compiled on first use; done here, nobody waits for it later.
solver/__pycache__/.compiled: .venv/.installed $(wildcard solver/*.py)
	$(BIN)/python -m solver.warm
	@touch $@

run: setup
	$(BIN)/onestop run --demo

lint: .venv/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Types are checked while the inner loops are compiled: at its end that takes one core.
test:
	@$(MAKE) --no-print-directory --jobs=2 lint browser
	$(BIN)/pytest

# The page tests drive a real browser: one that is installed, or else one that is fetched now.
browser: setup
	@$(BIN)/python -m tests.browser

bench: setup
	$(BIN)/python -m benchmarks

# Made with a resolver that writes one lock for every platform, hashes and all, and names no registry.
lock: setup
	$(BIN)/uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
		--quiet --output-file requirements.lock

clean:
	rm -rf .venv var
