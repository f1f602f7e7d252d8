"""Finds who reports an event: "according to X", "X said", "X's data showed"."""

from collections.abc import Iterator
from itertools import islice

from extract.facts.events.cast import Cast, objects_of, role_words
from extract.facts.language_model import Token

# Who reports stands near: deeper than this it is a list that never ends.
_MAX_ABOVE = 10


def find_sayers(cast: Cast, head: Token) -> Iterator[int]:
    """The participants (their indexes) that an event is reported by, in its sentence."""
    for above in (head, *islice(head.ancestors, _MAX_ABOVE)):
        for according in (child for child in above.children if child.lower_ == "according"):
            for source in objects_of(according, "to"):
                yield from _source(cast, source)
    for above in (head, *islice(head.ancestors, _MAX_ABOVE)):
        if above.lemma_ in role_words("say") and above.pos_ == "VERB":
            for subject in (child for child in above.children if child.dep_ == "nsubj"):
                yield from _source(cast, subject)
            if above.i != head.i:
                return


def _source(cast: Cast, token: Token) -> Iterator[int]:
    """Who a source is, or whose: "data from Orbit", "a study by the institute", "Orbit's survey"."""
    found = list(cast.of(token))
    if not found:
        found = list(cast.around(token))
    if not found:
        found = [
            index for obj in objects_of(token, "from", "by", "of", "in") for index in (*cast.of(obj), *cast.around(obj))
        ]
    yield from found
