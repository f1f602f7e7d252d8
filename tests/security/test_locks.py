"""What is installed is what was locked: each file by its hash, from whichever registry; and under a licence that suits."""

import csv
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from locks import ROOT, lock_files, read_lock
from packaging.requirements import Requirement

UV = ROOT / ".venv" / "bin" / "uv"
LOCKS = lock_files()
NAMES = [str(path.relative_to(ROOT)) for path in LOCKS]
RECIPES = [
    ROOT / name
    for name in ("Makefile", "docker/Dockerfile", "docker/superset/Dockerfile", ".ci/run", ".github/workflows/ci.yml")
]
# Our own files, built by what the lock holds.
OURS = re.compile(r"--no-deps (--no-build-isolation|--build-constraints \S+) (-e|--editable) \.$")
COPYLEFT = re.compile(
    r"GPL|General Public|Affero|SSPL|Server Side Public|Business Source|BUSL|EUPL|NonCommercial|CC-BY-NC"
)
PRODUCT = ("daybook", frozenset({"cluster"}))


@pytest.mark.promise(25)
@pytest.mark.parametrize("path", LOCKS, ids=NAMES)
def test_every_line_of_a_lock_is_a_version_with_its_hashes_and_no_address(path, tried):
    pins = list(read_lock(path))
    assert pins
    assert len({(pin.name, pin.version) for pin in pins}) == len(pins)
    assert re.findall(r"https?:|git\+|file:|--(index|find|extra|trusted)", path.read_text(encoding="utf-8")) == []
    tried(len(pins))


@pytest.mark.parametrize(
    "line",
    ["one==1", "one @ https://example.org/one.whl", "--index-url https://example.org\n", "one>=1 --hash=sha256:" + 64 * "0",
     "one==1 --hash=md5:" + 32 * "0", "one==1 --hash=sha256:" + 63 * "0"],
)  # fmt: skip
def test_a_lock_with_another_line_is_refused(tmp_path, line):
    path = tmp_path / "a.lock"
    path.write_text(f"two==1 \\\n    --hash=sha256:{64 * '0'}\n{line}\n")
    with pytest.raises(ValueError, match=r"a\.lock"):
        list(read_lock(path))


@pytest.mark.promise(25)
@pytest.mark.parametrize("path", RECIPES, ids=[path.name for path in RECIPES])
def test_nothing_is_installed_without_its_hash(path):
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    commands = [part.strip() for line in text.splitlines() for part in line.split("&&") if not line.startswith("#")]
    installs = [
        command
        for command in commands
        if re.search(r"\b(pip (install|sync)|pipx|npm|curl|wget|easy_install)\b", command)
    ]
    loose = [command for command in installs if "--require-hashes" not in command and not OURS.search(command)]
    assert loose == []
    assert installs or path.name in ("run", "ci.yml")


@pytest.fixture
def wheel(tmp_path):
    """A small package of ours, in a folder that stands for a registry: (folder, hash)."""
    folder = tmp_path / "registry"
    folder.mkdir()
    path = folder / "daybook_tried-1.0-py3-none-any.whl"
    with ZipFile(path, "w") as archive:
        archive.writestr("daybook_tried.py", "HERE = True\n")
        archive.writestr(
            "daybook_tried-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: daybook-tried\nVersion: 1.0\n"
        )
        archive.writestr(
            "daybook_tried-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: us\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr("daybook_tried-1.0.dist-info/RECORD", "")
    command = [sys.executable, "-m", "pip", "hash", path]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return folder, re.search(r"sha256:[0-9a-f]{64}", said)[0]


INSTALLERS = {
    "uv": [UV, "pip", "install", "--offline", "--python", sys.executable],
    "pip": [sys.executable, "-m", "pip", "install", "--no-deps"],
}


@pytest.mark.promise(25)
@pytest.mark.parametrize("installer", INSTALLERS.values(), ids=INSTALLERS)
def test_a_file_that_is_not_the_locked_one_is_refused(tmp_path, wheel, installer):
    registry, right = wheel
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")

    def install(name, line):
        lock, target = tmp_path / f"{name}.lock", tmp_path / name
        lock.write_text(line)
        options = ["--no-index", "--find-links", registry, "--target", target, "--require-hashes", "-r", lock]
        done = subprocess.run([*installer, *options], capture_output=True, text=True, check=False)
        return done, (target / "daybook_tried.py").exists()

    done, is_there = install("right", f"daybook-tried==1.0 --hash={right}\n")
    assert (done.returncode, is_there) == (0, True), done.stderr
    done, is_there = install("wrong", f"daybook-tried==1.0 --hash={wrong}\n")
    assert (done.returncode != 0, is_there) == (True, False)
    assert "hash" in (done.stdout + done.stderr).lower()
    done, is_there = install("none", "daybook-tried==1.0\n")
    assert (done.returncode != 0, is_there) == (True, False)


def test_no_dependency_of_the_product_is_under_a_licence_that_would_bind_its_users():
    with Path(__file__).with_name("licences.csv").open(encoding="utf-8", newline="") as file:
        excepted = {row["package"]: row["reason"] for row in csv.DictReader(file)}
    assert all(excepted.values())
    found = {name: licence_of(name) for name in dependencies(*PRODUCT)}
    assert len(found) > 200
    doubtful = {name: said for name, said in found.items() if not said or COPYLEFT.search(said)}
    assert {name: said for name, said in doubtful.items() if name not in excepted} == {}
    assert set(excepted) - set(doubtful) == set(), "not needed any more: take it out"


def test_what_is_under_the_lgpl_and_speaks_to_postgresql_is_no_part_of_the_core():
    assert "psycopg2-binary" in dependencies(*PRODUCT)
    assert "psycopg2-binary" not in dependencies("daybook", frozenset())


def dependencies(name, extras):
    """The packages that one needs, with those that they need: of what is installed here."""
    wanted, found = [(name, extras)], {}
    while wanted:
        name, extras = wanted.pop()
        name = re.sub(r"[-_.]+", "-", name).lower()
        if name in found and extras <= found[name]:
            continue
        found[name] = found.get(name, frozenset()) | extras
        try:
            needed = map(Requirement, distribution(name).requires or ())
        except PackageNotFoundError:
            # For another system.
            del found[name]
            continue
        wanted += [(one.name, frozenset(one.extras)) for one in needed if is_for(one, extras)]
    return set(found) - {"daybook"}


def is_for(requirement, extras):
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""})


def licence_of(name):
    """What a package says of its licence, in all the places where it may say it."""
    told = distribution(name).metadata
    first = (told.get("License") or "").splitlines()[:1]
    classifiers = [one for one in told.get_all("Classifier") or () if one.startswith("License")]
    return " | ".join(part for part in (told.get("License-Expression"), *first, *classifiers) if part)
