"""Joins two numbers into a range ("30 to 35 percent", "between 5 and 7") and links a change to where it came from."""

from extract.facts.figures.drafts import Draft
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.qualifiers import read_qualifier
from extract.facts.figures.vocabulary import word_set

_DASHES = ("-", "–", "—", "‐", "‑", "~")
_RANGING = frozenset({"range", "vary", "run", "fluctuate", "oscillate"})
# A dash between the numbers of a result joins no range: "a 329-275 vote", "a 3-1 win".
_RESULTS = word_set("results")


_BACK_WORDS = frozenset({"up", "down", "rising", "falling", "increase", "drop"})


def join_ranges(view: SentenceView, drafts: list[Draft]) -> list[Draft]:
    """The drafts with each pair that is a range joined into one; changes "from 5 to 7" stay two, linked."""
    joined: list[Draft] = []
    for draft in drafts:
        before = joined[-1] if joined else None
        link = _link(view, before, draft) if before else None
        if before is None or link is None:
            joined.append(draft)
        elif link == "range":
            _widen(before, draft)
        elif link == "score":
            # "ended 2-2": a result without a word for what was scored.
            joined.pop()
        elif link == "result":
            _read_result(before, draft)
            joined.append(draft)
        else:
            _link_change(link, before, draft)
            joined.append(draft)
    return joined


def _link(view: SentenceView, low: Draft, high: Draft) -> str | None:
    """What joins two neighbours: range, result, change (the later is second), back (the later is first), or nothing."""
    if low.value_high is not None or high.number.form in ("multiple", "occasions") or not _share_unit(low, high):
        return None
    outer, inner = read_qualifier(view, low.first, low.last), read_qualifier(view, high.first, high.last)
    before = view.at(outer.first - 1).lower
    between = [lexeme.lower for lexeme in view.lexemes[low.last : inner.first]]
    # "rose 64 points to 4,577" states two things: a unit after the low end must come back after the high one.
    can_range = high.unit is not None or low.last == low.number.last
    if between == ["to"] or (len(between) == 3 and between[0] in _DASHES and between[1] == "to"):
        if before == "from" and not _is_ranging(view, low):
            return "change"
        return "range" if can_range and before != "by" and _is_rising(low, high) else None
    if len(between) == 1 and between[0] in _DASHES:
        return _link_dash(low, high) if can_range else None
    if between == ["and"] and "between" in (before, view.at(low.first - 2).lower):
        return "range" if _is_rising(low, high) else None
    return _link_distant(between, before)


def _share_unit(low: Draft, high: Draft) -> bool:
    """Whether the two may be ends of one thing: the same unit, one elided, or one a rate of the other ("$0.23/W to $0.10")."""
    if low.unit is None or high.unit is None or low.unit == high.unit:
        return True
    return low.unit.unit.startswith(f"{high.unit.unit}/")


def _link_dash(low: Draft, high: Draft) -> str | None:
    if high.unit and high.unit.unit in _RESULTS:
        return "result"
    if high.is_bare and low.is_bare:
        return "score"
    return "range" if _is_rising(low, high) else None


def _link_distant(between: list[str], before: str) -> str | None:
    """A change with words between: "from 20% now to 24%", "to 7.04% from 7.06%", "$39, up from $38"."""
    if len(between) > 8 or ";" in between:
        return None
    if before == "from" and between[-1:] == ["to"]:
        return "change"
    if between == ["from"] and before in ("to", "at", "by"):
        return "back"
    is_back = between[-1:] == ["from"] and not _BACK_WORDS.isdisjoint(between)
    return "back" if is_back else None


def _read_result(first: Draft, second: Draft) -> None:
    """Votes are counted; goals, runs and points are not named: "a 4-1 win" states two bare scores."""
    votes = second.unit if second.unit and second.unit.unit == "vote" else None
    for draft in (first, second):
        draft.unit, draft.noun = votes, draft.noun if votes else None
        draft.last, draft.unit_last = draft.number.last, draft.unit_first


def _is_rising(low: Draft, high: Draft) -> bool:
    value = low.value * high.number.scale if _shares_scale(low, high) else low.value
    return value < high.value


def _shares_scale(low: Draft, high: Draft) -> bool:
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


def _widen(low: Draft, high: Draft) -> None:
    value = low.value * high.number.scale if _shares_scale(low, high) else low.value
    low.value, low.value_high = value, high.value
    if high.unit is not None:
        low.unit, low.noun, low.unit_first, low.unit_last = high.unit, high.noun, high.unit_first, high.unit_last
    elif low.unit is not None and low.unit_first >= low.number.last:
        low.unit_last = low.unit_first
    low.last, low.number_last = high.last, high.number.last


def _link_change(link: str, first: Draft, second: Draft) -> None:
    later, earlier = (second, first) if link == "change" else (first, second)
    if _shares_scale(first, second) and link == "change":
        first.value *= second.number.scale
    for draft, other in ((first, second), (second, first)):
        if other.unit is not None and (draft.unit is None or other.unit.kind == "rate"):
            draft.inherited = draft.unit != other.unit
            draft.unit, draft.noun = other.unit, draft.noun or other.noun
    later.change_from = earlier
