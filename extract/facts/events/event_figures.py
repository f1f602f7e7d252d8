"""Joins figures to the event that they describe."""

from collections.abc import Sequence

from extract.facts.figures.spans import FigureSpan
from extract.facts.grammar import steps_between
from extract.facts.language_model import Doc

# A figure further away in the sentence's tree describes something else.
_FIGURE_STEPS = 6
# So far away it is not asked for: in a list of hundreds each would be compared with each.
_FAR_CHARS = 500


def find_figures(
    doc: Doc, head: int, figures: Sequence[tuple[int, FigureSpan]], heads: frozenset[int]
) -> tuple[int, ...]:
    """The figures (index in the article, figure) of a sentence for which this trigger is the first above them, or the nearest.

    heads: the heads of all the sentence's triggers, this one's (head) among them.
    """
    joined = []
    for index, figure in figures:
        if abs(figure.start - doc[head].idx) > _FAR_CHARS:
            continue
        span = doc.char_span(figure.start, figure.end, alignment_mode="expand")
        if span is None:
            continue
        chosen = next((token.i for token in (span.root, *span.root.ancestors) if token.i in heads), None)
        if chosen is None:
            steps = [(steps_between(doc[other], span.root, _FIGURE_STEPS), other) for other in heads]
            chosen = min(((n, other) for n, other in steps if n is not None), default=(0, None))[1]
        if chosen == head:
            joined.append(index)
    return tuple(joined)
