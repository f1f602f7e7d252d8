"""Says whether the thing a figure measures rose or fell by it or to it."""

from dataclasses import replace

from extract.facts.figures.drafts import Draft
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.spans import FigureSpan
from extract.facts.figures.vocabulary import trend_words, word_set
from extract.facts.language_model import Token

_STEPS_UP = 4
_COMPARATIVES = {"higher": "up", "lower": "down", "more": "none", "less": "none", "fewer": "none"}
_TREND_BY = word_set("trend_by")
# A thing that rises so many metres is high, not higher.
# Nouns of change that a figure may hang on.
_CHANGES = word_set("changes")
# Of prices: "added 15 sen", "put on 2 percent"; "added 40 homes" is no change.
_PRICE_VERBS = {"add": "up", "lose": "down", "put": "none", "shed": "down", "give": "none"}
_TAKES_OBJECT = word_set("takes_object")
_NO_TREND_KINDS = frozenset({"length", "duration", "age", "area", "volume"})


def read_trend(view: SentenceView, draft: Draft) -> str:
    """up, down or none, from the sign ("-1.3%"), the word before ("up 4 percent"), after ("10% lower") or the governing verb."""
    kind = draft.unit.kind if draft.unit else "other"
    if kind in _NO_TREND_KINDS:
        return "none"
    if draft.number.form == "multiple" and view.token(draft.number.first).pos_ == "VERB":
        return "down" if draft.value < 1 else "up"
    if draft.sign and kind in ("percent", "score", "other", "money"):
        return "up" if draft.sign == "+" else "down"
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
    return _trend_since(view, draft) or _governing_trend(view, draft)


def _trend_since(view: SentenceView, draft: Draft) -> str | None:
    """The direction of "was $39,014, up from $38,373"; null where no such words follow."""
    step = draft.last + 1 if view.at(draft.last).text == "," else draft.last
    is_since = draft.change_from is not None and view.words_from(step, 2) in ("up from", "down from")
    return view.at(step).lower if is_since else None


def governing_verb(view: SentenceView, draft: Draft) -> Token | None:
    """The verb, or noun of change ("a rise of 5 percent"), that the figure hangs on; null where another word stands between."""
    token, part_of = draft.noun or view.token(max(draft.last - 1, draft.number.first)), False
    for _ in range(_STEPS_UP):
        if token.dep_ not in _TREND_BY or token.head == token:
            return None
        # "raised 280 million of the 1.5 billion": what hangs on another "of" is not what changed.
        part_of = part_of or (token.dep_ == "prep" and token.lower_ == "of")
        token = token.head
        if (token.pos_ == "VERB" and not part_of) or (token.pos_ == "NOUN" and token.lemma_.lower() in _CHANGES):
            return token
    return None


def _governing_trend(view: SentenceView, draft: Draft) -> str:
    governor = None if view.at(draft.first - 1).lower == "from" else governing_verb(view, draft)
    if governor is None:
        return _trend_beside(view, draft)
    lemma = governor.lemma_.lower()
    kind = draft.unit.kind if draft.unit else "other"
    if lemma in _PRICE_VERBS:
        return _PRICE_VERBS[lemma] if _is_price_change(draft) else "none"
    # "raised $5 million" and "lost 40 homes": the object of these is no change.
    is_object = _hangs_on(view, draft, governor) in ("dobj", "obj")
    if is_object and lemma in _TAKES_OBJECT and kind in ("money", "count") and not _is_price_change(draft):
        return "none"
    return trend_words().get(lemma, "none")


def _trend_beside(view: SentenceView, draft: Draft) -> str:
    """The verb of change just before the figure, where the parser hung the figure elsewhere: "was slid 4.8%"."""
    index = draft.first - 1
    if view.at(index).kind != "word" or not _is_price_change(draft):
        return "none"
    token = view.token(index)
    return trend_words().get(token.lemma_.lower(), "none") if token.pos_ == "VERB" else "none"


def _hangs_on(view: SentenceView, draft: Draft, governor: Token) -> str:
    """How the phrase that holds the figure depends on a verb: dobj of "raised a $20 million fund"."""
    token = draft.noun or view.token(max(draft.last - 1, draft.number.first))
    for _ in range(_STEPS_UP):
        if token.head in (governor, token):
            break
        token = token.head
    return token.dep_


def _is_price_change(draft: Draft) -> bool:
    """Whether an amount is one by which prices move: percents, points, cents."""
    return draft.unit is not None and (
        draft.unit.kind in ("percent", "score") or draft.unit.unit in ("cent", "penny", "sen")
    )


def _leads_to(view: SentenceView, before: Draft, draft: Draft) -> bool:
    """Whether a change went on to this figure ("15 sen to RM2.70") or is listed with it ("rose 1.2% and 3.4%")."""
    between = " ".join(lexeme.lower for lexeme in view.lexemes[before.last : draft.first])
    return between in ("to", ", to") or (between in (",", "and", ", and") and before.unit == draft.unit is not None)


def carry_trends(view: SentenceView, drafts: list[Draft], figures: list[FigureSpan]) -> list[FigureSpan]:
    """The figures, with the trend of a change carried to where it led ("added 15 sen to RM2.70") and to what restates it."""
    carried: list[FigureSpan] = []
    for index, (draft, figure) in enumerate(zip(drafts, figures, strict=True)):
        source = None
        if draft.alternative_of is not None:
            source = next((f for d, f in zip(drafts, carried, strict=False) if d is draft.alternative_of), None)
        elif index and _leads_to(view, drafts[index - 1], draft):
            source = carried[-1]
        is_carried = source is not None and figure.trend == "none" and figure.kind not in _NO_TREND_KINDS
        carried.append(replace(figure, trend=source.trend) if source is not None and is_carried else figure)
    return carried
