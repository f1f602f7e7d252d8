"""Finds the noun that a number counts and its canonical singular: "some 70 companies" counts `company`."""

from dataclasses import dataclass

from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.scales import Number
from extract.facts.figures.vocabulary import word_set
from extract.facts.language_model import Token

# The noun stands at most this many words after its number: "30 of Boeing's newest long-range 787-9 Dreamliner jets".
_REACH = 9
_HYPHENS = ("-", "‐", "‑")
_SINGULARS = {
    "people": "person",
    "persons": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "mps": "mp",
    "folks": "folk",
    "data": "data",
    "media": "media",
}
# Words after a hyphen that make no unit: "one-off", "two-time", "five-star" ratings are no counts of things counted.
_NOT_COUNTED = word_set("not_counted")
_PASSED_TAGS = word_set("passed_tags")


@dataclass(frozen=True, slots=True)
class CountedNoun:
    """The noun a number counts: canonical singular, the parser's token, and where its words end (lexemes, exclusive)."""

    unit: str
    token: Token
    last: int


def find_counted_noun(view: SentenceView, number: Number, last: int) -> CountedNoun | None:
    """The noun counted by a number whose own lexemes end at `last`; null where it counts none that the text names beside it."""
    hyphen, word = view.at(last), view.at(last + 1)
    if hyphen.text in _HYPHENS and not hyphen.spaced and word.kind == "word" and not word.spaced:
        if word.lower in _NOT_COUNTED:
            return None
        return CountedNoun(_singular(view.token(last + 1)), view.token(last + 1), last + 2)
    if number.form == "fraction":
        return None
    if view.at(last).lower == "of":
        return _noun_from(view, last + 1)
    if number.form in ("multiple", "occasions"):
        return None
    return _parsed_noun(view, last) or _noun_from(view, last)


def _parsed_noun(view: SentenceView, last: int) -> CountedNoun | None:
    token = view.token(last - 1)
    for _ in range(3):
        if token.dep_ not in ("nummod", "quantmod", "compound", "amod", "nmod"):
            return None
        token = token.head
        if token.pos_ in ("NOUN", "PROPN") and token.idx >= view.at(last - 1).end:
            break
    if token.pos_ not in ("NOUN", "PROPN") or token.idx >= view.sentence.end or token.idx < view.at(last - 1).end:
        return None
    end = _lexeme_after(view, token, last)
    between = view.lexemes[last : end - 1] if end is not None else ()
    if end is None or len(between) > _REACH or any(lexeme.text in ("(", ")", ";", ":") for lexeme in between):
        return None
    return CountedNoun(_singular(token), token, end)


def _noun_from(view: SentenceView, index: int) -> CountedNoun | None:
    """The last noun of the noun phrase that begins at a lexeme."""
    found = None
    for step in range(index, min(index + _REACH, len(view.lexemes))):
        token = view.token(step)
        if token.idx < view.lexemes[step].start:
            # A sign inside the number's own token: the dash of "five- and six-cylinder".
            return None
        if token.tag_ not in _PASSED_TAGS or (view.lexemes[step].kind == "number" and found):
            break
        if found and (token.tag_ in ("CC", ",", "RB", "DT", "PRP$", "VBG", "VBN") or token.tag_ == "JJ"):
            break
        if step == index and token.tag_ in ("CC", ",", "RB", "``", "''", "POS", "HYPH"):
            return None
        if token.pos_ in ("NOUN", "PROPN") and token.tag_ not in ("CD",):
            found = (token, step + 1)
            if token.tag_ == "NNS" and view.at(step + 1).lower not in ("'s", "’s", "'", "’"):
                break
        elif token.tag_ == "POS":
            found = None
    if found is None or found[0].ent_type_ in ("DATE", "TIME", "PERSON"):
        return None
    if found[0].pos_ == "PROPN" and found[0].tag_ == "NNP":
        return None
    return CountedNoun(_singular(found[0]), found[0], found[1])


def _lexeme_after(view: SentenceView, token: Token, index: int) -> int | None:
    end = token.idx + len(token.text)
    for step in range(index, min(index + 2 * _REACH, len(view.lexemes))):
        if view.lexemes[step].end >= end:
            return step + 1
    return None


def _singular(token: Token) -> str:
    word = token.text.lower()
    if word in _SINGULARS:
        return _SINGULARS[word]
    lemma = (token.lemma_ or word).lower()
    # Names keep their plural as lemma: "Americans", "Democrats".
    if token.pos_ == "PROPN" and token.tag_ == "NNPS" and lemma.endswith("s") and not lemma.endswith("ss"):
        return lemma[:-1]
    return lemma
