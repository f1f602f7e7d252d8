"""Finds who takes part in an event and as what: from the grammar around its trigger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.contract.data import read_csv
from extract.facts.events.cast import Cast, objects_of, role_words
from extract.facts.events.subjects import find_subject
from extract.facts.events.triggers import Trigger
from extract.facts.language_model import Token

# A participant and its role; an empty role is none.
_Pair = tuple[int, str]
_Frame = dict[str, str]
# "said in a speech", "won in the final": who acts at one of these takes part in it; who "died in an attack" did not attack.
_ATTENDED = frozenset({"MEET", "STATE", "COMPETE", "AGREE"})


@dataclass(frozen=True, slots=True)
class Role:
    """A participant (its index) in an event; method: grammar or default."""

    participant: int
    role: str
    method: str = "grammar"


@cache
def _frames() -> dict[str, _Frame]:
    return {row["type"]: row for row in read_csv("event_roles", "extract.facts.data")}


def find_roles(cast: Cast, trigger: Trigger) -> list[Role]:
    """The roles of the trigger's event, each participant once, in the order they were found."""
    head = cast.doc[trigger.head]
    frame = _frames()[trigger.type]
    pairs = list(_around_noun(cast, head, frame) if trigger.is_noun else _around_verb(cast, head, frame))
    pairs += _sayers(cast, head)
    found: dict[int, Role] = {}
    for index, role in pairs:
        if role:
            found.setdefault(index, Role(index, role))
    return list(found.values())


def _around_verb(cast: Cast, verb: Token, frame: _Frame) -> Iterator[_Pair]:
    subject_role, object_role = _subject_and_object(verb, frame)
    subject, is_passive = find_subject(verb)
    if subject is not None:
        yield from _each(cast, [subject], (object_role or subject_role) if is_passive else subject_role)
    for child in verb.children:
        if child.dep_ in ("dobj", "dative", "attr"):
            yield from _each(cast, [child], object_role)
        if child.dep_ == "dobj":
            # "raise tariffs on Japan", "hold talks with China".
            yield from _by_preposition(cast, child, frame)
    yield from _each(cast, objects_of(verb, "by"), subject_role)
    yield from _by_preposition(cast, verb, frame)


def _subject_and_object(verb: Token, frame: _Frame) -> tuple[str, str]:
    if frame["type"] == "MEET" and verb.lemma_.lower() in role_words("host"):
        return "host", "participant"
    if frame["type"] == "MEET" and verb.lemma_.lower() in ("visit", "travel"):
        return "actor", "target"
    return frame["subject"], frame["object"]


def _around_noun(cast: Cast, noun: Token, frame: _Frame) -> Iterator[_Pair]:
    owners = [child for child in noun.children if child.dep_ in ("poss", "compound", "amod", "nmod")]
    yield from _each(cast, owners, frame["subject"])
    yield from _each(cast, objects_of(noun, "by"), frame["subject"])
    if noun.dep_ in ("dobj", "pobj"):
        verb = noun.head if noun.dep_ == "dobj" else noun.head.head
        if verb.pos_ == "VERB" and (noun.dep_ == "dobj" or frame["type"] in _ATTENDED):
            yield from _of_governing_verb(cast, noun, verb, frame)
    elif noun.dep_ in ("nsubj", "nsubjpass") and noun.head.pos_ == "VERB":
        yield from _each(cast, [child for child in noun.head.children if child.dep_ == "dobj"], frame["object"])
        hosts = objects_of(noun.head, "by")
        yield from _each(cast, hosts, "host" if frame["type"] == "MEET" else frame["subject"])
    yield from _by_preposition(cast, noun, frame)


def _of_governing_verb(cast: Cast, noun: Token, verb: Token, frame: _Frame) -> Iterator[_Pair]:
    """Of "signed a deal with X" or "said in a speech": who does it, and beside whom."""
    subject, is_passive = find_subject(verb)
    if subject is not None and not is_passive:
        yield from _each(cast, [subject], _subject_and_object(verb, frame)[0])
    others = [child for child in verb.children if child.dep_ == "dobj" and child.i != noun.i]
    yield from _each(cast, others, frame["object"])
    yield from _each(cast, objects_of(verb, "with"), frame["with"])


def _by_preposition(cast: Cast, head: Token, frame: _Frame) -> Iterator[_Pair]:
    for preposition, place in role_words("preposition").items():
        yield from _each(cast, objects_of(head, preposition), frame[place])


def _sayers(cast: Cast, head: Token) -> Iterator[_Pair]:
    """Who reports the event: "according to X", or the subject of the "said" that it stands under."""
    for above in (head, *head.ancestors):
        for according in (child for child in above.children if child.lower_ == "according"):
            yield from _each(cast, objects_of(according, "to"), "speaker")
    for above in head.ancestors:
        if above.lemma_ in role_words("say") and above.pos_ == "VERB":
            yield from _each(cast, [child for child in above.children if child.dep_ == "nsubj"], "speaker")
            return


def _each(cast: Cast, tokens: Sequence[Token], role: str) -> Iterator[_Pair]:
    for token in tokens:
        for index in cast.of(token):
            yield index, role
