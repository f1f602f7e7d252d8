"""The table of words that name events: lemmas and short phrases, each with its type."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from extract.contract.data import read_csv


@dataclass(frozen=True, slots=True)
class Entry:
    """Words that name an event of a type; plover: PLOVER's type where it is finer than the type's own."""

    words: tuple[str, ...]
    type: str
    is_weak: bool
    plover: str | None = None


@cache
def lexicon() -> dict[tuple[str, str], tuple[Entry, ...]]:
    """Part of speech and the word looked up (a verb's first, a noun's last) to its entries, the longest first."""
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for row in read_csv("event_triggers", "extract.facts.data"):
        words = tuple(row["lemma"].lower().split())
        key = words[0] if row["pos"] == "verb" else words[-1]
        found[row["pos"], key].append(Entry(words, row["type"], row["is_weak"] == "yes", row["plover"] or None))
    return {key: tuple(sorted(entries, key=lambda e: -len(e.words))) for key, entries in found.items()}


@cache
def openers() -> frozenset[str]:
    """Verbs that only begin, tell or end what their object names: "launched an investigation"."""
    return frozenset(row["lemma"] for row in read_csv("event_openers", "extract.facts.data"))


@cache
def event_nouns() -> frozenset[str]:
    """Nouns that name events, the last word of each."""
    return frozenset(word for pos, word in lexicon() if pos == "noun")


def types_of_word(word: str) -> list[str]:
    """The types that a headline's word may name, whatever its ending: "sues", "probe", "elected"."""
    forms = {word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ed"), word.removesuffix("d")}
    forms |= {word.removesuffix("ing"), word.removesuffix("ing") + "e"}
    found = [
        e.type
        for form in sorted(forms)
        for pos in ("noun", "verb")
        for e in lexicon().get((pos, form), ())
        if len(e.words) == 1
    ]
    return list(dict.fromkeys(found))
