"""Cuts the noun phrase around a head noun: without articles, relative clauses, times and the figure's own words."""

from extract.facts.figures.item_place import NOUNS, Place, is_figure_word, is_time
from extract.facts.figures.item_words import item_words
from extract.facts.language_model import Token

_MAX_TOKENS = 18
_MAX_DEPTH = 4
_DROPPED_FIRST = item_words("dropped_first")
_PREPOSITIONS = item_words("phrase_prepositions")
_LIGHT = item_words("light_nouns")
_BREAKS = frozenset({"(", ")", "[", "]", ";", ":", "—", "–", "--", '"', "“", "”"})
_BREAK_TAGS = frozenset({"VBZ", "VBD", "VBP", "MD", "WDT", "WP", "WRB", "EX", "PRP"})
_DROPPED_TAGS = frozenset({"DT", "PDT", "PRP$", "CC", "IN", "RB", "PRP", "WDT", "WP$", "TO"})
_NAMES = frozenset({"ORG", "PRODUCT"})
_PERIODS = frozenset({"year", "quarter"})
_JOINING = frozenset({",", "and", "or", "&", "the", "its", "their", "a", "an"})


def phrase_bounds(head: Token, place: Place) -> tuple[int, int] | None:
    """The first and last token (inclusive) of the phrase around `head`; null where it would hold the figure."""
    first, last = _left(head, place), _right(head, place, 0)
    if last - first >= _MAX_TOKENS:
        last = head.i
    return (first, last) if first <= last and not first <= place.first <= last else None


def _left(head: Token, place: Place) -> int:
    """The first word: back over what qualifies the head, up to the figure, another number, a sign or a verb."""
    doc, first = head.doc, head.i
    limit = max(head.left_edge.i, head.i - _MAX_TOKENS)
    if place.last < head.i:
        limit = max(limit, place.last + 1)
    for index in range(head.i - 1, limit - 1, -1):
        if _ends_left(doc[index], head, place):
            break
        if _is_other_number(doc[index]):
            first = _after_number(doc[index], head)
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
    if token.text in _BREAKS or token.is_space or token.tag_ in _BREAK_TAGS or token.idx < place.view.sentence.start:
        return True
    if token.text == ",":
        return token.i == 0 or token.nbor(-1).pos_ != "ADJ"
    return token.pos_ == "ADP" and not _is_in_possessor(token, head)


def _is_other_number(token: Token) -> bool:
    """Whether a token begins another figure in front of the head; "three-point range" and "iPhone 12 Pro" are names."""
    if token.text[-1:].isdigit() and token.text[:1] in "-−+m" and len(token.text) > 1 and token.tag_ != "NNP":
        return True
    if token.tag_ != "CD" or token.dep_ not in ("nummod", "quantmod") or token.ent_type_ in _NAMES:
        return False
    after = token.nbor(1)
    is_in_name = token.i > 0 and token.nbor(-1).pos_ == "PROPN" and after.pos_ == "PROPN"
    is_compound = (
        after.text == "-" and not after.whitespace_ and not token.text[:1].isdigit() and not is_time(after.nbor(1))
    )
    return not (is_in_name or is_compound)


def _after_number(number: Token, head: Token) -> int:
    """Behind another figure that qualifies the head: "display" of "12 inch display", "engine" of "3 cylinder engine"."""
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
    return token.tag_ in _DROPPED_TAGS or (token.dep_ == "nummod" and token.head == head)


def _right(head: Token, place: Place, depth: int) -> int:
    """The last token: the head, its prepositional phrases and its conjuncts, as long as nothing stands between."""
    doc, last = head.doc, head.i
    while (
        last + 2 < len(doc)
        and doc[last + 1].text == "-"
        and not doc[last].whitespace_
        and not doc[last + 1].whitespace_
    ):
        # The rest of a name with a hyphen.
        if doc[last + 2].pos_ not in NOUNS:
            break
        last += 2
    if last + 2 < len(doc) and _is_number_of_name(doc[last], doc[last + 1], place):
        last += 1
    for child in head.rights:
        edge = child.left_edge.i
        if child.i <= last:
            continue
        if edge <= place.last and child.right_edge.i >= place.first and edge >= place.first:
            break
        if child.dep_ in ("punct", "cc"):
            if child.text in _BREAKS:
                break
            continue
        end = _extended(child, last, place, depth)
        if end is None:
            break
        last = end
    return _of_after(doc[last], place, depth, _is_qualified_by_number(head))


def _extended(child: Token, last: int, place: Place, depth: int) -> int | None:
    """Where the phrase ends with this child; null where the child does not belong to it."""
    edge = child.left_edge.i
    gap = edge - last - 1
    if depth >= _MAX_DEPTH:
        return None
    if child.dep_ == "prep" and gap == 0:
        return _preposition_end(child, place, depth)
    if child.dep_ == "conj" and child.pos_ in NOUNS and gap > 0 and _joins(child, last, edge):
        return None if _has_number(child) or child.lemma_.lower() in _LIGHT else _right(child, place, depth + 1)
    if child.dep_ == "acl" and gap == 0 and child.lower_ == "aged":
        return child.right_edge.i
    return None


def _of_after(last: Token, place: Place, depth: int, is_qualified: bool) -> int:
    """The parser hangs many an "of" on something else, and the "in" of "a 5 percent stake in X" on the verb."""
    wanted = ("of", "in") if is_qualified and depth == 0 else ("of",)
    if last.i + 1 >= len(last.doc) or depth >= _MAX_DEPTH:
        return last.i
    preposition = last.nbor(1)
    if (
        depth == 0
        and preposition.lower_ == "in"
        and last.i + 3 < len(last.doc)
        and last.nbor(3).pos_ in ("VERB", "AUX")
    ):
        return last.i + 2 if _is_period(last.nbor(2)) else last.i
    if preposition.lower_ not in wanted or preposition.i == place.first:
        return last.i
    end = _preposition_end(preposition, place, depth)
    return end if end is not None else last.i


def _is_qualified_by_number(head: Token) -> bool:
    return any(is_figure_word(child) for child in head.lefts)


def _is_number_of_name(name: Token, number: Token, place: Place) -> bool:
    """Whether a bare number ends a name: "Stoxx 50", "S&P 500"; not the figure, nor a number that counts what follows."""
    return (
        number.tag_ == "CD"
        and number.text.isdigit()
        and not place.holds(number)
        and (name.pos_ == "PROPN" or (name.is_upper and len(name.text) <= 2))
        and number.ent_type_ not in ("DATE", "TIME")
        and (number.i + 1 == place.first or number.nbor(1).pos_ in ("VERB", "AUX", "PUNCT"))
    )


def _preposition_end(preposition: Token, place: Place, depth: int) -> int | None:
    """Where a preposition's phrase ends; null for times, numbers, pronouns, the figure and prepositions of the verb."""
    if preposition.lower_ not in _PREPOSITIONS:
        return None
    thing = next((child for child in preposition.rights if child.dep_ == "pobj"), None)
    if thing is None or (place.first <= thing.i and place.last >= preposition.i):
        return None
    if preposition.lower_ in ("in", "for") and _is_period(thing):
        return thing.i
    if thing.pos_ not in (*NOUNS, "ADJ") or is_figure_word(thing) or _has_number(thing):
        return None
    if preposition.lower_ != "of" and is_time(thing):
        return None
    return _right(thing, place, depth + 1)


def _is_period(thing: Token) -> bool:
    """A year or "the year", which says of which period a total is; days and months say only when."""
    if thing.text.isdigit():
        return len(thing.text) == 4 and thing.ent_type_ == "DATE" and thing.dep_ == "pobj"
    return thing.lower_ in _PERIODS and [child.lower_ for child in thing.lefts] == ["the"]


def _has_number(token: Token) -> bool:
    return any(child.tag_ in ("CD", "$") for child in token.lefts)


def _joins(child: Token, last: int, edge: int) -> bool:
    between = [child.doc[index].lower_ for index in range(last + 1, edge)]
    if len(between) > 3 or not all(word in _JOINING for word in between):
        return False
    return between != [","] or any(right.dep_ in ("cc", "conj") for right in child.rights)
