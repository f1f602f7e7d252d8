#!/usr/bin/env bash
# Writes the secrets of compose.yml into docker/secrets/, random ones; what is there already stays as it is.
set -euo pipefail
umask 077
folder="$(cd "$(dirname "$0")" && pwd)/secrets"
mkdir -p "$folder"
# Compose mounts a file as it is on the host, and each container has a user of its own: the files can be read by all, and
# the folder entered by its owner alone.
chmod 700 "$folder"

random() { head -c 32 /dev/urandom | od -An -vtx1 | tr -d ' \n'; }

write() { # write NAME: the secret NAME from stdin, unless it is there
  local path="$folder/$1"
  if [ -e "$path" ]; then
    cat > /dev/null
  else
    cat > "$path.part"
    chmod 444 "$path.part"
    mv -n "$path.part" "$path"
    echo "wrote docker/secrets/$1"
  fi
}

read_secret() { cat "$folder/$1"; }

for name in postgres_password airflow_database_password superset_database_password lake_database_password redis_password \
  airflow_jwt_secret airflow_secret_key superset_secret_key superset_admin_password; do
  random | write "$name"
done
# Fernet wants 32 bytes in the URLs' base64.
head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' | write airflow_fernet_key

printf 'postgresql+psycopg2://airflow:%s@postgres/airflow' "$(read_secret airflow_database_password)" | write airflow_database_url
printf 'postgresql+psycopg2://superset:%s@postgres/superset' "$(read_secret superset_database_password)" | write superset_database_url
printf 'redis://:%s@redis:6379/0' "$(read_secret redis_password)" | write airflow_broker_url
printf 'redis://:%s@redis:6379/1' "$(read_secret redis_password)" | write airflow_result_backend
printf 'requirepass %s\n' "$(read_secret redis_password)" | write redis.conf
# One user of Airflow: `admin`. More: one more line here, and AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS in compose.yml.
printf '{"admin": "%s"}\n' "$(random)" | write airflow_passwords.json
printf '{"identities": [{"name": "daybook", "credentials": [{"accessKey": "daybook", "secretKey": "%s"}], "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}\n' \
  "$(random)" | write object_store.json
# The lake: its catalogue's database, and the key that the object store knows.
printf 'postgresql://lake:%s@postgres/lake' "$(read_secret lake_database_password)" | write daybook_lake_catalog
sed -n 's/.*"secretKey": "\([^"]*\)".*/\1/p' "$folder/object_store.json" | tr -d '\n' | write daybook_lake_secret
