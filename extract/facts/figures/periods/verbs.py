"""Which date of a sentence is the time of a figure's verb or clause, by the grammar."""

from functools import cache

from extract.contract.data import read_csv
from extract.facts.figures.periods.dates import PeriodDate
from extract.facts.figures.spans import FigureSpan
from extract.facts.language_model import Token

_MAX_STEPS = 12
_FAR_CHARS = 110
# "the budget for 2019", "sales in May".
OF_NOUN = frozenset({"in", "for", "during"})


def climb(token: Token) -> tuple[set[int], Token | None]:
    """The words from a figure up to its verb, and the verb."""
    phrase: set[int] = set()
    for _ in range(_MAX_STEPS):
        if token.pos_ in ("VERB", "AUX"):
            return phrase, token
        phrase.add(token.i)
        if token.head.i == token.i:
            break
        token = token.head
    return phrase, None


def date_of_verbs(verb: Token, usable: list[PeriodDate]) -> PeriodDate | None:
    """The only date of the verb, or of one that shares its time with it: "fell in May, losing 5%"."""
    may_follow = True
    for _ in range(3):
        dates = [
            d for d in usable if d.host.i == verb.i and (may_follow or _is_fronted(d, verb)) and not is_when_said(d)
        ]
        if dates:
            return only_date(dates)
        if verb.dep_ == "conj":
            may_follow = False
        elif verb.dep_ != "xcomp" and not (verb.dep_ == "advcl" and not _has_subject(verb) and verb.tag_ == "VBG"):
            return None
        if verb.head.i == verb.i or verb.head.pos_ not in ("VERB", "AUX"):
            return None
        verb = verb.head
    return None


def date_of_clause(verb: Token, usable: list[PeriodDate]) -> PeriodDate | None:
    """The only date of the clause where it hangs on a noun by a preposition and is long: "the budget for 2019"."""
    inside = [date for date in usable if climb(date.host)[1] == verb]
    date = only_date(inside)
    if date is None or len(inside) != len(usable) or not date.is_long or date.host.pos_ not in ("NOUN", "PROPN"):
        return None
    return date if date.preposition in OF_NOUN and not _is_say_verb(verb) else None


def is_aside(figure: FigureSpan, root: Token) -> bool:
    """Whether the verb's time is not the figure's: "after 5 years in charge" says how long, "Ana Silva, 45," an age of today."""
    if figure.kind == "age":
        return root.dep_ not in ("attr", "acomp", "oprd")
    return figure.kind == "duration" and root.dep_ not in ("nsubj", "nsubjpass", "dobj", "attr", "oprd")


def is_near(date: PeriodDate, figure: FigureSpan, verb: Token) -> bool:
    """Whether a date is not so far away that the tree is a guess; one before the verb's subject counts for all of it."""
    gap = date.start - figure.end if date.start >= figure.end else figure.start - date.end
    return gap <= _FAR_CHARS or _is_fronted(date, verb)


def only_date(dates: list[PeriodDate]) -> PeriodDate | None:
    """The date, where there is one or all name the same days."""
    return dates[0] if dates and all(date.days == dates[0].days for date in dates) else None


def _is_fronted(date: PeriodDate, verb: Token) -> bool:
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    return bool(subjects) and date.end <= subjects[0].left_edge.idx


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass", "mark") for child in verb.children)


def is_when_said(date: PeriodDate) -> bool:
    """Whether a date tells the day on which something was said."""
    return _is_say_verb(date.host) and not date.is_long


def _is_say_verb(token: Token) -> bool:
    return token.pos_ == "VERB" and token.lemma_.lower() in _say_verbs()


@cache
def _say_verbs() -> frozenset[str]:
    return frozenset(row["lemma"] for row in read_csv("say_verbs", "extract.facts.data"))
