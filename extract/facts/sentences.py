"""Finds the sentences of a text: the parser's, never across a line, with splits after abbreviations mended."""

import re
from dataclasses import dataclass

from extract.contract.columns import EVIDENCE_MAX_CHARS
from extract.facts.language_model import Doc, text_of


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its number in the text from 0, and its characters, white space trimmed, end exclusive."""

    index: int
    start: int
    end: int


# Words after which a full stop ends no sentence. A capital with a stop is an initial ("S. Korea", "George W. Bush").
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“‘'])(?:[A-Z]|Pres|Mr|Mrs|Ms|Mx|Dr|Prof|Gen|Col|Maj|Capt|Cmdr|Lt|Sgt|Adm|Rep|Reps|Sen|Sens|Gov|Rev|Hon"
    r"|St|Ste|Mt|Ft|No|Nos|vs|approx|ca|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|sq|cu|fl|Messrs|Insp|Supt|Det|Cpl|Pvt|Amb)\.$"
)
# A line without an end mark is cut by the parser where it guesses; a piece goes on until an end mark.
_END_MARK = re.compile(r"[.!?…:;。](?:[\"”’'»)\]]|\s)*$")
# No sentence is mended beyond this length: lists without a full stop stay in the parser's pieces.
_MENDED_MAX_CHARS = 600
_TAIL_CHARS = 24


def find_sentences(doc: Doc) -> list[Sentence]:
    """The sentences of a document in order; every character that is not white space is in exactly one of them."""
    text = text_of(doc)
    spans: list[tuple[int, int]] = []
    for span in doc.sents:
        for start, end in _cut_lines(text, span.start_char, span.end_char):
            if spans and _goes_on(text, spans[-1], start, end):
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return [Sentence(index, start, end) for index, (start, end) in enumerate(spans)]


def _cut_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    lines = []
    for line in re.finditer(r"[^\n\r\u2028\u2029]+", text[start:end]):
        words = line[0].strip()
        if words:
            first = start + line.start() + line[0].index(words)
            lines.append((first, first + len(words)))
    return lines


def _goes_on(text: str, before: tuple[int, int], start: int, end: int) -> bool:
    """Whether the parser cut here without reason: same line, and an abbreviation or no end mark before."""
    if end - before[0] > _MENDED_MAX_CHARS or re.search(r"[\n\r\u2028\u2029]", text[before[1] : start]):
        return False
    tail = text[max(before[0], before[1] - _TAIL_CHARS) : before[1]]
    return bool(_ABBREVIATION.search(tail)) or not _END_MARK.search(tail)


def cut_evidence(text: str, sentence: Sentence, focus_start: int, focus_end: int) -> tuple[int, int, bool]:
    """The characters that prove a fact: (start, end, whether cut).

    The sentence itself, or, where it is longer than EVIDENCE_MAX_CHARS, a part of it that holds the focus and begins
    and ends with whole words (a focus or word longer than that is cut in the middle).
    """
    if sentence.end - sentence.start <= EVIDENCE_MAX_CHARS:
        return sentence.start, sentence.end, False
    focus_start = min(max(focus_start, sentence.start), sentence.end - 1)
    focus_end = min(max(focus_end, focus_start + 1), sentence.end, focus_start + EVIDENCE_MAX_CHARS)
    room = EVIDENCE_MAX_CHARS - (focus_end - focus_start)
    start = sentence.start if focus_end - sentence.start <= EVIDENCE_MAX_CHARS else focus_start - room // 2
    start = min(start, sentence.end - EVIDENCE_MAX_CHARS)
    end = start + EVIDENCE_MAX_CHARS
    while sentence.start < start < focus_start and not text[start - 1].isspace():
        start += 1
    while start < focus_start and text[start].isspace():
        start += 1
    while focus_end < end < sentence.end and not text[end].isspace():
        end -= 1
    while end > focus_end and text[end - 1].isspace():
        end -= 1
    return start, end, True
