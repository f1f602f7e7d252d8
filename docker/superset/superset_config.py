"""Superset's settings: secrets from files, nobody in without a password."""

from pathlib import Path

_SECRETS = Path("/run/secrets")

SECRET_KEY = (_SECRETS / "superset_secret_key").read_text(encoding="utf-8").strip()
SQLALCHEMY_DATABASE_URI = (_SECRETS / "superset_database_url").read_text(encoding="utf-8").strip()

# Against guessing passwords; each worker process counts for itself.
RATELIMIT_ENABLED = True
RATELIMIT_STORAGE_URI = "memory://"

# Whoever is not logged in sees nothing, the description of the API included.
PUBLIC_ROLE_LIKE = None
AUTH_USER_REGISTRATION = False
FAB_API_SWAGGER_UI = False

# A day without a click ends a session.
PERMANENT_SESSION_LIFETIME = 86_400
# Behind a proxy that speaks TLS set SESSION_COOKIE_SECURE and ENABLE_PROXY_FIX to True.
