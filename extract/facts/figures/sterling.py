"""Says whether pounds are money or weight: "paid 90 pounds", "9 pounds a month"; not "a 12-pound salmon"."""

from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.scales import Number
from extract.facts.figures.unit_phrases import UnitMatch
from extract.facts.figures.vocabulary import word_set

_MONEY_VERBS = word_set("money_verbs")
_STEPS_UP = 5
_MILLION = 1_000_000
_TIMES = frozenset({"month", "year", "week", "hour", "day", "night"})


def is_sterling(view: SentenceView, number: Number, match: UnitMatch) -> bool:
    """Whether the pounds behind a number are sterling: a large sum, a pay, or what is paid with."""
    if view.at(number.last).text == "-" or (view.at(match.last).lower == "of" and number.scale >= _MILLION):
        return False
    is_rate = "/" in match.unit.unit and match.unit.unit.partition("/")[2] in _TIMES
    if (
        number.scale >= _MILLION
        or is_rate
        or any(sign in view.text[view.sentence.start : view.sentence.end] for sign in ("£", "pence"))
    ):
        return True
    token = view.token(match.first)
    for _ in range(_STEPS_UP):
        if token.head == token:
            return False
        token = token.head
        if token.pos_ == "VERB":
            return token.lemma_.lower() in _MONEY_VERBS
    return False
