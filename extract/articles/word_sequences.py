"""Texts as hashes of their word sequences, and which pairs of texts share enough of them to be worth comparing.

A text is reduced to its shingles, hashes of three words in a row, and to a sample of them: those whose hash ends in three zero
bits. This is MinHash with a fixed scale instead of a fixed size: a text cut to a tenth still shares its whole sample with the
uncut one, where signatures of a fixed size (rensa) find one cut copy in seven (`make bench-copies`).
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

_SAMPLED = np.uint64(7)
# Of the smaller sample, what two texts must share to be compared: half of what a copy has.
_SHARED_SAMPLE = 0.35
# Texts that share a shingle are paired with so many before them in their order, however many have it: pairs grow with the texts.
REACH = 8
# Scripts that put no spaces between words are read by their characters.
_UNSPACED = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_FACTORS = tuple(np.uint64(factor) for factor in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))


class WordHashes(dict[str, int]):
    """Word to 64 bits, the same in every process."""

    def __missing__(self, word: str) -> int:
        self[word] = code = int.from_bytes(
            hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        )
        return code


def shingles(text: str, words: WordHashes | None = None) -> Hashes:
    """The hashes of every three words in a row, sorted, each once. Case, punctuation and the width of characters do not count."""
    known = WordHashes() if words is None else words
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


def sample(hashes: Hashes) -> Hashes:
    """The shingles that stand for all of a text: one in eight, the same ones in every text that has them."""
    sampled: Hashes = hashes[hashes & _SAMPLED == 0]
    return sampled


def shares(one: Hashes, other: Hashes) -> tuple[float, float]:
    """Similarity (Jaccard), and containment of the smaller set in the larger; 0 to 1."""
    shorter = min(len(one), len(other))
    if not shorter:
        return 0.0, 0.0
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common), common / shorter


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
    for step in range(1, REACH + 1):
        is_same = hashes[:-step] == hashes[step:]
        codes.append(rows[:-step][is_same] * len(samples) + rows[step:][is_same])
    pairs, shared = np.unique(np.concatenate(codes), return_counts=True)
    ones, others = np.divmod(pairs, len(samples))
    enough = shared >= _SHARED_SAMPLE * np.minimum(sizes[ones], sizes[others])
    return list(zip(ones[enough].tolist(), others[enough].tolist(), strict=True))
