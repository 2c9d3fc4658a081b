.DEFAULT_GOAL := help
SHELL := /bin/bash

setup: .venv/.synced node_modules/.package-lock.json ## Virtual environment and packages, as pinned
.PHONY: setup

.venv/bin/uv:
	python3 -m venv .venv
	.venv/bin/pip install -q uv

.venv/.synced: requirements.lock .venv/bin/uv
	.venv/bin/uv pip sync -q --require-hashes requirements.lock
	touch $@

node_modules/.package-lock.json: package-lock.json .npmrc .venv/.synced
	.venv/bin/npm ci --no-audit --no-fund --ignore-scripts
	touch $@
