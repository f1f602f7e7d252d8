"""Texts as weighted words (TF-IDF), and which pairs of texts are worth comparing."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from extract.contract.data import read_csv

Vector = dict[str, float]

_WORD = re.compile(r"[^\W_]+(?:'s)?")
_STOPWORDS = frozenset(row["word"] for row in read_csv("stopwords", "extract.linking.data"))
# Longest first: "meetings" loses "ings", not "s".
_SUFFIXES = ("ings", "ing", "ies", "ied", "ed", "es", "s", "ly")


def text_vectors(texts: Sequence[str]) -> list[Vector]:
    """One vector of length 1 a text: word stems with (1 + log count) * log((texts + 1) / texts that have the word)."""
    counts = [Counter(stems(text)) for text in texts]
    seen_in = Counter(word for count in counts for word in count)
    return [_vector(count, seen_in, len(texts)) for count in counts]


def _vector(count: Counter[str], seen_in: Counter[str], texts: int) -> Vector:
    weights = {w: (1 + math.log(count[w])) * math.log((texts + 1) / seen_in[w]) for w in sorted(count)}
    length = math.sqrt(math.fsum(x * x for x in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}


def stems(text: str) -> list[str]:
    """The words that carry meaning, case folded, without their endings."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    words = (word.removesuffix("'s") for word in _WORD.findall(folded))
    return [_stem(word) for word in words if word not in _STOPWORDS]


def _stem(word: str) -> str:
    for suffix in _SUFFIXES:
        # Four letters must stay: "news" is no plural worth cutting, "sing" no form of "s".
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word.removesuffix(suffix)
    return word


def cosine(one: Vector, other: Vector) -> float:
    """How alike two vectors are, 0 to 1, rounded so that the order of terms does not show."""
    if len(other) < len(one):
        one, other = other, one
    return round(math.fsum(weight * other[word] for word, weight in one.items() if word in other), 9)


def candidate_pairs(vectors: Sequence[Vector], max_texts: int) -> list[tuple[int, int]]:
    """Pairs of texts that share a word which at most `max_texts` texts have: few texts share nothing but common words."""
    having: defaultdict[str, list[int]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for word in vector:
            having[word].append(number)
    rare = (numbers for numbers in having.values() if 2 <= len(numbers) <= max_texts)
    return sorted({pair for numbers in rare for pair in combinations(numbers, 2)})
