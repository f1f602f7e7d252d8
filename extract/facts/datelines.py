"""Reads an agency's dateline ("Seoul, July 3 (Jiji Press)--") and hides it from the parser, which takes it for the subject."""

import re
from dataclasses import dataclass

from extract.facts.places import resolve_place

# "Seoul, July 3 (Jiji Press)--", "HANOI, Vietnam (AP) —", "SIOUX FALLS, S.D. –": a place first, a dash last.
_DATELINE = re.compile(
    r"\A\s*(?P<place>[A-Z][\w.'’ -]{1,30}?)(?:, (?P<rest>[^\n!?()—–]{1,40}?))??"
    r"\s*(?:\((?P<agency>[^)\n]{2,30})\)\s*(?:--|[—–_-])|\s?--|\s[—–]|\s-(?=\s))\s*"
)
_LINE_CHARS = 120
# Behind a caption or a button's text: "Share this LONDON -- Prices rose". Only capitals and a dash tell it there.
_LATER = re.compile(
    r"(?<=\s)(?P<place>[A-Z]{3,}(?:[ -][A-Z]{2,}){0,2})(?:, [A-Z][\w.]{1,20})?(?: \([A-Z][\w ]{1,20}\))?\s?(?:--|—)\s"
)
_LATER_CHARS = 400
_PLACE_WORDS = 4
_NO_PLACE = re.compile(r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?(?: \d+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline by characters: start, end; place_start, place_end hold the place's name."""

    start: int
    end: int
    place: str
    place_start: int
    place_end: int


def find_dateline(text: str) -> Dateline | None:
    """The dateline at a text's start or soon after; null where there is none or it names no place ("March 4 (Reuters) -").

    Its place is written as in running text ("Hanoi").
    """
    line = _read_line(text)
    return None if line is None or _NO_PLACE.match(line.place) else line


def _read_line(text: str) -> Dateline | None:
    match = _DATELINE.match(text[:_LINE_CHARS])
    if match is not None:
        place = match["place"].strip()
        if (place.isupper() or match["agency"] is not None) and len(place.split()) <= _PLACE_WORDS:
            return _line(match, place)
    return _find_later(text)


def _find_later(text: str) -> Dateline | None:
    """A dateline in capitals behind what a page prints before it, if its place is on the map."""
    for match in _LATER.finditer(text[:_LATER_CHARS]):
        place = match["place"].title()
        if resolve_place(place) is not None:
            return _line(match, place)
    return None


def _line(match: re.Match[str], place: str) -> Dateline:
    written = place.title() if place.isupper() else place
    return Dateline(match.start(), match.end(), written, match.start("place"), match.end("place"))


def hide_dateline(text: str) -> str:
    """The text with its dateline blanked, character for character; a date in it stays to be read."""
    line = _read_line(text)
    if line is None:
        return text
    head = text[line.start : line.end]
    date = re.search(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})?\b", head)
    shown = date.span() if date else (0, 0)
    blank = "".join(char if shown[0] <= i < shown[1] else " " for i, char in enumerate(head))
    return text[: line.start] + blank + text[line.end :]
