"""Finds where the noun phrase around a head noun starts: behind articles, other figures, signs and verbs."""

from extract.facts.figures.items.place import NOUNS, Place, is_figure_word, is_time
from extract.facts.figures.items.words import item_words
from extract.facts.language_model import Token

_MAX_TOKENS = 18
_MAX_DEPTH = 4
_DROPPED_FIRST = item_words("dropped_first")
BREAKS = frozenset({"(", ")", "[", "]", ";", ":", "—", "–", "--", '"', "“", "”"})
_BREAK_TAGS = frozenset({"VBZ", "VBD", "VBP", "MD", "WDT", "WP", "WRB", "EX", "PRP"})
_DROPPED_TAGS = frozenset({"DT", "PDT", "PRP$", "CC", "IN", "RB", "PRP", "WDT", "WP$", "TO"})
_SIGNS = ("-", "−", "+", "minus-")
_NAMES = frozenset({"ORG", "PRODUCT"})


def phrase_start(head: Token, place: Place) -> int:
    """The first token of a noun phrase: back over what qualifies the head, up to the figure, another number, a sign or a verb."""
    doc, first = head.doc, head.i
    limit = max(head.left_edge.i, head.i - _MAX_TOKENS)
    if place.last < head.i:
        limit = max(limit, place.last + 1)
    for index in range(head.i - 1, limit - 1, -1):
        if _ends_left(doc[index], head, place):
            break
        if _is_other_number(doc[index], place):
            is_possessed = index > limit and doc[index - 1].tag_ == "POS"
            first = index if is_possessed else _after_number(doc[index], head, place)
            if not is_possessed:
                break
        first = index
    while first < head.i and _is_dropped(doc[first], head):
        first += 1
    # The parser splits many a compound: "headset sales", "valve duration".
    while first == limit and first > 0 and _is_split_off(doc[first - 1], doc[first], place):
        first, limit = first - 1, limit - 1 if doc[first - 1].dep_ != "pobj" else -1
    if first > 1 and doc[first - 1].text == "-" and not doc[first - 1].whitespace_ and not doc[first - 2].whitespace_:
        first = first - 2 if doc[first - 2].pos_ in NOUNS and not place.holds(doc[first - 2]) else first
    return first


def _ends_left(token: Token, head: Token, place: Place) -> bool:
    if token.text in BREAKS or token.is_space or token.tag_ in _BREAK_TAGS or token.idx < place.view.sentence.start:
        return True
    if token.text == ",":
        return token.i == 0 or token.nbor(-1).pos_ != "ADJ"
    return token.pos_ == "ADP" and not _is_in_possessor(token, head)


def _is_other_number(token: Token, place: Place) -> bool:
    """Whether a token begins another figure in front of the head; "three-point range" and "iPhone 12 Pro" are names."""
    after = token.nbor(1)
    if token.lower_.startswith(_SIGNS) and token.text[-1:].isdigit():
        return True
    if token.tag_ != "CD" or token.ent_type_ in _NAMES:
        return False
    if token.dep_ not in ("nummod", "quantmod") and not (token.dep_ == "compound" and place.is_unit(after)):
        return False
    is_in_name = token.i > 0 and token.nbor(-1).pos_ == "PROPN" and after.pos_ == "PROPN"
    is_compound = (
        after.text == "-" and not after.whitespace_ and not token.text[:1].isdigit() and not is_time(after.nbor(1))
    )
    return not (is_in_name or is_compound)


def _after_number(number: Token, head: Token, place: Place) -> int:
    """Behind another figure that qualifies the head: "display" of "12 inch display", "engine" of "3 cylinder engine"."""
    end = place.unit_end(number.nbor(1))
    if end is not None:
        return next((token.i for token in number.doc[number.i + 1 : head.i] if token.idx >= end), head.i)
    unit = number.head
    return unit.i + 1 if number.i < unit.i < head.i and unit.pos_ == "NOUN" else number.i + 1


def _is_split_off(before: Token, first: Token, place: Place) -> bool:
    return (
        before.pos_ in NOUNS
        and first.pos_ in NOUNS
        and before.tag_ != "POS"
        and bool(before.whitespace_)
        and not place.holds(before)
        and not is_time(before)
        and not is_figure_word(before)
        and before.idx >= place.view.sentence.start
        and before.dep_ in ("compound", "nmod", "nsubj", "pobj", "amod", "dep", "ccomp", "conj")
    )


def _is_in_possessor(token: Token, head: Token) -> bool:
    """Whether a preposition stands inside a possessor or a compound left of the head: "the Bank of England's rate"."""
    for _ in range(_MAX_DEPTH):
        if token.head == head:
            return token.dep_ in ("poss", "compound", "nmod", "amod")
        token = token.head
    return False


def _is_dropped(token: Token, head: Token) -> bool:
    if token.is_punct or token.is_space or token.lower_ in _DROPPED_FIRST or token.tag_ in ("POS", "SYM"):
        return True
    if token.ent_type_ in _NAMES:
        return False
    if token.tag_ == "CD" and token.nbor(1).pos_ != "PROPN" and token.nbor(1).text != "-":
        return True
    return token.tag_ in _DROPPED_TAGS or (token.dep_ == "nummod" and token.head == head)
