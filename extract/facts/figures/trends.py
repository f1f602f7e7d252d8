"""Says whether the thing a figure measures rose or fell by it or to it."""

from extract.facts.figures.drafts import Draft
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.vocabulary import trend_words, word_set

_STEPS_UP = 4
_COMPARATIVES = {"higher": "up", "lower": "down", "more": "none", "less": "none", "fewer": "none"}
_TREND_BY = word_set("trend_by")
# A thing that rises so many metres is high, not higher.
_NO_TREND_KINDS = frozenset({"length", "duration", "age", "area", "volume"})


def read_trend(view: SentenceView, draft: Draft) -> str:
    """up, down or none, from the word before ("up 4 percent"), after ("10% lower") or the verb that governs the figure."""
    kind = draft.unit.kind if draft.unit else "other"
    if kind in _NO_TREND_KINDS:
        return "none"
    if draft.number.form == "multiple":
        return "down" if draft.value < 1 else "up" if view.token(draft.number.first).pos_ == "VERB" else "none"
    for back in (1, 2, 3):
        word = view.at(draft.first - back).lower
        if (
            word in ("up", "down")
            and view.at(draft.first - back + 1).lower != "to"
            and view.at(draft.first - 1).lower != "from"
        ):
            return word
    if (after := view.at(draft.last).lower) in _COMPARATIVES:
        return _COMPARATIVES[after]
    return _governing_trend(view, draft)


def _governing_trend(view: SentenceView, draft: Draft) -> str:
    token = draft.noun or view.token(max(draft.last - 1, draft.number.first))
    prep = view.at(draft.first - 1).lower
    if prep == "from":
        return "none"
    for _ in range(_STEPS_UP):
        if token.dep_ not in _TREND_BY or token.head == token:
            return "none"
        is_object = token.dep_ in ("dobj", "obj")
        token = token.head
        lemma = token.lemma_.lower()
        if token.pos_ == "VERB" and lemma in trend_words():
            # "raised $5 million" and "lost 40 homes": the object of these is no change.
            plain_object = is_object and lemma in ("raise", "cut", "lose", "lift", "expand", "reduce", "shed")
            return (
                "none"
                if plain_object and draft.unit and draft.unit.kind in ("money", "count")
                else trend_words()[lemma]
            )
        if token.pos_ == "NOUN" and lemma in (
            "increase",
            "rise",
            "gain",
            "drop",
            "fall",
            "decline",
            "decrease",
            "reduction",
            "growth",
            "hike",
        ):
            return trend_words()[lemma]
        if token.pos_ == "VERB":
            return "none"
    return "none"
