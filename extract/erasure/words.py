"""Words as names are compared by: where they stand in a text, and in which form."""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby


def _class_of(numbers: list[int]) -> str:
    """The inside of a character class of a regular expression."""
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    return "".join(f"\\U{run[0]:08x}-\\U{run[-1]:08x}" for run in runs)


# Scripts that write no spaces between words, or endings onto names: each character is a word.
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
# Letters that Unicode does not take apart.
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h"})


@cache
def _marks() -> str:
    """What belongs to the letter before it, and what nobody sees: soft hyphens, joiners, marks of direction."""
    return _class_of([n for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)) in ("Mn", "Mc", "Me", "Cf")])


# Made when the first text is looked at: it takes a fifth of a second.
@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"[{_SPACELESS}]|(?:[^\W_{_SPACELESS}]+[{_marks()}]*)+")


@cache
def _ignored() -> re.Pattern[str]:
    return re.compile(f"[{_marks()}]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text in normal form, and its offsets there."""

    text: str
    start: int
    end: int


def find_words(text: str) -> Iterator[Word]:
    """The words of a text, in order."""
    for found in _word().finditer(text):
        yield Word(normal_word(found[0]), found.start(), found.end())


@lru_cache(maxsize=200_000)
def normal_word(word: str) -> str:
    """A word without case, accents and what nobody sees: `Müller` and `MULLER` are one."""
    apart = unicodedata.normalize("NFKD", word)
    return _ignored().sub("", apart).casefold().translate(_LETTERS)


def distinct_words(text: str) -> set[str]:
    """The words that a text has, in normal form."""
    return {normal_word(word) for word in set(_word().findall(text))}


def normal_words(text: str) -> tuple[str, ...]:
    """The words of a name or text in normal form."""
    return tuple(word.text for word in find_words(text))
