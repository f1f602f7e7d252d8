"""Says which bare numbers are ages: "aged 45", "Ana Silva, 45,", "he will be 35 by May", "between the ages of 25 and 40"."""

from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.scales import Number
from extract.facts.figures.vocabulary import word_set

_BEFORE_AGE = word_set("before_age")
# Words that may stand between "is" and an age.
_SOFTENERS = frozenset({"about", "around", "nearly", "almost", "just", "only", "now", "over", "under"})
_AFTER_AGE = frozenset({"by", "when", "and", "in", "on", "at", "this", "next", "but", "last", "today", "yesterday"})
_LIFE_WORDS = frozenset({"age", "expectancy", "lifespan"})
_RELATIVES = word_set("relatives")
_LIMIT = 120
# A sentence may open with "At 12, she"; "At 3, he" is rather an hour.
_OPENING_MIN = 12
# "Silva, 2," is rather a score or a place.
_NAMED_MIN = 3
_AFTER_NAMED = frozenset({",", ".", ";", "", "-", "–", "—", ")"})
_ADULT_MIN, _ADULT_MAX = 12, 100
_NOT_PEOPLE = frozenset({"GPE", "LOC", "DATE", "TIME", "NORP", "FAC", "EVENT"})


def is_age(view: SentenceView, number: Number) -> bool:
    """Whether a number without a unit beside it is somebody's age."""
    if number.value != int(number.value) or not 0 < number.value < _LIMIT or number.form in ("vague", "fraction"):
        return False
    first = number.first
    while view.at(first - 1).lower in _SOFTENERS and view.at(first - 2).lower in ("aged", "age", "ages"):
        first -= 1
    if any(view.words_before(first, count) in _BEFORE_AGE for count in (1, 2, 3)):
        return True
    return _is_beside_name(view, number) or _is_opening(view, number) or _is_predicate(view, number)


def _is_beside_name(view: SentenceView, number: Number) -> bool:
    """As in "Ana Silva, 45," and "Ana Silva (45)"."""
    before, after = view.at(number.first - 1).text, view.at(number.last).text
    is_set_off = (before == "," and after in _AFTER_NAMED) or (before == "(" and after == ")")
    if not is_set_off or number.first < 2 or number.value < _NAMED_MIN:
        return False
    named, goes_on = view.token(number.first - 2), view.at(number.last + 1)
    if named.ent_type_ == "PERSON":
        return True
    # As in "the striker, 24, scored".
    is_verb = goes_on.kind == "word" and (
        view.token(number.last + 1).pos_ in ("VERB", "AUX") or goes_on.lower in ("who", "from", "of")
    )
    if before != "," or not _ADULT_MIN <= number.value < _ADULT_MAX:
        return False
    is_name = named.tag_ == "NNP" and named.ent_type_ not in _NOT_PEOPLE
    return is_name or (named.tag_ == "NN" and is_verb)


def _is_opening(view: SentenceView, number: Number) -> bool:
    """As in "At 43, she is the oldest"."""
    is_first = number.first == 1 and view.at(0).lower == "at" and view.at(number.last).text == ","
    return is_first and number.value >= _OPENING_MIN and view.at(number.last + 1).lower in ("he", "she")


def _is_predicate(view: SentenceView, number: Number) -> bool:
    """As in "he will be 35 by May" and "she turns 40"; not "it was 35" nor "he was 35 seconds late"."""
    step = number.first - 1
    while view.at(step).lower in _SOFTENERS:
        step -= 1
    if step < 0 or view.at(step).kind != "word":
        return False
    verb, after = view.token(step), view.at(number.last)
    if view.at(step).lower.endswith(("'s", "’s", "'m", "’m")):
        # "he's about seven": one lexeme, two tokens.
        verb = view.doc[verb.i + 1] if verb.i + 1 < len(view.doc) else verb
    ends = after.kind in ("sign", "end") or after.lower in _AFTER_AGE or view.token(number.last).tag_ == "VBG"
    if verb.lemma_.lower() not in ("be", "turn", "reach") or not ends:
        return False
    subject = next((child for child in verb.lefts if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None:
        return False
    if verb.lemma_.lower() == "turn" and number.value >= _ADULT_MIN:
        return True
    if _LIFE_WORDS & {token.lower_ for token in (subject, *subject.lefts)}:
        return True
    is_person = (
        subject.lemma_.lower() in _RELATIVES
        or subject.lower_ in ("he", "she", "i", "who")
        or subject.ent_type_ == "PERSON"
    )
    return is_person and number.value >= _NAMED_MIN
