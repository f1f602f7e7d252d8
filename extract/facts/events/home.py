"""Reads where an article is set: the headline's place, the dateline, and the country that most of its names speak for."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extract.contract.data import read_csv
from extract.facts.countries import find_country
from extract.facts.events.countries_said import NO_COUNTRY, country_said
from extract.facts.events.located import stands_where
from extract.facts.events.main_place import find_title_place
from extract.facts.events.where import NOWHERE, EventPlace, place_of
from extract.facts.language_model import Doc, text_of
from extract.facts.participants import Name

# What the first lines name is what the article is about.
_LEAD_CHARS, _LEAD_WEIGHT = 400, 3.0
_TOP_CHARS, _TOP_WEIGHT = 1_200, 2.0
_LOCATIVE = 1.5
_IN_TITLE = 4.0
_OF_DATELINE = 8.0
_OF_MONEY = 2.0
# A country with less of all that is said of countries, or that leads the next by less, is not where the article is set.
_MIN_SHARE = 0.4
_MIN_LEAD = 1.3
_OF_TOLD = 0.5
_TITLE_WORD = re.compile(r"[A-Z][\w.'’&-]*")


@dataclass(frozen=True, slots=True)
class Home:
    """Where an article is set. dateline, title: the places these say, or nowhere.

    country_code: null where no country is clearly meant. is_in_title: the title names that country or a place in it.
    is_named: so does the text, and not by its bodies alone. named_codes: all countries that the article names, by their
    names, peoples or bodies.
    """

    dateline: EventPlace = NOWHERE
    title: EventPlace = NOWHERE
    country_code: str | None = None
    is_in_title: bool = False
    is_named: bool = False
    named_codes: frozenset[str] = frozenset()


def read_home(
    doc: Doc, title: str | None, dateline: str | None, names: Sequence[Name], event_nouns: frozenset[str]
) -> Home:
    """Where an article is set, from its dateline, its title and all its names. title, dateline: null where it has none."""
    title = title or ""
    said: defaultdict[str, float] = defaultdict(float)
    filed = place_of(dateline or "", None, "dateline")
    headed = find_title_place(title, names, event_nouns)
    for place in (filed, headed):
        if place.country_code:
            said[place.country_code] += _OF_DATELINE
    for titled in _codes_in_title(title, names):
        said[titled] += _IN_TITLE
    clubs = _clubs(names)
    for name in names:
        # "Indians" are not of India where the "Cleveland Indians" play.
        code = None if name.type == "nationality" and name.text in clubs else country_said(name.text, name.type)
        if code is not None:
            said[code] += _weight(doc, name)
    for code, weight in _of_money(text_of(doc)).items():
        said[code] += weight
    home = _leader(said, headed.country_code or filed.country_code)
    named = {
        name.text
        for name in names
        if name.type in ("place", "country", "nationality") and country_said(name.text, name.type) == home
    }
    in_title = headed.country_code == home or any(text in title for text in named)
    return Home(
        filed,
        headed,
        home,
        is_in_title=home is not None and in_title,
        is_named=bool(named) or filed.country_code == home,
        named_codes=frozenset(
            code for name in names if name.type != "place" and (code := country_said(name.text, name.type))
        ),
    )


def _leader(said: Mapping[str, float], told: str | None) -> str | None:
    """The country that leads clearly; before it the one that a title or dateline says (told), unless others far outweigh it."""
    ranked = sorted(said.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked or ranked[0][0] == NO_COUNTRY:
        return None
    code, weight = ranked[0]
    if told is not None and said.get(told, 0.0) >= _OF_TOLD * weight:
        return told
    total = sum(weight for code, weight in ranked if code != NO_COUNTRY)
    is_clear = weight >= _MIN_SHARE * total and (len(ranked) == 1 or weight >= _MIN_LEAD * ranked[1][1])
    return code if is_clear else None


def _clubs(names: Sequence[Name]) -> set[str]:
    """The last words of longer names, and what follows a town's name at once: "Indians" of the "Cleveland Indians"."""
    words = {name.text.rsplit(" ", 1)[-1] for name in names if name.type != "nationality" and " " in name.text}
    return words | {
        name.text for before, name in pairwise(names) if before.type == "place" and name.start == before.end + 1
    }


def _weight(doc: Doc, name: Name) -> float:
    weight = _LEAD_WEIGHT if name.start < _LEAD_CHARS else _TOP_WEIGHT if name.start < _TOP_CHARS else 1.0
    return weight * _LOCATIVE if stands_where(doc, name) is not None else weight


def _codes_in_title(title: str, names: Sequence[Name]) -> Iterator[str]:
    """The countries that a title names by words of its own or by names that the text has too, each word once."""
    found: dict[str, str] = {}
    for name in names:
        if name.type != "person" and name.text in title and name.text not in found:
            code = country_said(name.text, name.type)
            if code is not None and re.search(rf"(?<!\w){re.escape(name.text)}(?!\w)", title):
                found[name.text] = code
    for match in _TITLE_WORD.finditer(title):
        word = re.sub(r"['’]s?$", "", match[0])
        country = find_country(word)
        if country is not None:
            found.setdefault(word, country.code)
    yield from found.values()


@cache
def _signs() -> dict[str, str]:
    return {row["sign"]: row["country_code"] for row in read_csv("currency_signs", "extract.facts.data")}


@cache
def _money() -> re.Pattern[str]:
    signs = sorted(_signs(), key=len, reverse=True)
    before = "|".join(re.escape(sign) for sign in signs if not sign.islower())
    words = "|".join(re.escape(sign) for sign in signs if sign.islower())
    return re.compile(rf"(?<![\w$])({before})(?=\s?\d)|(?<=[\d ])({words})\b")


def _of_money(text: str) -> dict[str, float]:
    """Countries whose money an article counts in; a hint, whatever its number."""
    signs = {match[1] or match[2] for match in _money().finditer(text)}
    return {_signs()[sign]: _OF_MONEY for sign in signs}
