"""Where in a text a date can be: beside what every match of its pattern holds, found faster than the pattern itself.

The matches are those of a scan of the whole text: a stretch that is scanned reaches, from each anchor, as far as a match may
be long, and stretches that touch are one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from re import _parser as parser  # type: ignore[attr-defined] # how long a match may be is told nowhere else

from extract.facts.dates.grammar import patterns
from extract.facts.dates.vocabulary import holidays, words

# How far a pattern looks beyond its match.
_LOOK_AHEAD = 40
# Letters that a pattern takes for an "s", a "k" or an "i" where it ignores case; in no English text, as a rule.
_ODD_LETTERS = re.compile("[\u017f\u212a\u0130\u0131]")


@dataclass(frozen=True, slots=True)
class _Anchor:
    """What every match of some patterns holds: one of the words, or of what the pattern finds. is_cased: of capitals, too."""

    words: tuple[str, ...] = ()
    pattern: str = ""
    is_cased: bool = False

    def places(self, text: str) -> list[int]:
        """Where it is in a text, in order."""
        found = [match.start() for match in re.finditer(self.pattern, text)] if self.pattern else []
        for word in self.words:
            at = text.find(word)
            while at >= 0:
                found.append(at)
                at = text.find(word, at + 1)
        return sorted(found)


def _longest_words(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({max(phrase.split(), key=len) for phrase in phrases}))


def _capitals(*kinds: str) -> tuple[str, ...]:
    """How names written with a capital, or in capitals, begin."""
    short = {name[:3] for kind in kinds for name in words(kind)}
    return tuple(sorted({name.capitalize() for name in short} | {name.upper() for name in short}))


@cache
def _anchors() -> dict[str, _Anchor]:
    """By the name of the rule."""
    units = _Anchor(_longest_words(words("unit")))
    months = _Anchor(_capitals("month", "month_short"), is_cased=True)
    seasons = _Anchor(tuple(words("season")))
    by_anchor = {
        months: "month_day_year day_month_year month_days days_month month_day day_month month_year months_year month",
        units: "unit_which units_which duration duration_bare within first_units edge_of",
        seasons: "season season_year",
        _Anchor(pattern=r"\d-\d\d-\d"): "iso",
        _Anchor(pattern=r"\d/\d{1,2}/\d"): "slashed",
        _Anchor(pattern=r"[12]\d\d\d"): "years year",
        _Anchor(pattern=r"\d0['’]?s"): "decade",
        _Anchor(tuple(words("decade_name")), r"\d0s"): "decade_short",
        _Anchor(pattern=r"q[1-4]|[1-4]q"): "quarter_code",
        _Anchor(pattern=r"\d\s{0,2}[ap]\.?\s?m"): "clock",
        _Anchor(pattern=r"\d:[0-5]"): "clock_24",
        _Anchor(("quarter",)): "quarter",
        _Anchor(("quarter", "period")): "quarter_again",
        _Anchor(("half",)): "half",
        _Anchor(("century",)): "century",
        _Anchor(tuple(holidays())): "holiday",
        _Anchor(("yesterday", "today", "tomorrow")): "day_word",
        _Anchor(("night", "evening", "morning", "afternoon")): "night_word",
        _Anchor(_capitals("weekday", "weekday_short"), is_cased=True): "weekday",
        _Anchor(("weekend",)): "weekend",
        _Anchor(("ago", "earlier", "later", "now", "hence"), r"(?:before|after)(?:[.,;)]|$)"): "ago",
        _Anchor(("before", "after")): "day_before",
        _Anchor(("year",)): "year_end",
        _Anchor(("noon", "midday", "midnight")): "noon",
        _Anchor(_longest_words(words("reference"))): "reference",
    }
    return {rule: anchor for anchor, rules in by_anchor.items() for rule in rules.split()}


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str], _Anchor, int], ...]:
    """(rule name, pattern, its anchor, how many characters a match has at most), in order of preference."""
    return tuple(
        (name, pattern, _anchors()[name], parser.parse(pattern.pattern).getwidth()[1]) for name, pattern in patterns()
    )


def find_matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """(rule name, match), rule by rule in order of preference, of each its matches in order."""
    lower = text.lower()
    is_odd = _ODD_LETTERS.search(text) is not None or len(lower) != len(text)
    places: dict[_Anchor, list[int]] = {}
    for name, pattern, anchor, width in _rules():
        if is_odd:
            stretches = [(0, len(text))]
        else:
            if anchor not in places:
                places[anchor] = anchor.places(text if anchor.is_cased else lower)
            stretches = _stretches(places[anchor], width)
        for start, end in stretches:
            for match in pattern.finditer(text, start, end):
                # What ends with the stretch may have taken its end for the text's.
                if match.end() < end or end >= len(text):
                    yield name, match


def _stretches(places: list[int], width: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for place in places:
        start, end = max(0, place - width), place + width + _LOOK_AHEAD
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
