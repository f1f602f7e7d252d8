"""Superset on this machine: `make bi` starts it over what is published, `make bi-down` stops it and leaves nothing running.

One gunicorn on loopback, in a session of its own. What it keeps lies in `superset/` of the home: its SQLite database, its secrets
and its log. The settings are those of the container. Dashboards are imported at each start, so they are those of this version.
"""

import argparse
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import psutil
from filelock import FileLock, Timeout
from in_home import (
    BIN,
    HERE,
    ROOT,
    NotStarted,
    environment_of,
    require_free,
    require_published,
    running_port,
    running_server,
    write_secrets,
)

START_SECONDS = 120
# Longer than a query may take that somebody waits for.
STOP_SECONDS = 30
# As in the image: threads, as a query in DuckDB does not give way to other greenlets.
SERVER = (
    "--workers=2",
    "--worker-class=gthread",
    "--threads=8",
    "--timeout=120",
    "--graceful-timeout=20",
    "superset.app:create_app()",
)
DIRECT = build_opener(ProxyHandler({}))


def main() -> None:
    """Start or stop, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("up", "down"))
    what = parser.parse_args().what
    home = Path(os.environ.get("DAYBOOK_HOME", "data")).absolute()
    state = home / "superset"
    try:
        if what == "up":
            require_published(home)
        elif not state.exists():
            print(f"==> no Superset of {home} runs")
            return
        # Its secrets and its database are for nobody else.
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(state / "bi.lock", timeout=0):
            start(home, os.environ.get("BI_PORT", "8088")) if what == "up" else tell_stopped(home)
    except Timeout:
        sys.exit(f"daybook: another `make bi` or `make bi-down` of {home} is at work\n  try: again, when it has ended")
    except NotStarted as error:
        sys.exit(f"daybook: {error}")


def start(home: Path, port: str) -> None:
    """Start Superset, or import the dashboards into the one that runs. Raises NotStarted."""
    state = home / "superset"
    server = running_server(state)
    if server is None:
        require_free(port)
    write_secrets(state)
    environment = environment_of(home)
    print(f"==> Superset's database, users and dashboards, in {state}", flush=True)
    prepare(environment, *(["--dashboards"] if server else []))
    if server is None:
        serve(environment, state, port)
    tell(state, running_port(state), is_new=server is None)


def prepare(environment: dict[str, str], *options: str) -> None:
    """Run prepare.py to its end. Raises NotStarted with what it said where it fails."""
    command = [BIN / "python", HERE / "prepare.py", *options]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotStarted(f"Superset could not be made ready:\n{(done.stdout + done.stderr)[-3000:]}")


def serve(environment: dict[str, str], state: Path, port: str) -> None:
    """Start the server and wait until it answers. Raises NotStarted."""
    with (state / "superset.log").open("ab") as log:
        process = subprocess.Popen(
            [BIN / "gunicorn", f"--bind=127.0.0.1:{port}", f"--pid={state / 'superset.pid'}", *SERVER],
            env=environment,
            cwd=state,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while not answers(port):
        ended = process.poll() is not None
        if ended or time.monotonic() > deadline:
            stop(state)
            why = "ended at once" if ended else f"does not answer after {START_SECONDS} s"
            raise NotStarted(f"Superset {why}\n  its log: {state / 'superset.log'}")
        time.sleep(0.5)


def answers(port: str) -> bool:
    """Whether a server is there and well."""
    try:
        with DIRECT.open(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def tell(state: Path, port: str, *, is_new: bool) -> None:
    """Say where it is and how to get in."""
    print(f"\nSuperset {'runs' if is_new else 'runs already'}: http://127.0.0.1:{port}")
    print(f"  user admin, password in {state / 'secrets' / 'superset_admin_password'}")
    print("  dashboards: Overview, Events, Figures, Sources & quality; what is published next is seen at once")
    print("  stop it: `make bi-down`")


def tell_stopped(home: Path) -> None:
    """Stop Superset, and say how it ended."""
    is_running = running_server(home / "superset") is not None
    killed = stop(home / "superset")
    by_force = f"; {killed} processes had to be killed" if killed else ""
    print(f"==> Superset is stopped{by_force}" if is_running else f"==> no Superset of {home} runs")


def stop(state: Path) -> int:
    """Stop the server and its workers: asked first, then killed. Returns how many had to be killed."""
    server = running_server(state)
    left: list[psutil.Process] = []
    if server is not None:
        members = [server, *server.children(recursive=True)]
        server.terminate()
        _, left = psutil.wait_procs(members, timeout=STOP_SECONDS)
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(left, timeout=5)
    (state / "superset.pid").unlink(missing_ok=True)
    return len(left)


if __name__ == "__main__":
    main()
