"""Finds the name that figures are listed behind: "Ana Silva (17.9 points, 4.6 rebounds)", "CAC -1.7%", "Gold: $2,090; -0.2%"."""

from extract.facts.figures.items.place import NOUNS, Place, is_figure_word
from extract.facts.language_model import Token

_REACH = 25
_SIGNS = frozenset({"-", "+", "−", "–"})
_BETWEEN_FIGURES = frozenset({";", ",", "$", "£", "€", "%", "-", "+", "−", "–"})


def find_listed(place: Place) -> Token | None:
    """The last word of the name before the bracket, the signed number or the colon; null where the figure is in no list."""
    return _before_bracket(place) or _before_sign(place) or _before_colon(place)


def _before_bracket(place: Place) -> Token | None:
    view = place.view
    if place.draft.alternative_of is not None:
        return None
    for index in range(place.draft.first - 1, max(place.draft.first - _REACH, 0), -1):
        text = view.lexemes[index].text
        if text == ")":
            return None
        if text == "(":
            starts = (
                place.draft.first == index + 1
                or view.at(index + 1).kind == "number"
                or view.at(index + 1).text in "$£€."
            )
            return _name(view.token(index - 1)) if starts else None
    return None


def _before_sign(place: Place) -> Token | None:
    view, first = place.view, place.draft.first
    if first < 2 or not (view.at(first).text in _SIGNS or view.token(first).text[:1] in _SIGNS):
        return None
    before = view.token(first - 1)
    if before.tag_ == "CD" and before.text.isdigit():
        before = view.token(first - 2)
    return before if before.pos_ == "PROPN" and not before.text[:1].isdigit() else None


def _before_colon(place: Place) -> Token | None:
    view = place.view
    for index in range(place.draft.first - 1, max(place.draft.first - 8, 0), -1):
        lexeme = view.lexemes[index]
        if lexeme.text == ":":
            return _name(view.token(index - 1))
        if lexeme.kind != "number" and lexeme.text not in _BETWEEN_FIGURES:
            return None
    return None


def _name(token: Token) -> Token | None:
    return token if token.pos_ in NOUNS and not is_figure_word(token) else None
