"""How sure a participant is: the share of those read in the same way that annotators of news expected, with its kind.

A method is a path of three steps, "person.full.described". What: a named `person`, `organisation`, `country` or `place`, a
`counted` or an `uncounted` group. Its name: `full`, of several words, or one `word`. How the text speaks of it: it is
`described` (what or whose it is), or `acting` (a mention acts or is acted on), or only `mentioned`. A step that was seldom
seen leans on the one before it, as for figures.
"""

from functools import cache

from extract.contract.data import read_csv
from extract.facts.figures.confidence import smooth

# Full names with a title were always right in the annotated articles, and not quite so often on pages of other outlets.
_SUREST = 0.97


@cache
def rate(method: str) -> float:
    """The probability, three decimals, that a participant read by a method is one, and of its kind."""
    return round(min(smooth(_counts(), method), _SUREST), 3)


def method_of(what: str, name: str, *, is_described: bool, is_acting: bool) -> str:
    """The method by which a participant was read; what is the first step, name the fullest form."""
    form = "full" if len(name.split()) > 1 else "word"
    return f"{what}.{form}.{'described' if is_described else 'acting' if is_acting else 'mentioned'}"


@cache
def _counts() -> dict[str, tuple[int, int]]:
    rows = read_csv("participant_confidence", "extract.facts.data")
    return {row["class"]: (int(row["right"]), int(row["read"])) for row in rows}
