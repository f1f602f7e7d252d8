"""Finds the country that a name, nationality or government stands for: exact forms only, never by likeness."""

import re
from dataclasses import dataclass
from functools import cache

from extract.contract.data import read_csv


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its ISO 3166-1 alpha-2 code, common English name and capital (null if it has none of its own)."""

    code: str
    name: str
    capital: str | None


# "the Indian government", "the government of India"; "Trump's administration" names no country.
_GOVERNMENT = re.compile(
    r"^(?:the )?(?:government of (?P<of>.+)"
    r"|(?P<own>.+?)(?:['’]s)? (?:national |federal |central )?(?:government|authorities))$",
    re.IGNORECASE,
)


def find_country(name: str) -> Country | None:
    """The country of an exact name, alias ("the US", "U.K."), nationality ("Japanese", "Americans") or government.

    Case counts: "us" is a pronoun and "polish" a verb. A capital is not looked up here (see `find_capital`): whether
    it stands for its government depends on the grammar.
    """
    text = _plain(name)
    if (found := _by_form().get(text)) is not None:
        return found
    if match := _GOVERNMENT.match(text):
        return _by_form().get(_plain(match["of"] or match["own"]))
    return None


def find_nationality(word: str) -> Country | None:
    """The country of a nationality alone: "Japanese", "Americans"."""
    return _by_demonym().get(_plain(word))


def find_capital(name: str) -> Country | None:
    """The country whose capital this is, exactly: "Tokyo", "Washington"."""
    return _by_capital().get(_plain(name))


def is_other_place(name: str, text: str) -> bool:
    """Whether a country's name stands for something else in an article: "Georgia" beside Atlanta and without Tbilisi."""
    words = _two_places().get(_plain(name))
    if words is None:
        return False
    of_country, of_other = words
    return of_other.search(text) is not None and of_country.search(text) is None


@cache
def _two_places() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    def any_of(words: str) -> re.Pattern[str]:
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words.split("|"))) + r")(?!\w)" if words else r"(?!)")

    return {
        row["name"]: (any_of(row["country_words"]), any_of(row["other_words"]))
        for row in read_csv("two_places", "extract.facts.data")
    }


@cache
def long_forms() -> re.Pattern[str]:
    """All names of countries of more than one word, the longest first: a language model finds pieces of them."""
    forms = [form for form in _by_form() if re.search(r"[ -]", form) and form not in _by_demonym()]
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, sorted(forms, key=len, reverse=True))) + r")(?![\w-])")


def country_of(code: str) -> Country | None:
    """The country of an ISO 3166-1 alpha-2 code."""
    return next((country for country in _countries() if country.code == code), None)


def _plain(name: str) -> str:
    text = re.sub(r"['’]s?$", "", " ".join(name.split()))
    return re.sub(r"^[Tt]he ", "", text)


@cache
def _rows() -> tuple[tuple[Country, tuple[str, ...], tuple[str, ...]], ...]:
    return tuple(
        (
            Country(row["code"], row["name"], row["capital"] or None),
            tuple(filter(None, row["aliases"].split("|"))),
            tuple(filter(None, row["demonyms"].split("|"))),
        )
        for row in read_csv("countries", "extract.facts.data")
    )


@cache
def _countries() -> tuple[Country, ...]:
    return tuple(country for country, _, _ in _rows())


@cache
def _by_demonym() -> dict[str, Country]:
    return {form: country for country, _, demonyms in _rows() for word in demonyms for form in _numbers(word)}


@cache
def _by_form() -> dict[str, Country]:
    names = {_plain(form): country for country, aliases, _ in _rows() for form in (country.name, *aliases)}
    return _by_demonym() | names


@cache
def _by_capital() -> dict[str, Country]:
    capitals = {_plain(country.capital): country for country in _countries() if country.capital}
    # The forms that papers also print for these capitals.
    spelled = {
        "Delhi": "IN",
        "Washington, D.C.": "US",
        "Washington D.C.": "US",
        "Berne": "CH",
        "Kiev": "UA",
        "Brasília": "BR",
        "Bogotá": "CO",
    }
    return capitals | {name: country for name, code in spelled.items() if (country := country_of(code))}


def _numbers(word: str) -> tuple[str, ...]:
    """A nationality and its plural; "Japanese", "British" and "Swiss" have none."""
    return (word,) if word.endswith(("ese", "sh", "ch", "ss", "man")) else (word, word + "s")
