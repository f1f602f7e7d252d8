"""Texts as weighted words (TF-IDF), and which pairs of texts are worth comparing."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

from extract.contract.data import read_csv

Vector = dict[str, float]

_WORD = re.compile(r"[^\W_]+(?:'s)?")
_STOPWORDS = frozenset(row["word"] for row in read_csv("stopwords", "extract.linking.data"))
# Longest first: "meetings" loses "ings", not "s".
_SUFFIXES = ("ings", "ing", "ies", "ied", "ed", "es", "s", "ly")
_NEIGHBOURS = 5
_OTHER_TEXTS = 100


def text_vectors(texts: Sequence[str]) -> list[Vector]:
    """One vector of length 1 a text: word stems with (1 + log count) * log((texts + 100) / texts that have the word).

    The 100 stand for texts of other things: else two articles of one story, alone, would have no telling word in common.
    """
    counts = [Counter(stems(text)) for text in texts]
    seen_in = Counter(word for count in counts for word in count)
    return [_vector(count, seen_in, len(texts)) for count in counts]


def _vector(count: Counter[str], seen_in: Counter[str], texts: int) -> Vector:
    weights = {w: (1 + math.log(count[w])) * math.log((texts + _OTHER_TEXTS) / seen_in[w]) for w in sorted(count)}
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
    """Pairs of texts worth comparing: they share a telling word.

    A word that more than `max_texts` texts have pairs each with its neighbours in the list only, so that the number of pairs
    grows with the number of texts, and a thing that very many report still holds together.
    """
    having: defaultdict[str, list[int]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for word in vector:
            having[word].append(number)
    pairs: set[tuple[int, int]] = set()
    for numbers in having.values():
        reach = len(numbers) if len(numbers) <= max_texts else _NEIGHBOURS
        for place, number in enumerate(numbers):
            pairs.update((number, other) for other in numbers[place + 1 : place + 1 + reach])
    return sorted(pairs)
