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

PLACING = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "through", "throughout"})
_MAX_CONJUNCTS = 8
# "moved a carrier to the Gulf"; who sends aid or withdraws does it to a place.
_MOVES = frozenset(
    {
        "arrive",
        "bring",
        "come",
        "depart",
        "drive",
        "flee",
        "fly",
        "go",
        "head",
        "leave",
        "move",
        "return",
        "sail",
        "ship",
    }
    | {"take", "transfer", "travel", "walk"}
)
_WHITHER = frozenset({"from", "to", "into", "toward", "towards", "for", "onto"})
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


def is_only_a_place(doc: Doc, merged: Merged) -> bool:
    """Whether a place only tells where, whence or whither ("moved from Oslo to Bergen") or only names a thing after it.

    A building before a thing is its name, "the Hubble telescope"; a town before one may be whose it is.
    """
    roots = [doc[name.root] for name in merged.mentions]
    return all(is_placing(root) for root in roots) or all(
        root.ent_type_ == "FAC" and root.dep_ in ("compound", "nmod") and root.head.pos_ == "NOUN" for root in roots
    )


def is_placing(root: Token) -> bool:
    """Whether a noun only tells where, whence or whither; not where something is done to someone."""
    preposition = place_in_sentence(root)[1]
    if preposition not in PLACING and preposition not in _WHITHER:
        return False
    for _ in range(_MAX_CONJUNCTS):
        if root.dep_ not in ("conj", "appos"):
            break
        root = root.head
    above = root.head.head
    if above.pos_ not in ("VERB", "AUX"):
        # "its ambassador from Tehran", not "an offer from Tehran".
        noun = above.lemma_.lower()
        return preposition == "from" and (is_title(noun) or is_organisation_noun(noun) or is_group_noun(noun))
    if preposition in _WHITHER:
        return above.lemma_ in _MOVES
    # Something is done there to someone: "exploded bombs in Oslo".
    return above.lemma_ == "bear" or not any(child.dep_ in ("dobj", "nsubjpass") for child in above.children)


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
    return preposition in PLACING and above.lemma_.lower() not in _NO_PLACE


@cache
def _nouns_of_actors() -> frozenset[str]:
    return frozenset(row["noun"] for row in read_csv("actor_nouns", "extract.facts.data"))
