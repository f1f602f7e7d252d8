"""Names that only help to name something else: "Ford" of "a Ford sedan", "Justice" of "Minister of Justice"."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from extract.contract.data import read_csv
from extract.facts.grammar import place_in_sentence
from extract.facts.language_model import Doc, Token
from extract.facts.participants.known_names import platforms
from extract.facts.participants.names import Name
from extract.facts.participants.titles import is_title

# Whose office is named by what it is for: "Communications Minister", "Secretary of Health".
_OFFICES = frozenset({"minister", "ministers", "secretary", "undersecretary", "chancellor", "commissioner"})
_MAX_PORTFOLIO_WORDS = 4
# "Treasury chief Nadia Brandt".
_HEADS = frozenset({"chief", "boss", "head", "spokesman", "spokeswoman"})
_PORTFOLIOS = frozenset(
    {
        "Treasury",
        "Defense",
        "Defence",
        "Justice",
        "Energy",
        "Health",
        "Education",
        "Transport",
        "Trade",
        "Finance",
        "Interior",
    }
)
_AIRLINE = re.compile(r"Air(?:lines?|ways)?$|Lufthansa|Qantas|Emirates|Jet")
_POSTED = frozenset({"on", "via", "to", "onto", "from", "in", "through", "across"})
_INDEXES = frozenset({"index", "indices", "indexes", "average", "futures", "composite", "benchmark"})


def is_inside_another(doc: Doc, name: Name, names: Sequence[Name]) -> bool:
    """Whether an organisation's name stands only as a part of an office, an index, a product or another name.

    So does a platform that does nothing: "on Telegram", "Telegram users", and what is taken for a person: "the Aster Pro
    phone". names: all of the article, in their order.
    """
    if name.type == "person":
        root = doc[name.root]
        return root.dep_ == "compound" and root.head.lemma_.lower() in _product_nouns("product_nouns")
    if name.type != "organisation":
        return False
    root = doc[name.root]
    if name.text in platforms() and (root.dep_ in ("compound", "nmod") or place_in_sentence(root)[1] in _POSTED):
        return True
    head = _modified(root)
    return head is not None and (
        _is_office(name, head) or _is_thing(name, root, head) or _is_longer_name(root, head, names)
    )


def _is_office(name: Name, head: Token) -> bool:
    if head.lower_ in _OFFICES and len(name.text.split()) <= _MAX_PORTFOLIO_WORDS:
        return True
    return head.lower_ in _HEADS and name.text in _PORTFOLIOS


def _is_thing(name: Name, root: Token, head: Token) -> bool:
    """An index, a product or a venue; an airline's plane is what befalls the airline."""
    if root.dep_ not in ("compound", "nmod"):
        return False
    # "The Boeing 737 crashed"
    return (
        head.lower_ in _INDEXES
        or (head.like_num and head.i > root.i)
        or (head.lemma_.lower() in _product_nouns("product_nouns", "venue_nouns") and not _AIRLINE.search(name.text))
    )


def _is_longer_name(root: Token, head: Token, names: Sequence[Name]) -> bool:
    if root.dep_ not in ("compound", "nmod") or head.pos_ != "PROPN" or head.i < root.i or is_title(head.text):
        return False
    at = bisect_right(names, head.idx, key=lambda other: other.start) - 1
    return at < 0 or names[at].end <= head.idx


@cache
def _product_nouns(*tables: str) -> frozenset[str]:
    rows = [row for table in tables for row in read_csv(table, "extract.facts.data")]
    return frozenset(row["noun"] for row in rows if row.get("is_foreign") != "yes")


def _modified(root: Token) -> Token | None:
    """What a name modifies: "Minister" of "Justice Minister" and of "Minister of Justice"."""
    if root.dep_ in ("compound", "nmod", "amod"):
        return root.head
    if root.dep_ == "pobj" and root.head.lower_ in ("of", "for") and root.head.head.lower_ in _OFFICES:
        return root.head.head
    return None
