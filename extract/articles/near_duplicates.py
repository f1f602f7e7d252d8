"""Copies: the same report under several addresses, found by the word sequences that two texts share."""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
import pyarrow as pa

from extract.articles.word_sequences import REACH, WordHashes, candidate_pairs, sample, shares, shingles
from extract.contract.derive import arrow_table
from extract.contract.tables import ArticleCopy

# Of the shorter text's shingles, what the longer one must have. Two reports of one event by different reporters share up to .2,
# with the same wire report and quotations in both up to .5; a copy with every tenth word changed keeps .73.
CONTAINMENT = 0.6
# Short texts of one form (share prices, results) look more alike.
_SHORT_SHINGLES, _SHORT_CONTAINMENT = 60, 0.8
# Outside quotations: what two reporters wrote down of one speech makes no copy.
_NARRATIVE = 0.5
# A copy of a copy is a copy of the first while it keeps this much of it.
_HANDED_ON = 0.5
# Below, a text is an alert or a caption, and two of one form look alike.
_MIN_SHINGLES = 30
# A paragraph under this many different titles of one publisher is the publisher's, not the article's.
_BOILERPLATE_TITLES = 3
# Texts of one form (weather, share prices, court lists) differ in their names and numbers, each having some that the other lacks;
# a copy that is cut or added to differs on one side only.
_PARTICULARS, _PARTICULARS_LACKING = 0.5, 3
# A form of a few sentences names the same market or league around what differs: any three names or numbers tell.
_FORM_SHINGLES = 150
_KEPT = 4096
# Numbers, and words with a capital that do not begin a sentence.
_PARTICULAR = re.compile(r"(?<!\w)\d[\d.,:]*\d|(?<!\w)\d|(?<=[\w,;:(] )[A-Z][\w'’-]+")
_WORD = re.compile(r"(?<!\w)\d[\d.,:]*\d|(?<!\w)\d|[^\W\d][\w'’-]*")
_QUOTED = re.compile(r'“[^”]{1,2000}”|"[^"\n]{1,2000}"|«[^»]{1,2000}»|„[^“”]{1,2000}[“”]')


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of an article. at: when it was published, else captured."""

    article_version_id: str
    article_id: str
    title: str | None
    text: str
    publisher_name: str | None
    at: datetime


def link_copies(articles: pa.Table) -> pa.Table:
    """The copies among articles: rows of `article_copies`.

    articles: `article_version_id, article_id, title, text, publisher_name, published_at, captured_at`, any number of rows a
    version; the earliest counts.
    """
    columns = ["article_version_id", "article_id", "title", "text", "publisher_name", "published_at", "captured_at"]
    wordings = (
        Wording(
            article_version_id=row["article_version_id"],
            article_id=row["article_id"],
            title=row["title"],
            text=row["text"],
            publisher_name=row["publisher_name"],
            at=row["published_at"] or row["captured_at"],
        )
        for batch in articles.select(columns).to_batches(max_chunksize=1000)
        for row in batch.to_pylist()
    )
    return arrow_table(ArticleCopy, find_copies(wordings))


def find_copies(wordings: Iterable[Wording]) -> list[ArticleCopy]:
    """Each version that copies an earlier one of another article, with the first of them; sorted by version.

    The order of the wordings does not matter. Two wordings of one article are no copies of each other.
    """
    ordered = _in_order(wordings)
    words = WordHashes()
    texts = _without_boilerplate(ordered)
    samples = []
    for text in texts:
        hashes = shingles(text, words)
        samples.append(sample(hashes) if len(hashes) >= _MIN_SHINGLES else hashes[:0])
    comparison = _Comparison(texts, words)
    earlier: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in candidate_pairs(samples):
        if ordered[one].article_id == ordered[other].article_id or comparison.is_copy(one, other):
            earlier[other].append(one)
    first_of = _firsts(ordered, earlier, comparison)
    rows = [
        ArticleCopy(
            article_version_id=ordered[copy].article_version_id,
            first_article_version_id=ordered[first].article_version_id,
            similarity=comparison.shares(first, copy)[0],
            containment=comparison.shares(first, copy)[1],
        )
        for copy, first in first_of.items()
    ]
    return sorted(rows, key=lambda row: row.article_version_id)


def _in_order(wordings: Iterable[Wording]) -> list[Wording]:
    earliest: dict[str, Wording] = {}
    for wording in wordings:
        known = earliest.get(wording.article_version_id)
        if known is None or _rank(wording) < _rank(known):
            earliest[wording.article_version_id] = wording
    return sorted(earliest.values(), key=_rank)


def _rank(wording: Wording) -> tuple[datetime, str, str, str]:
    return wording.at, wording.article_version_id, wording.title or "", wording.publisher_name or ""


def _without_boilerplate(wordings: Sequence[Wording]) -> list[str]:
    """The texts without the paragraphs that their publisher puts under articles of different titles."""
    lines, titles = array("q"), array("q")
    for wording in wordings:
        title = hash(wording.title or wording.text[:80])
        for line in set(wording.text.split("\n")) if wording.publisher_name else ():
            lines.append(hash((wording.publisher_name, line)))
            titles.append(title)
    seen = np.unique(np.array((lines, titles), np.int64).T, axis=0)
    repeated, title_counts = np.unique(seen[:, 0], return_counts=True)
    boilerplate = set(repeated[title_counts >= _BOILERPLATE_TITLES].tolist())
    return [_without(wording, boilerplate) for wording in wordings]


def _without(wording: Wording, boilerplate: set[int]) -> str:
    lines = wording.text.split("\n")
    kept = [line for line in lines if hash((wording.publisher_name, line)) not in boilerplate]
    # Most texts stay as they are, and need no second copy in memory.
    return wording.text if len(kept) == len(lines) else "\n".join(kept)


def _folded(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    """What a pattern finds, in one case: a copy may be set in capitals."""
    return frozenset(word.casefold() for word in pattern.findall(text))


class _Comparison:
    """Compares two texts by all their shingles."""

    def __init__(self, texts: Sequence[str], words: WordHashes) -> None:
        self._texts, self._words = texts, words
        # Pairs come in order of their first text, and copies stand close: few are asked for again later.
        self._whole = lru_cache(_KEPT)(lambda number: shingles(self._texts[number], self._words))
        self._particulars = lru_cache(_KEPT)(lambda number: _folded(_PARTICULAR, self._texts[number]))
        self._all_words = lru_cache(_KEPT)(lambda number: _folded(_WORD, self._texts[number]))
        self._told = lru_cache(_KEPT)(lambda number: shingles(_QUOTED.sub(" ", self._texts[number]), self._words))

    def shares(self, one: int, other: int) -> tuple[float, float]:
        """Similarity (Jaccard) and containment of the shorter in the longer, three decimals."""
        similarity, containment = shares(self._whole(one), self._whole(other))
        return round(similarity, 3), round(containment, 3)

    def is_copy(self, one: int, other: int) -> bool:
        """Whether one is the other, edited, cut, or with something added."""
        shorter = min(len(self._whole(one)), len(self._whole(other)))
        needed = CONTAINMENT if shorter >= _SHORT_SHINGLES else _SHORT_CONTAINMENT
        return (
            self.shares(one, other)[1] >= needed
            and self._is_narrative_shared(one, other)
            and not self._is_form_alone(one, other)
        )

    def _is_form_alone(self, one: int, other: int) -> bool:
        """Whether only the form is shared: each has names and numbers that the other lacks, and in a long text they are most."""
        lacking = [
            (len(self._particulars(here) - self._all_words(there)), len(self._particulars(here)))
            for here, there in ((one, other), (other, one))
        ]
        if min(count for count, _ in lacking) < _PARTICULARS_LACKING:
            return False
        shorter = min(len(self._whole(one)), len(self._whole(other)))
        return shorter < _FORM_SHINGLES or all(count > _PARTICULARS * all_count for count, all_count in lacking)

    def _is_narrative_shared(self, one: int, other: int) -> bool:
        told = self._told(one), self._told(other)
        return min(map(len, told)) < _MIN_SHINGLES or shares(*told)[1] >= _NARRATIVE


def _firsts(ordered: Sequence[Wording], earlier: dict[int, list[int]], comparison: _Comparison) -> dict[int, int]:
    """Copy to its first, both as numbers in order of time.

    earlier: each to those before it that it copies, or that are wordings of the same article. A first is no copy itself. What
    copies a copy is held against that copy's first: a digest that carries two reports whole does not make them copies of each
    other.
    """
    wordings_of: defaultdict[str, list[int]] = defaultdict(list)
    for number, wording in enumerate(ordered):
        wordings_of[wording.article_id].append(number)
    first_of: dict[int, int] = {}
    for number in sorted(earlier):
        firsts = set()
        for before in earlier[number]:
            first = first_of.get(before, before)
            if ordered[first].article_id != ordered[number].article_id and (
                first == before or comparison.shares(first, number)[1] >= _HANDED_ON
            ):
                firsts.add(first)
        if firsts:
            first = min(firsts)
            # An article with many wordings has its first ones out of reach.
            oldest = wordings_of[ordered[first].article_id][:REACH]
            older = (one for one in oldest if one < first and one not in first_of)
            first_of[number] = next((one for one in older if comparison.is_copy(one, number)), first)
    return first_of
