"""Cuts a sentence into lexemes (numbers in digits, words, single signs) and finds the parser's token behind each."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from extract.facts.language_model import Doc, Token, text_of
from extract.facts.sentences import Sentence

# Every repetition is bounded or cannot fail after it: the time is linear in the text. Groups of digits are parted by
# commas (1,234 and 12,34,567), by fixed spaces, by apostrophes (12'500), or, in round numbers and behind a single digit, by
# plain spaces (12 500 and 2 350 trucks; not "400 737 jets").
_LEXEME = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{2,3}){0,8},\d{3}(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3}){1,8}(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?: \d{3}){0,7} \d00(?![\d,.])"
    r"|\d{1,3}(?:\.\d{3}){1,8},\d{2}(?![\d,])"
    r"|\d{1,3}(?:\.\d{3}){2,8}(?![\d.])"
    r"|\d{1,4},\d{2}(?= ?(?:€|EUR|euros?\b))"
    r"|\d{1,3}(?:['’]\d{3}){1,8}(?!\d)(?:\.\d+)?"
    r"|[1-9] \d{3}(?= [a-z]{3,})"
    r"|\d+(?:\.\d+)?"
    r"|(?<![\w.])\.\d+)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)"
    r"|(?P<sign>\S)"
)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A number in digits, a word or a sign. `spaced`: white space stands before it."""

    start: int
    end: int
    text: str
    lower: str
    kind: str
    spaced: bool


_NOTHING = Lexeme(-1, -1, "", "", "end", True)


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One sentence of a document as lexemes, with a way back to the parser's tokens.

    text: the document's, made once: asking the parser's document for it joins all its words anew.
    """

    doc: Doc
    text: str
    sentence: Sentence
    lexemes: tuple[Lexeme, ...]
    _token_starts: list[int] = field(repr=False)
    _tokens: dict[int, Token] = field(default_factory=dict, repr=False)

    def at(self, index: int) -> Lexeme:
        """The lexeme at a position; before the first and after the last there is an empty one."""
        return self.lexemes[index] if 0 <= index < len(self.lexemes) else _NOTHING

    def token(self, index: int) -> Token:
        """The parser's token that holds the first character of a lexeme."""
        token = self._tokens.get(index)
        if token is None:
            token = self._tokens[index] = self.token_at(self.lexemes[index].start)
        return token

    def token_at(self, char: int) -> Token:
        """The parser's token that holds a character of the document."""
        return self.doc[bisect_right(self._token_starts, char) - 1]

    def words_before(self, index: int, count: int) -> str:
        """Up to `count` lexemes before a position, lower case, one space between."""
        return " ".join(lexeme.lower for lexeme in self.lexemes[max(0, index - count) : max(0, index)])

    def words_from(self, index: int, count: int) -> str:
        """Exactly `count` lexemes from a position, lower case, one space between; empty where the sentence has fewer."""
        lexemes = self.lexemes[index : index + count]
        return " ".join(lexeme.lower for lexeme in lexemes) if len(lexemes) == count else ""


def view_sentences(doc: Doc, sentences: list[Sentence]) -> list[SentenceView]:
    """The sentences of a document as lexemes."""
    text = text_of(doc)
    starts: list[int] = doc.to_array("IDX").tolist() if len(doc) else []
    return [
        SentenceView(doc, text, sentence, _lexemes(text, sentence.start, sentence.end), starts)
        for sentence in sentences
    ]


def _lexemes(text: str, start: int, end: int) -> tuple[Lexeme, ...]:
    return tuple(
        Lexeme(
            match.start(),
            match.end(),
            match[0],
            match[0].lower(),
            str(match.lastgroup),
            match.start() == start or text[match.start() - 1].isspace(),
        )
        for match in _LEXEME.finditer(text, start, end)
    )
