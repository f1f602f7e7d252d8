"""Points: figures with what they count and whose number they are, as one story tells them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.linking.figures.measures import (
    Measure,
    counts_its_event,
    is_of_other_time,
    is_running,
    may_be_total,
    place_told,
    year_told,
)
from extract.linking.figures.rows import Figure, Told
from extract.linking.text_vectors import stems

_BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Point:
    """A figure with its key, what it counts and the event it describes. is_earlier: another of its text changed from it."""

    key: str
    figure: Figure
    measure: Measure
    event: Told | None
    is_earlier: bool = False

    @property
    def scope(self) -> str:
        """The event whose number it is; empty where it hangs on none that can be counted, or on another's."""
        own = self.event if self.event and self.event.is_counted else None
        return own.event_id if own and counts_its_event(self.measure, own) else ""

    @property
    def item(self) -> frozenset[str]:
        """The words of what is measured."""
        return frozenset() if self.measure.is_listed else frozenset(stems(self.figure.item or ""))

    @property
    def time(self) -> str:
        """The time it refers to, where that tells it from others of its name; the year of a count without event."""
        if self.measure.is_listed:
            return "" if self.scope else year_told(self.figure) or ""
        return f"{self.figure.period_start} {self.figure.period_end}" if self.figure.period_start else ""

    @property
    def day(self) -> int | None:
        """The first day of its event, as a number."""
        return self.event.day.toordinal() if self.event and self.event.day else None


def settled(points: Sequence[Point]) -> list[Point]:
    """Points with what their neighbours tell of them: earlier counts, parts by place, nouns that count all, second counts."""
    return _with_seconds(_with_totals(_with_places(_with_earlier(points))))


def _with_earlier(points: Sequence[Point]) -> list[Point]:
    """A count that another changed from counts the same thing; one of another time is a number of its own."""
    by_id = {point.figure.figure_id: point for point in points}
    changed = {
        before.figure.figure_id: point
        for point in points
        if (before := by_id.get(point.figure.change_from_figure_id or "")) is not None
    }
    found = []
    for point in points:
        later = changed.get(point.figure.figure_id)
        if later is None or later.measure.unit != point.measure.unit:
            found.append(point)
        elif is_running(later.measure) and not is_of_other_time(point.figure):
            found.append(replace(point, measure=later.measure, event=later.event, is_earlier=True))
        else:
            found.append(replace(point, measure=replace(point.measure, part=_BEFORE)))
    return found


def _with_places(points: Sequence[Point]) -> list[Point]:
    """Counts of one thing that a sentence tells place by place are parts: each is of its place, in other articles too."""
    beside: defaultdict[tuple[str, int, Measure], set[str]] = defaultdict(set)
    places = [place_told(point.figure) if point.measure.is_listed else None for point in points]
    for point, place in zip(points, places, strict=True):
        if place is not None:
            beside[point.figure.article_version_id, point.figure.char_start, point.measure].add(place)
    parts = {place for its in beside.values() if len(its) > 1 for place in its}
    return [
        point if place is None or place not in parts else replace(point, measure=replace(point.measure, part=place))
        for point, place in zip(points, places, strict=True)
    ]


def _with_totals(points: Sequence[Point]) -> list[Point]:
    """A noun of its own ("34 protesters") counts the arrested where no article tells it beside "31 people"."""
    articles: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for point in points:
        articles[point.measure.name, point.measure.unit].add(point.figure.article_id)
    return [
        replace(point, measure=replace(point.measure, unit="people"))
        if may_be_total(point.measure)
        and articles[point.measure.name, point.measure.unit].isdisjoint(articles[point.measure.name, "people"])
        else point
        for point in points
    ]


def _with_seconds(points: Sequence[Point]) -> list[Point]:
    """Two values of one measure in one sentence are two numbers: "12 and 5 were killed", "by 104 votes to 87"."""
    told: defaultdict[tuple[str, int, Measure], list[Decimal]] = defaultdict(list)
    found = []
    for point in points:
        values = told[point.figure.article_version_id, point.figure.char_start, point.measure]
        if not point.is_earlier and point.figure.value not in values:
            values.append(point.figure.value)
        place = 0 if point.is_earlier else values.index(point.figure.value)
        part = f"{point.measure.part} {place + 1} of a sentence".strip()
        found.append(replace(point, measure=replace(point.measure, part=part)) if place else point)
    return found
