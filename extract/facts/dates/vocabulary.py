"""The words of time and what they mean, read once from `data/`, and the pieces of patterns made of them."""

import re
from functools import cache

from extract.contract.data import read_csv

_PACKAGE = "extract.facts.dates.data"
# The letters of TIMEX3 durations that name a period of the calendar.
UNITS = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year", "E": "decade", "C": "century"}


@cache
def words(kind: str) -> dict[str, str]:
    """Lower-case words of one kind to their values: month, weekday, unit, day_part, season, number, ordinal ..."""
    return {row["word"].lower(): row["value"] for row in read_csv("words", _PACKAGE) if row["kind"] == kind}


@cache
def holidays() -> dict[str, dict[str, str]]:
    """Lower-case names of holidays to the rule that places them in a year."""
    return {row["name"].lower(): row for row in read_csv("holidays", _PACKAGE)}


@cache
def tense_verbs(kind: str) -> frozenset[str]:
    """Lemmas of one kind: intends, schedules."""
    return frozenset(row["lemma"] for row in read_csv("tense_verbs", _PACKAGE) if row["kind"] == kind)


def month_number(word: str) -> int:
    """1 to 12."""
    plain = word.lower().rstrip(".")
    return int((words("month") | words("month_short"))[plain])


def weekday_number(word: str) -> int:
    """0 (Monday) to 6."""
    plain = word.lower().rstrip(".")
    return int((words("weekday") | words("weekday_short"))[plain])


def read_number(text: str) -> int | None:
    """A whole number in digits or words below a hundred; null where it is vague ("several")."""
    plain = re.sub(r"[\s,]+", " ", text.lower()).strip().replace(" 000", "000")
    if plain.isdecimal():
        return int(plain[:9])
    for kind in ("number", "tens", "article_number"):
        if plain in words(kind):
            return int(words(kind)[plain])
    tens, _, ones = plain.replace("-", " ").partition(" ")
    if tens in words("tens") and ones in words("number"):
        return int(words("tens")[tens]) + int(words("number")[ones])
    return None


def read_ordinal(text: str) -> int | None:
    """A whole number from "third" or "19th"."""
    plain = text.lower()
    if plain in words("ordinal"):
        return int(words("ordinal")[plain])
    digits = plain.rstrip("stndrh")
    return int(digits) if digits.isdecimal() else None


def alternatives(*kinds: str) -> str:
    """A pattern that matches any word of the kinds in any case, the longest first; spaces stand for white space."""
    found = sorted({word for kind in kinds for word in words(kind)}, key=lambda word: (-len(word), word))
    return "(?i:" + "|".join(re.escape(word).replace("\\ ", r"\s{1,3}") for word in found) + ")"


def names(kind: str) -> str:
    """A pattern for names that are written with a capital, or all in capitals: "May" and "MAY", not "may"."""
    found = sorted(words(kind), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(f"{word.capitalize()}|{word.upper()}" for word in found) + ")"
