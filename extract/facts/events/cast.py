"""Says which participant a word of the text stands for: its names, its title, and words that point back to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.contract.data import read_csv
from extract.facts.events.references import References
from extract.facts.language_model import Doc, Token, text_of
from extract.facts.participants import ParticipantSpan

# "members of a group of companies": deeper than this no one is meant.
_MAX_DEPTH = 2
_PREPOSITIONS = frozenset({"prep", "dative", "agent"})
_OWNERS = frozenset({"poss", "compound", "nmod", "amod"})


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
    references: References

    def of(self, token: Token, depth: int = 0) -> Iterator[int]:
        """The participants that a noun phrase's head, its conjuncts and what it includes stand for."""
        for one in (token, *token.conjuncts):
            yield from self._one(one, depth)

    def around(self, token: Token) -> Iterator[int]:
        """Whose a thing is that is no participant itself: "Orbit's shares", "an Indian proposal"; its conjuncts' too."""
        for one in (token, *token.conjuncts):
            for child in one.children:
                if child.dep_ in _OWNERS:
                    yield from self._one(child, _MAX_DEPTH)

    def _one(self, token: Token, depth: int) -> Iterator[int]:
        pair = self.references.find_pair(token)
        if pair:
            yield from pair
            return
        found = self.by_token.get(token.i)
        if found is None:
            found = self.references.find(token)
        if found is not None:
            yield found
        elif depth < _MAX_DEPTH:
            names = [self.by_token.get(child.i) for child in token.children if child.dep_ == "appos"]
            yield from (index for index in names if index is not None)
            if token.lemma_.lower() in role_words("of_whom") or token.pos_ == "NUM":
                for obj in objects_of(token, "of"):
                    yield from self.of(obj, depth + 1)
        if depth < _MAX_DEPTH:
            for obj in objects_of(token, "including"):
                yield from self.of(obj, depth + 1)


def make_cast(doc: Doc, participants: Sequence[ParticipantSpan]) -> Cast:
    """The participants by each word of their mentions (of a group its head noun), then by the title before a name."""
    by_token: dict[int, int] = {}
    # Who is unnamed stands behind all others, so that the words of a name are its own.
    for index in sorted(range(len(participants)), key=lambda i: participants[i].kind == "group"):
        participant = participants[index]
        for start, end in participant.mentions:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is None:
                continue
            # The parser may see the head of a name elsewhere than in its last word.
            is_unnamed = participant.kind == "group" or (participant.kind == "place" and span.root.is_lower)
            for token in [span.root] if is_unnamed else span:
                by_token.setdefault(token.i, index)
    _add_titles(doc, participants, by_token)
    return Cast(doc, participants, by_token, References(doc, participants, by_token))


def _add_titles(doc: Doc, participants: Sequence[ParticipantSpan], by_token: dict[int, int]) -> None:
    text = text_of(doc)
    for index, participant in enumerate(participants):
        title = participant.description
        for start, _ in participant.mentions:
            # "Ambassador Ono said": where the parser takes the title for the subject, it stands for the person.
            if title and text[max(0, start - len(title) - 2) : start].rstrip().endswith(title):
                first = text.rindex(title, 0, start)
                for token in doc.char_span(first, first + len(title), alignment_mode="expand") or ():
                    by_token.setdefault(token.i, index)


def objects_of(token: Token, *prepositions: str) -> list[Token]:
    """The objects of a word's prepositions, "of the association"; all its prepositions' if none is named."""
    return [
        obj
        for prep in token.children
        if prep.dep_ in _PREPOSITIONS and (not prepositions or prep.lower_ in prepositions)
        for obj in prep.children
        if obj.dep_ == "pobj"
    ]


def objects_by_preposition(token: Token) -> dict[str, list[Token]]:
    """The objects of a word's prepositions by preposition, "of" to "the association"; only those that have some."""
    found: dict[str, list[Token]] = {}
    for prep in token.children:
        if prep.dep_ in _PREPOSITIONS:
            for obj in prep.children:
                if obj.dep_ == "pobj":
                    found.setdefault(prep.lower_, []).append(obj)
    return found
