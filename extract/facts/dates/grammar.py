"""The patterns that find dates, times and durations in a text; what each means is told by the rule of the same name.

Every repetition is bounded, so the time is proportional to the length of the text, whatever the text.
"""

import re
from functools import cache

from extract.facts.dates.vocabulary import alternatives, holidays, names

# -- pieces
_S = r"[\s\u00a0]{1,3}"
_DASH = r"[\s\u00a0]{0,2}[-–—][\s\u00a0]{0,2}"
_THE = rf"(?:(?i:the){_S})?"
_YEAR = r"(?P<year>1\d\d\d|20\d\d)(?!\d|[.,]\d)"
_NOT_A_DAY = rf"(?![\d:]|[.,]\d|{_S}?%|{_S}(?i:percent|per|pct|points?|million|billion|trillion)\b)"
_OF_YEAR = rf"(?P<of>{_S}(?:(?i:of){_S})?{_THE}(?i:last|this|next|that|the{_S}same|same){_S}(?i:year)\b)"
_WHICH_WORDS = (
    r"(?i:last|this|next|past|coming|previous|following|current|same|that|latest|upcoming|preceding|penultimate)"
)
_WHICH = rf"(?P<which>(?:(?i:this){_S})?{_WHICH_WORDS})"
_MONTH = rf"(?P<month>{names('month')}|{names('month_short')}\.?)"
_MONTH_ALONE = rf"(?P<month>{names('month')}|{names('month_short')}\.(?!\w))"
_WEEKDAY_BEFORE = rf"(?:(?:{names('weekday')}(?![a-z])|{names('weekday_short')}\b\.?),?{_S})?"
_PART = rf"(?P<part>{alternatives('day_part')})"
_UNIT = rf"(?P<unit>{alternatives('unit')})"
_NUMBER = (
    rf"(?P<number>\d{{1,3}}(?:,\d{{3}})?|(?:{alternatives('tens')}-{alternatives('number')})"
    rf"|{alternatives('number', 'tens', 'article_number', 'vague_number')})"
)
_SEASON = rf"(?P<season>{alternatives('season')})"
_NAMED_YEAR = rf"(?i:(?:last|this|next){_S}year)"
_OF_A_YEAR = rf"{_S}of{_S}(?P<of>{_YEAR}|{_NAMED_YEAR}|(?i:the{_S}year))"
_HOLIDAY = "|".join(re.escape(name) for name in sorted(holidays(), key=lambda name: (-len(name), name)))
_YEAR_BACK = r"(?i:year[-\s](?:ago|earlier))"


def _day(name: str = "day") -> str:
    return rf"(?P<{name}>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?{_NOT_A_DAY}"


_CALENDAR = {
    "iso": r"(?<![\d-])(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-2]\d|3[01])"
    r"(?:[T ](?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d))?(?![\d-])",
    "slashed": r"(?<![\d/.])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year>\d{4})(?![\d/])",
    "month_day_year": rf"\b{_WEEKDAY_BEFORE}{_MONTH}{_S}{_day()}(?:,?{_S}|,){_YEAR}",
    "day_month_year": rf"\b{_WEEKDAY_BEFORE}{_THE}{_day()}{_S}?(?:of{_S})?{_MONTH}(?:,?{_S}|,){_YEAR}",
    "month_days": rf"\b{_MONTH}{_S}{_day()}(?:{_DASH}|{_S}(?:to|through){_S}){_day('day2')}(?:,?{_S}{_YEAR})?",
    "days_month": rf"\b{_day()}(?:{_DASH}|{_S}(?:to|and){_S}){_day('day2')}{_S}{_MONTH}(?:,?{_S}{_YEAR})?\b",
    "month_day": rf"\b{_WEEKDAY_BEFORE}{_MONTH}{_S}{_day()}(?:,?{_OF_YEAR})?",
    "day_month": rf"\b{_WEEKDAY_BEFORE}{_THE}{_day()}{_S}(?:of{_S})?{_MONTH}(?!\w)(?:,?{_OF_YEAR})?",
    "month_year": rf"\b{_MONTH}(?:,?{_S}|{_S}of{_S}|,){_YEAR}",
    "months_year": rf"\b{_MONTH}(?:{_DASH}|{_S}(?:to|through){_S})(?P<month2>{alternatives('month')}),?{_S}{_YEAR}",
    "month": rf"\b(?:{_WHICH}{_S})?{_MONTH_ALONE}(?!\w)(?:,?{_OF_YEAR})?",
    "season_year": rf"\b{_THE}{_SEASON}(?:,?{_S}|{_S}of{_S}){_YEAR}(?:[-–/]\d{{2}}(?!\d))?",
    "quarter": rf"\b{_THE}(?:(?P<before>{_YEAR}|{_YEAR_BACK}|{_NAMED_YEAR})(?:['’]s)?{_S})?(?:(?i:fiscal)[-\s])?"
    r"(?P<ordinal>(?i:first|second|third|fourth|1st|2nd|3rd|4th))[-\s](?:(?i:fiscal)[-\s])?(?i:quarter)\b"
    rf"(?:{_S}(?i:of){_S}(?:(?i:fiscal){_S})?(?P<of>(?:1\d|20)\d\d\b|{_NAMED_YEAR}))?",
    "quarter_code": rf"\b(?:Q(?P<digit>[1-4])|(?P<digit2>[1-4])Q)(?:{_S}(?:of{_S})?{_YEAR})?\b",
    "half": rf"\b{_THE}(?P<which>(?i:first|second|last|latter)){_S}half{_OF_A_YEAR}",
    "first_units": rf"\b{_THE}(?P<which>(?i:first|last|final)){_S}{_NUMBER}{_S}{_UNIT}s?{_OF_A_YEAR}",
    "decade": rf"\b{_THE}(?P<year>1[0-9]\d0|20\d0)['’]?s\b",
    "decade_short": r"(?:\b|(?=['’]))(?:['’](?P<tens>[1-9]0)s"
    rf"|(?<=[Tt]he )(?P<name>{alternatives('decade_name')}))\b",
    "century": rf"\b{_THE}(?P<ordinal>{alternatives('ordinal')}|\d{{1,2}}(?:st|nd|rd|th))[-\s](?i:century)\b(?!{_S}B\.?C)",
    "years": rf"(?<![\d$€£¥.,/-]){_YEAR}[-–/](?P<year2>1\d\d\d|20\d\d|\d\d)(?![\d/-]|[.,]\d)",
    "year": r"(?:(?<![\w$€£¥.,/#-])|(?<=mid-)|(?<=pre-)|(?<=post-))"
    rf"(?:\b(?P<fiscal>(?i:fiscal(?:{_S}year)?{_S}|FY\s?)))?\b{_YEAR}(?![-/]\d|{_S}?%)",
    "holiday": rf"\b(?:(?P<which>(?i:last|this|next)){_S})?(?P<holiday>(?i:{_HOLIDAY}))(?:,?{_S}{_YEAR})?(?!\w)",
}
_RELATIVE = {
    "day_word": rf"\b(?:{_THE}(?P<far>(?i:day{_S}(?:before|after))){_S})?(?P<word>(?i:yesterday|today|tomorrow))"
    rf"(?:{_S}{_PART})?\b",
    "night_word": rf"\b(?P<word>(?i:tonight|overnight|last{_S}(?:night|evening)|this{_S}(?:morning|afternoon|evening)))\b",
    "weekday": rf"\b(?:{_THE}{_WHICH}{_S})?(?P<weekday>{names('weekday')}|{names('weekday_short')}\.)(?![a-z])"
    rf"(?:{_S}{_PART}\b)?",
    "weekend": rf"\b(?:(?:{_WHICH}|(?i:the)){_S})?(?i:weekend)\b(?!s)",
    "unit_which": rf"\b(?:(?P<the>(?i:the|this)){_S})?(?P<which>{_WHICH_WORDS}){_S}{_UNIT}\b(?!-)",
    "units_which": rf"\b(?:(?i:the|these){_S})?(?P<which>(?i:last|past|next|coming|previous|recent|following)){_S}"
    rf"(?:{_NUMBER}{_S})?{_UNIT}s\b",
    "season": rf"\b(?:{_THE}{_WHICH}{_S}{_SEASON}\b(?!-)|(?i:the){_S}(?P<bare>{alternatives('season')})\b(?!-|{_S}of\b))",
    "ago": rf"\b(?:{_NUMBER}[\s-]{{1,3}})?{_UNIT}s?[\s-]{{1,3}}"
    rf"(?P<ago>(?i:ago|earlier|later|from{_S}now|hence|before(?=[.,;)]|$)|after(?=[.,;)]|$)))\b",
    "day_before": rf"\b(?i:the|a){_S}{_UNIT}{_S}(?P<side>(?i:before|after))\b(?=[.,;:)]|{_S}(?:he|she|they|it)\b|$)",
    "within": rf"\b(?i:earlier|later|late|early){_S}in{_S}the{_S}{_UNIT}\b",
    "edge_of": rf"\b{_THE}(?P<edge>(?i:end|close|beginning|start)){_S}of{_S}(?i:the|this){_S}"
    rf"(?:(?P<which>(?i:next|current|last)){_S})?{_UNIT}\b",
    "year_end": rf"\b{_THE}(?i:year[-\s]end|year['’]s[-\s]end)\b",
    "quarter_again": rf"\b(?:(?i:the|that|this|its){_S}(?:(?:{_YEAR_BACK}|(?i:latest|same|comparable|current)){_S}){{0,2}}"
    rf"|{_YEAR_BACK}{_S})(?i:quarter|period)\b",
}
_CLOCK = {
    "clock": r"(?<![\d:.])(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?\s{0,2}(?P<half>[aApP])\.?\s?[mM]\b\.?"
    rf"(?:\s\(?(?P<zone>[A-Z]{{2,4}})\b\)?)?"
    rf"(?:,?{_S}(?:on{_S})?(?:(?P<weekday>{names('weekday')})\b|(?P<word>(?i:yesterday|today|tomorrow))\b))?",
    "clock_24": r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?![\d:])"
    r"(?:\s{0,2}(?P<half>[aApP])\.?[mM]\b\.?)?(?:\s\(?(?P<zone>[A-Z]{2,4})\b\)?)?",
    "noon": r"\b(?P<word>(?i:noon|midday|midnight))\b",
    "reference": rf"\b(?P<word>{alternatives('reference')})\b",
    "duration": rf"\b{_NUMBER}(?:{_S}(?i:and{_S}a{_S}half|more|consecutive|straight))?[\s-]{{1,3}}{_UNIT}s?\b"
    r"(?![-\s]{1,2}(?i:old)\b|['’-])",
    "duration_bare": rf"\b(?i:for|in|after|over|within){_S}(?:(?i:many|more{_S}than){_S})?(?P<plural>{_UNIT}s)\b",
}


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(rule name, pattern) in order of preference between matches of equal length."""
    return tuple((name, re.compile(pattern)) for name, pattern in (_CALENDAR | _RELATIVE | _CLOCK).items())
