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
        _line("figures", counts["figures"], len(contents.figures), limits.MOST_FIGURES),
        _line("less sure figures", counts["unsure_figures"], len(contents.unsure_figures), limits.MOST_UNSURE),
        _line("statements", counts["statements"], len(contents.statements), limits.MOST_STATEMENTS),
        _line("less sure statements", counts["unsure_statements"], len(contents.unsure_statements), limits.MOST_UNSURE),
        _line("people, organisations, places", counts["entities"], len(contents.entities), limits.MOST_ENTITIES),
        LeftOut(
            "articles", counts["articles"] - scope_articles, counts["articles"],
            f"all that are quoted are listed, and at most {limits.MOST_ARTICLES} others, the latest",
        ),
    ]  # fmt: skip
    return [line for line in lines if line.count > 0]


def _line(what: str, in_all: int, shown: int, most: int) -> LeftOut:
    return LeftOut(what, in_all - shown, in_all, f"the page shows at most {most}, those that matter most")
