#!/usr/bin/env bash
# Superset's own database, its first user, and the published warehouse as a database of its: may run again at any time.
set -euo pipefail

superset db upgrade
superset init
# A user who is there keeps the password that was set since.
if ! superset fab list-users | grep -q "username:admin "; then
  superset fab create-admin --username admin --firstname Daybook --lastname Admin --email admin@localhost \
    --password "$(< /run/secrets/superset_admin_password)" > /dev/null
fi
# DuckDB is told to open no other file: whoever may write SQL could read the secrets of this container otherwise.
superset set-database-uri --database_name Daybook --uri \
  'duckdb:////srv/published/daybook.duckdb?access_mode=READ_ONLY&enable_external_access=false&lock_configuration=true'
