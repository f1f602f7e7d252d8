"""Reads who takes part in an event from around the noun that names it: "X's attack on Y", "held talks with Y"."""

from collections.abc import Iterator

from extract.facts.events.cast import Cast, objects_of, role_words
from extract.facts.events.frames import Frame
from extract.facts.events.subjects import find_subject, is_passive
from extract.facts.events.verb_roles import Pair, by_preposition, each, whose
from extract.facts.language_model import Token

# "said in a speech", "won in the final": who acts at one of these takes part in it; who "died in an attack" did not attack.
_ATTENDED = frozenset({"MEET", "STATE", "COMPETE", "AGREE"})
_THERE = frozenset({"in", "at", "during", "to", "for", "through", "on", "with"})
_OWNERS = frozenset({"poss", "compound", "amod", "nmod"})
_MAX_CLIMB = 3


def around_noun(cast: Cast, noun: Token, frame: Frame) -> Iterator[Pair]:
    """Everyone whom the grammar of a noun gives a role, some more than once."""
    owners = list(each(cast, [child for child in noun.children if child.dep_ in _OWNERS], frame["subject"]))
    yield from owners
    yield from each(cast, objects_of(noun, "by"), frame["subject"])
    for clause in (child for child in noun.children if child.dep_ in ("acl", "relcl")):
        # "the rally staged by students", "a strike demanding reforms from the government".
        yield from each(cast, objects_of(clause, "by"), frame["subject"])
        if clause.tag_ == "VBG":
            yield from by_preposition(cast, clause, frame)
    if not owners or noun.dep_ != "pobj":
        yield from _of_governor(cast, _whole(noun), frame)
    yield from by_preposition(cast, noun, frame, of_noun=True)


def _whole(noun: Token) -> Token:
    """The noun that stands for an event in its sentence: "round" of "a round of talks"."""
    for _ in range(_MAX_CLIMB):
        above = noun.head.head
        if noun.dep_ != "pobj" or noun.head.lower_ != "of" or above.lemma_.lower() not in role_words("part_of"):
            break
        noun = above
    return noun


def _of_governor(cast: Cast, noun: Token, frame: Frame) -> Iterator[Pair]:
    if noun.dep_ in ("dobj", "pobj"):
        verb = noun.head if noun.dep_ == "dobj" else noun.head.head
        is_there = noun.head.lower_ in _THERE and frame["type"] in _ATTENDED
        if verb.pos_ == "VERB" and (noun.dep_ == "dobj" or is_there):
            yield from _of_governing_verb(cast, noun, verb, frame)
    elif noun.dep_ in ("nsubj", "nsubjpass") and noun.head.pos_ == "VERB":
        verb = noun.head
        yield from whose(cast, [child for child in verb.children if child.dep_ == "dobj"], frame["object"])
        yield from each(cast, objects_of(verb, "by"), "host" if frame["type"] == "MEET" else frame["subject"])
        if is_passive(verb):
            yield from by_preposition(cast, verb, frame)


def _of_governing_verb(cast: Cast, noun: Token, verb: Token, frame: Frame) -> Iterator[Pair]:
    """Of "signed a deal with X" or "said in a speech": who does it, and beside whom."""
    lemma = verb.lemma_.lower()
    if noun.dep_ == "dobj" and lemma in role_words("upon"):
        return
    is_undergone = noun.dep_ == "dobj" and lemma in role_words("suffer")
    subject, is_done_to = find_subject(verb)
    if subject is not None and not is_done_to:
        role = (frame["object"] or frame["reach"]) if is_undergone else frame["subject"]
        yield from whose(cast, [subject], role or frame["subject"])
    others = [child for child in verb.children if child.dep_ in ("dobj", "dative") and child.i != noun.i]
    yield from each(cast, others, frame["object"])
    if is_undergone:
        yield from each(cast, objects_of(verb, "from"), frame["subject"])
    elif noun.dep_ == "dobj":
        yield from by_preposition(cast, verb, frame)
    else:
        yield from each(cast, objects_of(verb, "with"), frame["with"])
