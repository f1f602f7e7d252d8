"""What the words beside a name say of it: a title, an age, "who", an article, where it is."""

from extract.facts.grammar import says_where
from extract.facts.language_model import Doc, Token
from extract.facts.participants.names import Name
from extract.facts.participants.titles import is_organisation_noun, is_title

_AGE_TOKENS = 3
_AGE_DIGITS = 2
_BESIDE = frozenset(
    {"over", "under", "through", "along", "across", "beneath", "near", "outside", "around", "beyond", "above", "below"}
)


def is_said_of_person(doc: Doc, name: Name) -> bool:
    """Whether a title stands before a name ("actor Siobhán Daly"), an age after it (", 19,"), or "who" follows."""
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    if span is None:
        return False
    before = doc[span.start - 1] if span.start else None
    if (
        before is not None
        and is_title(before.text)
        and before.pos_ in ("NOUN", "PROPN")
        and before.tag_ not in ("NNS", "NNPS")
    ):
        return True
    after = [token.text for token in doc[span.end : span.end + 3]]
    is_aged = (
        len(after) == _AGE_TOKENS
        and after[0] == after[2] == ","
        and after[1].isdigit()
        and len(after[1]) <= _AGE_DIGITS
    )
    return is_aged or is_followed_by_who(doc, name)


def is_followed_by_who(doc: Doc, name: Name) -> bool:
    """Whether "who" or "whose" follows, after a comma or not."""
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    after = [token.lower_ for token in doc[span.end : span.end + 2]] if span is not None else []
    return after[:1] in (["who"], ["whose"]) or after in ([",", "who"], [",", "whose"])


def is_said_of_body(doc: Doc, name: Name) -> bool:
    """Whether a noun that says what an organisation is stands before a name: "the website Orbit"."""
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    before = doc[span.start - 1] if span is not None and span.start else None
    if before is None or before.tag_ != "NN" or not is_organisation_noun(before.text):
        return False
    # "the firm Adams founded" is another's.
    verb = doc[name.root].head
    return not (verb.dep_ in ("relcl", "acl") and verb.head.i == before.i)


def has_article(doc: Doc, name: Name) -> bool:
    """Whether "the" stands before a name that no other noun needs: "the Sabres"."""
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    return (
        span is not None
        and span.start > 0
        and doc[span.start - 1].lower_ == "the"
        and span.root.dep_ not in ("compound", "amod")
    )


def owns(root: Token) -> bool:
    """Whether a name owns a noun: "Brevanto's results"."""
    return root.dep_ == "poss" and root.head.pos_ == "NOUN"


def is_beside(root: Token) -> bool:
    """Whether a name only tells past what something is: "under the Alps"."""
    return root.dep_ == "pobj" and root.head.lower_ in _BESIDE


def is_where(root: Token) -> bool:
    """Whether a name only tells where something is: "in Essen"."""
    return root.dep_ == "pobj" and says_where(root.head.lower_)
