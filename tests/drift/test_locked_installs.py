"""What is installed is what was locked: every pin has a hash, and every command that installs asks for hashes."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.promise(25)

ROOT = Path(__file__).parents[2]
_LEFT_OUT = {".venv", ".venv-bench", ".cache", ".git"}
LOCKS = sorted(path for path in ROOT.rglob("*.lock") if not _LEFT_OUT & set(path.parts) and "==" in path.read_text())
INSTALLS = ("Makefile", "docker/Dockerfile", "docker/superset/Dockerfile")


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_pin_of_a_lock_has_a_hash(path, tried):
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    pins = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert pins
    assert [pin for pin in pins if not re.search(r"==\S+.*--hash=sha256:[0-9a-f]{64}", pin)] == []
    tried(len(pins))


@pytest.mark.parametrize("name", INSTALLS)
def test_every_install_asks_for_hashes(name):
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    commands = [
        command for line in text.splitlines() if not line.strip().startswith("#") for command in line.split("&&")
    ]
    installs = [command for command in commands if re.search(r"\bpip (install|sync)\b", command)]
    assert installs
    # Our own package is built from this folder, with what was installed before.
    ours = re.compile(r"--no-deps --(?:no-build-isolation|build-constraints requirements\.lock) (?:-e|--editable) \.")
    assert [command for command in installs if "--require-hashes" not in command and not ours.search(command)] == []
