"""The table of words and days that the product promises, line by line, as seen from Friday 4 July 2025."""

import pytest

from extract.contract.columns import DATE_METHODS, DATE_PRECISIONS


@pytest.mark.parametrize(
    ("text", "words", "value", "ends"),
    [
        # a day, month or year
        ("The minister resigned Thursday.", "Thursday", "2025-07-03", ("2025-07-03", "2025-07-03")),
        ("The minister resigned on Friday.", "Friday", "2025-07-04", ("2025-07-04", "2025-07-04")),
        ("She will visit Seoul on Thursday.", "Thursday", "2025-07-10", ("2025-07-10", "2025-07-10")),
        ("The court will extend the Wednesday deadline.", "Wednesday", "2025-07-09", ("2025-07-09", "2025-07-09")),
        ("The trial opens Monday.", "Monday", "2025-07-07", ("2025-07-07", "2025-07-07")),
        ("The talks are scheduled for Tuesday.", "Tuesday", "2025-07-08", ("2025-07-08", "2025-07-08")),
        ("They plan to meet on Sunday.", "Sunday", "2025-07-06", ("2025-07-06", "2025-07-06")),
        ("He said Thursday that they would meet.", "Thursday", "2025-07-03", ("2025-07-03", "2025-07-03")),
        ("The July 20 election gives Japan limits.", "July 20", "2025-07-20", ("2025-07-20", "2025-07-20")),
        ("He took office on June 4.", "June 4", "2025-06-04", ("2025-06-04", "2025-06-04")),
        ("The plant closed in June.", "June", "2025-06", ("2025-06-01", "2025-06-30")),
        ("The plant will reopen in January.", "January", "2026-01", ("2026-01-01", "2026-01-31")),
        ("They signed it in 1998.", "1998", "1998", ("1998-01-01", "1998-12-31")),
        ("They signed the 1998 joint declaration.", "1998", "1998", ("1998-01-01", "1998-12-31")),
        # last night
        ("The bridge fell last night.", "last night", "2025-07-03TNI", ("2025-07-03", "2025-07-04")),
        # this week and its parts
        ("They pledged support earlier this week.", "earlier this week", "2025-W27", ("2025-06-30", "2025-07-04")),
        ("It meets later this month.", "later this month", "2025-07", ("2025-07-04", "2025-07-31")),
        ("They will vote this week.", "this week", "2025-W27", ("2025-06-30", "2025-07-06")),
        ("Crews are fighting the fire this week.", "this week", "2025-W27", ("2025-06-30", None)),
        ("Crews found two bodies this week.", "this week", "2025-W27", ("2025-06-30", "2025-07-04")),
        # other weeks, months and decades
        ("The two met later in June.", "later in June", "2025-06", ("2025-06-01", "2025-06-30")),
        ("The two met last week.", "last week", "2025-W26", ("2025-06-23", "2025-06-29")),
        ("It is due in the early 2020s.", "early 2020s", "202", ("2020-01-01", "2023-12-31")),
        # open ends
        ("Beijing has required licences since April.", "April", "2025-04", ("2025-04-01", None)),
        ("Japan will from January attempt to extract it.", "January", "2026-01", ("2026-01-01", None)),
        ("It will lay off staff beginning this week.", "this week", "2025-W27", ("2025-07-04", None)),
        ("The strike will last until Monday.", "Monday", "2025-07-07", (None, "2025-07-07")),
        ("They must leave by 2030.", "2030", "2030", (None, "2030-12-31")),
        # words that give no days
        ("Prices have risen in recent years.", "recent years", "PAST_REF", (None, None)),
        ("Farmers have protested for weeks.", "weeks", "PXW", (None, None)),
        ("A decision will come soon.", "soon", "FUTURE_REF", (None, None)),
    ],
)  # fmt: skip
def test_words_give_the_days_that_the_table_promises(read_dates, text, words, value, ends):
    (span,) = read_dates(text)
    assert (span.text.removeprefix("the "), span.value) == (words, value)
    assert tuple(day and day.isoformat() for day in (span.date_start, span.date_end)) == ends
    assert text[span.start : span.end] == span.text
    assert span.precision in DATE_PRECISIONS
    assert (span.precision == "none") == (ends == (None, None))
    assert span.method in DATE_METHODS
