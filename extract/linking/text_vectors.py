"""Texts as weighted words. What a word weighs depends on the word alone: no other text changes a text's vector."""

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from extract.contract.data import read_csv

# Vectors have this length, and whole numbers in them: sums of products are exact in any order.
LENGTH = 4096
_WORD = re.compile(r"\d[\d.,]*\d|[^\W_]+(?:'s)?")
# What tells one event from its like: numbers, and words with a capital that do not begin a sentence.
_PARTICULAR = re.compile(r"\d[\d.,]*\d|\d|(?<=[\w,;:(] )[A-Z][\w'’]+")
_STOPWORDS = frozenset(row["word"] for row in read_csv("stopwords", "extract.linking.data"))
# Tenths of log(place in a list of words by frequency / 5).
_RARITY = {row["word"]: int(row["rarity"]) for row in read_csv("word_rarity", "extract.linking.data")}
_FOREIGN = frozenset(row["word"] for row in read_csv("foreign_words", "extract.linking.data"))
_RAREST = max(_RARITY.values())
# They are rare in an English text and in every text of their language: they neither count as rare nor hide a name ("La Paz").
_FOREIGN_RARITY = 5
# Numbers: small ones and years stand in every other text.
_SMALL_NUMBER, _NUMBER = 20, 50
_YEAR = re.compile(r"(?:19|20)\d\d")
# Words whose stem and rarity are kept at hand.
_KNOWN_WORDS = 1 << 17
# Longest first: "meetings" loses "ings", not "s".
_SUFFIXES = ("ings", "ing", "ies", "ied", "ed", "es", "s", "ly")


@dataclass(frozen=True, slots=True)
class TextVector:
    """The words of a text.

    weights: stem to (1 + log count) * rarity, scaled to a vector of length `LENGTH`. particulars: the stems of names and numbers.
    """

    weights: dict[str, int]
    particulars: frozenset[str]


def text_vector(title: str | None, text: str) -> TextVector:
    """The vector of a title and a text; a title's capitals are no sign of a name."""
    counts = Counter(stems(f"{title or ''}\n{text}"))
    raw = [rarity(word) * (1 + math.log(count)) if count > 1 else rarity(word) for word, count in counts.items()]
    # Exact sums, so that the order of the words does not show.
    scale = LENGTH / math.sqrt(math.fsum([weight * weight for weight in raw])) if raw else 0.0
    found = {word: round(scale * weight) for word, weight in zip(counts, raw, strict=True)}
    particulars = frozenset(stems(" ".join(_PARTICULAR.findall(text)))) & found.keys()
    return TextVector(found, particulars)


@lru_cache(_KNOWN_WORDS)
def rarity(word: str) -> int:
    """How much a stem tells, in tenths: 0.3 (as "people") to 7.8 (a word that is not listed)."""
    if word[0].isdigit():
        return _SMALL_NUMBER if len(word) < 3 or _YEAR.fullmatch(word) else _NUMBER
    return _FOREIGN_RARITY if word in _FOREIGN else _RARITY.get(word, _RAREST)


def stems(text: str) -> list[str]:
    """The words that carry meaning, case folded, without their endings."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return [found for word in _WORD.findall(folded) if (found := _meaning(word))]


@lru_cache(_KNOWN_WORDS)
def _meaning(word: str) -> str:
    bare = word.removesuffix("'s")
    return "" if is_stopword(bare) else stem(bare)


def is_stopword(word: str) -> bool:
    """Whether a word says nothing about what a text is about; single letters do not either."""
    return word in _STOPWORDS or (len(word) == 1 and word.isalpha())


def stem(word: str) -> str:
    """A word without its ending."""
    for suffix in _SUFFIXES:
        # Four letters must stay: "news" is no plural worth cutting, "sing" no form of "s".
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word.removesuffix(suffix)
    return word
