"""Superset in a home: what must be there before it starts, what it keeps there, and which process serves it."""

import os
import secrets
import socket
from contextlib import suppress
from pathlib import Path

import psutil

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BIN = ROOT / ".cache" / "superset" / "bin"


class NotStarted(Exception):
    """Superset could not be started; the message says why and what to do."""


def require_published(home: Path) -> None:
    """Raise NotStarted where there is nothing to look at, or nothing to look with."""
    if not (home / "published" / "daybook.duckdb").exists():
        raise NotStarted(f"nothing is published in {home}\n  try: make demo, or daybook --home {home} run PAGES")
    if not (BIN / "gunicorn").exists():
        raise NotStarted(f"Superset is not set up in {BIN.parent}\n  try: make bi")


def require_free(port: str) -> None:
    """Raise NotStarted where it is no port, or another program listens on it."""
    if not port.isdecimal() or not 0 < int(port) < 65_536:
        raise NotStarted(f"BI_PORT={port!r} is no port\n  try: make bi BI_PORT=8089")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            raise NotStarted(
                f"port {port} is taken by another program\n  try: make bi BI_PORT={int(port) + 1}"
            ) from error


def write_secrets(state: Path) -> None:
    """Random secrets, and where Superset's database is; what is there stays."""
    folder = state / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, text in {
        "superset_secret_key": secrets.token_hex(32),
        "superset_admin_password": secrets.token_urlsafe(12),
        "superset_database_url": f"sqlite:///{state / 'superset.db'}",
    }.items():
        with suppress(FileExistsError):
            number = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(number, "w", encoding="utf-8") as file:
                file.write(text)


def environment_of(home: Path) -> dict[str, str]:
    """The environment that Superset runs in: where its settings, its secrets and the warehouse are."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("SUPERSET_", "FLASK_", "PYTHON"))}
    return {
        **kept,
        "FLASK_APP": "superset.app:create_app()",
        "PYTHONPATH": str(HERE),
        "SUPERSET_HOME": str(home / "superset"),
        "SUPERSET_SECRETS": str(home / "superset" / "secrets"),
        "SUPERSET_WAREHOUSE": str(home / "published" / "daybook.duckdb"),
    }


def running_server(state: Path) -> psutil.Process | None:
    """The gunicorn that serves a home; None where none runs."""
    with suppress(OSError, ValueError, psutil.Error):
        process = psutil.Process(int((state / "superset.pid").read_text()))
        # The number may have come again, for something else.
        if process.environ().get("SUPERSET_HOME") == str(state) and process.status() != psutil.STATUS_ZOMBIE:
            return process
    return None


def running_port(state: Path) -> str:
    """The port of the server that runs."""
    server = running_server(state)
    bound = [word for word in server.cmdline() if word.startswith("--bind=")] if server else []
    return bound[0].rpartition(":")[2] if bound else "8088"
