#!/usr/bin/env bash
# Runs once, on an empty volume: a role and a database each for Airflow, Superset and a lake's catalogue, none of them a superuser.
set -euo pipefail

for name in airflow superset lake; do
  # psql quotes what it is handed as a variable; through a pipe, no list of processes shows it.
  {
    printf '\\set password `cat /run/secrets/%s_database_password`\n' "$name"
    echo "create role $name login password :'password';"
    echo "create database $name owner $name;"
    echo "revoke all on database $name from public;"
  } | psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres
done
