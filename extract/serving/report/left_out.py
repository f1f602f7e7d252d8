"""What a report leaves out of its tables, and why."""

from dataclasses import dataclass

from extract.serving.report import contents as limits
from extract.serving.report.contents import Contents


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line of the list: how many are not shown, of how many."""

    what: str
    count: int
    of: int
    why: str


def left_out(contents: Contents) -> list[LeftOut]:
    """Everything of the subject that the page does not show."""
    counts = contents.counts
    shown = (*contents.events, *contents.unsure_events, *contents.told_events)
    reports = sum(event.mention_count for event in shown)
    scope_articles = min(counts["articles"], len(contents.articles))
    lines = [
        _line("events", counts["events"], len(contents.events), limits.MOST_EVENTS),
        _line("less sure events", counts["unsure_events"], len(contents.unsure_events), limits.MOST_UNSURE),
        _line("other events in that day's news", counts["told_events"], len(contents.told_events), limits.MOST_TOLD_EVENTS),
        LeftOut(
            "less sure other events in that day's news", counts["unsure_told_events"], counts["unsure_told_events"],
            "read with a confidence under 50 %",
        ),
        LeftOut(
            "events of longer times", counts.get("longer_events", 0), counts.get("longer_events", 0),
            "they last longer than a week, like “in September”, and say little of one day",
        ),
        LeftOut(
            "reports of the events above", reports - len(contents.mentions), reports,
            f"at most {limits.MENTIONS_OF_EVENT} sources are quoted for an event",
        ),
        _beyond(contents, "roles", "roles in the events above", f"at most {limits.ROLES_OF_EVENT} of an event, the surest"),
        _line("figures", counts["figures"], len(contents.figures), limits.MOST_FIGURES),
        _line("less sure figures", counts["unsure_figures"], len(contents.unsure_figures), limits.MOST_UNSURE),
        _line("numbers over time", counts["series"], len({one.series_id for one in contents.series}), limits.MOST_SERIES),
        _beyond(contents, "reports", "reports of these numbers", f"at most {limits.MOST_REPORTS} of a number, the latest"),
        _line("statements", counts["statements"], len(contents.statements), limits.MOST_STATEMENTS),
        _line("less sure statements", counts["unsure_statements"], len(contents.unsure_statements), limits.MOST_UNSURE),
        _line("people, organisations, places", counts["entities"], len(contents.entities), limits.MOST_ENTITIES),
        _beyond(
            contents, "namings", "sentences that name them",
            f"at most {limits.QUOTES_OF_ENTITY} of each are quoted, the surest, and those of the roles and statements above",
        ),
        _line("other names", counts.get("aliases", 0), len(contents.aliases), limits.MOST_ALIASES),
        LeftOut(
            "articles", counts["articles"] - scope_articles, counts["articles"],
            f"all that are quoted are listed, and at most {limits.MOST_ARTICLES} others, the latest",
        ),
    ]  # fmt: skip
    return [line for line in lines if line.count > 0]


def _beyond(contents: Contents, what: str, named: str, why: str) -> LeftOut:
    in_all, too_many = contents.beyond[what]
    return LeftOut(named, too_many, in_all, why)


def _line(what: str, in_all: int, shown: int, most: int) -> LeftOut:
    return LeftOut(what, in_all - shown, in_all, f"the page shows at most {most}, those that matter most")
