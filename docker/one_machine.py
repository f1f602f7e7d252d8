"""Airflow on one machine, without containers: `make up` starts it, `make down` stops it and leaves nothing running.

Scheduler with LocalExecutor, DAG processor, triggerer and API server, kept running by supervisord in a session of their own. The
database is SQLite in AIRFLOW_HOME, or what AIRFLOW__DATABASE__SQL_ALCHEMY_CONN names. Only the API server listens: on loopback,
with a password. Whatever is set in the environment wins over what is set here.
"""

import argparse
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import psutil
from filelock import FileLock, Timeout

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
# Airflow's parts that must be there before anybody is told that it runs.
PARTS = ("metadatabase", "scheduler", "dag_processor", "triggerer")
START_SECONDS = 180
# One after the other; the scheduler waits a minute for its tasks (one_machine.conf).
STOP_SECONDS = 100
# Airflow's parts ask each other, and nobody between them.
DIRECT = build_opener(ProxyHandler({}))


class NotStarted(Exception):
    """Airflow could not be started; the message says why and what to do."""


def settings_of(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment that Airflow runs in."""
    home = Path(environment.get("DAYBOOK_HOME", "data")).absolute()
    port = environment.get("AIRFLOW__API__PORT", "8080")
    address = f"http://127.0.0.1:{port}"
    ours = {
        "DAYBOOK_HOME": str(home),
        "AIRFLOW_HOME": str(home / "airflow"),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": port,
        "AIRFLOW__API__BASE_URL": address,
        # One process serves a few people; four would each take 200 MB.
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": "4",
        # Two tasks read at a time, a process each: more would each hold a language model.
        "DAYBOOK_READ_WORKERS": "1",
        # The first run is there without a click.
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "PYTHONPATH": str(ROOT),
    }
    if not any((home / name).exists() for name in ("sources.yml", "inbox")):
        # Nobody has said yet what to collect: the first run shows what the pages of the demo give.
        ours["DAYBOOK_PAGES"] = str(ROOT / "tests" / "golden" / "pages")
    ours |= {name: ",".join(filter(None, (environment.get(name), "127.0.0.1"))) for name in ("NO_PROXY", "no_proxy")}
    always = ("DAYBOOK_HOME", "NO_PROXY", "no_proxy")
    path = f"{BIN}{os.pathsep}{environment.get('PATH', '')}"
    return {**ours, **environment, **{name: ours[name] for name in always}, "PATH": path}


def start(environment: Mapping[str, str]) -> None:
    """Start Airflow and wait until all its parts are there. Raises NotStarted."""
    home = Path(environment["AIRFLOW_HOME"])
    if leader := running_leader(home):
        print(f"==> Airflow runs already (process {leader}): {environment['AIRFLOW__API__BASE_URL']}")
        return
    require_free(environment["AIRFLOW__API__PORT"])
    (home / "logs").mkdir(parents=True, exist_ok=True)
    # Its logs and its file of passwords are for nobody else; what is published is.
    home.chmod(0o700)
    keep_password(home)
    print(f"==> Airflow's database, and the pool of the one writer, in {home}", flush=True)
    for command in (["db", "migrate"], ["pools", "set", "duckdb_writer", "1", "DuckDB has one writer"]):
        run_airflow(environment, *command)
    print(f"==> starting Airflow; its logs are in {home / 'logs'}", flush=True)
    process = subprocess.Popen(
        [BIN / "supervisord", "--configuration", ROOT / "docker" / "one_machine.conf"],
        env=dict(environment),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    leader_file(home).write_text(str(process.pid))
    try:
        wait_until_healthy(environment["AIRFLOW__API__BASE_URL"], process)
    except NotStarted:
        stop(home)
        raise
    tell(environment)


def keep_password(home: Path) -> None:
    """A random password for `admin` where there is none yet. Airflow would make one itself, and write it into its log."""
    file = home / "simple_auth_manager_passwords.json.generated"
    with suppress(FileExistsError):
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "w", encoding="utf-8") as stream:
            json.dump({"admin": secrets.token_urlsafe(12)}, stream)
    file.chmod(0o600)


def run_airflow(environment: Mapping[str, str], *command: str) -> None:
    """Run one of Airflow's commands to its end. Raises NotStarted with what it said where it fails."""
    done = subprocess.run(
        [BIN / "airflow", *command],
        env=dict(environment),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        # Its settings and its database hold secrets.
        umask=0o077,
    )
    if done.returncode:
        raise NotStarted(f"airflow {' '.join(command)} failed:\n{(done.stdout + done.stderr)[-3000:]}")


def tell(environment: Mapping[str, str]) -> None:
    """Say where it is, how to get in, and what it does."""
    home, daybook = Path(environment["AIRFLOW_HOME"]), environment["DAYBOOK_HOME"]
    print(f"\nAirflow runs: {environment['AIRFLOW__API__BASE_URL']}")
    passwords = home / "simple_auth_manager_passwords.json.generated"
    if passwords.exists():
        for user, password in json.loads(passwords.read_text()).items():
            print(f"  user {user}, password {password}")
    if pages := environment.get("DAYBOOK_PAGES"):
        print(f"  it collects the pages in {pages}")
        print(f"  for your own: `daybook sources example > {daybook}/sources.yml`, then `make down up`")
    print("  collect_news runs at once and then hourly; what it finds is read and published by the other DAGs")
    print(f"  what is there: `daybook --home {daybook} status`; stop it: `make down`")


def stop(home: Path) -> int:
    """Stop Airflow and all that it started: asked first, then killed. Returns how many processes had to be killed."""
    leader = running_leader(home)
    killed = 0
    if leader is not None:
        members = members_of(leader)
        # Where supervisord was killed, nobody passes on what it is told.
        for process in [one for one in members if one.pid == leader] or members:
            with suppress(psutil.NoSuchProcess):
                process.terminate()
        _, left = psutil.wait_procs(members, timeout=STOP_SECONDS)
        killed = len(left)
        # Again, as what is killed may have been starting another.
        while found := members_of(leader):
            for process in found:
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            psutil.wait_procs(found, timeout=5)
    leader_file(home).unlink(missing_ok=True)
    return killed


def members_of(session: int) -> list[psutil.Process]:
    """The processes of a session that live. Airflow gives each task a group of its own, but no session."""
    found = []
    for process in psutil.process_iter():
        with suppress(ProcessLookupError, PermissionError, psutil.NoSuchProcess):
            if os.getsid(process.pid) == session and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def leader_file(home: Path) -> Path:
    """Where the process that leads the session is noted."""
    return home / "session.pid"


def running_leader(home: Path) -> int | None:
    """The process whose session Airflow runs in; None where nothing of it runs."""
    try:
        noted = int(leader_file(home).read_text())
    except (FileNotFoundError, ValueError):
        return None
    # The number may have come again, for something else.
    return noted if any(is_of(process, home) for process in members_of(noted)) else None


def is_of(process: psutil.Process, home: Path) -> bool:
    """Whether a process was started for an AIRFLOW_HOME."""
    with suppress(psutil.Error):
        return process.environ().get("AIRFLOW_HOME") == str(home)
    return False


def require_free(port: str) -> None:
    """Raise NotStarted where it is no port, or another program listens on it."""
    if not port.isdecimal() or not 0 < int(port) < 65_536:
        raise NotStarted(f"AIRFLOW__API__PORT={port!r} is no port\n  try: AIRFLOW__API__PORT=8081 make up")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            another = f"AIRFLOW__API__PORT={int(port) + 1} make up"
            raise NotStarted(f"port {port} is taken by another program\n  try: {another}") from error


def wait_until_healthy(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait for all parts of Airflow. Raises NotStarted where it ends, or takes too long."""
    missing: list[str] = list(PARTS)
    deadline = time.monotonic() + START_SECONDS
    while missing:
        if process.poll() is not None:
            raise NotStarted(f"supervisord ended at once, with exit code {process.returncode}")
        if time.monotonic() > deadline:
            raise NotStarted(f"after {START_SECONDS} s these parts of Airflow are not there: {', '.join(missing)}")
        time.sleep(0.5)
        missing = missing_parts(address)


def missing_parts(address: str) -> list[str]:
    """The parts of Airflow that do not say that they are well."""
    try:
        with DIRECT.open(f"{address}/api/v2/monitor/health", timeout=5) as answer:
            health = json.load(answer)
    except (URLError, OSError, ValueError):
        return ["api_server"]
    return [part for part in PARTS if health.get(part, {}).get("status") != "healthy"]


def main() -> None:
    """Start or stop, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("up", "down"))
    what, environment = parser.parse_args().what, settings_of(os.environ)
    home = Path(environment["AIRFLOW_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(home / "up.lock", timeout=0):
            start(environment) if what == "up" else tell_stopped(home)
    except Timeout:
        sys.exit(f"daybook: another `make up` or `make down` of {home} is at work\n  try: again, when it has ended")
    except NotStarted as error:
        sys.exit(f"daybook: {error}\n  its logs: {home / 'logs'}")


def tell_stopped(home: Path) -> None:
    """Stop Airflow, and say how it ended."""
    is_running = running_leader(home) is not None
    killed = stop(home)
    by_force = f"; {killed} processes had to be killed, and what they did is done again" if killed else ""
    print(f"==> Airflow is stopped{by_force}" if is_running else f"==> no Airflow of {home} runs")


if __name__ == "__main__":
    main()
