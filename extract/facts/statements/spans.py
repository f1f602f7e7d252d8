"""A statement as it was read from a text, and the page it stands on: sentences and quotations with their look-ups."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.facts.language_model import Doc, Token, text_of
from extract.facts.quotations import find_quotations, look_up
from extract.facts.sentences import Sentence

# Precision of each kind as read from articles, rounded.
_CONFIDENCE = {"direct": 0.9, "mixed": 0.85, "indirect": 0.8}
_TRIM = " \n\t\u00a0,;:.\"“”'‘’`-—–"
# Lists without a full stop are one sentence to a parser: asking for their head each time takes their square.
_MAX_CHARS = 2000
_LETTERS = re.compile(r"\w")
# What a clause that was cut short may end or begin with.
_LOOSE_CHARS = 40
_LOOSE = re.compile(r"(?:[\s,;]+(?:and|but|or|as|while))+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StatementSpan:
    """One statement inside one sentence, by characters, end exclusive.

    start, end: the words said. kind: direct (quoted), indirect (paraphrased), mixed. speaker_start, speaker_end: the
    speaker's noun phrase, null for a pronoun or none. about: its topic in the text's words. confidence: 0 to 1.
    speaker_head, addressee_head: the words that say who speaks and to whom, by their number in the document, pronouns too.
    said_head: the first character of the head of what is said. speaker, addressee: their participants (index), where known.
    """

    start: int
    end: int
    sentence_index: int
    kind: str
    speaker_start: int | None
    speaker_end: int | None
    about: str | None
    confidence: float
    speaker_head: int | None = None
    addressee_head: int | None = None
    said_head: int | None = None
    speaker: int | None = None
    addressee: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Who says something: the phrase's characters (null for a pronoun), the heads of speaker and addressee."""

    phrase: tuple[int, int] | None = None
    speaker: Token | None = None
    addressee: Token | None = None


class Page:
    """A document with its sentences and quotations, and the look-ups into them."""

    def __init__(self, doc: Doc, sentences: Sequence[Sentence]) -> None:
        self.doc, self.text, self.sentences = doc, text_of(doc), sentences
        self.quotations = find_quotations(self.text)
        self._sentence_starts = [sentence.start for sentence in sentences]
        self._quotation_at = look_up(self.quotations)
        self._quote_starts = [quotation.start for quotation in self.quotations]

    def sentence_at(self, char: int) -> Sentence | None:
        """The sentence that a character stands in."""
        at = bisect_right(self._sentence_starts, char) - 1
        return self.sentences[at] if at >= 0 and char < self.sentences[at].end else None

    def is_quoted(self, char: int) -> bool:
        """Whether a character stands between quotation marks."""
        return self._quotation_at(char) is not None

    def head_between(self, start: int, end: int) -> Token | None:
        """The word that heads the words between two characters; null where they are too many to be one sentence's."""
        if end - start > _MAX_CHARS:
            return None
        span = self.doc.char_span(start, end, alignment_mode="contract")
        return span.root if span is not None and len(span) else None

    def is_one_paragraph(self, start: int, end: int) -> bool:
        """Whether no line ends between two characters, whichever is first."""
        return "\n" not in self.text[min(start, end) : max(start, end)]

    def make(
        self,
        start: int,
        end: int,
        source: Source,
        about: str | None,
        *,
        said: Token | None = None,
        confidence: float | None = None,
    ) -> StatementSpan | None:
        """The statement of these characters without the marks around them, cut to the sentence where it starts."""
        start, _ = self._trim(start, end)
        sentence = self.sentence_at(start)
        if sentence is None:
            return None
        end = min(end, sentence.end)
        stop = self._trim(start, end)[1]
        if loose := _LOOSE.search(self.text, max(start, stop - _LOOSE_CHARS), stop):
            end = loose.start()
        start, end = self._trim(start, end)
        if len(self.text[start : min(end, start + _MAX_CHARS)].split()) < 2:
            return None
        kind = self._kind(start, end)
        start, end = self._close_marks(start, end)
        phrase = source.phrase or (None, None)
        return StatementSpan(
            start,
            end,
            sentence.index,
            kind,
            phrase[0],
            phrase[1],
            about,
            _CONFIDENCE[kind] if confidence is None else confidence,
            source.speaker.i if source.speaker is not None else None,
            source.addressee.i if source.addressee is not None else None,
            said.idx if said is not None else None,
        )

    def _kind(self, start: int, end: int) -> str:
        """The kind: direct where no word stands outside the marks, indirect where none stands inside."""
        first = max(0, bisect_right(self._quote_starts, start) - 1)
        at, is_quoted, is_plain = start, False, False
        for quotation in self.quotations[first : bisect_right(self._quote_starts, end)]:
            if quotation.end <= start or quotation.start >= end:
                continue
            is_quoted = True
            is_plain = is_plain or bool(_LETTERS.search(self.text, at, max(at, quotation.start)))
            at = max(at, quotation.end)
        is_plain = is_plain or (at < end and bool(_LETTERS.search(self.text, at, end)))
        return "indirect" if not is_quoted else "mixed" if is_plain else "direct"

    def whole_quotation(self, start: int, end: int) -> tuple[int, int]:
        """Of words inside one quotation all that it says in their sentence: parsers cut it at "but", brackets and dashes."""
        start, end = self._trim(start, end)
        at = bisect_right(self._quote_starts, start) - 1
        if at < 0 or not self.quotations[at].start <= start < end <= self.quotations[at].end:
            return start, end
        sentence = self.sentence_at(start)
        if sentence is None:
            return start, end
        quotation = self.quotations[at]
        return max(quotation.start, sentence.start), max(end, min(quotation.end, sentence.end))

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
