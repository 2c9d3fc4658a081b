.DEFAULT_GOAL := help

# Python 3.11 to 3.14: the versions that every compiled package has a wheel for.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null \
	&& echo $$name && break; done)
PY := .venv/bin/python
EMBEDDED := $(PY) -m portal.embedded
APT := DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300

.PHONY: setup words messages demo demo-reset code test test-quick check fix bench lock help

setup: .venv/.synced node_modules/.package-lock.json words ## Install everything that is pinned, below this folder

demo: setup ## The portal with invented people, in the foreground; PORT= chooses the port
	@$(PY) -m portal.embedded.demo $(if $(PORT),--port $(PORT))

demo-reset: setup ## Throw the demo's data away and start anew
	@$(PY) -m portal.embedded forget --name demo
	@$(PY) -m portal.embedded.demo $(if $(PORT),--port $(PORT))

code: ## The six digits of a demo account's app: make code EMAIL=…
	@$(PY) -m portal.embedded.code "$(EMAIL)"

test: setup ## Every test, with servers and a browser; ARGS= goes to pytest
	@$(PY) -m portal.embedded.testrun $(ARGS)

test-quick: setup ## The tests that need neither a browser nor the machine for themselves
	@$(PY) -m portal.embedded.testrun --quick $(ARGS)

check: setup ## Style, types, imports, migrations, deployment, API and policy documents
	@$(EMBEDDED) run --name test -- $(MAKE) --no-print-directory -k -j2 $(SYNC) $(CHECKS)

fix: setup ## Mend what a tool can mend, write the generated documents anew
	-.venv/bin/ruff check -q --fix .
	.venv/bin/ruff format -q .
	-.venv/bin/djlint --quiet --reformat templates
	-@$(PY) -m portal.languages messages
	@$(EMBEDDED) run --name test -- $(MAKE) --no-print-directory write-docs

messages: setup ## Read out what the pages say; say what waits for its words in another language
	@$(PY) -m portal.languages messages

bench: setup ## Ratios on a hundred thousand cases of its own; ARGS=--cases=N for fewer
	@$(PY) -m portal.embedded.bench $(ARGS)

lock: setup ## Resolve all packages anew, after a change in pyproject.toml or package.json
	$(COMPILE) --upgrade --group embedded --group dev pyproject.toml -o requirements.lock
	$(COMPILE) -c requirements.lock pyproject.toml -o requirements-production.lock
	.venv/bin/npm install --package-lock-only --ignore-scripts

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# ── what is installed ────────────────────────────────────────────────────────
# Where the machine has certificates of its own (a mirror inside a ministry's network), trust those.
CERTS := $(if $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/ssl/cert.pem),UV_SYSTEM_CERTS=1 NODE_USE_SYSTEM_CA=1)
COMPILE = $(CERTS) .venv/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate

.venv/bin/uv:
	@test -n "$(PYTHON)" || { echo "Concord needs Python 3.11 to 3.14; none was found. PYTHON= names one." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
		echo "▸ python3-venv is missing: installing it"; $(APT) update && $(APT) install -y python3-venv >/dev/null; \
	else \
		echo "Python's venv module is missing; as root: apt-get install python3-venv" >&2; exit 1; \
	fi
	@echo "▸ virtual environment"
	@$(PYTHON) -m venv .venv
	@awk '/^uv==/ {on = 1} on; on && !/\\$$/ {exit}' requirements.lock > .venv/uv.lock
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r .venv/uv.lock

.venv/.synced: requirements.lock .venv/bin/uv
	@echo "▸ Python packages"
	@$(CERTS) .venv/bin/uv pip sync -q --python $(PY) --require-hashes requirements.lock
	@touch $@

node_modules/.package-lock.json: package-lock.json .npmrc .venv/.synced
	@echo "▸ style sheets, scripts and fonts"
	@$(CERTS) .venv/bin/npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

# Without GNU gettext: Babel compiles what gettext reads.
WORDS := $(wildcard locale/*/LC_MESSAGES/django.po)
words: $(WORDS:.po=.mo)
%.mo: %.po .venv/.synced
	@$(PY) -m portal.languages compile

# ── make check, piece by piece; each needs the environment that `check` gives ──
SYNC := $(if $(filter output-sync,$(.FEATURES)),-Otarget)
CHECKS := check-types check-style check-imports check-migrations check-deploy check-api check-templates check-policy
PRODUCTION := env -u DEMO -u TESTING -u DEBUG BASE_URL=https://concord.example ALLOWED_HOSTS=concord.example
.PHONY: $(CHECKS) write-docs

check-style:
	@.venv/bin/ruff check -q .
	@.venv/bin/ruff format --check -q .
check-types:
	@.venv/bin/mypy --no-error-summary
check-imports:
	@.venv/bin/lint-imports
check-migrations:
	@$(PY) manage.py makemigrations --check --dry-run
check-deploy:
	@$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
check-api:
	@$(PY) manage.py spectacular --validate --fail-on-warn --file var/openapi.yaml
	@diff -u docs/openapi.yaml var/openapi.yaml || { echo "docs/openapi.yaml is stale: make fix"; exit 1; }
check-templates:
	@.venv/bin/djlint --quiet --lint templates
check-policy:
	@$(PY) manage.py policy_docs --check
write-docs:
	$(PY) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml
	$(PY) manage.py policy_docs
