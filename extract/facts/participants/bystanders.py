"""Names of people and organisations that no mention shows to take part: modifiers of things, and where something merely is."""

from functools import cache

from extract.contract.data import read_csv
from extract.facts.grammar import place_in_sentence
from extract.facts.language_model import Doc, Token
from extract.facts.participants.aliases import Merged
from extract.facts.participants.groups import is_group_noun
from extract.facts.participants.known_names import known_names
from extract.facts.participants.names import Name, is_body
from extract.facts.participants.titles import is_organisation_noun, is_title, is_worded

_WHERE = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "through", "throughout"})
# "shares in Nordbank", "confidence in Adams": what follows is no place.
_NO_PLACE = frozenset(
    {
        "believe",
        "confidence",
        "interest",
        "invest",
        "investment",
        "share",
        "shareholder",
        "stake",
        "trust",
        "investor",
        "work",
        "look",
        "laugh",
    }
)


def takes_no_part(doc: Doc, merged: Merged) -> bool:
    """Whether every mention only modifies a thing ("NFL season") or only tells where ("at the Carroll Apartments")."""
    is_known = bool(merged.forms & known_names().keys())
    if is_known or any(is_body(form) or is_worded(form) for form in merged.forms):
        return False  # what is surely an institution is seldom named for nothing
    by_nothing = all(_modifies_thing(doc, name) for name in merged.mentions)
    return by_nothing or all(_is_where(doc[name.root]) for name in merged.mentions)


def _modifies_thing(doc: Doc, name: Name) -> bool:
    root = doc[name.root]
    head = root.head
    if root.dep_ not in ("compound", "nmod", "amod") or head.pos_ != "NOUN" or name.start <= head.idx < name.end:
        return False
    noun = head.lemma_.lower()
    return not (is_title(noun) or is_organisation_noun(noun) or is_group_noun(noun) or noun in _nouns_of_actors())


def _is_where(root: Token) -> bool:
    preposition = place_in_sentence(root)[1]
    above = root.head.head if root.dep_ == "pobj" else root
    return preposition in _WHERE and above.lemma_.lower() not in _NO_PLACE


@cache
def _nouns_of_actors() -> frozenset[str]:
    return frozenset(row["noun"] for row in read_csv("actor_nouns", "extract.facts.data"))
