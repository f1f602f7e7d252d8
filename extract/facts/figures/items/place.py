"""Where a figure stands among the parser's tokens, and which tokens are words of figures or of time."""

from bisect import bisect_left
from dataclasses import dataclass

from extract.facts.figures.drafts import Draft
from extract.facts.figures.items.words import item_words
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.unit_phrases import find_unit_after
from extract.facts.language_model import Token

_FIGURE_ENTITIES = frozenset({"MONEY", "PERCENT", "QUANTITY", "CARDINAL"})
_NAMES = frozenset({"GPE", "NORP", "ORG", "PERSON", "PRODUCT"})
_TIME_ENTITIES = frozenset({"DATE", "TIME"})
_FIGURE_SIGNS = frozenset({"%", "percent", "$", "£", "€"})
_UNITS_BEHIND = frozenset({"%", "per", "percent", "-"})
_CURRENCY_PLACES = item_words("currency_places")
_TIME_NOUNS = item_words("time_nouns")
NOUNS = frozenset({"NOUN", "PROPN"})
VERBS = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Place:
    """The tokens `first` to `last` (both inclusive) that hold a figure's words."""

    view: SentenceView
    draft: Draft
    first: int
    last: int

    def holds(self, token: Token) -> bool:
        """Whether a token is one of the figure's own words."""
        return self.first <= token.i <= self.last

    @property
    def is_count(self) -> bool:
        """Whether the figure counts a noun that its unit names."""
        return self.draft.noun is not None and not self.draft.inherited

    @property
    def kind(self) -> str:
        """The unit's kind; empty for a bare number."""
        return self.draft.unit.kind if self.draft.unit else ""

    def tokens(self) -> list[Token]:
        """The tokens that hold the figure's words."""
        return list(self.view.doc[self.first : self.last + 1])

    def can_be_item(self, token: Token) -> bool:
        """Whether a token is a noun that names neither a time nor a figure."""
        is_subject = token.dep_ == "nsubj" and (token.tag_ in ("JJS", "VBG") or token.ent_type_ in _NAMES)
        is_noun = token.pos_ in NOUNS or is_subject
        if not is_noun or not _is_word(token) or self.holds(token) or is_time(token) or is_figure_word(token):
            return False
        if token.lower_ in _CURRENCY_PLACES and token.i and is_figure_word(token.nbor(-1)):
            return False
        is_measured = is_number_before(token) or is_counted(token)
        return not (is_measured and not self._has_own_number(token) and self.is_unit(token))

    def _has_own_number(self, token: Token) -> bool:
        return any(self.holds(child) for child in token.lefts)

    def is_unit(self, token: Token) -> bool:
        """Whether a noun behind a number is the unit of another figure: "shekels", "ppb"."""
        return self.unit_end(token) is not None

    def unit_end(self, token: Token) -> int | None:
        """The character where the unit that begins at a token ends (exclusive); null where none begins there."""
        lexemes = self.view.lexemes
        index = bisect_left(lexemes, token.idx, key=lambda lexeme: lexeme.start)
        match = find_unit_after(self.view, index) if index < len(lexemes) else None
        return lexemes[match.last - 1].end if match else None


def find_place(view: SentenceView, draft: Draft) -> Place:
    """The tokens of a figure, from its number or currency sign to its unit or counted noun."""
    last = max(draft.last, draft.number_last, draft.first + 1) - 1
    first_token, last_token = view.token(draft.first), view.token(last)
    is_money = draft.unit is not None and draft.unit.kind == "money"
    if is_money and view.at(last + 1).lower in _CURRENCY_PLACES and view.token(last + 1).dep_ != "compound":
        # "75 cents US".
        last_token = view.token(last + 1)
    return Place(view, draft, first_token.i, last_token.i)


def is_figure_word(token: Token) -> bool:
    """Whether a token is part of some figure: a number, a sign, a word that the model takes for an amount."""
    return (
        (token.ent_type_ in _FIGURE_ENTITIES and not (token.pos_ == "PROPN" and token.is_alpha))
        or token.tag_ in ("CD", "$")
        or token.lower_ in _FIGURE_SIGNS
        or token.text[:1].isdigit()
    )


def _is_word(token: Token) -> bool:
    """Whether a token is more than a sign or the letter of a unit or variable."""
    if len(token.text) == 1:
        # "S P 500".
        return token.text.isupper() and token.i > 0 and len(token.nbor(-1).text) == 1 and token.nbor(-1).text.isupper()
    return token.text[0].isalnum()


def is_number_before(token: Token) -> bool:
    """Whether a number stands right before a token and belongs to it."""
    if token.i == 0:
        return False
    number = token.nbor(-1)
    return number.tag_ == "CD" and number.head == token and number.ent_type_ not in _TIME_ENTITIES


def is_time(token: Token) -> bool:
    """Whether a token names a time: a date, a weekday, "year"."""
    return token.ent_type_ in _TIME_ENTITIES or token.lemma_.lower() in _TIME_NOUNS


def is_counted(token: Token) -> bool:
    """Whether a number counts the token: the noun of another figure. "A 5 percent stake" and "a $3 stake" are not counted."""
    for child in token.lefts:
        if child.tag_ == "CD" and child.dep_ == "nummod" and not _is_year(child):
            before = child.nbor(-1).tag_ if child.i else ""
            return before != "$" and child.nbor(1).lower_ not in _UNITS_BEHIND
    return False


def _is_year(number: Token) -> bool:
    return number.ent_type_ == "DATE" and len(number.text) == 4 and number.text.isdigit()
