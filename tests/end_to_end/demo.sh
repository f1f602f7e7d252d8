#!/usr/bin/env bash
# The main job on the bundled pages: the three DAGs in order, each by `airflow dags test`, then a look at what was published.
set -euo pipefail
cd "$(dirname "$0")/../.."

export DAYBOOK_PAGES=tests/golden/pages
export AIRFLOW__LOGGING__LOGGING_LEVEL=INFO
log="$DAYBOOK_HOME/demo.log"
mkdir -p "$DAYBOOK_HOME"
: > "$log"
started=$SECONDS

say() { printf '\n==> %s\n' "$1"; }

run() {
  # Airflow's own chatter stays in the log; Daybook's lines are shown as they come, without the names of the run, which every
  # line has; on failure, the end of the whole log.
  if ! "$@" 2>&1 | tee -a "$log" | sed -unE \
    -e 's/ (dag_id|loc|map_index|run_id|task_id|ti_id|try_number)=[^ ]*//g' \
    -e 's/^[^[]*\[(info|warning|error) *\] (.*[^ ]) *\[daybook\]/    \2/p'; then
    echo "The command failed: $*"
    echo "--- the end of $log"
    tail -n 40 "$log"
    exit 1
  fi
}

if [ ! -f "$AIRFLOW_HOME/.ready" ]; then
  say "Airflow's own database (SQLite) and the pool of the one writer, in $AIRFLOW_HOME"
  run .venv/bin/airflow db migrate
  run .venv/bin/airflow pools set duckdb_writer 1 "DuckDB has one writer"
  touch "$AIRFLOW_HOME/.ready"
fi

say "collect_news: find the pages in $DAYBOOK_PAGES, keep their bodies, extract their articles"
run .venv/bin/airflow dags test collect_news 2025-07-04
say "read_facts: events, participants and figures of each article"
run .venv/bin/airflow dags test read_facts 2025-07-04
say "publish_warehouse: load, check, link, build with dbt, check again, publish"
run .venv/bin/airflow dags test publish_warehouse 2025-07-04

say "The published warehouse: $DAYBOOK_HOME/published/daybook.duckdb"
.venv/bin/daybook --home "$DAYBOOK_HOME" show
printf '\nDone in %s s. The whole log: %s\n' "$((SECONDS - started))" "$log"
