"""Learns how rare words are: rewrites extract/linking/data/word_rarity.csv from the vocabulary of a tokenizer.

    python tests/training/train_stories.py ENCODER.json

ENCODER.json: the vocabulary of GPT-2's byte-pair encoding (`encoder.json` of its published model, MIT licence), token to number.
Its tokens are numbered in the order in which they were merged, which is the order of how often they stand in eight million
pages that people linked to: the number tells how common a word is, and nothing else of those pages. A word's rarity is
log(place / 5), in tenths; a word that is not listed is as rare as the last one, so the list may stop where that is enough.
"""

import json
import math
import sys
from pathlib import Path

from extract.linking.text_vectors import is_stopword, stem

TABLE = Path(__file__).parents[2] / "extract/linking/data/word_rarity.csv"
_HEAD = (
    "# How rare an English word's stem is, in tenths of log(place in a list by frequency / 5); words not listed: as the last.\n"
    "# Source: the order of the GPT-2 tokenizer's vocabulary (MIT licence), by tests/training/train_stories.py.\n"
)
# A space before the token: it begins a word.
_BEGINS = "\u0120"
_PLACES = 12_000
_LEAST = 3


def rarities(encoder: dict[str, int]) -> dict[str, int]:
    """Stem to tenths of log(place / 5), for the most frequent stems."""
    words = [token[1:] for token, _ in sorted(encoder.items(), key=lambda item: item[1]) if token[:1] == _BEGINS]
    stems = dict.fromkeys(stem(word.casefold()) for word in words if word.isascii() and word.isalpha())
    places = enumerate(list(stems)[:_PLACES], 1)
    return {
        word: max(_LEAST, round(10 * math.log(place / 5)))
        for place, word in places
        if len(word) > 1 and not is_stopword(word)
    }


if __name__ == "__main__":
    found = rarities(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    lines = "".join(f"{word},{rarity}\n" for word, rarity in sorted(found.items()))
    TABLE.write_text(f"{_HEAD}word,rarity\n{lines}", encoding="utf-8")
