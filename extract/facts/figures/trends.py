"""Says whether the thing a figure measures rose or fell by it or to it."""

from dataclasses import replace

from extract.facts.figures.drafts import Draft
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.spans import FigureSpan
from extract.facts.figures.vocabulary import trend_words, word_set
from extract.facts.language_model import Token

_STEPS_UP = 5
_PACES = frozenset({"rate", "pace", "clip", "speed", "total", "average"})
_COMPARATIVES = {"higher": "up", "lower": "down", "more": "none", "less": "none", "fewer": "none"}
_TREND_BY = word_set("trend_by")
# Nouns of change that a figure may hang on.
_CHANGES = word_set("changes")
_MOVING = word_set("moving")
# Of prices: "added 15 sen", "put on 2 percent"; "added 40 homes" is no change.
_PRICE_VERBS = {"add": "up", "lose": "down", "put": "none", "shed": "down", "give": "none"}
_TAKES_OBJECT = word_set("takes_object")
_TAKES_COUNT = word_set("takes_count")
# A thing that rises so many metres is high, not higher; "by 5 metres" and "from 14 to 22 weeks" are changes.
_NO_TREND_KINDS = frozenset({"length", "duration", "age", "area", "volume"})
# What may stand between a verb of change and the figure.
_CHANGE_PREPOSITIONS = frozenset({"by", "to", "at", "of", "from", "past", "above", "below", "per"})


def read_trend(view: SentenceView, draft: Draft) -> str:
    """up, down or none, from the sign ("-1.3%"), the word before ("up 4 percent"), after ("10% lower") or the governing verb."""
    kind = draft.unit.kind if draft.unit else "other"
    if kind in _NO_TREND_KINDS and draft.change_from is None and view.at(draft.first - 1).lower != "by":
        return "none"
    return draft.since or _trend_of_words(view, draft, kind) or _governing_trend(view, draft)


def _trend_of_words(view: SentenceView, draft: Draft, kind: str) -> str | None:
    """What the sign, the word itself ("doubled") or the words beside say; null where they say nothing."""
    if draft.number.form == "multiple" and view.token(draft.number.first).pos_ == "VERB":
        return "down" if draft.value < 1 else "up"
    if draft.sign and kind in ("percent", "score", "other", "money"):
        return "up" if draft.sign == "+" else "down"
    for back in (1, 2, 3):
        word, following = view.at(draft.first - back).lower, view.at(draft.first - back + 1).lower
        # Not "from up to", nor the "up" of "start-up".
        is_other = (
            following == "to" or view.at(draft.first - 1).lower == "from" or view.at(draft.first - back - 1).text == "-"
        )
        if word in ("up", "down") and not is_other and not _is_particle(view, draft.first - back):
            return word
    after = view.at(draft.last).lower
    if after in ("up", "down") and view.at(draft.last + 1).lower in ("on", "from", ",", ".", ""):
        return after
    return _COMPARATIVES.get(after)


def _is_particle(view: SentenceView, index: int) -> bool:
    """Whether "up" or "down" belongs to a verb that says no change: "set up 20 sites", "shot down 60 drones"."""
    before = view.token(index - 1) if index > 0 else None
    if before is None or before.pos_ != "VERB":
        return False
    return before.lemma_.lower() not in trend_words() and before.lemma_.lower() not in _MOVING


def _anchor(view: SentenceView, draft: Draft) -> Token:
    """The token by which a figure hangs in the tree: its noun, its unit, or the number of a fraction."""
    if draft.noun is not None and not draft.inherited:
        return draft.noun
    is_part = draft.number.form == "fraction" and view.at(draft.number.last).lower == "of"
    last = draft.number.last if is_part else draft.last
    return view.token(max(last - 1, draft.number.first))


def governing_verb(view: SentenceView, draft: Draft) -> Token | None:
    """The verb, or noun of change ("a rise of 5 percent"), that the figure hangs on; null where another word stands between."""
    token, part_of = _anchor(view, draft), False
    for _ in range(_STEPS_UP):
        is_change = token.dep_ == "compound" and token.head.lemma_.lower() in _CHANGES
        if (token.dep_ not in _TREND_BY and not is_change) or token.head == token:
            return None
        if token.dep_ == "prep" and token.lower_ not in _CHANGE_PREPOSITIONS:
            return None
        # "raised 280 million of the 1.5 billion": what hangs on another "of" is not what changed.
        part_of = part_of or (token.dep_ == "prep" and token.lower_ == "of")
        token = token.head
        # "grew at a rate of 2.2 percent"
        part_of = part_of and token.lemma_.lower() not in _PACES
        if (token.pos_ == "VERB" and not part_of) or (token.pos_ == "NOUN" and token.lemma_.lower() in _CHANGES):
            return token
    return None


def _governing_trend(view: SentenceView, draft: Draft) -> str:
    governor = None if view.at(draft.first - 1).lower == "from" else governing_verb(view, draft)
    if governor is None and draft.change_from is not None and draft.change_from.first < draft.first:
        # "climbed from 13.1C in the 1960s to 14.6C"
        governor = governing_verb(view, draft.change_from)
    if governor is None:
        return _trend_beside(view, draft)
    lemma = governor.lemma_.lower()
    kind = draft.unit.kind if draft.unit else "other"
    if lemma in _PRICE_VERBS:
        return _PRICE_VERBS[lemma] if _is_price_change(draft) or kind == "fraction" else "none"
    # "raised $5 million" and "lost 40 homes": the object of these is no change.
    is_object = _hangs_on(view, draft, governor) in ("dobj", "obj")
    if is_object and lemma in _TAKES_COUNT and kind in ("count", "mass"):
        return "none"
    if is_object and lemma in _TAKES_OBJECT and kind in ("money", "count") and not _is_price_change(draft):
        return "none"
    particle = next((child.lower_ for child in governor.children if child.lower_ in ("up", "down")), "none")
    if lemma in trend_words():
        return trend_words()[lemma]
    return _trend_beside(view, draft) if is_object or kind == "count" or particle == "none" else particle


def _trend_beside(view: SentenceView, draft: Draft) -> str:
    """The verb of change just before the figure, where the parser hung the figure elsewhere: "was slid 4.8%"."""
    index = draft.first - 1
    if view.at(index).kind != "word" or not _is_price_change(draft):
        return "none"
    token = view.token(index)
    return trend_words().get(token.lemma_.lower(), "none") if token.pos_ == "VERB" else "none"


def _hangs_on(view: SentenceView, draft: Draft, governor: Token) -> str:
    """How the phrase that holds the figure depends on a verb: dobj of "raised a $20 million fund"."""
    token = _anchor(view, draft)
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
    position = {id(draft): place for place, draft in enumerate(drafts)}
    for index, (draft, figure) in enumerate(zip(drafts, figures, strict=True)):
        source = None
        if draft.alternative_of is not None:
            source = carried[position[id(draft.alternative_of)]]
        elif index and _leads_to(view, drafts[index - 1], draft):
            source = carried[-1]
        if draft.alternative_of is not None and carried and carried[-1].trend == "none" and figure.trend != "none":
            # "finished 1.15 percent or 212.40 points higher"
            carried[-1] = replace(carried[-1], trend=figure.trend)
        is_carried = source is not None and figure.trend == "none" and figure.kind not in _NO_TREND_KINDS
        carried.append(replace(figure, trend=source.trend) if source is not None and is_carried else figure)
    return carried
