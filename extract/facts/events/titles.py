"""Makes an event's short title out of its sentence's own words."""

from extract.facts.events.triggers import Trigger
from extract.facts.language_model import Doc, Token

_MAX_WORDS = 12
_MAX_CHARS = 90
_KEPT = frozenset({"dobj", "prt", "prep", "agent", "acomp", "attr", "oprd", "dative", "poss", "compound", "amod"})


def make_title(doc: Doc, trigger: Trigger) -> str:
    """Subject, trigger and what follows it at once, at most 12 words, without line ends."""
    head = doc[trigger.head]
    named = doc.char_span(trigger.start, trigger.end, alignment_mode="expand")
    kept = {head.i} if named is None else {token.i for token in named}
    for child in head.children:
        # "On Monday" before the subject is no part of the label; what stands before a noun is.
        is_beside = child.dep_ in _KEPT and (trigger.is_noun or child.i > head.i)
        if child.dep_ in ("nsubj", "nsubjpass") or (is_beside and len(kept) < _MAX_WORDS):
            kept.update(_phrase(child))
    first, last = min(kept), max(kept)
    tokens = [token for token in doc[first : last + 1] if token.i in kept and not token.is_space]
    # A word left out between two leaves a space.
    gaps = [token.text_with_ws if token.i + 1 in kept else f"{token.text} " for token in tokens]
    words = "".join(gaps).split()
    title = " ".join(words[:_MAX_WORDS]).strip(" ,;:—–-\"“”'")
    while len(title) > _MAX_CHARS and " " in title:
        title = title.rsplit(" ", 1)[0]
    return title or trigger_text(doc, trigger)


def trigger_text(doc: Doc, trigger: Trigger) -> str:
    """The trigger's words."""
    span = doc.char_span(trigger.start, trigger.end, alignment_mode="expand")
    return span.text if span is not None else doc[trigger.head].text


def _phrase(token: Token) -> range:
    """A phrase without the relative clause that hangs on it."""
    edge = token.right_edge.i
    for child in token.rights:
        if child.dep_ in ("relcl", "acl", "appos", "punct", "cc"):
            edge = min(edge, child.left_edge.i - 1)
    return range(token.left_edge.i, max(edge, token.i) + 1)
