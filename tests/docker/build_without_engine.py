"""Builds an image's file tree from its Dockerfile without a container engine, and runs commands in it as its user.

    build_without_engine.py [DOCKERFILE] --into FOLDER --python /path/to/python3.12 [--volume PATH ...] [--run COMMAND ...]

It follows the Dockerfile line by line, in a mount namespace with this machine's Debian in place of the base image's: RUN in the
stage's root with its ENV, WORKDIR, SHELL and USER, COPY from what .dockerignore leaves of the context or from another stage.
Commands then run as a container of docker/compose.yml does: as the image's user, the root read-only, /tmp and the volumes
writable, without a network. Needs Linux, root, and Python 3.12 as the base image has it. Not followed: what the project's
Dockerfiles do not use (ADD, ARG, ONBUILD, heredocs), and the layers.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
# What a container gets from its engine or its base: certificates, names, users.
_ETC = [
    "alternatives",
    "ca-certificates.conf",
    "group",
    "hosts",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "login.defs",
]
_ETC += ["nsswitch.conf", "os-release", "passwd", "pip.conf", "protocols", "resolv.conf", "services", "ssl", "uv"]
# How this machine reaches the package index is no part of the image: an engine's builder has its own.
_OURS = re.compile(r"^(PIP|UV)_|^(SSL|REQUESTS)_|_proxy$|_PROXY$")
_PATH = "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass
class Stage:
    """A stage as far as it is built. root: its file tree."""

    name: str
    root: Path
    base: str
    env: dict[str, str] = field(default_factory=lambda: {"PATH": _PATH})
    shell: list[str] = field(default_factory=lambda: ["/bin/sh", "-c"])
    workdir: str = "/"
    user: str = "0:0"


def instructions(text: str) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile in order, each with the rest of its line."""
    kept = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    lines = re.sub(r"\\\n\s*", " ", "\n".join(kept)).splitlines()
    return [(word.upper(), rest.strip()) for word, _, rest in (line.strip().partition(" ") for line in lines) if word]


def ignored(path: str, patterns: list[str]) -> bool:
    """Whether .dockerignore keeps a path of the context out: the last pattern that matches it or a folder above it decides."""
    out = False
    parts = path.split("/")
    above = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    for pattern in patterns:
        wanted = pattern.removeprefix("!").strip("/")
        as_regex = re.escape(wanted).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
        if any(re.fullmatch(as_regex, place) for place in above):
            out = not pattern.startswith("!")
    return out


def context_files(context: Path) -> list[str]:
    """The files of the context that the engine would be sent."""
    lines = (context / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    skipped = {".git", ".venv", ".cache", "data"}
    found = []
    for folder, folders, names in os.walk(context):
        folders[:] = sorted(name for name in folders if Path(folder) != context or name not in skipped)
        found += [(Path(folder) / name).relative_to(context).as_posix() for name in names]
    return sorted(path for path in found if not ignored(path, patterns))


class Builder:
    """Follows one Dockerfile. into: an empty folder for the stages' roots; python: an installed Python, the base image's."""

    def __init__(self, dockerfile: Path, context: Path, into: Path, python: Path) -> None:
        self.dockerfile, self.context, self.into = dockerfile, context, into
        self.prefix = python.resolve().parents[1]
        self.stages: list[Stage] = []
        self.files = context_files(context)

    def build(self) -> Stage:
        """The last stage."""
        for word, rest in instructions(self.dockerfile.read_text(encoding="utf-8")):
            print(f"    {word} {rest[:110]}", flush=True)
            getattr(self, f"_do_{word.lower()}")(rest)
        return self.stages[-1]

    def _do_from(self, rest: str) -> None:
        base, name = re.fullmatch(r"(\S+)(?: AS (\S+))?", rest, re.IGNORECASE).groups()
        root = self.into / (name or "last")
        for folder in ("etc", "proc", "dev", "tmp", "usr", "root", "opt", "run/secrets", "var/lib", "var/log", "home"):
            (root / folder).mkdir(parents=True)
        (root / "tmp").chmod(0o1777)
        for link in ("bin", "sbin", "lib", "lib64"):
            (root / link).symlink_to(f"usr/{link}")
        for entry in _ETC:
            source = Path("/etc") / entry
            if source.is_dir():
                shutil.copytree(source, root / "etc" / entry, symlinks=True)
            elif source.exists():
                shutil.copy(source, root / "etc" / entry)
        self.stages.append(Stage(name or "last", root, base))
        self._inside("ldconfig", writable=True)

    def _do_shell(self, rest: str) -> None:
        self.stages[-1].shell = json.loads(rest)

    def _do_env(self, rest: str) -> None:
        env = self.stages[-1].env
        for word in shlex.split(rest):
            name, _, value = word.partition("=")
            env[name] = value.replace("$PATH", env["PATH"])

    def _do_workdir(self, rest: str) -> None:
        self.stages[-1].workdir = rest
        (self.stages[-1].root / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)

    def _do_user(self, rest: str) -> None:
        self.stages[-1].user = rest

    def _do_run(self, rest: str) -> None:
        command = re.sub(r"^(--mount=\S+\s+)+", "", rest)
        self._inside(shlex.join([*self.stages[-1].shell, command]), writable=True, network=True)

    def _do_copy(self, rest: str) -> None:
        words = rest.split()
        flags = dict(word[2:].split("=", 1) for word in words if word.startswith("--"))
        *sources, target = [word for word in words if not word.startswith("--")]
        stage = self.stages[-1]
        place = stage.root / os.path.normpath(f"{stage.workdir}/{target}" if target[0] != "/" else target).lstrip("/")
        into_folder = target.endswith("/")
        for source in sources:
            if "from" in flags:
                (origin,) = [done.root for done in self.stages if done.name == flags["from"]]
                shutil.copytree(origin / source.lstrip("/"), place, symlinks=True, dirs_exist_ok=True)
                continue
            found = [path for path in self.files if path == source or path.startswith(f"{source}/")]
            if not found:
                sys.exit(f"COPY {source}: not in the context, or left out by .dockerignore")
            for path in found:
                inner = path.removeprefix(f"{source}/") if path != source else (Path(path).name if into_folder else "")
                end = place / inner if inner else place
                end.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(self.context / path, end)
                end.chmod(int(flags["chmod"], 8) if "chmod" in flags else end.stat().st_mode & 0o777)

    def _do_label(self, rest: str) -> None:
        shlex.split(rest)

    _do_stopsignal = _do_cmd = _do_expose = _do_entrypoint = _do_label

    def run(self, command: str, volumes: dict[str, Path], *, network: bool = False) -> None:
        """Run a command in the last stage as a container of docker/compose.yml would."""
        stage = self.stages[-1]
        self._inside(shlex.join(["/bin/sh", "-c", command]), user=stage.user, volumes=volumes, network=network)

    def _inside(
        self,
        command: str,
        *,
        writable: bool = False,
        network: bool = False,
        user: str = "0:0",
        volumes: dict[str, Path] | None = None,
    ) -> None:
        stage = self.stages[-1]
        root = shlex.quote(str(stage.root))
        sealed = [f"mount -o remount,ro,bind {root}", f"mount -t tmpfs -o mode=1777 tmpfs {root}/tmp"]  # noqa: S108
        lines = [
            "set -e",
            "mount --make-rprivate /",
            f"mount --bind {root} {root}",
            *([] if writable else sealed),
            f"mount --bind -o ro /usr {root}/usr",
            f"mount --bind -o ro {shlex.quote(str(self.prefix))} {root}/usr/local",
            f"mount -t proc proc {root}/proc",
            f"mount --rbind /dev {root}/dev",
        ]
        for inside, outside in (volumes or {}).items():
            lines.append(f"mount --bind {shlex.quote(str(outside))} {root}{shlex.quote(inside)}")
        uid, gid = user.split(":")
        home = "/root" if uid == "0" else "/tmp"  # noqa: S108 - the image's user has no other
        ours = {name: value for name, value in os.environ.items() if writable and _OURS.search(name)}
        env = [f"{name}={value}" for name, value in {"HOME": home, "HOSTNAME": "built", **ours, **stage.env}.items()]
        drop = shlex.split(f"setpriv --reuid={uid} --regid={gid} --clear-groups --no-new-privs --bounding-set=-all")
        enter = ["env", "-i", *env, "chroot", str(stage.root), *([] if uid == "0" else drop)]
        lines.append(shlex.join([*enter, "/bin/sh", "-c", f"cd {shlex.quote(stage.workdir)} && exec {command}"]))
        names = ["unshare", "--mount", "--pid", "--fork", "--kill-child", *([] if network else ["--net"])]
        done = subprocess.run([*names, "bash", "-c", "\n".join(lines)], check=False)
        if done.returncode:
            sys.exit(f"failed with {done.returncode}: {command[:300]}")


def main() -> None:
    """Build, then run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dockerfile", nargs="?", type=Path, default=ROOT / "docker" / "Dockerfile")
    parser.add_argument("--context", type=Path, default=ROOT)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--python", type=Path, default=Path(shutil.which("python3.12") or "python3.12"))
    parser.add_argument(
        "--volume", action="append", default=[], metavar="PATH[=FOLDER]", help="a folder of the image that is writable"
    )
    parser.add_argument("--env", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--network", action="store_true", help="let the commands use this machine's network")
    parser.add_argument("--run", action="append", default=[], metavar="COMMAND")
    parser.add_argument("--keep", action="store_true", help="run in what is there, without building it again")
    given = parser.parse_args()
    builder = Builder(given.dockerfile, given.context, given.into.absolute(), given.python)
    started = time.monotonic()
    if given.keep:
        for word, rest in instructions(given.dockerfile.read_text(encoding="utf-8")):
            if word == "FROM":
                name = (re.search(r" AS (\S+)", rest) or ["", "last"])[1]
                builder.stages.append(Stage(name, builder.into / name, rest))
            elif word in ("ENV", "USER", "WORKDIR"):
                getattr(builder, f"_do_{word.lower()}")(rest)
    else:
        given.into.mkdir(parents=True)
        builder.build()
        print(f"built in {time.monotonic() - started:.0f} s", flush=True)
    volumes = {}
    for name in given.volume:
        path, _, folder = name.partition("=")
        there = builder.stages[-1].root / path.lstrip("/")
        volumes[path] = Path(folder or builder.into / "volumes" / path.strip("/").replace("/", "-"))
        if not volumes[path].exists():
            # A fresh volume is what the image has there.
            shutil.copytree(there, volumes[path])
            os.chown(volumes[path], there.stat().st_uid, there.stat().st_gid)
    builder.stages[-1].env.update(pair.split("=", 1) for pair in given.env)
    for command in given.run:
        print(f"$ {command}", flush=True)
        builder.run(command, volumes, network=given.network)


if __name__ == "__main__":
    main()
