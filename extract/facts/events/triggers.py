"""Finds the words that name events: lemmas and short phrases of a table, each with its type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.facts.events.lexicon import Entry, event_nouns, lexicon, openers, types_of_word
from extract.facts.events.plover import find_plover_type, plover_in_sentence
from extract.facts.events.senses import find_sense
from extract.facts.language_model import Doc, Token

__all__ = ["Trigger", "event_nouns", "find_triggers", "types_of_word"]

# A trigger names an event in a few words; a longer one is a clause.
MAX_TRIGGER_WORDS = 5
MAX_TRIGGER_CHARS = 40
# "launched a rescue operation" is the rescue.
_CARRIERS = frozenset({"effort", "mission", "operation", "drive", "process", "campaign", "round"})
_SECOND = frozenset({"dobj", "prt", "prep", "acomp", "oprd", "attr", "xcomp", "advmod", "ccomp"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that name an event, by characters, end exclusive; head: index of the word whose grammar it has.

    plover_type: PLOVER's type, finer than the type's own where the word or its grammar tells it; null where PLOVER has none.
    """

    start: int
    end: int
    head: int
    type: str
    is_noun: bool
    is_weak: bool
    plover_type: str | None = None


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
            for trigger, second in _verb_trigger(doc, token, inside):
                found[token.i] = trigger
                covered.update(second)
    for token in doc:
        if token.pos_ in ("NOUN", "PROPN") and not (token.i in inside or token.i in covered or token.i in found):
            for trigger in _noun_trigger(doc, token):
                if not _repeats_verb(token, trigger, found):
                    found[token.i] = trigger
    kinds = {i: trigger.plover_type for i, trigger in found.items()}
    for i, trigger in found.items():
        found[i] = replace(trigger, plover_type=plover_in_sentence(doc[i], kinds))
    return [found[i] for i in sorted(found)]


def _verb_trigger(doc: Doc, verb: Token, inside: set[int]) -> Iterator[tuple[Trigger, list[int]]]:
    prefix = _prefix(doc, verb)
    for entry in lexicon().get(("verb", _lemma(verb)), ()):
        if len(entry.words) == 1:
            break
        second = next((c for c in verb.rights if c.dep_ in _SECOND and entry.words[1] in (_lemma(c), c.lower_)), None)
        if second is not None:
            # Of "held his first meeting with" the object alone names the event.
            is_near = second.i - prefix < MAX_TRIGGER_WORDS
            first, last = (
                (prefix, second.i) if is_near else (second.i,) * 2 if second.pos_ == "NOUN" else (prefix, verb.i)
            )
            yield _trigger(doc, first, last, verb.i, entry, is_noun=False), [second.i]
            return
    is_known, sense = find_sense(verb, "verb")
    if is_known:
        if sense is not None:
            yield _trigger(doc, prefix, verb.i, verb.i, sense, is_noun=False), []
        return
    if _lemma(verb) in openers() and _opens_event(doc, verb, inside):
        return
    for entry in lexicon().get(("verb", _lemma(verb)), ()):
        if len(entry.words) == 1:
            yield _trigger(doc, prefix, verb.i, verb.i, entry, is_noun=False), []
            return


def _opens_event(doc: Doc, verb: Token, inside: set[int]) -> bool:
    """Whether the verb says only that what its object names began, is told or ended: "launched an attack"."""
    nouns = (c for c in verb.children if c.dep_ in ("dobj", "nsubjpass") and c.i not in inside)
    return any(entry is not None and not entry.is_weak for entry in (_noun_entry(doc, noun) for noun in nouns))


def _noun_trigger(doc: Doc, noun: Token) -> Iterator[Trigger]:
    if noun.dep_ in ("compound", "nmod", "npadvmod") or (noun.text == "March" and noun.ent_type_ == "DATE"):
        return
    entry = _noun_entry(doc, noun)
    if entry is not None:
        yield _trigger(doc, noun.i - len(entry.words) + 1, noun.i, noun.i, entry, is_noun=True)


def _noun_entry(doc: Doc, noun: Token) -> Entry | None:
    is_known, sense = find_sense(noun, "noun")
    if is_known:
        return sense
    for entry in lexicon().get(("noun", _lemma(noun)), ()):
        first = noun.i - len(entry.words) + 1
        if first >= 0 and all(_lemma(doc[first + n]) == word for n, word in enumerate(entry.words[:-1])):
            return entry
    if _lemma(noun) in _CARRIERS:
        carried = (_noun_entry(doc, child) for child in noun.children if child.dep_ == "compound")
        return next((one for one in carried if one is not None), None)
    return None


def _trigger(doc: Doc, first: int, last: int, head: int, entry: Entry, *, is_noun: bool) -> Trigger:
    start, end = doc[first].idx, doc[last].idx + len(doc[last])
    if end - start > MAX_TRIGGER_CHARS or end <= start:
        start, end = doc[head].idx, doc[head].idx + len(doc[head])
    plover = find_plover_type(doc[head], entry, is_noun=is_noun)
    return Trigger(start, end, head, entry.type, is_noun, entry.is_weak, plover)


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
