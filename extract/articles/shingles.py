"""How far two readings of a page agree: F1 over the runs of four words that both have, as often as both have them.

The measure of scrapinghub/article-extraction-benchmark (MIT).
"""

import re
from collections import Counter

_WORD = re.compile(r"\w+")
_LENGTH = 4

Shingles = Counter[tuple[str, ...]]


def shingles_of(text: str) -> Shingles:
    """The runs of four words in a text, counted; a shorter text is one run."""
    words = _WORD.findall(text)
    if len(words) <= _LENGTH:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[start:] for start in range(_LENGTH)), strict=False))


def agreement(one: Shingles, other: Shingles) -> float:
    """0 (nothing shared) to 1 (the same text)."""
    total = one.total() + other.total()
    if not total:
        return 1.0
    fewer, more = sorted((one, other), key=len)
    shared = sum(min(count, more[run]) for run, count in fewer.items() if run in more)
    return 2 * shared / total
