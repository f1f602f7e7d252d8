"""Bodies named by common nouns: "the agriculture ministry" is an organisation, "the ministry" one that was named before."""

from collections.abc import Iterator, Sequence

from extract.facts.grammar import is_argument
from extract.facts.language_model import Doc, Token
from extract.facts.participants.aliases import Merged
from extract.facts.participants.bodies import body_heads
from extract.facts.participants.names import Name
from extract.facts.participants.titles import is_organisation_noun

_MAX_WORDS = 4


def find_lower_case_bodies(doc: Doc, names: Sequence[Name]) -> list[Name]:
    """The acting bodies of state that have no name but what they are: "agriculture ministry", "supreme court"."""
    named = {i for name in names for i in _indexes(doc, name)}
    return [
        body
        for token in doc
        if token.lower_ in body_heads() and token.i not in named and (body := _body(doc, token, named))
    ]


def _body(doc: Doc, head: Token, named: set[int]) -> Name | None:
    if head.tag_ != "NN" or not is_argument(head) or not any(child.lower_ == "the" for child in head.children):
        return None
    first = head.i
    while (
        first and doc[first - 1].pos_ in ("NOUN", "ADJ") and doc[first - 1].is_lower and doc[first - 1].i not in named
    ):
        first -= 1
    # "the court" alone is one that was named before, or nobody knows which.
    if not 0 < head.i - first < _MAX_WORDS or doc[first - 1].lower_ != "the":
        return None
    span = doc[first : head.i + 1]
    return Name(span.start_char, span.end_char, span.text, "organisation", head.i)


def add_references(doc: Doc, merged: Sequence[Merged]) -> None:
    """Gives each "the ministry" to the organisation with that word in its name, where only one has it, and was named before."""
    owners: dict[str, list[Merged]] = {}
    for one in merged:
        if one.kind == "organisation":
            for word in {word.lower() for form in one.forms for word in form.split() if is_organisation_noun(word)}:
                owners.setdefault(word, []).append(one)
    taken = {name.start for one in merged for name in one.mentions}
    for token in _bare(doc):
        candidates = owners.get(token.lower_, [])
        if len(candidates) == 1 and token.idx not in taken and candidates[0].mentions[0].start < token.idx:
            candidates[0].add(Name(token.idx, token.idx + len(token), token.text, "organisation", token.i))


def _bare(doc: Doc) -> Iterator[Token]:
    """The nouns that stand with the article alone."""
    for token in doc:
        if token.is_lower and is_organisation_noun(token.text) and token.i and doc[token.i - 1].lower_ == "the":
            follows = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
            if (
                token.pos_ == "NOUN"
                and token.dep_ not in ("compound", "nmod")
                and follows not in ("of", "for", "that", "which")
            ):
                yield token


def _indexes(doc: Doc, name: Name) -> range:
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    return range(span.start, span.end) if span is not None else range(0)
