"""Events with who took part, where each is told, and what its sources say otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from extract.serving.report import rows
from extract.serving.report.contents import Contents
from extract.serving.report.excerpts import Place
from extract.serving.report.views import EventView, Named, Telling
from extract.serving.report.wording import ROLES, STATUSES, span


class EventDesk:
    """Makes the views of a report's events, numbered one after the other; `places` say where each claim stands."""

    def __init__(self, contents: Contents, places: Mapping[str, Place]) -> None:
        self._places = places
        self._publishers = {article.article_id: article.publisher_name for article in contents.articles}
        self._mentions: dict[str, list[rows.Mention]] = defaultdict(list)
        for mention in contents.mentions:
            self._mentions[mention.event_id].append(mention)
        self._roles: dict[str, list[rows.Role]] = defaultdict(list)
        for role in contents.roles:
            self._roles[role.event_id].append(role)
        self.made: dict[str, EventView] = {}

    def make(self, events: Iterable[rows.Event]) -> list[EventView]:
        """Events in the order of their days, those without one last."""
        ordered = sorted(events, key=_by_day)
        for event in ordered:
            self.made[event.event_id] = self._view(event, f"e{len(self.made) + 1}")
        return [self.made[event.event_id] for event in ordered]

    def _view(self, event: rows.Event, anchor: str) -> EventView:
        disputes = _disputes(event)
        mentions = self._mentions[event.event_id]
        tellings = [self._telling(mention, disputes) for mention in mentions]
        return EventView(
            anchor=anchor,
            event=event,
            when=span(event.date_start, event.date_end, event.date_precision),
            where=_where(event),
            words=mentions[0].evidence if mentions else "",
            cast=self._cast(event.event_id),
            tellings=tellings,
            more_tellings=max(event.mention_count - len(tellings), 0),
            disputes=disputes,
        )

    def _cast(self, event_id: str) -> list[tuple[str, list[Named]]]:
        cast: dict[str, list[Named]] = {role: [] for role in ROLES}
        for role in self._roles[event_id]:
            place = self._places.get(f"participant {role.participant_id}")
            cast.setdefault(role.role, []).append(Named(role.name, place))
        return [(role, named) for role, named in cast.items() if named]

    def _telling(self, mention: rows.Mention, disputes: Sequence[str]) -> Telling:
        return Telling(
            publisher=self._publishers.get(mention.article_id) or "unnamed source",
            place=self._places.get(f"event {mention.event_mention_id}"),
            said=_said(mention, disputes),
        )


def _by_day(event: rows.Event) -> tuple[bool, int, float, str]:
    day = event.date_start or event.date_end
    return day is None, day.toordinal() if day else 0, -event.salience, event.event_id


def _where(event: rows.Event) -> str:
    country = None if event.place_kind == "country" and event.place_name else event.country_code
    return ", ".join(filter(None, (event.place_name, country)))


def _disputes(event: rows.Event) -> list[str]:
    flags = (
        ("the day", event.is_date_disputed),
        ("the place", event.is_place_disputed),
        ("whether it happened", event.is_status_disputed),
        ("a figure", event.is_figure_disputed),
    )
    return [name for name, is_disputed in flags if is_disputed]


def _said(mention: rows.Mention, disputes: Sequence[str]) -> str:
    """What a mention says of what is disputed."""
    said = {
        "the day": span(mention.date_start, mention.date_end, mention.date_precision) or "no day",
        "the place": mention.place_name or mention.country_code or "no place",
        "whether it happened": STATUSES.get(mention.status, mention.status),
    }
    return ", ".join(said[name] for name in disputes if name in said)
