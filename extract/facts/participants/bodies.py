"""The bodies of a country that are named by a common noun: "Swedish police", "Vietnam's coast guard", "the US military"."""

from collections.abc import Set
from functools import cache

from extract.contract.data import read_csv
from extract.facts.language_model import Doc, Token
from extract.facts.participants.names import Name

# Words between the country and its body: "Bolivia's public defender's office".
_MAX_BETWEEN = 4
_INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "PART", "PUNCT"})


@cache
def _body_nouns() -> frozenset[str]:
    return frozenset(row["noun"] for row in read_csv("body_nouns", "extract.facts.data"))


@cache
def body_heads() -> frozenset[str]:
    """The last words of bodies of state, lower-case: "ministry", "court"."""
    rows = read_csv("body_nouns", "extract.facts.data")
    return frozenset(row["noun"].partition(" of ")[0].split()[-1] for row in rows if row["is_of_state"] == "yes")


def as_body(doc: Doc, name: Name, heads: Set[int]) -> Name:
    """The body that a country's name or nationality begins, as an organisation; the name itself where it begins none.

    heads: the indexes of the head words of the article's names; what has one ("Foreign Ministry") is a name already.
    """
    head = _head(doc, name)
    if head is None or head.i in heads or not _is_one_body(doc, name, head):
        return name
    span = doc.char_span(name.start, head.idx + len(head), alignment_mode="expand")
    if span is None or span.start_char != name.start or not _ends_in_body_noun(span.text):
        return name
    return Name(span.start_char, span.end_char, span.text, "organisation", head.i)


def _head(doc: Doc, name: Name) -> Token | None:
    """The noun that a country's name begins: "office" of "Bolivia's public defender's office"; null where it begins none."""
    if name.type not in ("country", "nationality", "place"):
        return None
    head = doc[name.root].head
    while head.dep_ == "poss" and head.pos_ in ("NOUN", "PROPN"):
        head = head.head
    return head if head.i > name.root and head.pos_ in ("NOUN", "PROPN") else None


def _is_one_body(doc: Doc, name: Name, head: Token) -> bool:
    # "South Korea's Ministry of Trade" has a name of its own.
    goes_on = head.is_title and head.i + 1 < len(doc) and doc[head.i + 1].lower_ in ("of", "for")
    # "a Chinese agency" is one of many.
    is_one_of_many = any(child.lower_ in ("a", "an", "any", "every") for child in head.children)
    between = doc[name.root + 1 : head.i]
    return (
        not goes_on and not is_one_of_many and len(between) <= _MAX_BETWEEN and all(t.pos_ in _INSIDE for t in between)
    )


def _ends_in_body_noun(text: str) -> bool:
    """Whether the last words name a body: "Swedish police" does, "Swedish police officers" does not."""
    return any(text.lower().endswith(f" {noun}") for noun in _body_nouns())
