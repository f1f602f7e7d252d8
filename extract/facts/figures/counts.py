"""Finds the noun that a number counts and its canonical singular: "some 70 companies" counts `company`."""

from dataclasses import dataclass

from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.scales import Number
from extract.facts.figures.vocabulary import irregular_plurals, word_set
from extract.facts.language_model import Token

# The noun stands at most this many words after its number: "30 of Boeing's newest long-range 787-9 Dreamliner jets".
_REACH = 9
_HYPHENS = ("-", "‐", "‑")
# Words after a hyphen that make no unit: "one-off", "two-time", "five-star" ratings are no counts of things counted.
_NOT_COUNTED = word_set("not_counted")
_OF_TIMES = frozenset({"last", "next", "this", "previous", "same", "past", "each", "every"})
_PASSED_TAGS = word_set("passed_tags")
# What ends a noun phrase behind its noun, and what cannot open one.
_ENDING_TAGS = frozenset({"CC", ",", "RB", "DT", "PRP$", "VBG", "VBN", "JJ"})
_NOT_OPENING = frozenset({"CC", ",", "RB", "``", "''", "POS", "HYPH", "VBG"})
_DEFINITE_TAGS = frozenset({"DT", "PRP$", "NNP", "NNPS", "NNS", "CD", "JJS", "WP$"})
_QUALIFYING_TAGS = frozenset({"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "VBN", "VBG"})
_POSSESSORS = frozenset({"POS", "PRP$"})
_NOT_QUALIFYING = word_set("not_qualifying")
_MAX_QUALIFYING = 4


@dataclass(frozen=True, slots=True)
class CountedNoun:
    """The noun a number counts.

    unit: canonical singular with what qualifies it; head: the noun alone, `token` in the parse; last: where its words
    end (lexemes, exclusive).
    """

    unit: str
    head: str
    token: Token
    last: int


def find_counted_noun(view: SentenceView, number: Number, last: int) -> CountedNoun | None:
    """The noun counted by a number whose own lexemes end at `last`; null where it counts none that the text names beside it."""
    hyphen, word = view.at(last), view.at(last + 1)
    if hyphen.text in _HYPHENS and not hyphen.spaced and word.kind == "word" and not word.spaced:
        return None if word.lower in _NOT_COUNTED else _counted(view, view.token(last + 1), last + 1, last + 2)
    if number.form == "fraction" and number.value < 1:
        return None
    if view.at(last).lower == "of":
        # "two of the clubs" and "thousands of jobs", but "11 counts of fraud and two of theft".
        is_whole = number.form in ("vague", "fraction") or number.is_scaled or _is_definite(view, last + 1)
        return _noun_from(view, last + 1) if is_whole else None
    if number.form in ("multiple", "occasions"):
        return None
    parsed = _parsed_noun(view, last)
    if parsed is None or (view.at(parsed.last).text in _HYPHENS and not view.at(parsed.last).spaced):
        return _noun_from(view, last)
    return parsed


def _is_definite(view: SentenceView, index: int) -> bool:
    """Whether a phrase names its things: by an article, a possessive, a name, a number or a plural."""
    return view.at(index).kind == "number" or view.token(min(index, len(view.lexemes) - 1)).tag_ in _DEFINITE_TAGS


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
    if any(lexeme.lower in _OF_TIMES for lexeme in between):
        # "300,000 last year"
        return None
    if any(
        view.token(step).tag_ in ("IN", "VBG", "VBZ", "VBD") and view.token(step).dep_ not in ("amod", "compound")
        for step in range(last, end - 1)
    ):
        # "around 73 raising the prospect": the parser hung the number on a noun of the next clause.
        return None
    return _counted(view, token, last, end)


def _noun_from(view: SentenceView, index: int) -> CountedNoun | None:
    """The last noun of the noun phrase that begins at a lexeme."""
    found = None
    for step in range(index, min(index + _REACH, len(view.lexemes))):
        token, lexeme = view.token(step), view.lexemes[step]
        if _is_inside(view, step, index):
            continue
        if not _may_begin(view, step, index):
            return None
        if token.tag_ not in _PASSED_TAGS or (found and (lexeme.kind == "number" or token.tag_ in _ENDING_TAGS)):
            break
        if token.pos_ in ("NOUN", "PROPN") and token.tag_ != "CD":
            is_owner = lexeme.lower.endswith(("'s", "’s"))
            found = None if is_owner else (token, step + 1)
            if token.tag_ == "NNS" and not is_owner and view.at(step + 1).lower not in ("'s", "’s", "'", "’"):
                break
        elif token.tag_ == "POS":
            found = None
    if found is None or found[0].ent_type_ in ("DATE", "TIME", "PERSON"):
        return None
    is_name = found[0].tag_ == "NNP" and found[0].ent_type_ != "NORP"
    return None if is_name else _counted(view, found[0], index, found[1])


def _is_inside(view: SentenceView, step: int, index: int) -> bool:
    """Whether a lexeme is the inside of a compound: of "787-9", "U.S." or "gas-only", or the 9 of a model."""
    token, lexeme = view.token(step), view.lexemes[step]
    if (
        view.at(step - 1).text in _HYPHENS
        and not lexeme.spaced
        and step > index
        and token.pos_ not in ("NOUN", "PROPN")
    ):
        return True
    is_part = token.idx < lexeme.start and step > index
    return is_part and (token.text[:1].isdigit() or token.pos_ == "PROPN")


def _may_begin(view: SentenceView, step: int, index: int) -> bool:
    """Whether a noun phrase may hold a lexeme: no dash of "five- and six-cylinder", no comma behind "20 more"."""
    token, lexeme = view.token(step), view.lexemes[step]
    if token.idx < lexeme.start or (token.tag_ == "," and view.at(step - 1).lower in ("more", "others")):
        return False
    return step > index or token.tag_ not in _NOT_OPENING or token.dep_ in ("amod", "compound")


def _lexeme_after(view: SentenceView, token: Token, index: int) -> int | None:
    end = token.idx + len(token.text)
    for step in range(index, min(index + 2 * _REACH, len(view.lexemes))):
        if view.lexemes[step].end >= end:
            return step + 1
    return None


def _counted(view: SentenceView, token: Token, first: int, last: int) -> CountedNoun:
    """The noun of a token that ends at lexeme `last`, with what qualifies it from lexeme `first` on."""
    head = singular(token)
    words = [*_qualifying(view, first, last - 1)[-_MAX_QUALIFYING:], head]
    return CountedNoun("_".join(words), head, token, last)


def _qualifying(view: SentenceView, first: int, last: int) -> list[str]:
    """The words that say which kind is counted: "European", "shipping", "gas-only"; possessors, numbers and "more" do not."""
    words: list[str] = []
    for step in range(first, last):
        lexeme, token = view.lexemes[step], view.token(step)
        if lexeme.text in _HYPHENS and not lexeme.spaced and words and not view.at(step + 1).spaced:
            words[-1] += "-"
        elif token.tag_ in _POSSESSORS or lexeme.lower in ("'s", "’s", "of"):
            words = []
        elif lexeme.kind == "number" and words and words[-1].endswith("-"):
            # The letter of a model: "F-35 fighter jets".
            words.pop()
        elif lexeme.kind == "word" and words and words[-1].endswith("-"):
            words[-1] += lexeme.lower
        elif lexeme.kind == "word" and token.tag_ in _QUALIFYING_TAGS and lexeme.lower not in _NOT_QUALIFYING:
            words.append(_base_form(token, lexeme.lower))
    return [word for word in words if not word.endswith("-")]


def _base_form(token: Token, word: str) -> str:
    """An adjective without its comparative ending; any other word as it is."""
    return token.lemma_.lower() if token.tag_ in ("JJR", "JJS") and token.lemma_ else word


def singular(token: Token) -> str:
    """The canonical singular of a noun's token, lower case: `person` for people, `company` for companies."""
    word = token.text.lower()
    if word in irregular_plurals():
        return irregular_plurals()[word]
    if token.tag_ not in ("NNS", "NNPS"):
        return word
    lemma = (token.lemma_ or word).lower()
    if word.endswith("buses"):
        return word[:-2]
    if word.endswith("ses") and not word.endswith("sses"):
        # The parser makes "dos" of doses; those in -us and -is stand in the list.
        return word[:-1]
    # Names keep their plural as lemma: "Americans", "Democrats".
    if token.pos_ == "PROPN" and token.tag_ == "NNPS" and lemma.endswith("s") and not lemma.endswith("ss"):
        return lemma[:-1]
    return lemma
