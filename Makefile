# Two commands do everything: `make run` and `make test`. Each installs what it needs first.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
# Python 3.11 to 3.14, as pyproject.toml says. PYTHON=… names another of them.
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	if $$p -c 'import sys; sys.exit(not (3,11) <= sys.version_info[:2] < (3,15))' 2>/dev/null; \
	then command -v $$p; break; fi; done)
# Two steps: what running needs, and what the tests and the checks need besides.
RUNS := $(VENV)/.runs
STAMP := $(VENV)/.installed
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps
# The locks name every package with its hashes, so there is nothing to resolve. The one that is built
# here, durable_rules, calls PyEval_CallObject, which Python 3.13 took out; its setup.py heeds CC only.
LOCKED := CC="$${CC:-cc} -DPyEval_CallObject=PyObject_CallObject" $(PIP) --no-build-isolation --require-hashes
ARGS ?=
CHROMIUM ?= chromium

.PHONY: help run test test-all .slow .browser chromium check docs schema screenshots bench bundle clean

help:
	@echo "make run     chạy mô phỏng văn bản năm 2024 (make run ARGS='--speed 600 --fresh')"
	@echo "make test    chạy các phép thử hằng ngày;  make test-all: tất cả"
	@echo "make bundle  gói cài đặt không cần mạng (dist/*.tar)"
	@echo "make check   kiểm tra mã nguồn;  make bench: đo tốc độ;  make docs: viết lại docs/cli.md;  make schema: lược đồ;  make screenshots: ảnh các trang"

run: $(RUNS)
	@exec $(BIN)/dondoc up --demo $(ARGS)

# Tests start the program dozens of times: what is compiled once is kept, whatever the shell says.
test test-all: export PYTHONDONTWRITEBYTECODE :=

# Each of the two takes a half in order, so that what many tests of a file begin with is played once.
test: $(STAMP)
	$(BIN)/pytest -n 2 --dist worksteal -m "not long and not slow and not postgres and not browser" $(ARGS)

test-all: $(STAMP) chromium
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow and not browser" $(ARGS)
# Slow tests wait a third of their time, for a real server or a killed one's lease: pages are looked at meanwhile.
	@$(MAKE) --no-print-directory -j 2 --output-sync=line .slow .browser

# A file at a time for each of two: real servers, killed processes and what they leave are of one file.
.slow:
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "slow and not browser" $(ARGS)

# Pages in a real browser, slow or not: their own run, for Playwright keeps an event loop of its own.
.browser:
	$(BIN)/pytest -n 1 -m browser tests/web $(ARGS)

# The browser of the tests is the machine's; a new machine gets Debian's.
chromium:
	@if ! command -v $(CHROMIUM) >/dev/null; then \
		echo "Đang cài chromium cho phép thử / installing chromium for the tests…"; \
		{ apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null || { \
		echo "Cần chromium / chromium is needed (Debian: apt-get install chromium)"; exit 1; }; fi

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(STAMP)
	$(BIN)/python -m docs.generate

# What a database of this version consists of, after a migration was added.
schema: $(STAMP)
	PYTHONPATH=. $(BIN)/python tools/schema

# Every page as it looks, in dist/screenshots (ARGS=--readme: the pictures of README.md).
screenshots: $(STAMP) chromium
	@PYTHONPATH=. $(BIN)/python tools/screenshots $(ARGS)

bench: $(STAMP)
	$(BIN)/python -m benchmarks

# One file for machines without internet, of what is committed.
bundle: $(RUNS)
	@PYTHON=$(abspath $(BIN))/python tools/bundle dist

clean:
	rm -rf $(VENV) build dist

$(RUNS): requirements/build.lock requirements/run.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo "Cần Python 3.11, 3.12, 3.13 hoặc 3.14 / Python 3.11, 3.12, 3.13 or 3.14 is needed."; exit 1; fi
	@if ! $(PYTHON) -m venv --help >/dev/null 2>&1 || ! $(PYTHON) -m ensurepip --version >/dev/null 2>&1; then \
		echo "Cần gói venv của Python / Python's venv is needed (Debian: python3-venv)."; exit 1; fi
	@if ! command -v $${CC:-cc} >/dev/null; then \
		echo "Cần trình biên dịch C / A C compiler is needed (Debian: gcc)."; exit 1; fi
	@if ! echo '#include <Python.h>' | $${CC:-cc} -E -I"$$($(PYTHON) -c 'import sysconfig; print(sysconfig.get_paths()["include"])')" - >/dev/null 2>&1; then \
		echo "Cần tệp tiêu đề của Python / Python's headers are needed (Debian: python3-dev)."; exit 1; fi
	@echo "Đang cài đặt / installing (một lần)…"
	@$(PYTHON) -m venv $(VENV)
	@$(LOCKED) -r requirements/build.lock
	@$(LOCKED) -r requirements/run.lock
	@$(PIP) --no-build-isolation -e .
	@touch $@

$(STAMP): $(RUNS) requirements/test.lock
	@echo "Đang cài đặt phần của phép thử / installing what the tests need (một lần)…"
	@$(LOCKED) -r requirements/test.lock
	@touch $@
