"""The parts of a report: words of days and numbers, marks in sentences, places in plots."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extract.serving.report.axes import BASE, TOP, compact, height_of, nice_ticks
from extract.serving.report.context import add_context, pieces_of
from extract.serving.report.excerpts import DEEPEST, Claim, make_excerpts, places_of, walk
from extract.serving.report.readable import readable
from extract.serving.report.rows import DayCount, Quote, SeriesReport
from extract.serving.report.series_plot import SIGNS, plot_series
from extract.serving.report.timeline import plot_timeline
from extract.serving.report.wording import amount, change, percent, span

TEXT = "One two three four. Five six seven eight nine. Ten eleven twelve; thirteen. " * 8


def claim(key: str, start: int, end: int, mark: tuple[int, int]) -> Claim:
    return Claim(f"figure {key}", Quote("a", "v", start, end, TEXT[start:end], False, *mark))


def words_of(claims: list[Claim]) -> dict[str, str]:
    """What is marked for each claim, as the page would show it."""
    return {
        mark.claim.key: excerpt.text[mark.start - excerpt.start : mark.end - excerpt.start]
        for excerpt in make_excerpts(claims, ["a"])
        for mark in walk(excerpt.marks)
    }


@given(st.lists(st.tuples(*[st.integers(0, len(TEXT))] * 4), max_size=40))
def test_each_claim_has_its_words_once_and_marks_are_nested(numbers):
    claims = []
    for key, four in enumerate(numbers):
        start, low, high, end = sorted(four)
        claims.append(claim(str(key), start, end, (low, high)))
    excerpts = make_excerpts(claims, ["a"])
    words = words_of(claims)
    assert words == {
        one.key: TEXT[one.quote.mark_start : one.quote.mark_end]
        if one.quote.mark_start < one.quote.mark_end
        else one.quote.evidence
        for one in claims
    }
    assert set(places_of(excerpts)) == {one.key for one in claims}
    assert len({place.anchor for place in places_of(excerpts).values()}) == len(claims)
    for excerpt in excerpts:
        assert_nested(excerpt.marks, excerpt.start, excerpt.end, DEEPEST)


def assert_nested(marks, start, end, most):
    assert most >= 0
    for mark in marks:
        assert start <= mark.start <= mark.end <= end
        assert_nested(mark.inner, mark.start, mark.end, most - 1)
        start = mark.end


@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 60)), min_size=1, max_size=12))
def test_what_stands_around_is_of_the_text_and_stands_once(spans):
    claims = [
        claim(str(key), start, min(start + size, len(TEXT)), (start, start)) for key, (start, size) in enumerate(spans)
    ]
    excerpts = make_excerpts(claims, ["a"])
    bare = [excerpt.text for excerpt in excerpts]
    add_context(excerpts, {n: TEXT[one.start : one.start + one.size] for n, one in enumerate(pieces_of(excerpts))})
    assert [excerpt.text for excerpt in excerpts] == bare
    apart = all(one.end <= other.start for one, other in pairwise(excerpts))
    shown = sum(len(one.lead.strip("… ")) + len(one.text) + len(one.trail.strip("… ")) for one in excerpts)
    for excerpt in excerpts:
        assert (excerpt.lead.removeprefix("… ") + excerpt.text + excerpt.trail.removesuffix(" …")) in TEXT
    if apart:
        assert shown <= len(TEXT)


def test_a_text_of_another_wording_is_not_shown_around():
    excerpts = make_excerpts([claim("1", 20, 46, (20, 24))], ["a"])
    add_context(excerpts, {0: "another wording " * 20})
    assert (excerpts[0].lead, excerpts[0].trail) == ("", "")


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        (date(2025, 9, 17), date(2025, 9, 17), "day", "17 Sep 2025"),
        (date(2025, 9, 15), date(2025, 9, 17), "day", "15 – 17 Sep 2025"),
        (date(2025, 9, 30), date(2025, 10, 1), "day", "30 Sep 2025 – 1 Oct 2025"),
        (date(2025, 2, 1), date(2025, 2, 28), "month", "February 2025"),
        (date(2025, 12, 1), date(2025, 12, 31), "month", "December 2025"),
        (date(2025, 7, 3), date(2025, 7, 31), "month", "3 – 31 Jul 2025"),
        (date(2025, 4, 1), date(2025, 6, 30), "quarter", "second quarter of 2025"),
        (date(1994, 1, 1), date(1994, 12, 31), "year", "1994"),
        (date(2026, 1, 1), None, "month", "from January 2026"),
        (date(2026, 1, 5), None, "day", "from 5 Jan 2026"),
        (None, date(2026, 1, 5), "day", "until 5 Jan 2026"),
        (None, None, "none", ""),
        (date(9999, 12, 1), date(9999, 12, 31), "month", "1 – 31 Dec 9999"),
    ],
)
def test_days_are_told_as_precisely_as_they_are_known(start, end, precision, words):
    assert span(start, end, precision) == words


def test_numbers_are_told_as_the_text_bounds_them():
    assert amount(Decimal("14.000000000"), None, "at_least") == "at least 14"
    assert amount(Decimal(12900000000), None, "about") == "about 12,900,000,000"
    assert amount(Decimal("3.40"), Decimal(60), "exact") == "3.4 – 60"
    assert [change(Decimal(n)) for n in (3, 0, -1500)] == ["+3", "", "−1,500"]
    assert [percent(share) for share in (0.8, 0.999, 1.0, 0.001)] == ["80 %", "> 99 %", "> 99 %", "< 1 %"]
    assert [compact(n) for n in (0, 12.5, 3400, 250_000, 1.4e9)] == ["0", "12.5", "3,400", "250k", "1.4bn"]


@given(st.floats(-1e15, 1e15), st.floats(-1e15, 1e15))
@example(1e-12, 3e-12)
@example(1e17, 1e17 + 16)
@example(0.0, 0.0)
def test_the_ticks_of_an_axis_take_in_all_values(one, other):
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high)
    assert ticks == sorted(ticks)
    assert 2 <= len(ticks) <= 8
    for value in (low, high):
        assert TOP - 0.1 <= height_of(value, ticks) <= BASE + 0.1


def test_invisible_characters_are_shown_and_joiners_kept():
    assert readable("a\u200bb\u202ec\x07") == "a[U+200B]b[U+202E]c[U+0007]"
    assert readable("می\u200cخواهم 👩\u200d🚒 e\u0301") == "می\u200cخواهم 👩\u200d🚒 e\u0301"
    assert readable("x" * 1500) == "x" * 1000 + "… [500 more characters]"


def report(number: int, day: int, value: int, publisher: str, qualifier: str = "exact", *, high: int | None = None):
    return SeriesReport(
        "a", "v", 0, 1, "x", False, 0, 1, "s", f"f{number}", "dead", "person", Decimal(value),
        None if high is None else Decimal(high), qualifier, publisher, date(2025, 9, day), number, 9, None, True, False,
    )  # fmt: skip


def test_a_series_has_a_dot_a_report_a_bar_a_range_and_a_sign_a_source():
    reports = [report(1, 1, 14, "A", "at_least"), report(2, 2, 10, "B", high=20), report(3, 2, 17, "A", "at_most")]
    plot = plot_series(reports)
    assert [(dot.sign, dot.bound) for dot in plot.dots] == [(0, "more"), (1, ""), (0, "less")]
    assert [dot.low_y > dot.high_y for dot in plot.dots] == [False, True, False]
    assert plot.dots[0].x < plot.dots[1].x < plot.dots[2].x
    assert plot.dots[0].y > plot.dots[2].y
    many = [report(n, 1 + n, n, f"Source {n}") for n in range(1, 12)]
    assert [dot.sign for dot in plot_series(many).dots].count(SIGNS - 1) == 2 + 11 - SIGNS - 1
    assert plot_series(reports[:1]) is None


@pytest.mark.parametrize(
    ("days", "step"),
    [
        ([date(2025, 9, 1), date(2025, 9, 20)], "day"),
        ([date(2025, 1, 1), date(2025, 9, 20)], "week"),
        ([date(2023, 1, 1), date(2025, 9, 20)], "month"),
        ([date(1990, 1, 1), date(2025, 9, 20)], "year"),
        ([date(1900, 1, 1), date(2025, 9, 20)], "decade"),
        ([date(1, 1, 1), date(9999, 12, 31)], "millennium"),
    ],
)
def test_a_timeline_is_by_day_or_by_what_leaves_bars_to_see(days, step):
    timeline = plot_timeline([DayCount(day, 2, 1) for day in days], None)
    assert (timeline.step, len(timeline.bars), timeline.outside_count) == (step, 2, 0)
    assert all(bar.planned_height == pytest.approx(bar.height / 2, abs=0.2) for bar in timeline.bars)


def test_a_look_back_is_counted_and_not_drawn():
    days = [DayCount(date(1998, 1, 1), 1, 0), DayCount(date(2025, 9, 16), 2, 0), DayCount(date(2025, 9, 17), 3, 1)]
    timeline = plot_timeline(days, (date(2025, 9, 17), date(2025, 9, 18)))
    assert (timeline.step, timeline.outside_count) == ("day", 1)
    assert [bar.label for bar in timeline.bars] == ["16 Sep 2025", "17 Sep 2025"]
