"""Reads the figures of a document: numbers, units, ranges, links, then qualifier, item and trend of each."""

from extract.facts.figures.changes import link_changes
from extract.facts.figures.confidence import rate
from extract.facts.figures.drafts import Draft, read_drafts
from extract.facts.figures.inheritance import inherit_units
from extract.facts.figures.items import Item, read_item, share_out_items
from extract.facts.figures.lexer import SentenceView, view_sentences
from extract.facts.figures.links import link_alternatives
from extract.facts.figures.numbers import quantise
from extract.facts.figures.qualifiers import read_qualifier
from extract.facts.figures.ranges import join_ranges
from extract.facts.figures.spans import FigureSpan
from extract.facts.figures.trends import carry_trends, read_trend
from extract.facts.figures.units import convert_to_si
from extract.facts.language_model import Doc
from extract.facts.sentences import Sentence

# Evidence is at most 300 characters, and so is a figure's text.
_FIGURE_MAX_CHARS = 300


def read_figures(doc: Doc, sentences: list[Sentence]) -> list[FigureSpan]:
    """The figures of a document in the order of the text; `alternative_of` and `change_from` are positions in this list."""
    figures: list[FigureSpan] = []
    for view in view_sentences(doc, sentences):
        figures += _read_sentence(view, len(figures))
    return figures


def _read_sentence(view: SentenceView, offset: int) -> list[FigureSpan]:
    drafts = join_ranges(view, read_drafts(view))
    link_changes(view, drafts)
    inherit_units(view, drafts)
    link_alternatives(view, drafts)
    position = {id(draft): offset + index for index, draft in enumerate(drafts)}
    items = share_out_items(view, drafts, [_read_item(view, draft) for draft in drafts])
    figures = [_figure(view, draft, item, position) for draft, item in zip(drafts, items, strict=True)]
    return carry_trends(view, drafts, figures)


def _read_item(view: SentenceView, draft: Draft) -> Item | None:
    """The item of what the figure restates, unless it names its own whole: "800 jobs, or 5% of the workforce"."""
    has_own = draft.alternative_of is None or view.at(draft.last).lower == "of"
    return read_item(view, draft if has_own else draft.alternative_of or draft)


def _figure(view: SentenceView, draft: Draft, item: Item | None, position: dict[int, int]) -> FigureSpan:
    found = read_qualifier(view, draft)
    draft.qualifier = found.qualifier if draft.number.form != "vague" or found.qualifier != "exact" else "at_least"
    if draft.alternative_of is not None and draft.qualifier == "exact":
        draft.qualifier = draft.alternative_of.qualifier
    start, end = view.lexemes[found.first].start, view.lexemes[found.last - 1].end
    if end - start > _FIGURE_MAX_CHARS:
        start, end = view.lexemes[draft.number.first].start, view.lexemes[draft.number.last - 1].end
    end = min(end, start + _FIGURE_MAX_CHARS)
    unit, method = draft.unit, _method(draft)
    surface = (
        view.text[view.at(draft.unit_first).start : view.at(draft.unit_last - 1).end]
        if draft.unit_last > draft.unit_first
        else None
    )
    return FigureSpan(
        start=start,
        end=end,
        value=quantise(draft.value),
        value_high=quantise(draft.value_high) if draft.value_high is not None else None,
        qualifier=draft.qualifier,
        unit=unit.unit if unit else None,
        unit_head=unit.head if unit else None,
        kind=unit.kind if unit else "score" if draft.is_score else "other",
        unit_surface=surface,
        value_si=convert_to_si(draft.value, unit) if unit else None,
        unit_si=(unit.unit_si or None) if unit else None,
        item=item.text if item else None,
        item_start=item.start if item else None,
        item_end=item.end if item else None,
        item_head=item.head if item else None,
        trend=read_trend(view, draft),
        alternative_of=position.get(id(draft.alternative_of)),
        change_from=position.get(id(draft.change_from)),
        sentence_index=view.sentence.index,
        confidence=rate(method),
        method=method,
    )


def _method(draft: Draft) -> str:
    """Which part of the grammar read it: `digits.percent`, `words.count`, `vague.count.inherited`."""
    kind = draft.unit.kind if draft.unit else "score" if draft.is_score else "bare"
    return f"{draft.number.form}.{kind}" + (".inherited" if draft.inherited else "")
