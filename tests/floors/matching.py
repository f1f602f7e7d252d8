"""How what was read is laid beside what should have been read: spans, words, names, and shares of them."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from extract.facts.read import ArticleFacts

Span = tuple[int, int]
_STOP_WORDS = frozenset((
    "a", "an", "and", "as", "at", "by", "for", "from", "her", "his", "in", "into", "is", "it", "its", "of", "on", "or", "that",
    "the", "their", "this", "to", "was", "were", "with",
))  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """One article: its text, the annotated rows (`figures`, `participants`, `events`), and the facts that were read from it."""

    id: str
    text: str
    note: dict[str, list[dict[str, Any]]]
    facts: ArticleFacts


@dataclass
class Tally:
    """Counts of one kind of thing: how many were expected, read, and right."""

    right: float = 0
    expected: int = 0
    read: int = 0

    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where nothing was expected and nothing read."""
        both = self.expected + self.read
        return 2 * self.right / both if both else 1.0

    def share(self) -> float:
        """Right ones among the expected; 1 where nothing was expected."""
        return self.right / self.expected if self.expected else 1.0


@dataclass
class Score:
    """Tallies by metric, and a line on everything that was missed."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def __getitem__(self, metric: str) -> Tally:
        return self.tallies.setdefault(metric, Tally())

    def check(self, metric: str, is_right: bool, miss: str) -> None:
        """One expected thing that is right or missed."""
        self[metric].expected += 1
        self[metric].right += is_right
        if not is_right:
            self.misses.append(f"{metric}: {miss}")


def find_span(text: str, quote: str, words: str | None = None) -> Span:
    """Where a quote stands in the text, or the words inside the quote."""
    start = text.index(quote)
    if words is not None:
        start += quote.index(words)
    return start, start + len(quote if words is None else words)


def overlap(one: Span, other: Span) -> int:
    """Characters that two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def pair_best(weights: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """Left to right, each used once, the heaviest pair first; weights of 0 make no pair."""
    pairs: dict[int, int] = {}
    for weight, left, right in sorted(weights, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if weight > 0 and left not in pairs and right not in pairs.values():
            pairs[left] = right
    return pairs


def content_words(text: str | None) -> set[str]:
    """Lower-case words of a text without those that only join others."""
    return set(re.findall(r"\w+", (text or "").casefold())) - _STOP_WORDS


def plain_name(name: str) -> str:
    """A name as it is compared: without article, possessive, case and punctuation."""
    words = re.sub(r"['’]s\b", "", name.casefold())
    return " ".join(re.findall(r"\w+", re.sub(r"^(the|a|an) ", "", words)))


def shingles(text: str, size: int = 4) -> Counter[Hashable]:
    """How often each run of four words occurs; a shorter text is one run."""
    words = re.findall(r"\w+", text.casefold())
    return Counter(tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1)))


def shingle_f1(expected: str, read: str) -> float:
    """How alike two texts are, by the runs of four words they share."""
    one, other = shingles(expected), shingles(read)
    return Tally((one & other).total(), one.total(), other.total()).f1()
