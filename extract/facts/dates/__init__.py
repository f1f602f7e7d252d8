"""Dates, times and durations: words to TIMEX3 values (TimeML 1.2.1, ISO 24617-1) and to days.

`grammar` finds candidates, `filters` drops what is no date, the rules of `explicit`, `relative` and `clock` say what each
means, `bounds` opens or narrows it by the words beside it, `tense` tells past from future, `find` puts them in order.
"""

from extract.facts.dates.find import DateSpan, find_dates

__all__ = ["DateSpan", "find_dates"]
