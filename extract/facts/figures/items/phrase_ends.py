"""Finds where the noun phrase around a head noun ends: behind its prepositional phrases and conjuncts, before times."""

from extract.facts.figures.items.phrase_starts import BREAKS
from extract.facts.figures.items.place import NOUNS, Place, is_figure_word, is_time
from extract.facts.figures.items.words import item_words
from extract.facts.language_model import Token

_MAX_DEPTH = 4
_PREPOSITIONS = item_words("phrase_prepositions")
_LIGHT = item_words("light_nouns")
_PERIODS = frozenset({"year", "quarter"})
_JOINING = frozenset({",", "and", "or", "&", "the", "its", "their", "a", "an"})


def phrase_end(head: Token, place: Place, depth: int = 0) -> int:
    """The last token of a noun phrase: the head, its prepositional phrases and conjuncts as long as nothing stands between."""
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
            if child.text in BREAKS:
                break
            continue
        end = _extended(child, last, place, depth)
        if end is None:
            break
        last = end
    last = _of_after(doc[last], place, depth, _wanted_after(head, place) if depth == 0 else ("of",))
    is_possessor = (
        last + 1 < len(doc)
        and doc[last + 1].tag_ == "POS"
        and doc[last + 1].head.i == last
        and not doc[last].whitespace_
    )
    return last + 1 if is_possessor and doc[last].dep_ == "pobj" else last


def _extended(child: Token, last: int, place: Place, depth: int) -> int | None:
    """Where the phrase ends with this child; null where the child does not belong to it."""
    edge = child.left_edge.i
    gap = edge - last - 1
    if depth >= _MAX_DEPTH:
        return None
    if child.dep_ == "prep" and gap == 0:
        return _preposition_end(child, place, depth)
    if child.dep_ == "conj" and child.pos_ in NOUNS and gap > 0 and _joins(child, last, edge):
        return None if _has_number(child) or child.lemma_.lower() in _LIGHT else phrase_end(child, place, depth + 1)
    if child.dep_ == "acl" and gap == 0 and child.lower_ == "aged":
        return child.right_edge.i
    return None


def _of_after(last: Token, place: Place, depth: int, wanted: tuple[str, ...]) -> int:
    """The parser hangs many an "of" on something else, and on the verb the "in" of "took a 5 percent stake in X"."""
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


def _wanted_after(head: Token, place: Place) -> tuple[str, ...]:
    """The prepositions that belong to the head rather than to a verb: "cut the forecast for X to 5%", "5% of sales in X"."""
    if (head.dep_ in ("dobj", "nsubj") and head.i < place.first) or any(is_figure_word(child) for child in head.lefts):
        return ("of", "in", "for", "on")
    return ("of", "in", "for") if head.head.i == place.last + 1 and head.head.lower_ == "of" else ("of",)


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
    return phrase_end(thing, place, depth + 1)


def _is_period(thing: Token) -> bool:
    """A year or "the year", which says of which period a total is; days and months say only when."""
    if thing.text.isdigit():
        return len(thing.text) == 4 and thing.ent_type_ == "DATE" and thing.dep_ == "pobj"
    return thing.lower_ in _PERIODS and [child.lower_ for child in thing.lefts] == ["the"]


def _has_number(token: Token) -> bool:
    """Whether another figure counts the token; "the two parties" points back and counts nothing."""
    marks = [child.tag_ for child in token.lefts]
    return ("CD" in marks or "$" in marks) and (
        "DT" not in marks or any(child.tag_ == "CD" and not child.is_alpha for child in token.lefts)
    )


def _joins(child: Token, last: int, edge: int) -> bool:
    between = [child.doc[index].lower_ for index in range(last + 1, edge)]
    if len(between) > 3 or not all(word in _JOINING for word in between):
        return False
    return between != [","] or any(right.dep_ in ("cc", "conj") for right in child.rights)
