"""Figure series: one number of an event or story, as it is reported over time and by several sources.

Figures are of one series if they count the same (`measures.py`) of one event. A figure that hangs on no event that can be
counted ("the toll rose to 17") joins the event of its story whose number that is. Two events of a story told with the same
number of the same thing are one count too: an article tells it twice. Parts, other places and other times are series of their
own. What a story's series are depends on its own rows alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pyarrow as pa

from extract.contract.derive import arrow_table
from extract.contract.keys import hash_id
from extract.contract.tables import FigureSeriesMember
from extract.linking.by_story import by_story
from extract.linking.figures.measures import measure_of
from extract.linking.figures.points import Point
from extract.linking.figures.rows import Figure, Told, read_events, read_figures
from extract.linking.figures.series import series_of

__all__ = ["link_figures"]


def link_figures(figures: pa.Table, mentions: pa.Table, event_merges: pa.Table, story_articles: pa.Table) -> pa.Table:
    """The series of each figure, as rows of `figure_series_members`.

    The tables are rows of those they are named after, of whole stories. Left out are figures that restate another in a second
    unit, and those of no event and no named item. A series' id is the hash of its smallest member key: the figure's article,
    measure, value and number there, which an edit elsewhere in the article does not change.
    """
    events = read_events(mentions, event_merges)
    rows: list[FigureSeriesMember] = []
    for story in by_story(read_figures(figures), story_articles):
        rows += _members(story, events)
    rows.sort(key=lambda row: row.figure_id)
    return arrow_table(FigureSeriesMember, rows)


def _members(story: Sequence[Figure], events: Mapping[str, Told]) -> list[FigureSeriesMember]:
    points = _points(story, events)
    rows = []
    for series in series_of(points):
        series_id = hash_id("figure_series", min(point.key for point, _, _ in series))
        rows += [
            FigureSeriesMember(
                figure_id=point.figure.figure_id,
                series_id=series_id,
                measure=point.measure.name,
                rule=rule,
                score=score,
            )
            for point, rule, score in series
        ]
    return rows


def _points(story: Sequence[Figure], events: Mapping[str, Told]) -> list[Point]:
    numbers: defaultdict[tuple[str, ...], int] = defaultdict(int)
    points = []
    for figure in story:
        event = events.get(figure.event_mention_id or "")
        if event is None and figure.item is None:
            continue
        measure = measure_of(figure, event)
        said = (figure.article_version_id, measure.name, measure.unit, str(figure.value))
        key = hash_id("figure_key", figure.article_id, *said[1:], numbers[said])
        numbers[said] += 1
        points.append(Point(key, figure, measure, event))
    return points
