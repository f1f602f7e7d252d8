"""Says which participant a word of the text stands for: its names, its title, and words that point back to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.contract.data import read_csv
from extract.facts.language_model import Doc, Token
from extract.facts.participants import ParticipantSpan

# What a pronoun means stands near: further back than this it is a guess.
_BACK_WORDS = 80
# "members of a group of companies": deeper than this no one is meant.
_MAX_DEPTH = 2


@cache
def role_words(use: str) -> dict[str, str]:
    """The words of one use to their value (see the head of the table)."""
    return {row["word"]: row["value"] for row in read_csv("role_words", "extract.facts.data") if row["use"] == use}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who stands where in an article: by_token gives the participant (its index) that a word stands for."""

    doc: Doc
    participants: Sequence[ParticipantSpan]
    by_token: dict[int, int]

    def of(self, token: Token, depth: int = 0) -> Iterator[int]:
        """The participants that a noun phrase's head, its conjuncts and what it includes stand for."""
        for one in (token, *token.conjuncts):
            yield from self._one(one, depth)

    def _one(self, token: Token, depth: int) -> Iterator[int]:
        found = self.by_token.get(token.i)
        if found is None:
            found = self._antecedent(token)
        if found is not None:
            yield found
        elif depth < _MAX_DEPTH and (token.lemma_.lower() in role_words("of_whom") or token.pos_ == "NUM"):
            for obj in objects_of(token, "of"):
                yield from self.of(obj, depth + 1)
        if depth < _MAX_DEPTH:
            for obj in objects_of(token, "including"):
                yield from self.of(obj, depth + 1)

    def _antecedent(self, token: Token) -> int | None:
        """Whom "he", "it" or "the company" means: what of that kind was a subject last."""
        kinds = role_words("means").get(token.lower_)
        if kinds is None or (token.pos_ != "PRON" and not _stands_alone(token)):
            return None
        for i in range(token.i - 1, max(-1, token.i - _BACK_WORDS), -1):
            index = self.by_token.get(i)
            # "The union accused the company": who does something to itself is called "itself".
            if index is None or self.doc[i].dep_ not in ("nsubj", "nsubjpass") or self.doc[i].head.i == token.head.i:
                continue
            if self.participants[index].kind in kinds.split("|"):
                return index
        return None


def make_cast(doc: Doc, participants: Sequence[ParticipantSpan]) -> Cast:
    """The participants by each word of their mentions (of a group its head noun), then by the title before a name."""
    by_token: dict[int, int] = {}
    for index, participant in enumerate(participants):
        for start, end in participant.mentions:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is None:
                continue
            # The parser may see the head of a name elsewhere than in its last word.
            for token in [span.root] if participant.kind == "group" else span:
                by_token.setdefault(token.i, index)
    # spaCy joins the text anew each time it is asked for.
    text = doc.text
    for index, participant in enumerate(participants):
        title = participant.description
        for start, _ in participant.mentions:
            # "Ambassador Ono said": where the parser takes the title for the subject, it stands for the person.
            if title and text[max(0, start - len(title) - 2) : start].rstrip().endswith(title):
                first = text.rindex(title, 0, start)
                for token in doc.char_span(first, first + len(title), alignment_mode="expand") or ():
                    by_token.setdefault(token.i, index)
    return Cast(doc, participants, by_token)


def objects_of(token: Token, *prepositions: str) -> list[Token]:
    """The objects of a word's prepositions, "of the association"; all its prepositions' if none is named."""
    return [
        obj
        for prep in token.children
        if prep.dep_ in ("prep", "dative", "agent") and (not prepositions or prep.lower_ in prepositions)
        for obj in prep.children
        if obj.dep_ == "pobj"
    ]


def _stands_alone(token: Token) -> bool:
    """Whether a noun stands with the article alone: "the country", "the company"."""
    children = [child.lower_ for child in token.children if not child.is_punct and child.dep_ != "relcl"]
    return children in (["the"], ["this"])
