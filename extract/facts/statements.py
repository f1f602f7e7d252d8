"""Finds what people are quoted or paraphrased as saying: the words, the speaker's words, and what it is about."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.contract.data import read_csv
from extract.facts.language_model import Doc, Token
from extract.facts.quotations import Quotation, find_quotations
from extract.facts.sentences import Sentence
from extract.facts.speakers import find_phrase, find_speaker, find_subject, find_topic

# Precision of each kind as read from articles, rounded.
_CONFIDENCE = {"direct": 0.9, "mixed": 0.85, "indirect": 0.8}
_CONTINUED = 0.6  # a quotation whose speaker is that of the one before it
_QUOTE_WORDS = 4  # a shorter quotation is a term, not a statement
_NEAR_TOKENS = 25  # between a quotation and the verb that attributes it
_DIRECT_SHARE, _MIXED_SHARE = 0.8, 0.0
_TRIM = " \n\t\u00a0,;:.\"“”'‘’`-—–"
_REFUSES = frozenset({"decline", "refuse", "fail"})


@dataclass(frozen=True, slots=True)
class StatementSpan:
    """One statement inside one sentence, by characters, end exclusive.

    start, end: the words said. kind: direct (quoted), indirect (paraphrased), mixed. speaker_start, speaker_end: the
    speaker's noun phrase, null for a pronoun or none. about: its topic in the text's words. confidence: 0 to 1.
    """

    start: int
    end: int
    sentence_index: int
    kind: str
    speaker_start: int | None
    speaker_end: int | None
    about: str | None
    confidence: float


def find_statements(doc: Doc, sentences: Sequence[Sentence]) -> list[StatementSpan]:
    """The statements of a document in order, none overlapping: clauses of verbs of saying, "according to", quotations."""
    text = doc.text
    page = _Page(doc, text, sentences, find_quotations(text))
    found: list[StatementSpan] = []
    for one in sorted((*_clauses(page), *_sources(page)), key=lambda s: (s.start, -s.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    found += _quotations(page, found)
    return sorted(found, key=lambda s: s.start)


class _Page:
    """A document with its sentences and quotations, and the look-ups into them."""

    def __init__(self, doc: Doc, text: str, sentences: Sequence[Sentence], quotations: list[Quotation]) -> None:
        self.doc, self.text, self.sentences, self.quotations = doc, text, sentences, quotations
        self._sentence_starts = [sentence.start for sentence in sentences]
        self._quote_starts = [quotation.start for quotation in quotations]

    def sentence_at(self, char: int) -> Sentence | None:
        at = bisect_right(self._sentence_starts, char) - 1
        return self.sentences[at] if at >= 0 and char < self.sentences[at].end else None

    def is_quoted(self, char: int) -> bool:
        at = bisect_right(self._quote_starts, char) - 1
        return at >= 0 and char < self.quotations[at].end

    def quoted_share(self, start: int, end: int) -> float:
        first = max(0, bisect_right(self._quote_starts, start) - 1)
        quoted = 0
        for quotation in self.quotations[first : bisect_right(self._quote_starts, end)]:
            quoted += max(0, min(end, quotation.end) - max(start, quotation.start))
        return quoted / max(1, end - start)

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.text[start] in _TRIM:
            start += 1
        while start < end and self.text[end - 1] in _TRIM:
            end -= 1
        return start, end

    def _close_marks(self, start: int, end: int) -> tuple[int, int]:
        """Takes the mark in that opens or closes a quotation which is only a part of the words."""
        first = max(0, bisect_right(self._quote_starts, start) - 1)
        for quotation in self.quotations[first : bisect_right(self._quote_starts, end)]:
            opener, closer = quotation.marks
            if quotation.start == start and quotation.end < end:
                start -= opener
            elif start < quotation.start < end <= quotation.end and not self.text[end : quotation.end].strip(_TRIM):
                end = quotation.end + closer
        return start, end

    def make(
        self, start: int, end: int, speaker: tuple[int, int] | None, about: str | None, confidence: float | None = None
    ) -> StatementSpan | None:
        """The statement of these characters without the marks around them, cut to the sentence where it starts."""
        start, _ = self._trim(start, end)
        sentence = self.sentence_at(start)
        if sentence is None:
            return None
        start, end = self._trim(start, min(end, sentence.end))
        if len(self.text[start:end].split()) < 2:
            return None
        share = self.quoted_share(start, end)
        kind = "direct" if share >= _DIRECT_SHARE else "mixed" if share > _MIXED_SHARE else "indirect"
        start, end = self._close_marks(start, end)
        who = speaker or (None, None)
        return StatementSpan(
            start,
            end,
            sentence.index,
            kind,
            who[0],
            who[1],
            about,
            _CONFIDENCE[kind] if confidence is None else confidence,
        )


def _clauses(page: _Page) -> Iterator[StatementSpan]:
    """Reads "X said (that) ..." and "..., X said"."""
    for verb in page.doc:
        if verb.pos_ not in ("VERB", "AUX") or not _say_verbs().get(verb.lemma_, False) or page.is_quoted(verb.idx):
            continue
        clause = next((child for child in verb.children if child.dep_ == "ccomp"), None)
        if clause is None or not _is_said(verb):
            continue
        start, end = _clause_chars(verb, clause)
        statement = page.make(
            start,
            end,
            find_speaker(page.doc, page.text, verb, page.is_quoted),
            find_topic(page.doc, page.text, verb, clause),
        )
        if statement is not None:
            yield statement


def _clause_chars(verb: Token, clause: Token) -> tuple[int, int]:
    """The clause's characters without "that", and only its side of the verb where a parser's clause surrounds it."""
    first, last = clause.left_edge, clause.right_edge
    if first.i < verb.i < last.i:
        first, last = (first, verb.nbor(-1)) if clause.i < verb.i else (verb.nbor(1), last)
        if clause.i < verb.i:
            # "..., Ono said in a speech": the speaker stands between the clause and the verb.
            subject = find_subject(verb)
            last = (
                subject.left_edge.nbor(-1) if subject is not None and first.i < subject.left_edge.i <= last.i else last
            )
    if first.lower_ == "that" and first.i < last.i:
        first = first.nbor(1)
    return first.idx, last.idx + len(last)


def _is_said(verb: Token) -> bool:
    """Whether the verb says that someone said it: not "did not say", "if he says", "declined to say"."""
    if any(
        child.dep_ == "neg" or (child.dep_ == "mark" and child.lower_ in ("if", "unless")) for child in verb.children
    ):
        return False
    if any(child.dep_ == "aux" and child.tag_ == "MD" for child in verb.children):
        return False
    return not (verb.dep_ == "xcomp" and verb.head.lemma_ in _REFUSES)


def _sources(page: _Page) -> Iterator[StatementSpan]:
    """Reads "..., according to X": the rest of the sentence is what X says."""
    for match in re.finditer(r"\b[Aa]ccording to ", page.text):
        sentence = page.sentence_at(match.start())
        span = page.doc.char_span(match.start(), match.end() - 1, alignment_mode="expand")
        if sentence is None or span is None or page.is_quoted(match.start()):
            continue
        named = next((child for child in span[-1].children if child.dep_ == "pobj"), None)
        if named is None:
            continue
        speaker = find_phrase(page.doc, page.text, named)
        stop = named.right_edge.idx + len(named.right_edge)
        is_first = match.start() - sentence.start < 3
        start, end = (stop, sentence.end) if is_first else (sentence.start, match.start())
        statement = page.make(start, end, speaker, None)
        if statement is not None:
            yield statement


def _quotations(page: _Page, taken: Sequence[StatementSpan]) -> Iterator[StatementSpan]:
    """The quotations, sentence by sentence, that no clause has yet: of the verb of saying near them, else of the last speaker."""
    starts = [statement.start for statement in taken]
    last: tuple[int, tuple[int, int] | None] | None = None
    for quotation in page.quotations:
        beside = _overlapping(taken, starts, quotation)
        verb = _verb_beside(page, quotation)
        is_continued = last is not None and "\n" not in page.text[last[0] : quotation.start]
        if beside:
            speaker = (beside[0].speaker_start, beside[0].speaker_end)
            known = (speaker[0], speaker[1]) if speaker[0] is not None and speaker[1] is not None else None
        elif verb is not None:
            known = find_speaker(page.doc, page.text, verb, page.is_quoted)
        elif is_continued and last is not None:
            known = last[1]
        else:
            continue
        last = quotation.end, known
        if quotation.word_count >= _QUOTE_WORDS:
            confidence = None if beside or verb is not None else _CONTINUED
            yield from _uncovered(page, quotation, beside, known, confidence)


def _uncovered(
    page: _Page,
    quotation: Quotation,
    beside: Sequence[StatementSpan],
    speaker: tuple[int, int] | None,
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
        statement = page.make(start, end, speaker, None, confidence)
        if statement is not None:
            yield statement


def _overlapping(taken: Sequence[StatementSpan], starts: Sequence[int], quotation: Quotation) -> list[StatementSpan]:
    first = max(0, bisect_right(starts, quotation.start) - 1)
    return [one for one in taken[first : bisect_right(starts, quotation.end)] if quotation.start < one.end]


def _verb_beside(page: _Page, quotation: Quotation) -> Token | None:
    """The verb of saying outside the quotation, nearest to one of its ends in the sentence of that end."""
    candidates = []
    for char, inside in ((quotation.start, quotation.start), (quotation.end, quotation.end - 1)):
        sentence = page.sentence_at(inside)
        span = page.doc.char_span(char, char + 1, alignment_mode="expand") if sentence else None
        if span is None or sentence is None or not len(span):
            continue
        at = span.start
        for token in page.doc[max(0, at - _NEAR_TOKENS) : at + _NEAR_TOKENS]:
            is_here = sentence.start <= token.idx < sentence.end and not quotation.start <= token.idx < quotation.end
            if is_here and token.lemma_ in _say_verbs() and token.pos_ == "VERB" and not page.is_quoted(token.idx):
                candidates.append((abs(token.i - at), token.i))
    return page.doc[min(candidates)[1]] if candidates else None


@cache
def _say_verbs() -> dict[str, bool]:
    """Lemmas of verbs of saying to whether a clause after them is what was said."""
    return {row["lemma"]: row["takes_clause"] == "yes" for row in read_csv("say_verbs", "extract.facts.data")}
