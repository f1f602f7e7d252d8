"""Joins two numbers into a range ("30 to 35 percent", "between 5 and 7") or a score ("a 4-1 win")."""

from decimal import Decimal
from itertools import pairwise

from extract.facts.figures.drafts import Draft
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.qualifiers import read_qualifier
from extract.facts.figures.units import Unit
from extract.facts.figures.vocabulary import trend_words, word_set

_DASHES = ("-", "–", "—", "‐", "‑", "~")
# The high end of a range is seldom more than so many times the low one, a level always is so against its change.
_SPREAD = 2
_VOTE_REACH = 4
_RANGING = frozenset({"range", "vary", "run", "fluctuate", "oscillate"})
# A dash between the numbers of a result joins no range: "a 329-275 vote", "a 3-1 win".
_RESULTS = word_set("results")
_VOTING = word_set("voting")


def join_ranges(view: SentenceView, drafts: list[Draft]) -> list[Draft]:
    """The drafts with each pair that is a range or a score joined into one; changes "from 5 to 7" stay two."""
    joined: list[Draft] = []
    pairs = _paired_ends(view, drafts)
    for first, second in pairs:
        _widen(view, first, second)
    taken = {id(second) for _, second in pairs}
    drafts = [draft for draft in drafts if id(draft) not in taken]
    for draft in drafts:
        before = joined[-1] if joined else None
        link = _link(view, before, draft) if before else None
        if before is None or link is None:
            joined.append(draft)
        elif link == "range":
            _widen(view, before, draft)
        elif link == "score":
            # "ended 2-2": a result without a word for what was scored.
            joined.pop()
        elif link == "votes":
            _read_votes(before, draft)
            joined.append(draft)
        else:
            _read_result(before, draft)
    return joined


def _link(view: SentenceView, low: Draft, high: Draft) -> str | None:
    """What joins two neighbours: range, score, votes, result, or nothing."""
    if (
        not {low.number.form, high.number.form}.isdisjoint(("multiple", "occasions"))
        or low.value_high is not None
        or not share_unit(low, high)
    ):
        return None
    outer, inner = read_qualifier(view, low), read_qualifier(view, high)
    before = view.at(outer.first - 1).lower
    between = " ".join(lexeme.lower for lexeme in view.lexemes[low.last : inner.first])
    if low.is_bare and high.is_bare and _is_voted(view, low, between):
        return "votes"
    # "rose 64 points to 4,577" states two things: a unit after the low end must come back after the high one.
    can_range = high.unit is not None or low.last == low.number.last
    if between in _DASHES:
        return _link_dash(low, high) if can_range else None
    if high.value > _SPREAD * low.value and (before == "by" or _is_moved(view, outer.first)):
        # "rose 64 to 4,577": a change and a level, where "rose 4 to 6 percent" is one change.
        return None
    is_range = can_range and (before != "from" or _is_ranging(view, low))
    if between == "and":
        # As in "between the ages of 18 and 45".
        is_range = before == "between" or "between" in view.words_before(low.first, 4).split()
    elif between in ("or", "- or"):
        # "three or four drivers", not "10 or 200".
        is_range = can_range and low.number.form == high.number.form and high.value <= 2 * low.value
    elif between not in ("to", "- to -", "- to", "up to", "and up to"):
        is_range = False
    if is_range and _is_ranging(view, low) and high.value < low.value:
        # "ranged from -18 to -34 degrees": the ends stand in the order of the text, not of size.
        low.value, high.value = high.value, low.value
    return "range" if is_range and _is_rising(low, high) else None


def _is_moved(view: SentenceView, index: int) -> bool:
    """Whether the word before a figure says a change: "rose $14 to $2,665", "up 14"."""
    if index < 1 or view.at(index - 1).kind != "word":
        return False
    token = view.token(index - 1)
    return token.lower_ in ("up", "down") or (token.pos_ == "VERB" and token.lemma_.lower() in trend_words())


def _is_voted(view: SentenceView, low: Draft, between: str) -> bool:
    """Votes for and against: "passed 52-48", "by a vote of 220 to 213"."""
    if between not in _DASHES and between not in ("to", "for and", "votes to", "in favour and"):
        return False
    if view.words_before(low.first, 2) in ("vote of", "votes of", "margin of", "majority of", "vote was"):
        return True
    # "passed the bill 218-214", "voted by 310 to 245"
    before = [view.token(step) for step in range(max(low.first - _VOTE_REACH, 0), low.first)]
    return any(token.pos_ == "VERB" and token.lemma_.lower() in _VOTING for token in before)


def _link_dash(low: Draft, high: Draft) -> str | None:
    if high.unit and high.unit.head in _RESULTS:
        return "votes" if high.unit.head == "vote" else "result"
    if high.is_bare and low.is_bare:
        return "score"
    return "range" if _is_rising(low, high) else None


def _paired_ends(view: SentenceView, drafts: list[Draft]) -> list[tuple[Draft, Draft]]:
    """The ends of ranges that changes lead from and to: "from 5 to 7 per cent to 3 to 5 per cent"."""
    found: list[tuple[Draft, Draft]] = []
    for first in range(len(drafts) - 3):
        four = drafts[first : first + 4]
        gaps = [view.lexemes[low.last : high.first] for low, high in pairwise(four)]
        if view.at(four[0].first - 1).lower == "from" and all([w.lower for w in gap] == ["to"] for gap in gaps):
            pairs = [(four[0], four[1]), (four[2], four[3])]
            if all(share_unit(low, high) and _is_rising(low, high) for low, high in pairs):
                found += pairs
    return found


def share_unit(low: Draft, high: Draft) -> bool:
    """Whether the two may be ends of one thing: the same unit, one elided, or one a rate of the other ("$0.23/W to $0.10")."""
    if low.unit is None or high.unit is None or low.unit == high.unit:
        return True
    return low.unit.unit.startswith(f"{high.unit.unit}/") or high.unit.unit.startswith(f"{low.unit.unit}/")


def _read_votes(first: Draft, second: Draft) -> None:
    """Two counts: "a 329-275 vote" has two sets of votes."""
    first.unit, first.noun = second.unit, second.noun
    if second.unit is None:
        first.unit = second.unit = Unit("vote", "count", counted="vote")
    for draft in (first, second):
        draft.last, draft.unit_last = draft.number.last, draft.unit_first


def _read_result(first: Draft, second: Draft) -> None:
    """One score: "a 4-1 win" has one, by what the winner has; goals, runs and points are not named."""
    first.unit, first.noun = None, second.noun
    first.last, first.number_last, first.is_score = second.number.last, second.number.last, True
    first.unit_first = first.unit_last = first.last


def _is_rising(low: Draft, high: Draft) -> bool:
    value = low.value * high.number.scale if shares_scale(low, high) else low.value
    return value < high.value


def shares_scale(low: Draft, high: Draft) -> bool:
    """Whether "5 to 7 million" states its scale once; "900,000 to 1 million" states it twice."""
    return (
        low.number.scale == 1
        and high.number.scale > 1
        and low.value < high.value / high.number.scale
        and low.value < 1000
    )


def _is_ranging(view: SentenceView, low: Draft) -> bool:
    verb = view.token(low.first - 2) if low.first >= 2 else None
    return verb is not None and (verb.lemma_ in _RANGING or verb.lower_ in ("anywhere", "ages", "aged"))


def _low_value(view: SentenceView, low: Draft, high: Draft) -> Decimal:
    """The low end with the scale that is said once, or written once: "5 to 7 million", "30-40,000 people"."""
    if shares_scale(low, high):
        return low.value * high.number.scale
    is_touching = low.last == low.number.last and not view.at(low.last).spaced and not view.at(low.last + 1).spaced
    is_written_once = view.at(high.number.first).text.endswith(",000") and low.value < 1000 < high.value
    is_written_once = is_written_once and low.value * 1000 < high.value
    return low.value * 1000 if is_touching and is_written_once and view.at(low.last).text in _DASHES else low.value


def _widen(view: SentenceView, low: Draft, high: Draft) -> None:
    value = _low_value(view, low, high)
    low.value, low.value_high, low.scale = value, high.value, high.number.scale
    if high.unit is not None:
        low.unit, low.noun, low.unit_first, low.unit_last = high.unit, high.noun, high.unit_first, high.unit_last
    elif low.unit is not None and low.unit_first >= low.number.last:
        low.unit_last = low.unit_first
    low.last, low.number_last = high.last, high.number.last
