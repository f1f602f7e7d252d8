"""Finds the words that name events: lemmas and two-word phrases of a table, each with its type."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.contract.data import read_csv
from extract.facts.language_model import Doc, Token

# A trigger names an event in a few words; a longer one is a clause.
MAX_TRIGGER_WORDS = 5
MAX_TRIGGER_CHARS = 40
_SECOND = frozenset({"dobj", "prt", "prep", "acomp", "oprd", "attr", "xcomp", "advmod", "ccomp"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that name an event, by characters, end exclusive; head: index of the word whose grammar it has."""

    start: int
    end: int
    head: int
    type: str
    is_noun: bool
    is_weak: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    type: str
    is_weak: bool


@cache
def _lexicon() -> dict[tuple[str, str], tuple[_Entry, ...]]:
    """Part of speech and the word looked up (a verb's first, a noun's last) to its entries, the longest first."""
    found: dict[tuple[str, str], list[_Entry]] = defaultdict(list)
    for row in read_csv("event_triggers", "extract.facts.data"):
        words = tuple(row["lemma"].lower().split())
        key = words[0] if row["pos"] == "verb" else words[-1]
        found[row["pos"], key].append(_Entry(words, row["type"], row["is_weak"] == "yes"))
    return {key: tuple(sorted(entries, key=lambda e: -len(e.words))) for key, entries in found.items()}


def find_triggers(doc: Doc, named: Sequence[tuple[int, int]]) -> list[Trigger]:
    """All triggers in their order, one event's verb and noun only once; `named` are the spans of names, which hold none."""
    spans = [doc.char_span(start, end, alignment_mode="expand") for start, end in named]
    inside = {token.i for span in spans if span is not None for token in span}
    found: dict[int, Trigger] = {}
    covered: set[int] = set()
    for token in doc:
        if (
            token.pos_ in ("VERB", "AUX")
            and token.dep_ not in ("amod", "aux", "auxpass", "compound")
            and token.i not in inside
        ):
            for trigger, second in _verb_trigger(doc, token):
                found[token.i] = trigger
                covered.update(second)
    for token in doc:
        if token.pos_ in ("NOUN", "PROPN") and token.i not in inside | covered and token.i not in found:
            for trigger in _noun_trigger(doc, token):
                if not _repeats_verb(token, trigger, found):
                    found[token.i] = trigger
    return [found[i] for i in sorted(found)]


def _verb_trigger(doc: Doc, verb: Token) -> Iterator[tuple[Trigger, list[int]]]:
    prefix = _prefix(doc, verb)
    for entry in _lexicon().get(("verb", _lemma(verb)), ()):
        if len(entry.words) == 1:
            yield _trigger(doc, prefix, verb.i, verb.i, entry, is_noun=False), []
            return
        second = next(
            (
                child
                for child in verb.rights
                if child.dep_ in _SECOND and entry.words[1] in (_lemma(child), child.lower_)
            ),
            None,
        )
        if second is not None:
            # Of "held his first meeting with" the object alone names the event.
            first = prefix if second.i - prefix < MAX_TRIGGER_WORDS else second.i
            yield _trigger(doc, first, second.i, verb.i, entry, is_noun=False), [second.i]
            return


def _noun_trigger(doc: Doc, noun: Token) -> Iterator[Trigger]:
    if noun.dep_ in ("compound", "nmod", "npadvmod"):
        return
    for entry in _lexicon().get(("noun", _lemma(noun)), ()):
        first = noun.i - len(entry.words) + 1
        if first >= 0 and all(_lemma(doc[first + n]) == word for n, word in enumerate(entry.words[:-1])):
            yield _trigger(doc, first, noun.i, noun.i, entry, is_noun=True)
            return


def _trigger(doc: Doc, first: int, last: int, head: int, entry: _Entry, *, is_noun: bool) -> Trigger:
    start, end = doc[first].idx, doc[last].idx + len(doc[last])
    if end - start > MAX_TRIGGER_CHARS:
        start, end = doc[head].idx, doc[head].idx + len(doc[head])
    return Trigger(start, end, head, entry.type, is_noun, entry.is_weak)


def _lemma(token: Token) -> str:
    return (token.lemma_ or token.text).lower()


def _prefix(doc: Doc, verb: Token) -> int:
    """The first token of the word: "co-hosted" is one word in three tokens."""
    if verb.i >= 2 and doc[verb.i - 1].text == "-" and doc[verb.i - 2].lower_ in ("co", "re"):
        return verb.i - 2
    return verb.i


def _repeats_verb(noun: Token, trigger: Trigger, verbs: dict[int, Trigger]) -> bool:
    """Whether the noun is the verb's own subject or object and says the same: "co-hosted the event"."""
    head = noun.head if noun.dep_ != "pobj" else noun.head.head
    verb = verbs.get(head.i)
    return (
        verb is not None
        and not verb.is_noun
        and noun.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj")
        and verb.type == trigger.type
    )


@cache
def event_nouns() -> frozenset[str]:
    """Nouns that name events, the last word of each."""
    return frozenset(word for pos, word in _lexicon() if pos == "noun")


def types_of_word(word: str) -> list[str]:
    """The types that a headline's word may name, whatever its ending: "sues", "probe", "elected"."""
    forms = {word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ed"), word.removesuffix("d")}
    forms |= {word.removesuffix("ing"), word.removesuffix("ing") + "e"}
    found = [
        e.type
        for form in sorted(forms)
        for pos in ("noun", "verb")
        for e in _lexicon().get((pos, form), ())
        if len(e.words) == 1
    ]
    return list(dict.fromkeys(found))
