"""The lists that the world is made of, read once; and the shape that all its things share."""

import csv
import random
import unicodedata
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(slots=True, eq=False)
class Thing:
    """A true entity: the forms of its name as articles use them, and what they say of it.

    full: the form used most; others: other full forms; shorts: forms that stand for it where the article tells more (a surname,
    an acronym); nicknames: what else an article calls it beside its name, never alone ("the ministry").
    """

    index: int
    kind: str
    full: str
    others: Sequence[str] = ()
    shorts: Sequence[str] = ()
    nicknames: Sequence[str] = ()
    country: str | None = None
    adjective: str | None = None
    roles: Sequence[str] = ()
    employer: "Thing | None" = None
    is_of_state: bool = False


@dataclass(frozen=True, slots=True)
class Nation:
    """A country as news sees it."""

    code: str
    name: str
    others: list[str]
    adjective: str
    people: str
    cities: list[str]
    culture: str
    share: float


@dataclass(slots=True)
class Weighted:
    """Draws things by their weights."""

    items: list
    cumulative: list[float] = field(default_factory=list)

    @classmethod
    def by_rank(cls, items: list, exponent: float = 1.0, offset: float = 1.0) -> "Weighted":
        """Zipf: the weight of an item falls with its rank in the list."""
        return cls(items, list(accumulate((rank + offset) ** -exponent for rank in range(len(items)))))

    def draw(self, rng: random.Random):
        return self.items[bisect(self.cumulative, rng.random() * self.cumulative[-1], 0, len(self.items) - 1)]


@cache
def read(name: str) -> list[dict[str, str]]:
    """The rows of a list; its first line says what it is."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8") as lines:
        next(lines)
        return list(csv.DictReader(lines))


@cache
def words(part: str) -> list[str]:
    separator = " " if part in {"ws", "wm", "we", "town_before", "town_start", "town_end"} else "|"
    return next(row["words"] for row in read("words") if row["part"] == part).split(separator)


@cache
def nations() -> list[Nation]:
    return [
        Nation(
            row["code"], row["name"], row["others"].split("|") if row["others"] else [], row["adjective"], row["people"],
            [row["capital"], *row["cities"].split("|")], row["culture"], float(row["share"]),
        )
        for row in read("nations")
    ]  # fmt: skip


def without_marks(text: str) -> str:
    """Diacritics lost, as on many wires."""
    if text.isascii():
        return text
    text = text.translate(str.maketrans("đĐøØłŁßıæ", "dDoOlLsia"))
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def near(one: str, other: str) -> bool:
    """Whether one letter makes the difference."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[start + (len(one) >= len(other)) :] == other[start + (len(other) >= len(one)) :]
