# Two commands do everything: `make run` and `make test`. Each installs what it needs first.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
# Python 3.11 or 3.12: durable_rules does not import on 3.13. PYTHON=… names another.
PYTHON ?= $(shell for p in python3.12 python3.11 python3 python; do \
	if $$p -c 'import sys; sys.exit(not (3,11) <= sys.version_info[:2] < (3,13))' 2>/dev/null; \
	then command -v $$p; break; fi; done)
STAMP := $(VENV)/.installed
ARGS ?=

.PHONY: help run test test-all check docs bench clean

help:
	@echo "make run     chạy mô phỏng văn bản năm 2024 (make run ARGS='--speed 600 --fresh')"
	@echo "make test    chạy các phép thử hằng ngày;  make test-all: tất cả"
	@echo "make check   kiểm tra mã nguồn;  make bench: đo tốc độ;  make docs: viết lại docs/cli.md"

run: $(STAMP)
	@exec $(BIN)/dondoc up --demo $(ARGS)

test: $(STAMP)
	$(BIN)/pytest -n 2 -m "not slow and not postgres" $(ARGS)

test-all: $(STAMP)
	$(BIN)/pytest -n 2 -m "not slow" $(ARGS)
# One at a time: real servers and killed processes want the machine to themselves.
	$(BIN)/pytest -m slow $(ARGS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(STAMP)
	$(BIN)/python -m docs.generate

bench: $(STAMP)
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.sweep
	$(BIN)/python -m benchmarks.outbox
	$(BIN)/python -m benchmarks.trail
	$(BIN)/python -m benchmarks.documents

clean:
	rm -rf $(VENV) build dist

$(STAMP): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo "Cần Python 3.11 hoặc 3.12 / Python 3.11 or 3.12 is needed."; exit 1; fi
	@if ! $(PYTHON) -m venv --help >/dev/null 2>&1 || ! $(PYTHON) -m ensurepip --version >/dev/null 2>&1; then \
		echo "Cần gói venv của Python / Python's venv is needed (Debian: python3-venv)."; exit 1; fi
	@if ! command -v $${CC:-cc} >/dev/null; then \
		echo "Cần trình biên dịch C / A C compiler is needed (Debian: gcc)."; exit 1; fi
	@if ! echo '#include <Python.h>' | $${CC:-cc} -E -I"$$($(PYTHON) -c 'import sysconfig; print(sysconfig.get_paths()["include"])')" - >/dev/null 2>&1; then \
		echo "Cần tệp tiêu đề của Python / Python's headers are needed (Debian: python3-dev)."; exit 1; fi
	@echo "Đang cài đặt / installing (một lần)…"
	@$(PYTHON) -m venv $(VENV)
# The lock names every package with its hashes, so there is nothing to resolve.
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)
