"""Finds the statements of a document: clauses of verbs of saying, "according to", quotations; then who speaks to whom."""

from collections.abc import Sequence

from extract.facts.events.cast import make_cast
from extract.facts.language_model import Doc
from extract.facts.participants import ParticipantSpan
from extract.facts.sentences import Sentence
from extract.facts.statements.clauses import read_clauses, read_sources
from extract.facts.statements.closing import read_closing
from extract.facts.statements.people import name_people
from extract.facts.statements.quoted import read_quotations
from extract.facts.statements.spans import Page, StatementSpan


def find_statements(
    doc: Doc, sentences: Sequence[Sentence], participants: Sequence[ParticipantSpan] = ()
) -> list[StatementSpan]:
    """The statements of a document in order, none overlapping; speakers and addressees are among the participants."""
    page = Page(doc, sentences)
    found: list[StatementSpan] = []
    for one in sorted((*read_clauses(page), *read_sources(page), *read_closing(page)), key=lambda s: (s.start, -s.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    found += read_quotations(page, found)
    return name_people(page, found, make_cast(doc, participants))
