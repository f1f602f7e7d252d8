"""Sentences as they stand in the world's news, each with every figure it states: `cases/*.csv`, one file a class of rules.

A figure is written `words = value[..high] unit [qualifier] [trend] [link ...]`, figures are joined by ` | ` in the order of
the text, and a sentence without any figure has an empty cell.

- words: part of the text that the figure's span overlaps
- value: a number (`55e6`, `2/3`), of a range both ends (`30..35`)
- unit: `unit` in full, `~home` for `unit_head` alone, `-` for none, `*` where more than one reading is right
- qualifier, trend: `exact` and `none` where left out; `any_qualifier`, `any_trend` where more than one reading is right
- link: `alt` restates the figure before it that restates none; `was` is the earlier value of a change and `now` its later
  one, first with first; `any_link` where more than one reading is right

`cases/known_failures.txt` names the cases that are not read right yet. One that is mended must leave the list:
`.venv/bin/python tests/facts/figures/test_cases.py --rewrite` writes it anew, `--show` prints what is wrong, by class.
"""

import argparse
import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from extract.contract.columns import QUALIFIERS, TRENDS
from extract.facts.figures import FigureSpan, read_figures
from extract.facts.language_model import LanguageModel, load_language_model
from extract.facts.sentences import find_sentences

CASES = Path(__file__).parent / "cases"
KNOWN_FAILURES = CASES / "known_failures.txt"
LINKS = ("alt", "was", "now", "any_link")


@dataclass(frozen=True, slots=True)
class Expected:
    """One figure of a case; `start` and `end` are of its words in the text."""

    start: int
    end: int
    value: Fraction
    value_high: Fraction | None
    unit: str
    qualifier: str
    trend: str
    alternative_of: int | None
    change_from: int | None
    is_any_link: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence; its id depends on its words alone, so that the list of known failures outlives every edit of the files."""

    id: str
    group: str
    text: str
    figures: list[Expected]


def load_cases() -> list[Case]:
    """Every case of every file; raises ValueError where a cell does not follow the notation or the text."""
    cases = []
    for path in sorted(CASES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(line for line in file if not line.startswith("# "))
            for row in rows:
                cases.append(Case(_id(row["text"]), path.stem, row["text"], _read_cell(row["text"], row["figures"])))
    return cases


def _id(text: str) -> str:
    slug = "-".join(re.findall(r"[a-z0-9]+", text.lower())[:4])
    return f"{slug}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def _read_cell(text: str, cell: str) -> list[Expected]:
    parts = [part.rpartition(" = ") for part in cell.split(" | ")] if cell else []
    fields = [part[2].split() for part in parts]
    earlier = [index for index, words in enumerate(fields) if "was" in words]
    later = [index for index, words in enumerate(fields) if "now" in words]
    if len(earlier) != len(later):
        raise ValueError(f"Each 'was' needs its 'now': {cell!r} of {text!r}")
    figures, place = [], 0
    for index, ((words, _, _), (value, unit, *flags)) in enumerate(zip(parts, fields, strict=True)):
        place = text.find(words, place)
        unknown = set(flags) - {*QUALIFIERS, *TRENDS, *LINKS, "any_qualifier", "any_trend"}
        if place < 0 or not words or unknown:
            raise ValueError(f"{words!r} is not in {text!r}, or unknown {sorted(unknown)}")
        low, _, high = value.partition("..")
        restated = max((at for at in range(index) if "alt" not in fields[at]), default=None)
        figures.append(
            Expected(
                start=place,
                end=place + len(words),
                value=Fraction(low),
                value_high=Fraction(high) if high else None,
                unit=unit,
                qualifier=next((flag for flag in flags if flag in (*QUALIFIERS, "any_qualifier")), "exact"),
                trend=next((flag for flag in flags if flag in (*TRENDS, "any_trend")), "none"),
                alternative_of=restated if "alt" in flags else None,
                change_from=earlier[later.index(index)] if "now" in flags else None,
                is_any_link="any_link" in flags,
            )
        )
        place += len(words)
    return figures


def differences(case: Case, found: list[FigureSpan]) -> Iterator[str]:
    """What is wrong in the figures read from a case, each "kind: wanted, found"; nothing where all is right."""
    partner: dict[int, int] = {}
    for index, expected in enumerate(case.figures):
        for at, figure in enumerate(found):
            if at not in partner.values() and figure.start < expected.end and expected.start < figure.end:
                partner[index] = at
                break
    for at, figure in enumerate(found):
        if at not in partner.values():
            yield f"extra: {case.text[figure.start : figure.end]!r}, {figure.value} {figure.unit}"
    for index, expected in enumerate(case.figures):
        if index not in partner:
            yield f"missed: {case.text[expected.start : expected.end]!r}"
        else:
            yield from _differences_of_figure(case, expected, found[partner[index]], partner)


def _differences_of_figure(case: Case, want: Expected, got: FigureSpan, partner: dict[int, int]) -> Iterator[str]:
    words = case.text[want.start : want.end]
    ends = (got.value, got.value_high)
    if not (_is_same(want.value, ends[0]) and _is_same(want.value_high, ends[1])):
        kind = "range" if (want.value_high is None) != (ends[1] is None) else "value"
        yield f"{kind}: {words!r} is {float(want.value)}..{want.value_high}, not {ends[0]}..{ends[1]}"
    unit = got.unit_head if want.unit.startswith("~") else got.unit
    if want.unit != "*" and (unit or "-") != want.unit.removeprefix("~"):
        yield f"unit: {words!r} is of {want.unit}, not {unit or '-'}"
    if want.qualifier not in ("any_qualifier", got.qualifier):
        yield f"qualifier: {words!r} is {want.qualifier}, not {got.qualifier}"
    if want.trend not in ("any_trend", got.trend):
        yield f"trend: {words!r} is {want.trend}, not {got.trend}"
    if want.is_any_link:
        return
    for link in ("alternative_of", "change_from"):
        target = getattr(want, link)
        wanted = None if target is None else partner.get(target, -1)
        if wanted != getattr(got, link):
            yield f"{link}: {words!r} is linked to {wanted}, not {getattr(got, link)}"


def _is_same(want: Fraction | None, got: Decimal | None) -> bool:
    if want is None or got is None:
        return want is got is None
    # Nine decimals hold all but endless shares of one, such as thirds, of which four are enough.
    is_endless = 10**9 % want.denominator != 0
    return abs(want - Fraction(got)) <= (Fraction(1, 10_000) if is_endless else 0)


def read_cases(model: LanguageModel, cases: list[Case]) -> dict[str, list[FigureSpan]]:
    """The figures of all cases by id, parsed in one batch."""
    docs = model.read([case.text for case in cases])
    return {case.id: read_figures(doc, find_sentences(doc)) for case, doc in zip(cases, docs, strict=True)}


ALL = load_cases()
KNOWN = KNOWN_FAILURES.read_text(encoding="utf-8").split() if KNOWN_FAILURES.exists() else []
# One worker parses them all, once.
pytestmark = pytest.mark.xdist_group("figure_cases")
XFAIL = pytest.mark.xfail(strict=True, raises=AssertionError, reason="known_failures.txt")


@pytest.fixture(scope="session")
def figures_by_id(language_model: LanguageModel) -> dict[str, list[FigureSpan]]:
    return read_cases(language_model, ALL)


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{case.group}-{case.id}", marks=[XFAIL] if case.id in KNOWN else []) for case in ALL],
)
def test_the_sentence_states_these_figures_and_no_other(figures_by_id, case):
    wrong = list(differences(case, figures_by_id[case.id]))
    assert not wrong, "\n".join([case.text, *wrong])


def test_every_known_failure_is_a_case_and_no_case_stands_twice():
    ids = [case.id for case in ALL]
    assert len(set(ids)) == len(ids)
    assert set(KNOWN) <= set(ids)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compares what is read from the cases with what they state.")
    parser.add_argument("--rewrite", action="store_true", help="write the list of known failures anew")
    parser.add_argument("--show", action="store_true", help="print each failing case and what is wrong in it")
    options = parser.parse_args()
    found = read_cases(load_language_model(), ALL)
    wrong = {case.id: list(differences(case, found[case.id])) for case in ALL}
    if options.show:
        for case in ALL:
            if wrong[case.id]:
                print(f"{case.group} {case.id}: {case.text}", *wrong[case.id], sep="\n    ")
    failing = [case for case in ALL if wrong[case.id]]
    if options.rewrite:
        KNOWN_FAILURES.write_text("".join(f"{id}\n" for id in sorted(case.id for case in failing)), encoding="utf-8")
    groups = Counter(case.group for case in ALL)
    for group, count in sorted(Counter(case.group for case in failing).items()):
        print(f"{group}: {count} of {groups[group]} fail")
    kinds = Counter(line.partition(":")[0] for lines in wrong.values() for line in lines)
    print(f"{len(failing)} of {len(ALL)} fail;", " ".join(f"{kind}={count}" for kind, count in kinds.most_common()))


if __name__ == "__main__":
    main()
