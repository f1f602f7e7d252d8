"""The worst misses of participants by class: `make misses GOLD=DIR [N=60]`.

DIR holds facts/articles.json with facts/gold.jsonl and, where there is one, names/uner_pud.jsonl. Worst is what its article
names most often. Rows that annotators left open are no miss.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from participant_pairs import Annotated, pair, read_annotated
from rich.console import Console
from rich.table import Table

from extract.contract.tables import Participant
from extract.facts.language_model import LanguageModel
from extract.facts.read import ArticleText, read_articles

from matching import plain_name  # isort: skip - participant_pairs says where it is

_NAMED = ("person", "organisation", "country")
_AROUND_CHARS = 34


@dataclass(frozen=True, slots=True)
class Miss:
    """What went wrong with one participant. times: how often the text names it; around: the words where it does so first."""

    kind: str
    text_id: str
    expected: str
    read: str
    times: int
    around: str


def find_misses(one: Annotated) -> Iterator[Miss]:
    """Everything that is expected of an article and was not read, was read and is not expected, or is expected otherwise."""
    read = one.facts.participants
    pairs = pair(one.expected, read)
    for left, row in enumerate(one.expected):
        if row.get("optional"):
            continue
        if left in pairs:
            yield from _compare(one, row, read[pairs[left]])
        elif row["kind"] in _NAMED or row.get("headcount"):
            yield _miss(one, _why_missed(one, row), row["name"], "", [row["name"], *(row.get("aliases") or ())])
    open_names = {
        plain_name(name)
        for row in one.expected
        if row.get("optional") or row["kind"] not in _NAMED
        for name in (row["name"], *(row.get("aliases") or ()))
    }
    for right, participant in enumerate(read):
        forms = [participant.name, *participant.aliases]
        is_open = participant.kind not in _NAMED or any(plain_name(form) in open_names for form in forms)
        if right not in pairs.values() and not is_open:
            yield _miss(one, _why_false(one, participant), "", f"{participant.name} ({participant.kind})", forms)


def _compare(one: Annotated, row: dict[str, Any], participant: Participant) -> Iterator[Miss]:
    forms = [row["name"], *(row.get("aliases") or ())]
    got = f"{participant.name} ({participant.kind})"
    if row["kind"] in _NAMED and row["kind"] != participant.kind:
        yield _miss(one, "kind wrong", f"{row['name']} ({row['kind']})", got, forms)
    if row["kind"] in _NAMED and plain_name(row["name"]) != plain_name(participant.name):
        yield _miss(one, "name not the fullest", row["name"], got, forms)
    known = {plain_name(form) for form in (participant.name, *participant.aliases)}
    for alias in row.get("aliases") or ():
        if row["kind"] in _NAMED and alias in one.text and plain_name(alias) not in known:
            yield _miss(one, "alias missing", f"{row['name']}: {alias}", got, [alias])
    if (row.get("headcount") or "") and plain_name(row["headcount"]) != plain_name(participant.headcount or ""):
        yield _miss(one, "headcount wrong", str(row["headcount"]), str(participant.headcount), forms)


def _why_missed(one: Annotated, row: dict[str, Any]) -> str:
    if row["kind"] == "group":
        return "missed: counted group"
    starts = [at for form in (row["name"], *(row.get("aliases") or ())) for at in _places(one.text, form)]
    if not starts:
        return "missed: not a name in the text"
    for participant in one.facts.participants:
        if any(participant.mention_start <= at < participant.mention_end for at in starts):
            return "missed: cut short, run on or merged"
    if any(name.start <= at < name.end for name in one.facts.names for at in starts):
        return "missed: found, judged to take no part"
    return "missed: no name found"


def _why_false(one: Annotated, participant: Participant) -> str:
    name = f" {plain_name(participant.name)} "
    for row in one.expected:
        for form in (row["name"], *(row.get("aliases") or ())):
            if (wanted := f" {plain_name(form)} ") in name or name in wanted:
                return "false: alias apart, cut short or run on"
    return f"false: {participant.kind}, {participant.method.rsplit('.', 1)[-1]} only"


def _places(text: str, form: str) -> list[int]:
    return [match.start() for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text)]


def _miss(one: Annotated, kind: str, expected: str, read: str, forms: list[str]) -> Miss:
    # A short form inside a long one is not another mention.
    taken = bytearray(len(one.text))
    places = []
    for form in sorted(forms, key=len, reverse=True):
        places += [at for at in _places(one.text, form) if not taken[at]]
        for at in _places(one.text, form):
            taken[at : at + len(form)] = b"\1" * len(form)
    places.sort()
    first = places[0] if places else 0
    around = " ".join(one.text[max(0, first - _AROUND_CHARS) : first + _AROUND_CHARS].split()) if places else ""
    return Miss(kind, one.id, expected, read, len(places), around)


def find_name_misses(folder: Path, model: LanguageModel) -> Iterator[Miss]:
    """Names of news sentences that were missed or are none, organisations and places as one type; none without the file."""
    path = folder / "names/uner_pud.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()] if path.is_file() else []
    rows = [row for row in rows if row.get("genre") == "news"]
    facts = read_articles((ArticleText(row["id"], row["id"], None, row["text"], None, "en") for row in rows), model)
    for row, read in zip(rows, facts, strict=True):
        text = row["text"]
        wanted = {
            (each["start"], each["end"], each["type"] == "PER")
            for each in row["entities"]
            if each["type"] in ("PER", "ORG", "LOC")
        }
        found = {(each.start, each.end, each.type == "person") for each in read.names}
        for start, end, _ in sorted(wanted - found):
            yield Miss(
                "name in a sentence: missed", row["id"], text[start:end], "", 1, text[max(0, start - 34) : end + 34]
            )
        for start, end, _ in sorted(found - wanted):
            yield Miss(
                "name in a sentence: false", row["id"], "", text[start:end], 1, text[max(0, start - 34) : end + 34]
            )


def all_misses(folder: Path, model: LanguageModel) -> list[Miss]:
    """The misses of all annotated articles of a folder, then those of its sentences."""
    found = [miss for one in read_annotated(folder, model) for miss in find_misses(one)]
    return [*found, *find_name_misses(folder, model)]


def show(misses: list[Miss], count: int) -> None:
    """Print the classes with their numbers, then the worst rows."""
    # Rows are cut to the screen where there is one; a pipe gets them whole.
    console = Console(width=None if Console().is_terminal else 200)
    by_kind = Counter(miss.kind for miss in misses)
    classes = Table(
        "class", "misses", "share", title=f"{len(misses)} misses of participants by class", title_justify="left"
    )
    for kind, number in by_kind.most_common():
        classes.add_row(kind, str(number), f"{number / len(misses):.3f}")
    console.print(classes)
    worst = Table(
        "class", "text", "expected", "read", "named", "words around", title=f"The {count} worst", title_justify="left"
    )
    for miss in sorted(misses, key=lambda miss: (-miss.times, miss.kind, miss.text_id, miss.expected, miss.read))[
        :count
    ]:
        worst.add_row(miss.kind, miss.text_id, miss.expected, miss.read, str(miss.times), miss.around)
    console.print(worst)
