"""What a million articles, a CC-NEWS day and a CC-NEWS year cost, reckoned from what was measured (`results/*.json`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# Assumptions, told in the README: pages and articles of a CC-NEWS day, the English among them, and what a real page takes.
DAY_ARTICLES = 400_000
ENGLISH_SHARE = 0.45
# CPU ms: extraction of 270 real pages of 260 kB on average took 70 ms each; a made-up page of 28 kB takes less.
REAL_PAGE_MS = 70.0
# Bytes of a page as it is kept, gzipped: a WARC file of CC-NEWS has 1 GB for about 40,000.
PAGE_BYTES = 25_000
READING = ("extract-articles", "read-facts")
MILLION = 1_000_000
CORES = 16


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU hours by what takes them, gigabytes by what holds them."""

    name: str
    reading_hours: float
    warehouse_hours: float
    publishing_hours: float
    page_gb: float
    other_gb: float

    @property
    def cpu_hours(self) -> float:
        """Of all."""
        return self.reading_hours + self.warehouse_hours + self.publishing_hours


class Rates:
    """CPU seconds and bytes an article, from the largest size that was measured."""

    def __init__(self, end_to_end: dict[str, Any], warehouse: dict[str, Any]) -> None:
        largest = end_to_end["sizes"][-1]
        count = largest["pages"]
        steps = largest["steps"]
        self.extract = REAL_PAGE_MS / 1000
        self.read = steps["read-facts"]["cpu"] / count
        # Fetching from files, loading, checking, linking: what grows with what is new.
        self.others = sum(steps[name]["cpu"] for name in ("fetch-pages", "load", "check-batches", "link")) / count
        full = dict(zip(warehouse["sizes"], warehouse["full_build_cpu"], strict=True))
        self.build = (full[MILLION] - full[100_000]) / (MILLION - 100_000)
        more = warehouse["thousand_more_cpu"]
        # What a build and the gates take whatever is new, and what the two copies take for each article that is there.
        self.build_start = more["build"][-1] + more["gates"][-1]
        self.copy = (more["copy of the build"][-1] + more["copy for readers"][-1]) / MILLION
        self.bytes = sum(size for part, size in largest["disk_bytes"].items() if part != "pages") / count


def cost(rates: Rates, name: str, articles: int, days: int) -> Cost:
    """What so many articles cost that arrive in equal parts on so many days, each day with a build and a publication."""
    english = articles * ENGLISH_SHARE
    there = [articles / days * day for day in range(1, days + 1)]
    hour = 3600
    return Cost(
        name,
        reading_hours=(articles * rates.extract + english * rates.read) / hour,
        warehouse_hours=(articles * (rates.others + rates.build) + days * rates.build_start) / hour,
        publishing_hours=sum(there) * rates.copy / hour,
        page_gb=articles * PAGE_BYTES / 1e9,
        other_gb=articles * rates.bytes / 1e9,
    )


def costs(end_to_end: dict[str, Any], warehouse: dict[str, Any]) -> Sequence[Cost]:
    """The three that the README tells."""
    rates = Rates(end_to_end, warehouse)
    return [
        cost(rates, "a million articles, in ten days", MILLION, 10),
        cost(rates, "a CC-NEWS day: 400,000", DAY_ARTICLES, 1),
        cost(rates, "a CC-NEWS year: 146 million", 365 * DAY_ARTICLES, 365),
    ]


def most_articles(rates: Rates, cpu_seconds: float) -> int:
    """How many articles a warehouse may hold whose two copies take so long."""
    return int(cpu_seconds / rates.copy)
