"""Keys that two texts must share to be compared: the smallest sets of their telling words that weigh enough together."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from extract.linking.text_vectors import TextVector, rarity

Keys = npt.NDArray[np.uint64]

# Of each text its ten heaviest words; two to four of them make a key when their rarities reach 14: two words as rare as a
# surname, or four as common as "minister". Of annotated pairs of one story 99% stay connected.
_TOP_WORDS = 10
_ENOUGH = 140
_SETS = [np.array(list(combinations(range(_TOP_WORDS), size))) for size in (2, 3, 4)]
_CHUNK = 2000


def has_key(vector: TextVector) -> bool:
    """Whether a text has a key at all: one without links to nothing."""
    return sum(sorted((rarity(word) for word in _top_words(vector)), reverse=True)[:4]) >= _ENOUGH


def text_keys(vectors: Sequence[TextVector]) -> tuple[Keys, npt.NDArray[np.int64]]:
    """All keys of all texts, sorted, and beside each the number of the text that has it."""
    keys, owners = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    for start in range(0, len(vectors), _CHUNK):
        hashes = np.zeros((min(_CHUNK, len(vectors) - start), _TOP_WORDS), np.uint64)
        weights = np.zeros(hashes.shape, np.int64)
        for row, vector in enumerate(vectors[start : start + _CHUNK]):
            for place, word in enumerate(_top_words(vector)):
                hashes[row, place], weights[row, place] = _word_hash(word), rarity(word)
        for sets in _SETS:
            chosen = weights[:, sets]
            total = chosen.sum(axis=2)
            # The smallest sets only: without its lightest word a set must not be enough.
            is_key = (total >= _ENOUGH) & (total - chosen.min(axis=2) < _ENOUGH) & (chosen.min(axis=2) > 0)
            rows, columns = np.nonzero(is_key)
            keys.append(hashes[rows[:, None], sets[columns]].sum(axis=1, dtype=np.uint64))
            owners.append(rows + start)
    every_key, every_owner = np.concatenate(keys), np.concatenate(owners)
    order = np.lexsort((every_owner, every_key))
    return every_key[order], every_owner[order]


def _top_words(vector: TextVector) -> list[str]:
    return [word for _, word in sorted((-weight, word) for word, weight in vector.weights.items())[:_TOP_WORDS]]


@lru_cache(1 << 20)
def _word_hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
