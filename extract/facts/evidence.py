"""The article that facts are read from, and the columns that every fact shares: its evidence, confidence and versions."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import TypedDict

from extract.contract.keys import fact_id
from extract.facts.sentences import Sentence, cut_evidence


class Evidence(TypedDict):
    """The columns of `Fact`."""

    article_version_id: str
    article_id: str
    sentence_index: int
    char_start: int
    char_end: int
    evidence: str
    is_evidence_cut: bool
    confidence: float
    method: str
    model_version: str


@dataclass(frozen=True, slots=True)
class Source:
    """The article that facts are read from."""

    article_version_id: str
    article_id: str
    text: str
    sentences: tuple[Sentence, ...]
    model_version: str

    def id(self, table: str, *parts: object) -> str:
        """Id of a fact of this article."""
        return fact_id(table, self.article_version_id, *parts)

    def evidence(self, start: int, end: int, confidence: float, method: str) -> Evidence:
        """The columns that all facts share, for words of the text: their sentence, cut where it is long."""
        at = bisect_right(self.sentences, start, key=lambda sentence: sentence.start) - 1
        sentence = self.sentences[max(at, 0)]
        char_start, char_end, is_cut = cut_evidence(self.text, sentence, start, end)
        evidence = self.text[char_start:char_end]
        if not 0 <= char_start <= start < char_end <= len(self.text) or not evidence.strip():
            raise ValueError(f"evidence {char_start}:{char_end} does not hold the fact at {start}:{end}")
        return {
            "article_version_id": self.article_version_id,
            "article_id": self.article_id,
            "sentence_index": sentence.index,
            "char_start": char_start,
            "char_end": char_end,
            "evidence": evidence,
            "is_evidence_cut": is_cut,
            "confidence": round(confidence, 3),
            "method": method,
            "model_version": self.model_version,
        }
