"""Names that only help to name something else: "Navy" of "his Navy jet", "Justice" of "Minister of Justice"."""

from collections.abc import Sequence

from extract.facts.language_model import Doc, Token
from extract.facts.participants.names import Name
from extract.facts.participants.titles import is_title

# Whose office is named by what it is for: "Communications Minister", "Secretary of Health".
_OFFICES = frozenset({"minister", "ministers", "secretary", "undersecretary", "chancellor", "commissioner"})
_INDEXES = frozenset({"index", "indices", "indexes", "average", "futures", "composite", "benchmark"})


def is_inside_another(doc: Doc, name: Name, names: Sequence[Name]) -> bool:
    """Whether an organisation's name stands only as a part of an office, an index, a product or another name."""
    if name.type != "organisation":
        return False
    root = doc[name.root]
    head = _modified(root)
    if head is None:
        return False
    if head.lower_ in _OFFICES and len(name.text.split()) <= 4:
        return True
    if root.dep_ not in ("compound", "nmod"):
        return False
    if head.lower_ in _INDEXES:
        return True
    is_named = any(other.start <= head.idx < other.end for other in names)
    return head.pos_ == "PROPN" and head.i > root.i and not is_named and not is_title(head.text)


def _modified(root: Token) -> Token | None:
    """What a name modifies: "Minister" of "Justice Minister" and of "Minister of Justice"."""
    if root.dep_ in ("compound", "nmod", "amod"):
        return root.head
    if root.dep_ == "pobj" and root.head.lower_ in ("of", "for") and root.head.head.lower_ in _OFFICES:
        return root.head.head
    return None
