"""Finds the words that a text puts between quotation marks."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Curly, straight and typewriter marks (``words''); a quotation does not cross a line. Papers leave the end of a
# paragraph open where the quotation goes on in the next.
_QUOTED = re.compile(
    r"“(?P<curly>[^“”\n]{1,2000}?)(?:”|’’|''|$)"
    # Some papers mix the two kinds: "Open the door!” an officer shouts.
    r"|\"(?P<straight>[^\"“”\n]{1,2000})(?:[\"”]|$)"
    r"|``(?P<typed>[^\n`]{1,2000}?)''",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words between the marks by their characters, end exclusive; how many words; how long the two marks are."""

    start: int
    end: int
    word_count: int
    marks: tuple[int, int]


def look_up(quotations: Sequence[Quotation]) -> Callable[[int], Quotation | None]:
    """Tells of each character which of these quotations, in the order of the text, it stands in; null for none."""
    starts = [one.start for one in quotations]

    def quotation_at(char: int) -> Quotation | None:
        at = bisect_right(starts, char) - 1
        return quotations[at] if at >= 0 and char < quotations[at].end else None

    return quotation_at


def find_quotations(text: str) -> list[Quotation]:
    """The quotations of a text in order."""
    found = []
    for match in _QUOTED.finditer(text):
        group = match.lastgroup or "straight"
        start, end = match.span(group)
        found.append(Quotation(start, end, len(match[group].split()), (start - match.start(), match.end() - end)))
    return found
