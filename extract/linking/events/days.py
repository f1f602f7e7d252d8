"""When an event happened, as weights of days, months and years that can be multiplied with those of another."""

from datetime import date, timedelta

from extract.linking.events.mentions import Mention
from extract.linking.events.weights import Clues, unit

# A day of the text's own words is surer than one that was carried over from elsewhere in the article.
_SURE = {"explicit": 1.0, "relative": 0.9, "inherited": 0.4}
_SURE_YEAR = 0.7
_FINE = ("minute", "hour", "day")
_LONGEST_DAYS = 14
# Two days around a turn of the year are not far apart.
_MARGIN = timedelta(days=3)


def day_clues(mention: Mention) -> Clues:
    """Clues near_day, month and year, each with its any_ that stands against it where the two do not agree.

    Two equal days agree fully, two that follow each other by half: sources differ by a day. Months decide only where one of
    the two knows no day.
    """
    start = mention.date_start
    if start is None or mention.date_precision == "none":
        return {}
    sure = _SURE.get(mention.date_method, 0.5)
    # Without an end the event goes on, or its end is unknown: what is sure is its first day only.
    end, sure = (mention.date_end, sure) if mention.date_end else (start, sure * 0.5)
    # Even a day that was carried over from elsewhere is of the right year, most often.
    found: Clues = {"year": unit(_years(start, end), max(sure, _SURE_YEAR))}
    found["any_year"] = {"": max(sure, _SURE_YEAR)}
    if mention.date_precision in ("decade", "year", "quarter"):
        return found
    is_fine = mention.date_precision in _FINE and (end - start).days < _LONGEST_DAYS
    months = unit(_months(start, end), sure)
    found |= {"month": months, "any_month": {"": sure}}
    if is_fine:
        # By number: the day after the last day of the calendar has one too.
        days = {str(start.toordinal() + n): 1.0 for n in range((end - start).days + 2)}
        found |= {"near_day": unit(days, sure), "any_day": {"": sure}}
        found |= {"fine_month": months, "any_fine_month": {"": sure}}
    return found


def _years(start: date, end: date) -> dict[str, float]:
    return {str(year): 1.0 for year in range(_shifted(start, -_MARGIN).year, _shifted(end, _MARGIN).year + 1)[:50]}


def _months(start: date, end: date) -> dict[str, float]:
    numbers = range(start.year * 12 + start.month, end.year * 12 + end.month + 1)[:24]
    return {str(number): 1.0 for number in numbers}


def _shifted(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day
