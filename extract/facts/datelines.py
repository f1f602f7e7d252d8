"""Reads an agency's dateline ("Seoul, July 3 (Jiji Press)--") and hides it from the parser, which takes it for the subject."""

import re
from dataclasses import dataclass

# "Seoul, July 3 (Jiji Press)--", "HANOI, Vietnam (AP) —", "SIOUX FALLS, S.D. –": a place first, a dash last.
_DATELINE = re.compile(
    r"\A\s*(?P<place>[A-Z][\w.'’ -]{1,30}?)(?:, (?P<rest>[^\n!?()—–]{1,40}?))??"
    r"\s*(?:\((?P<agency>[^)\n]{2,30})\)\s*(?:--|[—–_-])|\s?--|\s[—–]|\s-(?=\s))\s*"
)
_LINE_CHARS = 120


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline by characters: it ends where the first sentence starts; place_start, place_end hold the place's name."""

    end: int
    place: str
    place_start: int
    place_end: int


def find_dateline(text: str) -> Dateline | None:
    """The dateline at a text's start; null where there is none. Its place is written as in running text ("Hanoi")."""
    match = _DATELINE.match(text[:_LINE_CHARS])
    if match is None:
        return None
    place = match["place"].strip()
    is_filed = place.isupper() or match["agency"] is not None
    if not is_filed or len(place.split()) > 4:
        return None
    return Dateline(match.end(), place.title() if place.isupper() else place, match.start("place"), match.end("place"))


def hide_dateline(text: str) -> str:
    """The text with its dateline blanked, character for character; a date in it stays to be read."""
    line = find_dateline(text)
    if line is None:
        return text
    head = text[: line.end]
    date = re.search(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})?\b", head)
    shown = date.span() if date else (0, 0)
    blank = "".join(char if shown[0] <= i < shown[1] else " " for i, char in enumerate(head))
    return blank + text[line.end :]
