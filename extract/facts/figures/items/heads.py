"""Finds the head noun of what a figure is stated of: the noun it qualifies, its "of" phrase, its governor."""

from extract.facts.figures.items.governors import find_governor
from extract.facts.figures.items.lists import find_listed
from extract.facts.figures.items.place import NOUNS, VERBS, Place, is_counted, is_figure_word, is_time
from extract.facts.figures.items.subjects import find_subject
from extract.facts.figures.items.words import item_words
from extract.facts.language_model import Token

_PREMODIFIERS = frozenset({"nummod", "compound", "amod", "nmod", "quantmod", "npadvmod", "poss", "det"})
_QUANTIFIERS = item_words("quantifiers")
_COMPARING = item_words("comparing_words")
_LIGHT = item_words("light_nouns")
_RANGING = item_words("ranging_words")
_IDIOM_NOUNS = item_words("idiom_nouns")
_BASES = item_words("base_nouns")
_APART_IN_TIME = item_words("apart_in_time")
_REACH = 8
_LINE_WORDS = 15


def find_head(place: Place) -> Token | None:
    """The head noun of what the figure is stated of; null where the sentence names nothing, or only a pronoun."""
    if place.kind == "duration" and place.view.at(place.draft.last).lower in _APART_IN_TIME:
        return None
    found = (
        find_listed(place)
        or _stated_of(place)
        or _modified_noun(place)
        or _ranged(place)
        or _governor(place)
        or _heading(place)
    )
    return found if found is not None and place.can_be_item(found) else None


def _governor(place: Place) -> Token | None:
    """The noun up the tree, else the X of "in X"; null for a pronoun and for what another figure counts."""
    root = _root(place)
    if root.pos_ in VERBS and place.kind == "multiple":
        # "Profits doubled."
        return find_subject(root, place)
    found = find_governor(place, root, _is_comparison(place))
    if place.is_count:
        found = _possessor(place) or found
        if found is not None and place.draft.noun is not None and found.lemma_ == place.draft.noun.lemma_:
            return None
        return _stated_in(place) if found is None else _named(found)
    found = _named(found) if found is not None else None
    if found is None or not place.can_be_item(found):
        return _stated_in(place) if found is None or place.kind != "duration" else None
    if is_counted(found) and (place.kind == "" or place.draft.inherited):
        return _stated_in(place)
    return found


def _possessor(place: Place) -> Token | None:
    """The X of "X's 300 lawyers"."""
    lefts = place.draft.noun.lefts if place.draft.noun is not None else ()
    return next((child for child in lefts if child.dep_ == "poss" and child.pos_ in NOUNS), None)


def _stated_of(place: Place) -> Token | None:
    """The X of "92% of X", "35 tons of X", "5 per cent for X", "$5 for John"."""
    found = _after(place, ("of",)) or _kind_of_money(place)
    if found is None and (place.is_count or place.kind in ("percent", "money")):
        found = _after(place, ("for",))
        if found is not None and place.kind == "money" and found.pos_ != "PROPN":
            return None
        if found is not None and place.is_count and not place.holds(found.head.head):
            return None
    found = _named(found) if found is not None else None
    if found is None or not place.can_be_item(found):
        return None
    is_part = is_counted(found) and not place.is_count and place.kind != "percent"
    if found.lemma_.lower() in _LIGHT or found.lower_ in _BASES or is_part:
        # "12 of the 14 games", "3 percent of GDP", "10 percent of the total" are said of their subject.
        governor = find_governor(place, _root(place), False)
        return governor if governor is not None and place.can_be_item(governor) else found
    return found


def _kind_of_money(place: Place) -> Token | None:
    """The X of "$7 billion in X", a bare common noun: "aid", "back taxes"; not "in London", "in the budget"."""
    found = _after(place, ("in",)) if place.kind == "money" else None
    if found is None or found.pos_ != "NOUN" or found.lower_ in _IDIOM_NOUNS:
        return None
    return found if all(child.dep_ in ("amod", "compound") for child in found.lefts) else None


def _stated_in(place: Place) -> Token | None:
    """The X of "1.5 million in X", "40% from X", "students enrolled at X", where no subject names more."""
    found = _after(place, ("for", "in", "on", "from", "at", "among"))
    noun = place.draft.noun
    if found is None and noun is not None:
        for child in noun.rights:
            if child.dep_ == "acl" and child.tag_ == "VBN" and child.i == place.last + 1:
                found = next((thing for prep in child.rights for thing in prep.rights if thing.dep_ == "pobj"), None)
    return found if found is not None and place.can_be_item(found) else None


def _heading(place: Place) -> Token | None:
    """The noun in front of the figure in a line without a verb: "Crude oil about $61"."""
    if place.is_count or len(place.view.lexemes) > _LINE_WORDS:
        return None
    line = [place.view.token(index) for index in range(len(place.view.lexemes))]
    if any(token.pos_ in VERBS or token.pos_ == "PRON" for token in line):
        return None
    return next((token for token in reversed(line) if token.i < place.first and place.can_be_item(token)), None)


def _root(place: Place) -> Token:
    """The token of the figure that hangs on the rest of the sentence."""
    if place.draft.noun is not None and place.holds(place.draft.noun):
        return place.draft.noun
    hanging = [token for token in place.tokens() if not place.holds(token.head) and not token.is_punct]
    nouns = [token for token in hanging if token.dep_ not in ("prep", "cc", "det", "advmod", "quantmod")]
    return (nouns or hanging or place.tokens())[0]


def _modified_noun(place: Place) -> Token | None:
    """The X of "a 5 percent X", "the $3 billion X", "a 12-inch X"."""
    tokens = place.tokens()
    if place.draft.noun is not None and not place.holds(place.draft.noun):
        # The noun is shared: "four- and six-cylinder engines".
        tokens.append(place.draft.noun)
    for token in reversed(tokens):
        head = token.head
        if token.dep_ not in _PREMODIFIERS or head.i <= place.last or head.pos_ not in NOUNS or is_time(head):
            continue
        while head.dep_ == "compound" and head.head.i > head.i and head.head.pos_ in NOUNS:
            head = head.head
        between = head.doc[max(place.last, token.i) + 1 : head.i]
        if len(between) > _REACH or any(
            word.text in (",", ";", ":", "(", ")") or word.pos_ == "ADP" for word in between
        ):
            continue
        if head.lemma_.lower() in _LIGHT:
            return find_governor(place, head, False) or head
        return head
    return None


def _after(place: Place, prepositions: tuple[str, ...]) -> Token | None:
    """The object of a preposition right behind the figure, or behind the bracket that restates it."""
    doc, index = place.view.doc, place.last + 1
    if index < len(doc) and doc[index].text == "(":
        closing = next((step for step in range(index, min(index + _REACH, len(doc))) if doc[step].text == ")"), None)
        index = closing + 1 if closing is not None else index
    if index + 1 < len(doc) and doc[index].lower_ == "worth":
        index += 1
    if index >= len(doc) or doc[index].lower_ not in prepositions:
        return None
    for child in doc[index].rights:
        if child.dep_ in ("pobj", "pcomp") and not is_time(child):
            return child
    return None


def _is_comparison(place: Place) -> bool:
    return any(place.view.at(place.draft.first - back).lower in _COMPARING for back in (1, 2, 3))


def _ranged(place: Place) -> Token | None:
    """The X of "X ranging from $5 to $9", "X worth up to $8 billion"."""
    for back in range(1, 5):
        if place.view.at(place.draft.first - back).lower in _RANGING:
            token = place.view.token(place.draft.first - back)
            before = token.nbor(-1) if token.i else token
            before = before.nbor(-1) if before.text == "," and before.i else before
            while (
                place.can_be_item(before)
                and before.dep_ == "pobj"
                and place.can_be_item(before.head.head)
                and before.head.dep_ == "prep"
            ):
                before = before.head.head
            return before if place.can_be_item(before) else None
    return None


def _named(token: Token) -> Token:
    """The X of "each of X", "a third of X", "60 percent of X"."""
    for _ in range(2):
        if token.lower_ in _QUANTIFIERS or is_figure_word(token):
            things = (
                thing for prep in token.rights if prep.lower_ == "of" for thing in prep.rights if thing.dep_ == "pobj"
            )
            token = next(things, token)
    return token
