"""Climbs the parser's tree from a figure to the noun it is stated of: a governing noun, an object or a subject."""

from extract.facts.figures.items.place import NOUNS, VERBS, Place, is_counted, is_figure_word, is_time
from extract.facts.figures.items.subjects import SUBJECTS, find_antecedent, find_subject
from extract.facts.figures.items.words import item_words
from extract.facts.language_model import Token

_STEPS_UP = 10
_OBJECTS = frozenset({"dobj", "obj"})
_BESIDE_OBJECT = frozenset({"prep", "npadvmod", "advmod", "prt", "agent", "dative"})
_LIGHT = item_words("light_nouns")
_IDIOM_NOUNS = item_words("idiom_nouns")
_ABOUT_NOUNS = item_words("about_nouns")
_ABOUT_PREPOSITIONS = frozenset({"about", "above", "around", "below", "over", "under"})
_NO_ARGUMENT = item_words("aside_verbs") | item_words("speaking_verbs")
_SPENDING = item_words("spending_verbs")
_SPENDING_PREPOSITIONS = item_words("spending_prepositions")
_LOSS = item_words("loss_verbs")
_LOSS_PREPOSITIONS = item_words("loss_prepositions")
_CONTEST = item_words("contest_verbs")
_DOUBLE_OBJECT = item_words("double_object_verbs")


def find_governor(place: Place, root: Token, is_comparison: bool) -> Token | None:
    """The noun or pronoun that a figure is stated of, up the tree from its own head; null where the tree has none.

    is_comparison: the figure follows "up from" or "compared with": a noun beside it is another thing, its verb counts.
    """
    token, light, preposition = root, None, False
    for _ in range(_STEPS_UP):
        via, token = token, token.head
        if token == via or token.lower_ == "according":
            return light
        if place.holds(token):
            continue
        if token.pos_ in VERBS and token.dep_ not in ("amod", "compound"):
            is_own_subject = via.dep_ in SUBJECTS and not preposition
            found = None if is_own_subject else _argument(token, via, place)
            # A pronoun names less than a light noun.
            if found is None or (light is not None and found.pos_ not in NOUNS):
                return None if place.is_count else light
            return found
        preposition = preposition or token.pos_ == "ADP"
        if token.lemma_.lower() in _LIGHT and token.pos_ in NOUNS:
            light = light or token
        elif _holds_item(token, via, place, is_comparison):
            return token
    return light


def _holds_item(token: Token, via: Token, place: Place, is_comparison: bool) -> bool:
    """Whether a token on the way up is what the figure is stated of: a noun, joined by more than "and", in no set phrase."""
    is_joined = via.dep_ == "conj" or (via.dep_ == "appos" and is_counted(token))
    if token.pos_ not in NOUNS or is_joined or is_time(token) or (is_figure_word(token) and token.dep_ != "ROOT"):
        return False
    is_set_phrase = token.lower_ in _IDIOM_NOUNS and token.dep_ == "pobj" and not any(token.lefts)
    # "on the order of 20 billion" belongs to the figure.
    is_set_phrase = is_set_phrase or (
        token.lower_ in _ABOUT_NOUNS and token.i + 2 == place.first and not place.is_count
    )
    return not is_set_phrase and (not is_comparison or via.dep_ in ("pobj", "nummod"))


def _argument(verb: Token, via: Token, place: Place) -> Token | None:
    """What a verb says a figure of: the object beside a prepositional figure, the thing paid for, else the subject."""
    if via.dep_ == "prep" and verb.lemma_.lower() in _NO_ARGUMENT:
        return None
    beside = via.dep_ in _BESIDE_OBJECT and not place.is_count and place.kind != "duration"
    if (via.dep_ == "npadvmod" or via.lower_ in _ABOUT_PREPOSITIONS) and verb.lemma_.lower() in _DOUBLE_OBJECT:
        beside = False
    if beside and not (via.lower_ == "by" and verb.lemma_.lower() in _CONTEST):
        for child in verb.children:
            if child.dep_ in _OBJECTS and child.i < place.first:
                if child.tag_ == "WDT" and verb.dep_ == "relcl":
                    return find_antecedent(child, verb)
                if place.can_be_item(child) and not is_counted(child):
                    return child
    if via.dep_ in _OBJECTS and not place.is_count:
        paid = _paid_for(verb, place)
        if paid is not None:
            return paid
    return find_subject(verb, place) or _left_phrase(verb, place)


def _paid_for(verb: Token, place: Place) -> Token | None:
    """The Y of "pays $5 for Y", "invests $5 in Y", "wipes $5 from Y"."""
    lemma = verb.lemma_.lower()
    spends = lemma in _SPENDING and place.kind == "money"
    doc = verb.doc
    behind = [doc[place.last + 1]] if place.last + 1 < len(doc) else []
    for child in (*behind, *verb.rights):
        if child.dep_ != "prep" or child.i <= place.last:
            continue
        if (spends and child.lower_ in _SPENDING_PREPOSITIONS) or (
            lemma in _LOSS and child.lower_ in _LOSS_PREPOSITIONS
        ):
            for thing in child.rights:
                if thing.dep_ == "pobj" and place.can_be_item(thing):
                    return thing
    return None


def _left_phrase(verb: Token, place: Place) -> Token | None:
    """The noun in front of a main verb without subject: the parser took "Before the talks total debt" for one phrase."""
    is_main = verb.dep_ == "ROOT" and verb.tag_ != "VB" and verb.i < place.first
    if not is_main or any(child.dep_ == "expl" for child in verb.lefts):
        return None
    for child in reversed(list(verb.lefts)):
        if child.dep_ == "prep":
            return next((thing for thing in child.rights if thing.dep_ == "pobj" and place.can_be_item(thing)), None)
    return None
