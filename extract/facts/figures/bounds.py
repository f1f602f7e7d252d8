"""The phrases that bound a number, before it ("no fewer than") or after it ("or more", "-plus"), and what they mean."""

from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.vocabulary import qualifiers, word_set

_LONGEST_PHRASE = 5
_LONGEST_AFTER = 4
_PLACING = frozenset({"over", "under", "above", "below", "about", "around"})
_MOVING = word_set("moving")
# One word after a number bounds it only where it touches ("30+", not "30 plus VAT"); these always.
_LOOSE_AFTER = frozenset({"minimum", "maximum", "max", "tops", "odd"})


def bound_before(
    view: SentenceView, index: int, *, is_duration: bool, is_small: bool = False
) -> tuple[str, int] | None:
    """The longest phrase that ends just before a lexeme: (qualifier, its first lexeme).

    is_duration: the number is of a time ("over three weeks"), where "over" may mean during. is_small: it is a small count
    in words ("under four presidents"), where a preposition is rather one of place or theme.
    """
    for count in range(_LONGEST_PHRASE, 0, -1):
        if index - count < 0:
            continue
        phrase = view.words_before(index, count)
        qualifier = qualifiers("before").get(phrase)
        if qualifier is None:
            continue
        first = index - count
        is_place = is_small and phrase in _PLACING and view.token(first).dep_ == "prep"
        if not (is_place or (is_duration and _is_during(view, first, phrase)) or _is_motion(view, first, phrase)):
            return qualifier, first
    return None


def _is_during(view: SentenceView, index: int, phrase: str) -> bool:
    """Whether "over" means during: "over three weeks", "over two spells"."""
    return phrase == "over" and view.token(index).dep_ == "prep"


def _is_motion(view: SentenceView, index: int, phrase: str) -> bool:
    """Whether "up to" says where a thing went: "prices will go up to $14"."""
    if phrase != "up to" or index < 1:
        return False
    verb = view.token(index - 1)
    return verb.pos_ == "VERB" and verb.lemma_.lower() in _MOVING


def bound_after(view: SentenceView, index: int) -> tuple[str, int] | None:
    """The longest phrase that begins at a lexeme: (qualifier, where it ends, exclusive)."""
    for count in range(_LONGEST_AFTER, 0, -1):
        qualifier = qualifiers("after").get(view.words_from(index, count))
        # "5 minimum" is a bound, "the $15-an-hour minimum wage" is none.
        is_loose = view.at(index).lower in _LOOSE_AFTER and (count > 1 or view.at(index + 1).kind != "word")
        is_odd = view.at(index).lower == "odd"
        if qualifier and (count > 1 or not view.at(index).spaced or is_loose or is_odd):
            return qualifier, index + count
    return None
