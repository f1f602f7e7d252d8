"""Dates are looked for beside their anchors alone, and what is found is what a scan of the whole text finds."""

import json
import random
from pathlib import Path

import pytest

from extract.contract.data import read_csv
from extract.facts.dates.anchors import find_matches
from extract.facts.dates.grammar import patterns

ARTICLES = Path(__file__).parents[2] / "training" / "events" / "articles.jsonl"
PIECES = (
    "January", "JUNE 3,", "4 July", "2019", "1990s", "'80s", "7 p.m.", "5:30", "of last year", "the", "first quarter of",
    "Q3", "next", "Easter", "three", "week before", "days after.", "of", "in the", "to", "-", "2025-07-04", "3/4/2021",
    "Monday", "Sat.", "century", "half", "%", "per", "end of the", "day", "years", "for many", "fiscal 1989", "1914-18",
    "tonight", "the Council", "voted",
)  # fmt: skip
GAPS = (" ", " ", "  ", "\n", ", ", "-")


def scan_whole(text):
    return [(name, match.span(), match.groups()) for name, pattern in patterns() for match in pattern.finditer(text)]


def scan_beside_anchors(text):
    return [(name, match.span(), match.groups()) for name, match in find_matches(text)]


def mixed(seed, extra=()):
    chance = random.Random(seed)  # noqa: S311 - words in any order
    pieces = [*PIECES, *(row["word"] for row in read_csv("words", "extract.facts.dates.data")), *extra]
    return "".join(chance.choice(pieces) + chance.choice(GAPS) for _ in range(400))


def test_in_articles_and_their_matches_are_many():
    texts = [json.loads(line)["text"] for line in ARTICLES.read_text().splitlines()]
    found = [scan_beside_anchors(text) for text in texts]
    assert found == [scan_whole(text) for text in texts]
    assert sum(map(len, found)) > 100


@pytest.mark.parametrize("seed", range(20))
def test_in_words_of_time_in_any_order(seed):
    text = mixed(seed)
    found = scan_beside_anchors(text)
    assert found == scan_whole(text)
    assert len({name for name, _, _ in found}) > 10


@pytest.mark.parametrize("odd", ["\u017feven day\u017f ago", "\u212a", "\u0130stanbul", "\u0131n the pa\u017ft"])
def test_beside_letters_that_are_another_in_the_other_case(odd):
    text = mixed(odd, [odd] * 30)
    assert scan_beside_anchors(text) == scan_whole(text)
