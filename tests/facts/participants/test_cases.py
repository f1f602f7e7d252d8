"""Short news texts, each with every participant that takes part in what it reports: `cases/*.csv`, one file a class of rules.

The whole reading is tested, so that whatever the events decide is seen as `daybook facts` prints it. Participants are joined
by ` | `, each written `name = kind [key words] ...`; a text in which nobody takes part has an empty cell. `\\n` is a new line.

- name: the fullest form without title; `name / other` where two forms are right. Case and a leading "the" do not count. A
  group is the same where the words of one hold those of the other, since how far its name goes is a matter of taste
- kind: a kind, `kind/kind` where two are right, `*` for any
- `?` before the name: both readings are right, that it takes part and that it does not
- `[aka a; b]` are among its aliases, `[not a; b]` are not and neither is its name; `[desc words]` and `[aff words]` stand in
  description and affiliation, `[n words]` in the headcount; `[rep name]` is whom it represents. What is left out is not checked

`cases/known_failures.txt` names the cases that are not read right yet. One that is mended must leave the list:
`.venv/bin/python tests/facts/participants/test_cases.py --rewrite` writes it anew, `--show` prints what is wrong, by class.
"""

import argparse
import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from extract.contract.columns import PARTICIPANT_KINDS
from extract.contract.tables import Participant
from extract.facts.language_model import LanguageModel, load_language_model
from extract.facts.read import ArticleFacts, ArticleText, read_articles

CASES = Path(__file__).parent / "cases"
KNOWN_FAILURES = CASES / "known_failures.txt"
KEYS = ("aka", "not", "desc", "aff", "n", "rep")
# A Thursday; no case depends on it, but "on Monday" must be some day.
PUBLISHED = date(2025, 7, 10)
_PART = re.compile(r"(?P<optional>\?)?(?P<names>.+?) = (?P<kinds>[a-z/]+|\*)(?P<keys>(?: \[[a-z]+ [^\]]+\])*)")


@dataclass(frozen=True, slots=True)
class Expected:
    """One participant of a case; `names` are the forms of its name that are right, `checks` the words of each bracket."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    is_optional: bool
    checks: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """One text; its id depends on its words alone, so that the list of known failures outlives every edit of the files."""

    id: str
    group: str
    text: str
    participants: list[Expected]


def load_cases() -> list[Case]:
    """Every case of every file; raises ValueError where a cell does not follow the notation or the text."""
    cases = []
    for path in sorted(CASES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(line for line in file if not line.startswith("# "))
            for row in rows:
                text = row["text"].replace("\\n", "\n")
                cases.append(Case(_id(text), path.stem, text, _read_cell(text, row["participants"])))
    return cases


def _id(text: str) -> str:
    slug = "-".join(re.findall(r"[a-z0-9]+", text.lower())[:4])
    return f"{slug}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def _read_cell(text: str, cell: str) -> list[Expected]:
    return [_read_part(text, part) for part in cell.split(" | ")] if cell else []


def _read_part(text: str, part: str) -> Expected:
    read = _PART.fullmatch(part)
    if read is None:
        raise ValueError(f"No participant: {part!r} of {text!r}")
    names = tuple(read["names"].split(" / "))
    kinds = tuple(PARTICIPANT_KINDS if read["kinds"] == "*" else read["kinds"].split("/"))
    checks = {key: tuple(words.split("; ")) for key, words in re.findall(r"\[([a-z]+) ([^\]]+)\]", read["keys"])}
    unknown = {*(set(kinds) - set(PARTICIPANT_KINDS)), *(set(checks) - set(KEYS))}
    words = [*names, *(word for key in KEYS if key not in ("not", "rep") for word in checks.get(key, ()))]
    absent = [word for word in words if word.lower() not in text.lower()]
    if unknown or absent:
        raise ValueError(f"Not in {text!r}: {absent}, or unknown words: {sorted(unknown)}")
    return Expected(names, kinds, read["optional"] is not None, checks)


def _plain(name: str) -> str:
    return re.sub(r"^the ", "", name.lower())


def _is_named(want: Expected, name: str) -> bool:
    names, found = [_plain(one) for one in want.names], _plain(name)
    if found in names:
        return True
    return "group" in want.kinds and any(_holds(found, one) or _holds(one, found) for one in names)


def _holds(words: str, part: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", words) is not None


def differences(case: Case, found: tuple[Participant, ...]) -> Iterator[str]:
    """What is wrong in the participants read from a case, each "kind: wanted, found"; nothing where all is right."""
    partner = _pair(case.participants, found)
    for at, one in enumerate(found):
        if at not in partner.values():
            yield f"extra: {one.name!r}, {one.kind}"
    for index, want in enumerate(case.participants):
        if index in partner:
            yield from _differences_of_participant(want, found[partner[index]], found)
        elif not want.is_optional:
            yield f"missed: {want.names[0]!r}, {'/'.join(want.kinds)}"


def _pair(wanted: list[Expected], found: tuple[Participant, ...]) -> dict[int, int]:
    """Which participant found is which one wanted: by its name first, then by an alias."""
    partner: dict[int, int] = {}
    for names_of in (lambda one: (one.name,), lambda one: one.aliases):
        for index, want in enumerate(wanted):
            for at, one in enumerate(found):
                is_free = index not in partner and at not in partner.values()
                if is_free and any(_is_named(want, name) for name in names_of(one)):
                    partner[index] = at
    return partner


def _differences_of_participant(want: Expected, got: Participant, found: tuple[Participant, ...]) -> Iterator[str]:
    name = want.names[0]
    if not _is_named(want, got.name):
        yield f"name: {name!r}, not {got.name!r}"
    if got.kind not in want.kinds:
        yield f"kind: {name!r} is {'/'.join(want.kinds)}, not {got.kind}"
    aliases = {_plain(alias) for alias in (got.name, *got.aliases)}
    for alias in want.checks.get("aka", ()):
        if _plain(alias) not in aliases:
            yield f"alias: {name!r} is also {alias!r}, not only {got.aliases}"
    for alias in want.checks.get("not", ()):
        if _plain(alias) in aliases:
            yield f"wrong_alias: {name!r} is not {alias!r}"
    represented = next((one.name for one in found if one.participant_id == got.represents_participant_id), None)
    told = {"desc": got.description, "aff": got.affiliation, "n": got.headcount, "rep": represented}
    for key, words in told.items():
        for wanted in want.checks.get(key, ()):
            if wanted.lower() not in (words or "").lower():
                yield f"{key}: of {name!r} is {wanted!r}, not {words!r}"


def read_cases(model: LanguageModel, cases: list[Case]) -> dict[str, ArticleFacts]:
    """All facts of all cases by id."""
    articles = [ArticleText(case.id, case.id, None, case.text, PUBLISHED) for case in cases]
    return {facts.article_version_id: facts for facts in read_articles(articles, model)}


ALL = load_cases()
KNOWN = KNOWN_FAILURES.read_text(encoding="utf-8").split() if KNOWN_FAILURES.exists() else []
# One worker reads them all, once.
pytestmark = pytest.mark.xdist_group("participant_cases")
XFAIL = pytest.mark.xfail(strict=True, raises=AssertionError, reason="known_failures.txt")


@pytest.fixture(scope="session")
def facts_by_id(language_model: LanguageModel) -> dict[str, ArticleFacts]:
    return read_cases(language_model, ALL)


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{case.group}-{case.id}", marks=[XFAIL] if case.id in KNOWN else []) for case in ALL],
)
def test_these_take_part_in_the_text_and_nobody_else(facts_by_id, case):
    facts = facts_by_id[case.id]
    assert facts.error is None
    wrong = list(differences(case, facts.participants))
    assert not wrong, "\n".join([case.text, *wrong])


def test_every_known_failure_is_a_case_and_no_case_stands_twice():
    ids = [case.id for case in ALL]
    assert len(set(ids)) == len(ids)
    assert set(KNOWN) <= set(ids)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compares who is read from the cases with whom they state.")
    parser.add_argument("--rewrite", action="store_true", help="write the list of known failures anew")
    parser.add_argument("--show", action="store_true", help="print each failing case and what is wrong in it")
    options = parser.parse_args()
    found = read_cases(load_language_model(), ALL)
    wrong = {case.id: list(differences(case, found[case.id].participants)) for case in ALL}
    if options.show:
        for case in ALL:
            if wrong[case.id]:
                print(f"{case.group} {case.id}: {case.text}", *wrong[case.id], sep="\n    ")
    failing = [case for case in ALL if wrong[case.id]]
    if options.rewrite:
        KNOWN_FAILURES.write_text("".join(f"{id}\n" for id in sorted(case.id for case in failing)), encoding="utf-8")
    groups = Counter(case.group for case in ALL)
    failures = Counter(case.group for case in failing)
    for group, count in sorted(groups.items()):
        print(f"{group}: {failures[group]} of {count} fail")
    kinds = Counter(line.partition(":")[0] for lines in wrong.values() for line in lines)
    print(f"{len(failing)} of {len(ALL)} fail;", " ".join(f"{kind}={count}" for kind, count in kinds.most_common()))


if __name__ == "__main__":
    main()
