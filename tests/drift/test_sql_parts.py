"""Into SQL goes what stands in the code, a number, or what was quoted. Values of others are parameters."""

import csv
from pathlib import Path

import pytest
from sql_parts import loose_parts

ROOT = Path(__file__).parents[2]
EXCEPTIONS = Path(__file__).with_name("sql_exceptions.csv")
IMPORTS = "from extract.contract.quoting import identifier, literal\n"

LOOSE = {
    "an f-string": 'def f(c, name):\n    c.execute(f"select * from {name}")',
    "an f-string that is kept first": 'def f(c, name):\n    query = f"select * from {name}"\n    c.execute(query)',
    "a percent sign": 'def f(c, name):\n    c.execute("delete from %s" % name)',
    "format": 'def f(c, name):\n    c.execute("delete from {}".format(name))',
    "a plus": 'def f(c, name):\n    c.execute("delete from " + name)',
    "join": 'def f(c, names):\n    c.execute("select " + ", ".join(names))',
    "augmented": 'def f(c, name):\n    query = "select 1"\n    query += name\n    c.execute(query)',
    "by way of a function": 'def q(name):\n    return f"select {name}"\ndef f(c, name):\n    c.execute(q(name))',
    "by way of an object": "@dataclass\nclass Q:\n    text: str\ndef f(c, q: Q):\n    c.execute(q.text)\n"
    "def g(c, typed):\n    f(c, Q(typed))",
    "quotes by hand": "def f(c, text):\n    c.execute(f\"select '{text}'\")",
    "one of two ways": 'def f(c, name):\n    c.execute("select 1" if name else name)',
    "a setting": "def f(c, limit):\n    c.execute(f\"set memory_limit = '{limit}'\")",
    "what was read": 'def f(c):\n    for (name,) in c.execute("select x from t").fetchall():\n'
    '        c.execute(f"drop table {name}")',
    "what is never called": 'def f(c, name):\n    c.sql("from " + name)',
    "not run here": 'def f(name):\n    return f"select * from {name}"',
}
SOUND = {
    "a constant": 'TABLE = "a"\ndef f(c):\n    c.execute(f"select * from {TABLE}")',
    "a parameter": 'def f(c, value):\n    c.execute("select $1", [value])',
    "quoted": 'def f(c, name, text):\n    c.execute(f"select {identifier(name)} where a = {literal(text)}")',
    "all quoted": 'def f(c, names):\n    c.execute("select " + ", ".join(map(identifier, names)))',
    "a number": 'def f(c, number):\n    c.execute(f"select {number:d}")',
    "a word of the caller": 'def f(c, name):\n    c.execute(f"select * from {name}")\ndef g(c):\n    f(c, "events")',
    "a word of a loop": 'def f(c):\n    for name in ("a", "b"):\n        c.execute(f"select * from {name}")',
    "a function of ours": 'def q(name):\n    return f"select {identifier(name)}"\ndef f(c, name):\n    c.execute(q(name))',
    "a field": '@dataclass\nclass Q:\n    text: str\ndef f(c, q: Q):\n    c.execute(q.text)\ndef g(c):\n    f(c, Q("select 1"))',
}


def test_nothing_goes_into_sql_but_words_of_the_code_numbers_and_what_is_quoted():
    files = [path for folder in ("extract", "dags", "docker") for path in sorted((ROOT / folder).rglob("*.py"))]
    sources = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}
    with EXCEPTIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["reason"] for row in rows)
    excepted = {(row["file"], row["part"]) for row in rows}
    found = loose_parts(sources)
    new = [f"{one.file}:{one.line}: {one.part}" for one in found if (one.file, one.part) not in excepted]
    assert new == [], "hand it over as a parameter, or quote it: extract/contract/quoting.py"
    assert excepted - {(one.file, one.part) for one in found} == set(), "not needed any more: take it out"


@pytest.mark.parametrize("code", LOOSE.values(), ids=LOOSE)
def test_what_may_be_anything_is_found(code):
    assert loose_parts({"one.py": IMPORTS + code})


@pytest.mark.parametrize("code", SOUND.values(), ids=SOUND)
def test_what_is_sound_is_let_through(code):
    assert loose_parts({"one.py": IMPORTS + code}) == []
