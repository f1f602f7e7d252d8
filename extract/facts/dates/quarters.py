"""Rules for the parts of a year: quarters, halves, "the first seven months of 2024"."""

from extract.facts.dates.periods import Period, in_years, make_month, nearest, period_of
from extract.facts.dates.reading import Context, Match, Reading, Rule, named_year, read_period, read_range
from extract.facts.dates.vocabulary import read_number, words


def read_quarter(match: Match, context: Context) -> Reading | None:
    """Reads "the third quarter of 2024", "this year's third quarter", "third-quarter", "the year-ago third quarter"."""
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(match["ordinal"].lower()) or int(
        match["ordinal"][0]
    )
    before = (match["before"] or "").lower()
    year = int(match["year"]) if match["year"] else named_year(match["of"] or before, context)
    found = _quarter_of(number, year, context)
    if found and before.startswith("year") and year is None:
        found = make_month(found.first.year - 1, found.first.month)
        found = found and period_of("quarter", found.first)
    return read_period(found, "explicit") if found else Reading(f"XXXX-Q{number}", method="explicit")


def read_quarter_code(match: Match, context: Context) -> Reading | None:
    """Reads "Q3 2024", "4Q"."""
    number = int(match["digit"] or match["digit2"])
    found = _quarter_of(number, int(match["year"]) if match["year"] else None, context)
    return read_period(found, "explicit") if found else Reading(f"XXXX-Q{number}", method="explicit")


def read_half(match: Match, context: Context) -> Reading | None:
    """Reads "the first half of 2025"."""
    year = named_year(match["of"], context)
    month = make_month(year, 1 if match["which"].lower() == "first" else 7) if year else None
    return read_period(period_of("half", month.first), "explicit") if month else None


def read_first_units(match: Match, context: Context) -> Reading | None:
    """Reads "the first seven months of the year"."""
    year, count = named_year(match["of"], context), read_number(match["number"])
    size = {"M": 1, "Q": 3}.get(words("unit")[match["unit"].lower()])
    if not year or not count or not size or count * size > 12:
        return None
    months = count * size
    start = 1 if match["which"].lower() == "first" else 13 - months
    return read_range(make_month(year, start), make_month(year, start + months - 1), "explicit")


def _quarter_of(number: int, year: int | None, context: Context) -> Period | None:
    def in_year(y: int) -> Period | None:
        month = make_month(y, number * 3 - 2)
        return period_of("quarter", month.first) if month else None

    if year is not None:
        return in_year(year)
    if context.reference is None:
        return None
    return nearest(in_years(context.reference, in_year), context.reference, "")


QUARTER_RULES: dict[str, Rule] = {
    "quarter": read_quarter,
    "quarter_code": read_quarter_code,
    "half": read_half,
    "first_units": read_first_units,
}
