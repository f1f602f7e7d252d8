"""Reads statements that are quotations: of the verb of saying near them, of who speaks before a colon, or of the last speaker."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extract.facts.language_model import Token
from extract.facts.quotations import Quotation
from extract.facts.statements.sources import find_phrase, find_source, find_subject
from extract.facts.statements.spans import Page, Source, StatementSpan
from extract.facts.statements.topics import find_said_topic, find_topic
from extract.facts.statements.verbs import is_said, is_say_verb

_CONTINUED = 0.6  # a quotation whose speaker is that of the one before it
_QUOTE_WORDS = 4  # a shorter quotation is a term, not a statement
_NEAR_TOKENS = 25  # between a quotation and the verb that attributes it
_NEAR_CHARS = 250  # between two quotations of one speaker in a paragraph
_GAP = " \n\t\u00a0"


def read_quotations(page: Page, taken: Sequence[StatementSpan]) -> Iterator[StatementSpan]:
    """The quotations, sentence by sentence, that no clause has yet."""
    starts = [statement.start for statement in taken]
    last: tuple[Quotation, Source] | None = None
    for quotation in page.quotations:
        beside = _overlapping(taken, starts, quotation)
        verb = None if beside else _verb_beside(page, quotation)
        source, confidence, about = None, None, None
        if beside:
            source = _source_of(page, beside[0])
        elif verb is not None:
            source, about = find_source(page, verb), find_topic(page, verb, None)
        elif (speaker := _before_colon(page, quotation)) is not None:
            source = Source(find_phrase(page.doc, page.text, speaker), speaker)
        elif last is not None and _goes_on(page, last[0], quotation):
            source, confidence = last[1], _CONTINUED
        if source is None:
            continue
        last = quotation, source
        if quotation.word_count >= _QUOTE_WORDS:
            yield from _uncovered(page, quotation, beside, source=source, about=about, confidence=confidence)


def _source_of(page: Page, statement: StatementSpan) -> Source:
    start, end = statement.speaker_start, statement.speaker_end
    phrase = (start, end) if start is not None and end is not None else None
    heads = [None if i is None else page.doc[i] for i in (statement.speaker_head, statement.addressee_head)]
    return Source(phrase, heads[0], heads[1])


def _goes_on(page: Page, last: Quotation, new: Quotation) -> bool:
    """Whether a quotation without a speaker of its own goes on with the words of the one before it."""
    between = page.text[last.end : new.start]
    if "\n" not in between:
        # What stands in the middle of another sentence is a term or a title.
        before = page.text[last.end : new.start - new.marks[0]].rstrip()
        return len(between) <= _NEAR_CHARS and before.endswith((".", "!", "?", ",", "”", '"', "'", ":"))
    if between.strip(_GAP + '"“`') == "" and last.marks[1] == 0:
        return True
    # A paragraph that is all quotation goes on with the paragraph before it, where that quotes somebody.
    stop = new.end + new.marks[1]
    is_alone = page.text[stop : stop + 1] in ("", "\n") and page.text[new.start - new.marks[0] - 1] == "\n"
    return is_alone and len(re.findall(r"\n+", between)) == 1


def _before_colon(page: Page, quotation: Quotation) -> Token | None:
    """Who acts in the clause before a colon: "Ono was pleased: “...”"."""
    before = page.text[max(0, quotation.start - quotation.marks[0] - 3) : quotation.start - quotation.marks[0]]
    if not before.rstrip().endswith(":"):
        return None
    sentence = page.sentence_at(quotation.start - quotation.marks[0] - 1) or page.sentence_at(quotation.start)
    if sentence is None or not page.is_one_paragraph(sentence.start, quotation.start):
        return None
    colon = page.text.rindex(":", 0, quotation.start)
    span = page.doc.char_span(min(sentence.start, colon), colon, alignment_mode="contract")
    if span is None or not len(span):
        return None
    verbs = [token for token in span if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass")]
    if verbs and (verbs[-1].tag_ == "VB" or not is_said(verbs[-1])):
        return None
    subject = find_subject(verbs[-1]) if verbs else span.root
    is_name = subject is not None and (
        subject.ent_type_ in ("PERSON", "ORG") or subject.lower_ in ("he", "she", "they")
    )
    return subject if is_name else None


def _uncovered(
    page: Page,
    quotation: Quotation,
    beside: Sequence[StatementSpan],
    *,
    source: Source,
    about: str | None,
    confidence: float | None,
) -> Iterator[StatementSpan]:
    """A quotation's sentences that no statement overlaps, each cut to it."""
    at = quotation.start
    while at < quotation.end:
        sentence = page.sentence_at(at)
        if sentence is None:
            at += 1
            continue
        start, end = at, min(quotation.end, sentence.end)
        at = max(end, at + 1)
        if any(one.start < end and start < one.end for one in beside):
            continue
        span = page.doc.char_span(start, end, alignment_mode="contract")
        said = span.root if span is not None and len(span) else None
        topic = about or (find_said_topic(page, said) if said is not None else None)
        statement = page.make(start, end, source, topic, said=said, confidence=confidence)
        if statement is not None:
            yield statement


def _overlapping(taken: Sequence[StatementSpan], starts: Sequence[int], quotation: Quotation) -> list[StatementSpan]:
    first = max(0, bisect_right(starts, quotation.start) - 1)
    return [one for one in taken[first : bisect_right(starts, quotation.end)] if quotation.start < one.end]


def _verb_beside(page: Page, quotation: Quotation) -> Token | None:
    """The verb of saying outside the quotation, nearest to one of its ends in the sentence of that end."""
    candidates = []
    opener = quotation.marks[0]
    for char, inside in (
        (quotation.start, quotation.start),
        (quotation.end, quotation.end - 1),
        (quotation.end, _next_word(page, quotation)),
    ):
        sentence = page.sentence_at(inside)
        span = page.doc.char_span(char, char + 1, alignment_mode="expand") if sentence else None
        if span is None or sentence is None or not len(span):
            continue
        if inside >= quotation.end and not _follows(page, quotation, sentence.start):
            continue
        at = span.start
        for token in page.doc[max(0, at - _NEAR_TOKENS) : at + _NEAR_TOKENS]:
            is_here = (
                sentence.start <= token.idx < sentence.end and not quotation.start - opener <= token.idx < quotation.end
            )
            if is_here and is_say_verb(token) and not page.is_quoted(token.idx) and is_said(token):
                # "commercials in which people say, “...”" can only take the words after it.
                is_before = token.dep_ == "relcl" and token.idx > quotation.end
                is_one = page.is_one_paragraph(token.idx, char) and not is_before
                candidates += [(abs(token.i - at), token.i)] if is_one else []
    return page.doc[min(candidates)[1]] if candidates else None


def _next_word(page: Page, quotation: Quotation) -> int:
    at = quotation.end + quotation.marks[1]
    while at < len(page.text) and page.text[at] in _GAP:
        at += 1
    return at


def _follows(page: Page, quotation: Quotation, start: int) -> bool:
    """Whether a sentence is only cut off by the mark of a question or an exclamation: "“Stop!” she shouted"."""
    stop = quotation.end + quotation.marks[1]
    is_asked = page.text[quotation.start : quotation.end].rstrip().endswith(("!", "?"))
    return start >= quotation.end and page.text[stop : max(stop, start)].strip(_GAP) == "" and is_asked
