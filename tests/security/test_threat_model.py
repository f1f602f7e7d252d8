"""SECURITY.md names the tests that show what it says, and the linter that looks at every line; both are there."""

import re
import subprocess
import tomllib

import pytest
from locks import ROOT

TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [
    line.strip("| ").split(" | ")
    for line in TEXT.splitlines()
    if line.startswith("| ") and not line.startswith("| Who |")
]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
# One for each kind of thing that a bandit finds: what it says of it, and a line that has it.
WEAK = {
    "S301": "import pickle\npickle.loads(b'')",
    "S306": "import tempfile\ntempfile.mktemp()",
    "S307": "eval('1')",
    "S324": "import hashlib\nhashlib.md5(b'')",
    "S501": "import requests\nrequests.get('https://example.org', verify=False, timeout=1)",
    "S506": "import yaml\nyaml.load('', yaml.Loader)",
    "S602": "import subprocess\nsubprocess.run('true', shell=True)",
    "S105": "password = 'a word'",
    "S104": "address = '0.0.0.0'",
    "S108": "place = '/tmp/a'",
    "S314": "from xml.etree import ElementTree\nElementTree.fromstring('')",
}


def test_every_path_that_security_md_names_is_there():
    paths = set(re.findall(r"`((?:tests|extract|docker|dags)/[\w./-]+)`", TEXT)) | set(
        re.findall(r"\]\(([\w./-]+)\)", TEXT)
    )
    assert len(paths) > 15
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_every_attacker_has_a_test_that_shows_what_holds():
    assert len(ROWS) >= 10
    for who, _, holds, shown in ROWS:
        named = re.findall(r"`(tests/[\w/]+\.py)`", shown)
        assert named, who
        assert holds.strip(), who
        assert all(
            re.search(r"^ *def test_", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE) for path in named
        ), who


@pytest.mark.parametrize("rule", WEAK)
def test_the_linter_finds_what_a_bandit_finds(rule):
    command = [
        ROOT / ".venv" / "bin" / "ruff",
        "check",
        "--output-format",
        "concise",
        "--stdin-filename",
        "extract/a.py",
        "-",
    ]
    done = subprocess.run(command, cwd=ROOT, input=WEAK[rule] + "\n", capture_output=True, text=True, check=False)
    assert re.search(rf"\b{rule}\b", done.stdout), done.stdout


def test_of_the_rules_of_security_three_are_off_and_each_exception_has_its_reason():
    assert "S" in SETTINGS["select"]
    assert {rule for rule in SETTINGS["ignore"] if re.fullmatch(r"S\d+", rule)} == {"S603", "S607", "S608"}
    files = [path for folder in ("extract", "dags", "docker") for path in (ROOT / folder).rglob("*.py")]
    lines = [(path.name, line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    exceptions = [(name, line) for name, line in lines if re.search(r"# noqa:.*\bS\d{3}", line)]
    assert [(name, line.strip()) for name, line in exceptions if not re.search(r"# noqa: [A-Z0-9, ]+ - \w", line)] == []
    assert 0 < len(exceptions) < 10
