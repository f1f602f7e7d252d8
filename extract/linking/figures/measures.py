"""What a figure counts or measures: by its unit, its item, the words beside it and the event it describes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from extract.contract.data import read_csv
from extract.linking.figures.rows import Figure, Told

_DATA = "extract.linking.data"
_ROWS = read_csv("figure_measures", _DATA)
_CLASS_OF = {unit: row["class"] for row in read_csv("counted_units", _DATA) for unit in row["units"].split()}
_PART, _OBJECT = "part", "object"
_CLASSES = frozenset(row["of"] for row in _ROWS) - {"people", "money"}
_RUNNING = frozenset(row["measure"] for row in _ROWS if row["is_running"] == "yes")
_OF_UNIT = {unit: row["measure"] for row in _ROWS for unit in row["units"].split()}
# What of is counted, then the word: the measure; of words that stand anywhere, and with those that stand before a number.
_WORDS: dict[tuple[str, str], str] = {}
_WORDS_BEFORE: dict[tuple[str, str], str] = {}
for _row in _ROWS:
    for _word in _row["words"].split():
        _WORDS.setdefault((_row["of"], _word), _row["measure"])
    for _word in (*_row["words"].split(), *_row["doing"].split()):
        _WORDS_BEFORE.setdefault((_row["of"], _word), _row["measure"])

_KINDS = tuple(sorted({row["of"] for row in _ROWS}))
_COUNTS = ("count", "other")
_WORD = re.compile(r"[^\W\d_]+")
# Words beside a number belong to it up to here: the next number, clause or list item.
_STOP = re.compile(r"[,;:()\d]|\b(?:and|but|while|or)\b|\bthat\b")
_MEASURED = ("length", "area", "volume", "mass", "duration", "speed", "temperature", "energy")
_NEAR_WORDS = 6
# "eight of them in intensive care", "five children among the dead": a part of another count.
_PART_AFTER = re.compile(
    r"^\s*(?:\w+\s+){0,2}(?:of (?:them|whom|those|the)\b|(?:was|were|are|is) among\b|among\b)", re.IGNORECASE
)
_PART_BEFORE = re.compile(r"\b(?:including|among them|of whom|of them|of those)\b[^.;,]{0,20}$", re.IGNORECASE)
# "Three more bodies were found" adds to a count.
_MORE = re.compile(r"\b(?:more|further|additional|another)\b(?!\s+than)", re.IGNORECASE)
_PLACE_AFTER = re.compile(r"^[^,;.\d]{0,40}?\b(?:in|at|near)\s+((?:the\s+)?[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){0,3})")
# The number of an earlier time, not an earlier count of the same thing.
_OTHER_TIME = re.compile(
    r"\b(?:year|month|quarter|decade|week|season|ago|last|previous|(?:19|20)\d\d)\b", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:in|since|of)\s+((?:19|20)\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Measure:
    """What two figures must share to be of one series.

    name: in a word or two. unit: the class of unit, the currency, the measure. part: empty for a total, else of which part.
    is_listed: its name is one of the list, and says all; else `Point.item` tells what it is measured of.
    """

    name: str
    unit: str
    part: str = ""
    is_listed: bool = False


def measure_of(figure: Figure, event: Told | None) -> Measure:
    """What the figure counts. Listed measures come from words, others are called after the item, the event or the unit."""
    unit = _unit(figure)
    kind = _counted(figure, unit)
    by_item = _first_word(
        kind if kind == "money" else "people", figure.item if figure.item_participant_id is None else None
    )
    if by_item and kind != "money" and (figure.kind in _COUNTS or figure.kind == "age"):
        # "The number of dead: 14", "raised the toll to 21": the item says what is counted, whatever noun stands near.
        return Measure(by_item, "people", _part(figure, "people"), is_listed=True)
    if figure.kind in _COUNTS or kind != "people":
        name = by_item or _by_words(figure, kind, event)
        if name:
            return Measure(name, unit or kind, _part(figure, unit), is_listed=True)
    return _unlisted(figure, unit, event)


def may_be_total(measure: Measure) -> bool:
    """True for a noun that may count all, as "34 protesters" among the arrested."""
    return measure.is_listed and not measure.part and measure.unit not in _CLASS_OF and measure.unit not in _CLASSES


def counts_its_event(measure: Measure, event: Told) -> bool:
    """True where the event's own words say the measure: "killed" the dead, not "killed" the injured of the same sentence."""
    return not measure.is_listed or any(_first_word(of, event.trigger, _WORDS_BEFORE) == measure.name for of in _KINDS)


def is_running(measure: Measure) -> bool:
    """True for what is counted again and again as it grows."""
    return measure.name in _RUNNING and measure.is_listed


def is_of_other_time(figure: Figure) -> bool:
    """True where the words after a figure that another changed from name a time of its own."""
    return bool(_OTHER_TIME.search(" ".join(figure.after.split()[:5])))


def year_told(figure: Figure) -> str | None:
    """The year that the sentence names, as in "in 1994"."""
    found = _YEAR.search(figure.evidence)
    return found.group(1) if found else None


def place_told(figure: Figure) -> str | None:
    """The place right after the figure: "17 people in Coimbra"."""
    found = _PLACE_AFTER.match(figure.after)
    return found.group(1).casefold() if found else None


def _by_words(figure: Figure, kind: str, event: Told | None) -> str | None:
    after = _STOP.split(figure.after, maxsplit=1)[0]
    before = _STOP.split(figure.before)[-1]
    return (
        _OF_UNIT.get(figure.unit_head or "")
        or _first_word(kind, " ".join(_WORD.findall(after)[:_NEAR_WORDS]))
        or _first_word(kind, event.trigger if event else None)
        or _first_word(kind, " ".join(reversed(_WORD.findall(before)[-_NEAR_WORDS:])), _WORDS_BEFORE)
    )


def _first_word(of: str, text: str | None, measures: Mapping[tuple[str, str], str] = _WORDS) -> str | None:
    words = _WORD.findall((text or "").casefold())
    beside = [*map("_".join, pairwise(words)), ""]
    said = ((of, word) for pair in zip(words, beside, strict=False) for word in pair)
    return next((measures[key] for key in said if key in measures), None)


def _part(figure: Figure, unit: str) -> str:
    if _MORE.search(figure.figure_text):
        return f"more {unit}"
    is_part = _PART_AFTER.match(figure.after) or _PART_BEFORE.search(figure.before)
    return f"part {unit}" if is_part else ""


def _counted(figure: Figure, unit: str) -> str:
    """Of which words the measure is: those of money, of people, or of a class of units."""
    if figure.kind == "money":
        return "money"
    if _CLASS_OF.get(figure.unit_head or "") == _OBJECT:
        return "things"
    return unit if unit in _CLASSES else "people"


def _unlisted(figure: Figure, unit: str, event: Told | None) -> Measure:
    trigger = event.trigger.casefold() if event and event.is_counted else None
    # "23 pirates": the noun counted, not who caught them. "Profit of 5 euros": what is measured.
    noun = figure.unit_head if figure.kind == "count" else None
    named = figure.item_head if _is_named_by_item(figure) else None
    name = noun or named or (figure.kind if figure.kind in _MEASURED else trigger or figure.unit_head or figure.kind)
    if figure.kind == "age":
        name = "age"
    return Measure(name, unit or figure.kind, _part(figure, unit))


def _is_named_by_item(figure: Figure) -> bool:
    """True for the shares of "Norvik's shares" and "Shares of Norvik", for "Damage"; false for "Norvik", "Ilse Brandt"."""
    head, item = figure.item_head or "", figure.item or ""
    is_noun = head in item or f"{head} of " in item.casefold() or f"{head}s of " in item.casefold()
    return bool(head) and (is_noun or (figure.item_participant_id is None and len(item.split()) == 1))


def _unit(figure: Figure) -> str:
    found = _CLASS_OF.get(figure.unit_head or "", figure.unit_head or "")
    return figure.unit_head or "" if found in (_PART, _OBJECT) else found
