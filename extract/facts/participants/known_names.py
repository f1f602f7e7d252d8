"""The few names that the news gives without more words: what they are, and where the language model missed them."""

import re
from collections.abc import Sequence
from functools import cache

from extract.contract.data import read_csv
from extract.facts.participants.missed_names import Found


@cache
def known_names() -> dict[str, str]:
    """Each name to its kind: person, organisation or place."""
    return {row["name"]: row["kind"] for row in read_csv("known_names", "extract.facts.data")}


@cache
def platforms() -> frozenset[str]:
    """Names of social networks: where something is posted, unless they act."""
    return frozenset(
        row["name"] for row in read_csv("known_names", "extract.facts.data") if row["is_platform"] == "yes"
    )


def add_known(text: str, found: Sequence[Found]) -> list[Found]:
    """The names with every known one that means nothing else and that overlaps none of them."""
    taken = bytearray(len(text))
    for start, end, _ in found:
        taken[start:end] = b"\1" * (end - start)
    added = [
        (match.start(), match.end(), known_names()[match.group()])
        for match in _certain().finditer(text)
        if not any(taken[match.start() : match.end()])
    ]
    return sorted([*found, *added])


@cache
def _certain() -> re.Pattern[str]:
    rows = read_csv("known_names", "extract.facts.data")
    names = sorted((row["name"] for row in rows if row["is_certain"] == "yes"), key=len, reverse=True)
    return re.compile(r"(?<![\w#@./-])(?:" + "|".join(map(re.escape, names)) + r")(?![\w@/-]|\.\w)")
