"""Reads whether an event happened, goes on, is planned, possible or cancelled, and whether the text denies or only alleges it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from extract.contract.data import read_csv
from extract.facts.language_model import Token

_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_MAYBE = frozenset({"may", "might", "could", "would", "can", "should", "must", "'d", "’d", "ca"})
_IF = frozenset({"if", "unless", "whether"})
# "on reaching a deal": not reached yet. "called for talks", "agreed to a visit": these prepositions lead to what is meant.
_UNDONE = frozenset({"on", "for", "without", "before", "of", "about"})
_GOVERNS = frozenset({"for", "to", "on", "of", "with", "about"})
# Along these an event takes its governor's status: "plans to visit", "arrange a visit", "accused of leaking".
_CLAUSES = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl", "oprd", "acomp", "conj", "attr"})
_OBJECTS = frozenset({"dobj", "nsubjpass", "pobj", "nsubj", "attr", "dative", "conj", "appos"})


@dataclass(frozen=True, slots=True)
class Status:
    """event_status: occurred, ongoing, planned, possible or cancelled; is_denied; is_alleged; is_negated: not said to be."""

    event_status: str
    is_denied: bool = False
    is_alleged: bool = False
    is_negated: bool = False

    def first(self) -> str:
        """The first that holds: cancelled, denied, planned, possible, ongoing, alleged, occurred."""
        if self.event_status == "cancelled":
            return "cancelled"
        if self.is_denied:
            return "denied"
        if self.event_status in ("planned", "possible", "ongoing"):
            return self.event_status
        return "alleged" if self.is_alleged else "occurred"


@cache
def _words() -> dict[tuple[str, str], str]:
    return {(row["lemma"], row["pos"]): row["status"] for row in read_csv("status_words", "extract.facts.data")}


def read_status(head: Token, date_start: date | None, date_end: date | None, reference: date | None) -> Status:
    """The status of the event whose trigger's head this is; its dates tell a plan ("is meeting later this month")."""
    marks = set(_marks(head))
    status = "occurred"
    for candidate in ("cancelled", "planned", "possible", "ongoing"):
        if candidate in marks:
            status = candidate
            break
    is_ahead = reference is not None and (
        (date_start is not None and date_start > reference)
        or (date_end is not None and date_end > reference and "ongoing" in marks)
    )
    if is_ahead and status in ("occurred", "ongoing"):
        status = "planned"
    return Status(status, "denied" in marks, "alleged" in marks, "negated" in marks)


def _marks(head: Token) -> Iterator[str]:
    yield from _modifiers(head)
    if head.pos_ in ("VERB", "AUX"):
        yield from _verb(head)
    if head.tag_ == "VBG" and head.dep_ == "pcomp" and head.head.lower_ in _UNDONE:
        yield "possible"
    token = head
    for _ in range(5):
        above = token.head
        if above.i == token.i or token.dep_ not in _CLAUSES | _OBJECTS | {"prep"}:
            return
        if token.dep_ in ("advcl", "conj") and above.pos_ == "VERB" and token.i == head.i:
            return
        if token.dep_ == "prep" and (above.pos_ == "NOUN" or token.lower_ not in _GOVERNS):
            # "in the wake of the ban, he asked": what stands in a phrase of circumstance is not what was asked.
            return
        if above.pos_ in ("VERB", "AUX", "ADJ"):
            yield from _governor(above, is_object=token.dep_ not in _CLAUSES)
            if (
                token.pos_ == "NOUN"
                and above.pos_ == "VERB"
                and _words().get((above.lemma_, "verb")) is None
                and token.i == head.i
            ):
                yield from _verb(above)
        token = above


def _modifiers(head: Token) -> Iterator[str]:
    for child in head.children:
        if child.dep_ in ("amod", "advmod", "compound"):
            mark = _words().get((child.lower_, "modifier"))
            if mark:
                yield mark
        if child.dep_ == "neg":
            yield "negated"


def _verb(verb: Token) -> Iterator[str]:
    children = list(verb.children)
    auxiliaries = [child for child in children if child.dep_ in ("aux", "auxpass")]
    words = {child.lower_ for child in auxiliaries}
    if words & _FUTURE:
        yield "planned"
    elif "would" in words:
        # "said it would raise" tells of a plan; "would be hurt" of a possibility.
        yield (
            "planned"
            if verb.dep_ == "ccomp" and verb.head.lemma_ in ("say", "announce", "confirm", "state")
            else "possible"
        )
    elif words & _MAYBE:
        yield "possible"
    if any(child.dep_ == "mark" and child.lower_ in _IF for child in children):
        yield "possible"
    for child in children:
        if child.dep_ == "neg":
            yield "negated"
    if verb.tag_ == "VBG" and words & {"is", "are", "'s", "’s", "been", "'re", "’re", "be"} and not words & _FUTURE:
        yield "ongoing"
    if "to" in words and words & {"is", "are"}:
        yield "planned"


def _governor(verb: Token, *, is_object: bool) -> Iterator[str]:
    mark = _words().get((verb.lemma_.lower(), "verb"))
    particle = next((child for child in verb.children if child.dep_ == "prt"), None)
    if mark is None and particle is not None:
        mark = _words().get((f"{verb.lemma_.lower()} {particle.lower_}", "verb"))
    if mark == "cancelled" and not is_object:
        mark = None
    if mark:
        yield mark
    for child in verb.children:
        if child.dep_ == "advmod" and (adverb := _words().get((child.lower_, "modifier"))):
            yield adverb
    # A report keeps its own word: "said", "will say" tell nothing of the event inside.
    if mark and any(child.lower_ in _FUTURE for child in verb.children if child.dep_ == "aux"):
        yield "planned"
