"""Superset's settings, in a container and on one machine: secrets from files, nobody in without a password, nothing sent out."""

import copy
import os
from pathlib import Path

from current_generation import open_for_superset, require_warehouse
from superset.config import TALISMAN_CONFIG as _DEFAULTS_OF_TALISMAN
from superset.config import THEME_DEFAULT as _THEME

# Containers have them there; `make bi` keeps its own in the home.
SECRETS = Path(os.environ.get("SUPERSET_SECRETS", "/run/secrets"))

SECRET_KEY = (SECRETS / "superset_secret_key").read_text(encoding="utf-8").strip()
SQLALCHEMY_DATABASE_URI = (SECRETS / "superset_database_url").read_text(encoding="utf-8").strip()

# Every query is opened on what is published at that moment, and DuckDB opens no other file: whoever may write SQL could
# read the secrets otherwise, and so could whoever may add a database.
DB_CONNECTION_MUTATOR = open_for_superset
DB_SQLA_URI_VALIDATOR = require_warehouse
# What was published a second ago is shown: answers are kept nowhere.
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}

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

# Text from the web stays text: SQL is no template, and the HTML of a text box is shown as it is written.
FEATURE_FLAGS = {"ENABLE_TEMPLATE_PROCESSING": False, "ESCAPE_MARKDOWN_HTML": True}

# A browser may ask this server and nobody else: no fonts, no tiles, no pixel that counts who uses Superset.
TALISMAN_CONFIG = copy.deepcopy(_DEFAULTS_OF_TALISMAN)
TALISMAN_CONFIG["content_security_policy"] |= {
    "img-src": ["'self'", "blob:", "data:"],
    "connect-src": ["'self'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "font-src": ["'self'", "data:"],
}
THEME_FONT_URL_ALLOWED_DOMAINS: list[str] = []

APP_NAME = "Daybook"
THEME_DEFAULT = {**_THEME, "token": {**_THEME["token"], "brandAppName": APP_NAME, "brandLogoAlt": APP_NAME}}
# One look, whatever the system prefers: the dashboards' colours are chosen for it.
THEME_DARK = None

# Few colours, that can be told apart and printed.
EXTRA_CATEGORICAL_COLOR_SCHEMES = [
    {
        "id": "daybook",
        "label": "Daybook",
        "colors": [
            "#1f5673",
            "#e0912f",
            "#5b8e7d",
            "#a63d40",
            "#8d99ae",
            "#463f3a",
            "#90c2e7",
            "#d9b44a",
            "#7a5c99",
            "#b8c4bb",
        ],
    }
]
EXTRA_SEQUENTIAL_COLOR_SCHEMES = [
    {
        "id": "daybook_blues",
        "label": "Daybook, light to dark",
        "isDiverging": False,
        "colors": ["#d6e4ee", "#a9c7db", "#6f9fbe", "#3f7899", "#1f5673"],
    }
]


def FLASK_APP_MUTATOR(app: object) -> None:  # noqa: N802
    """SQL Lab calls a task of Celery, which is bound when it is first called: two threads at once would find it half bound."""
    del app
    from superset import sql_lab  # noqa: F401, PLC0415
    from superset.extensions import celery_app  # noqa: PLC0415

    celery_app.finalize()
