"""Reads who takes part in an event from around the verb that names it."""

from collections.abc import Iterator, Sequence

from extract.facts.events.cast import Cast, objects_by_preposition, objects_of, role_words
from extract.facts.events.frames import Frame, frame_of
from extract.facts.events.subjects import find_subject, relative_object
from extract.facts.language_model import Token

# A participant (its index) and its role; an empty role is none.
Pair = tuple[int, str]
_OBJECTS = frozenset({"dobj", "dative", "attr"})


def around_verb(cast: Cast, verb: Token, frame: Frame) -> Iterator[Pair]:
    """Everyone whom the grammar of a verb gives a role, some more than once."""
    subject, is_done_to = find_subject(verb)
    if subject is not None:
        role = (frame.get("passive") or frame["object"] or frame["subject"]) if is_done_to else frame["subject"]
        yield from whose(cast, [subject], role)
    about = relative_object(verb)
    if about is not None:
        yield from whose(cast, [about], frame["object"])
    yield from each(cast, objects_of(verb, "by"), frame["subject"])
    objects = [child for child in verb.children if child.dep_ in _OBJECTS]
    for child in objects:
        yield from whose(cast, [child], frame["object"])
        if child.dep_ == "dobj":
            # "raise tariffs on Japan", "hold talks with China".
            is_gift = verb.lemma_.lower() in role_words("suffer")  # "received aid from Chad"
            yield from by_preposition(cast, child, frame, of_noun=is_gift)
    yield from by_preposition(cast, verb, frame)


def by_preposition(cast: Cast, head: Token, frame: Frame, *, of_noun: bool = False) -> Iterator[Pair]:
    """Who stands behind a word's prepositions; "from" behind a noun tells who does it ("protests from farmers")."""
    behind = objects_by_preposition(head)
    for preposition, place in role_words("preposition").items() if behind else ():
        if preposition not in behind:
            continue
        # Where something happens is asked for last, by `reach`.
        role = (
            frame.get(preposition if preposition == "at" else place, "") if place != "in" or preposition == "at" else ""
        )
        if place == "from" and of_noun:
            role = frame_of(frame["type"], [head.lemma_.lower()]).get("noun_from", frame["subject"])
        if role:
            yield from each(cast, behind[preposition], role)


def each(cast: Cast, tokens: Sequence[Token], role: str) -> Iterator[Pair]:
    """A role for everyone that the words stand for."""
    for token in tokens:
        for index in cast.of(token):
            yield index, role


def whose(cast: Cast, tokens: Sequence[Token], role: str) -> Iterator[Pair]:
    """A role for everyone that the words stand for, or for whose the thing is: "Orbit's shares fell"."""
    for token in tokens:
        found = list(cast.of(token)) or list(cast.around(token))
        for index in found:
            yield index, role
