"""Points of one story that are the same number, told again."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from extract.linking.clusters import Components
from extract.linking.figures.measures import Measure, is_running
from extract.linking.figures.points import Point, settled

# How often each rule is right, by judgement.
_SCORES = {"event": 0.9, "earlier_value": 0.9, "same_value": 0.8, "story": 0.7, "alone": 1.0}
# "Two killed" is told of many things; a larger number that is told twice is the same.
_TELLING_VALUE = 5
# A count of the same happening is not told of days so far apart.
_FAR_DAYS = 30
# Of more groups than this with one value each is compared with the next only.
_ALL_PAIRS = 16

Member = tuple[Point, str, float]


def series_of(points: Sequence[Point]) -> list[list[Member]]:
    """The points of a story in series, each with the rule that brought it in and its score."""
    alike: defaultdict[Measure, list[Point]] = defaultdict(list)
    for point in settled(points):
        alike[point.measure].append(point)
    return [_with_rules(members) for _, its in sorted(alike.items()) for members in _joined(its)]


def _joined(points: Sequence[Point]) -> list[list[Point]]:
    """Points that count the same: of one event, of events with the same number, then what hangs on no event of its own."""
    running = is_running(points[0].measure)
    named: defaultdict[tuple[str, str, tuple[str, ...], str], list[Point]] = defaultdict(list)
    for point in points:
        # What hangs on an event that it does not count keeps that event's day, which may be of another year.
        borrowed = point.event.event_id if point.event and not point.scope and point.event.is_counted else ""
        value = "" if running else str(point.figure.value)
        named[point.scope, point.time or borrowed, tuple(sorted(point.item)), value].append(point)
    groups = [its for _, its in sorted(named.items())]
    together = Components(range(len(groups)))
    values = [
        {} if running else {point.figure.article_version_id: point.figure.value for point in its} for its in groups
    ]
    for one, other in _pairs(groups):
        if _agree(groups[one], groups[other]):
            _join(together, values, one, other)
    if running:
        _join_to_main(groups, together)
    return [
        sorted((point for number in numbers for point in groups[number]), key=lambda p: p.figure.figure_id)
        for numbers in together.groups().values()
    ]


def _join(together: Components[int], values: list[dict[str, Decimal]], one: int, other: int) -> None:
    """Make one of two groups, unless an article tells two values, which are two numbers. values: article to value, by group."""
    first, second = together.find(one), together.find(other)
    small, large = sorted((values[first], values[second]), key=len)
    if first == second or any(large.get(article, value) != value for article, value in small.items()):
        return
    together.join(first, second)
    large |= small
    values[together.find(first)] = large


def _pairs(groups: Sequence[Sequence[Point]]) -> Iterator[tuple[int, int]]:
    """Groups with the same telling value, then groups of one event."""
    by_value: defaultdict[Decimal, set[int]] = defaultdict(set)
    by_event: defaultdict[str, set[int]] = defaultdict(set)
    for number, points in enumerate(groups):
        for point in points:
            if point.scope:
                by_event[point.scope].add(number)
            if point.figure.value >= _TELLING_VALUE:
                by_value[point.figure.value].add(number)
    for numbers in (*by_value.values(), *by_event.values()):
        ordered = sorted(numbers, key=lambda n: (_day(groups[n]) or 0, n))
        yield from combinations(ordered, 2) if len(ordered) <= _ALL_PAIRS else pairwise(ordered)


def _agree(one: Sequence[Point], other: Sequence[Point]) -> bool:
    """Not of other items, periods or days."""
    first, second = one[0], other[0]
    if first.measure.is_listed:
        return _are_near(one, other) and not _are_of_two_years(one, other)
    is_one_item = first.item <= second.item or second.item <= first.item
    return is_one_item and (not first.time or not second.time or first.time == second.time)


def _join_to_main(groups: Sequence[Sequence[Point]], together: Components[int]) -> None:
    """What hangs on no event of its own joins the group that most articles tell, unless it names another time."""

    def told_by(number: int) -> tuple[bool, int, int]:
        points = groups[number]
        return bool(points[0].scope), len({point.figure.article_id for point in points}), -number

    main = max(range(len(groups)), key=told_by)
    for number, points in enumerate(groups):
        is_of_named_year = bool(points[0].time) and points[0].time not in _years(groups[main])
        if not points[0].scope and not is_of_named_year and _agree(points, groups[main]):
            together.join(number, main)


def _are_of_two_years(one: Sequence[Point], other: Sequence[Point]) -> bool:
    years = _years(one), _years(other)
    return all(years) and years[0].isdisjoint(years[1])


def _years(points: Sequence[Point]) -> set[str]:
    """A year in the sentence ("in 1994") stands for the day of an event that is not known."""
    return {points[0].time} - {""} or {str(p.event.day.year) for p in points if p.event and p.event.day}


def _are_near(one: Sequence[Point], other: Sequence[Point]) -> bool:
    days = _day(one), _day(other)
    return days[0] is None or days[1] is None or abs(days[0] - days[1]) <= _FAR_DAYS


def _day(points: Sequence[Point]) -> int | None:
    return min((point.day for point in points if point.day is not None), default=None)


def _with_rules(members: Sequence[Point]) -> list[Member]:
    scopes = Counter(point.scope for point in members if point.scope)
    values = Counter(point.figure.value for point in members)
    rules = [_rule(point, len(members), scopes, values) for point in members]
    return [(point, rule, _SCORES[rule]) for point, rule in zip(members, rules, strict=True)]


def _rule(point: Point, members: int, scopes: Mapping[str, int], values: Mapping[Decimal, int]) -> str:
    if members == 1:
        return "alone"
    if point.is_earlier:
        return "earlier_value"
    if scopes.get(point.scope, 0) > 1:
        return "event"
    return "same_value" if values[point.figure.value] > 1 else "story"
