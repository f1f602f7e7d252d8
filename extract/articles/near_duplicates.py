"""Copies: the same report under several addresses, found by the word sequences that two texts share.

Every text is reduced to its shingles, hashes of three words in a row, and a sample of them: those whose hash ends in three zero
bits (MinHash with a fixed scale instead of a fixed size, so that a text cut to a tenth still shares its sample with the whole).
Texts that share a part of their samples are compared by all their shingles. Grows with the number of texts, not of pairs.
"""

import hashlib
import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from extract.contract.derive import arrow_table
from extract.contract.tables import ArticleCopy

Hashes = npt.NDArray[np.uint64]

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
_SAMPLED = np.uint64(7)
# Of the smaller sample, what two texts must share to be compared: half of what a copy has.
_SHARED_SAMPLE = 0.35
# Copies of one report stand side by side in order of time: each is compared with so many before it.
_REACH = 8
_KEPT = 4096
_QUOTED = re.compile(r'“[^”]{1,2000}”|"[^"\n]{1,2000}"|«[^»]{1,2000}»|„[^“”]{1,2000}[“”]')
# Scripts that put no spaces between words are read by their characters.
_UNSPACED = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_FACTORS = tuple(np.uint64(factor) for factor in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of an article. at: when it was published, else captured."""

    article_version_id: str
    article_id: str
    title: str | None
    text: str
    publisher_name: str | None
    at: datetime


class _WordHashes(dict[str, int]):
    """Word to 64 bits, the same in every process."""

    def __missing__(self, word: str) -> int:
        self[word] = code = int.from_bytes(
            hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        )
        return code


def shingles(text: str, words: _WordHashes | None = None) -> Hashes:
    """The hashes of every three words in a row, sorted, each once. Case, punctuation and the width of characters do not count."""
    known = _WordHashes() if words is None else words
    plain = (text if text.isascii() else unicodedata.normalize("NFKC", text)).lower()
    found = _WORD.findall(plain)
    codes = np.fromiter(map(known.__getitem__, found), np.uint64, len(found))
    if len(codes) < len(_FACTORS):
        return codes[:0]
    mixed = codes[:-2] * _FACTORS[0] + codes[1:-1] * _FACTORS[1] + codes[2:] * _FACTORS[2]
    mixed ^= mixed >> np.uint64(32)
    mixed *= _FACTORS[0]
    mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


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
    words = _WordHashes()
    texts = _without_boilerplate(ordered)
    samples = []
    for text in texts:
        hashes = shingles(text, words)
        samples.append(hashes[hashes & _SAMPLED == 0] if len(hashes) >= _MIN_SHINGLES else hashes[:0])
    comparison = _Comparison(texts, words)
    earlier: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in candidate_pairs(samples):
        if ordered[one].article_id != ordered[other].article_id and comparison.is_copy(one, other):
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
    return [
        "\n".join(line for line in wording.text.split("\n") if hash((wording.publisher_name, line)) not in boilerplate)
        for wording in wordings
    ]


def candidate_pairs(samples: Sequence[Hashes]) -> list[tuple[int, int]]:
    """Pairs of rows, the smaller number first, whose samples share enough to be compared."""
    sizes = np.array([len(sample) for sample in samples], np.int64)
    if sizes.sum() == 0:
        return []
    hashes = np.concatenate(samples)
    rows = np.repeat(np.arange(len(samples), dtype=np.int64), sizes)
    # Stable: inside a hash the rows stay in order of time.
    order = np.argsort(hashes, kind="stable")
    hashes, rows = hashes[order], rows[order]
    codes = []
    for step in range(1, _REACH + 1):
        is_same = hashes[:-step] == hashes[step:]
        codes.append(rows[:-step][is_same] * len(samples) + rows[step:][is_same])
    pairs, shared = np.unique(np.concatenate(codes), return_counts=True)
    ones, others = np.divmod(pairs, len(samples))
    enough = shared >= _SHARED_SAMPLE * np.minimum(sizes[ones], sizes[others])
    return list(zip(ones[enough].tolist(), others[enough].tolist(), strict=True))


class _Comparison:
    """Compares two texts by all their shingles."""

    def __init__(self, texts: Sequence[str], words: _WordHashes) -> None:
        self._texts, self._words = texts, words
        # Pairs come in order of their first text, and copies stand close: few are asked for again later.
        self._whole = lru_cache(_KEPT)(lambda number: shingles(self._texts[number], self._words))
        self._told = lru_cache(_KEPT)(lambda number: shingles(_QUOTED.sub(" ", self._texts[number]), self._words))

    def shares(self, one: int, other: int) -> tuple[float, float]:
        """Similarity (Jaccard) and containment of the shorter in the longer, three decimals."""
        similarity, containment = _shares(self._whole(one), self._whole(other))
        return round(similarity, 3), round(containment, 3)

    def is_copy(self, one: int, other: int) -> bool:
        """Whether one is the other, edited, cut, or with something added."""
        shorter = min(len(self._whole(one)), len(self._whole(other)))
        needed = CONTAINMENT if shorter >= _SHORT_SHINGLES else _SHORT_CONTAINMENT
        return self.shares(one, other)[1] >= needed and self._is_narrative_shared(one, other)

    def _is_narrative_shared(self, one: int, other: int) -> bool:
        told = self._told(one), self._told(other)
        return min(map(len, told)) < _MIN_SHINGLES or _shares(*told)[1] >= _NARRATIVE


def _shares(one: Hashes, other: Hashes) -> tuple[float, float]:
    shorter = min(len(one), len(other))
    if not shorter:
        return 0.0, 0.0
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common), common / shorter


def _firsts(ordered: Sequence[Wording], earlier: dict[int, list[int]], comparison: _Comparison) -> dict[int, int]:
    """Copy to its first, both as numbers in order of time.

    A first is no copy itself. What copies a copy is held against that copy's first: a digest that carries two reports whole does
    not make them copies of each other.
    """
    first_of: dict[int, int] = {}
    for number in sorted(earlier):
        for before in earlier[number]:
            first = first_of.get(before, before)
            if ordered[first].article_id == ordered[number].article_id:
                continue
            if first == before or comparison.shares(first, number)[1] >= _HANDED_ON:
                first_of[number] = min(first, first_of.get(number, first))
    return first_of
