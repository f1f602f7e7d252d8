"""Finds unnamed groups: counted ("some 70 companies from both countries") and described ("Related Japanese ministries")."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.contract.columns import EVIDENCE_MAX_CHARS
from extract.facts.countries import find_nationality
from extract.facts.figures.spans import FigureSpan
from extract.facts.grammar import did_something, place_in_sentence, says_where
from extract.facts.language_model import Doc, Token, text_of
from extract.facts.participants.titles import group_nouns, is_institution

# A group's name is at most this long: beyond it the words describe something else.
_MAX_WORDS = 12
_MAX_OWNER_WORDS = 4
_MAX_STATE_WORDS = 6
# A bare "people" or "countries" points back at something named.
TOO_GENERAL = frozenset(
    {"people", "person", "man", "woman", "country", "nation", "member", "force", "team", "side", "party", "group"}
)
# "another 30 people", "a further 17 manufacturers": who they are does not depend on those before.
_MORE = re.compile(r"(?:another|(?:a )?further|an additional|an extra)\s+(?=\w)", re.IGNORECASE)
# What says no more than how many there are.
_STATES = frozenset(
    {"have", "be", "include", "employ", "number", "total", "contain", "comprise", "need", "lack", "represent", "seat"}
    | {"hold", "house"}
)
# "schoolgirl", "steelworker", "churchgoer": compounds with a word for people.
_PEOPLE_ENDINGS = ("girl", "boy", "woman", "worker", "goer", "keeper", "mate", "owner", "fighter", "seeker")
_MIN_COMPOUND = 6
_NAMED = frozenset({"PERSON", "ORG", "FAC", "PRODUCT", "WORK_OF_ART"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "dative", "appos", "attr"})
_OWNERS = frozenset({"det", "poss", "predet", "nummod", "case", "punct", "cc", "preconj"})


@dataclass(frozen=True, slots=True)
class Group:
    """One mention of a group by characters; root: its head noun's index; figure: the index of the figure that counts it.

    is_acting: it does something or something is done to it, and it is not only had, employed or compared with. alias: its
    name without the number, or with whose it is.
    """

    start: int
    end: int
    text: str
    root: int
    figure: int | None
    is_acting: bool = False
    alias: str | None = None


def is_group_noun(noun: str) -> bool:
    """Whether a noun, lower-case singular, is for people or organisations: "worker", "schoolgirl"."""
    return noun in group_nouns() or (len(noun) > _MIN_COMPOUND and noun.endswith(_PEOPLE_ENDINGS))


def find_groups(doc: Doc, figures: Sequence[FigureSpan]) -> list[Group]:
    """All mentions of groups in their order; a counted one is not described once more."""
    counted = list(_counted(doc, figures))
    inside = bytearray(len(text_of(doc)))
    for one in counted:
        inside[one.start : one.end] = b"\1" * (one.end - one.start)
    heads = [token for token in doc if _is_described(token) and not inside[token.idx]]
    described = [group for head in heads if (group := _described(doc, head))]
    return sorted([*counted, *described], key=lambda g: g.start)


def _counted(doc: Doc, figures: Sequence[FigureSpan]) -> Iterator[Group]:
    for index, figure in enumerate(figures):
        if figure.kind != "count" or not _counts_people(figure.unit_head):
            continue
        span = doc.char_span(figure.start, figure.end, alignment_mode="expand")
        if span is None or figure.alternative_of is not None:
            continue
        root = span.root
        if (
            root.dep_ == "pobj"
            and root.head.lower_ == "of"
            and root.head.head.lower_ in ("one", "some", "many", "most", "none")
        ):
            continue  # "one of only three managers to have won it": the three do nothing here
        if root.dep_ == "dobj" and root.head.lemma_ == "employ":
            continue  # how large an employer is
        end = _end_with_state(doc, root, _end_with_phrase(doc, root, span.end))
        start = span.start
        text = doc[start:end].text[figure.start - doc[start].idx :]
        if len(text) > EVIDENCE_MAX_CHARS:
            continue  # a number of hundreds of digits is nobody's
        if root.dep_ in _ARGUMENTS and end - start <= _MAX_WORDS + 2 and len(text.split()) <= _MAX_WORDS:
            more = _MORE.match(text)
            skipped = more.end() if more else 0
            yield Group(
                figure.start + skipped,
                figure.start + len(text),
                text[skipped:],
                root.i,
                index,
                _is_acting(root),
                _uncounted(doc, root, end),
            )


def _uncounted(doc: Doc, root: Token, end: int) -> str | None:
    """The words after the number, "Serbian nurses"; null where they say too little to be a name."""
    first = root.i
    while first > root.left_edge.i and not (
        doc[first - 1].like_num or doc[first - 1].dep_ in ("nummod", "prep", "punct")
    ):
        first -= 1
    words = doc[first:end]
    is_long = len(words) > 1 and (first < root.i or root.lemma_.lower() not in TOO_GENERAL or end - root.i > 2)
    return words.text if is_long and first > root.left_edge.i else None


def _counts_people(noun: str | None) -> bool:
    """Whether what is counted are people or organisations: a group noun, or a nationality ("two Serbs")."""
    return noun is not None and (is_group_noun(noun) or find_nationality(noun.capitalize()) is not None)


def _is_acting(root: Token) -> bool:
    dependency, preposition = place_in_sentence(root)
    for _ in range(8):
        if root.dep_ not in ("conj", "appos"):
            break
        root = root.head
    if preposition:
        return preposition in ("by", "with", "between", "against") and root.head.head.pos_ in ("VERB", "NOUN")
    if dependency in ("nsubj", "nsubjpass"):
        return root.head.lemma_ not in ("be", "number", "total")
    return dependency in ("dobj", "dative") and root.head.lemma_ not in _STATES


def _is_described(token: Token) -> bool:
    if token.pos_ not in ("NOUN", "PROPN") or token.dep_ not in _ARGUMENTS or token.ent_type_ in _NAMED:
        return False
    # "MPs", "Ministers": what the tagger takes for a name has no lemma of its own.
    noun = token.lemma_.lower() if token.pos_ == "NOUN" else token.lower_.removesuffix("s")
    is_plural = token.tag_ == "NNS" or (token.pos_ == "PROPN" and token.lower_ != noun)
    if not is_group_noun(noun) or not (is_plural or (token.pos_ == "NOUN" and group_nouns().get(noun))):
        return False
    return not any(child.dep_ == "nummod" for child in token.children)


def _described(doc: Doc, head: Token) -> Group | None:
    start = head.i
    for child in reversed(list(head.lefts)):
        is_other = child.pos_ in ("DET", "PRON", "NUM") or (child.pos_ == "VERB" and child.dep_ != "amod")
        if child.dep_ in _OWNERS or child.right_edge.i != start - 1 or is_other:
            break
        start = child.left_edge.i
    while start < head.i and doc[start].is_space:
        start += 1  # spaces before a text's first word belong to no name
    end = _end_with_phrase(doc, head, head.i + 1)
    noun = head.lemma_.lower()
    if end - start == 1 and (noun in TOO_GENERAL or (is_institution(noun) and says_where(place_in_sentence(head)[1]))):
        return None  # "banned in schools"
    text = doc[start:end].text
    if (
        len(text) > EVIDENCE_MAX_CHARS
        or len(text.split()) > _MAX_WORDS
        or "\n" in text
        or any(mark in text for mark in '"“”(),;')
    ):
        return None
    return Group(
        doc[start].idx,
        doc[start].idx + len(text),
        text,
        head.i,
        None,
        _is_acting(head) and (bool(place_in_sentence(head)[1]) or did_something(head, as_object=True)),
        _with_owner(doc, head, start, text),
    )


def _with_owner(doc: Doc, head: Token, start: int, text: str) -> str | None:
    """The name with whose group it is: "Okoro's supporters"; null where nobody's."""
    owner = next((child for child in head.lefts if child.dep_ == "poss" and child.right_edge.i == start - 1), None)
    if owner is None:
        return None
    return f"{doc[owner.left_edge.i : start].text} {text}" if owner.left_edge.i >= start - _MAX_OWNER_WORDS else None


def _end_with_state(doc: Doc, head: Token, end: int) -> int:
    """The index after a short "familiar with the matter" or "killed in the crash" that follows the noun at once."""
    for child in head.rights:
        if child.i == end and (child.dep_ == "acl" or (child.dep_ == "amod" and child.right_edge.i > child.i)):
            last = child.right_edge.i + 1
            if last - end <= _MAX_STATE_WORDS and not any(
                t.is_punct or t.is_space or t.ent_type_ in ("DATE", "TIME") for t in doc[end:last]
            ):
                return last
    return end


def _end_with_phrase(doc: Doc, head: Token, end: int) -> int:
    """The index after a short "from both countries" or "of the two countries" that follows the noun at once."""
    for child in head.rights:
        if child.dep_ == "prep" and child.i == end and child.text.lower() in ("of", "from"):
            last = child.right_edge.i + 1
            if last - end <= 6 and not any(t.is_punct or t.is_space or t.pos_ == "VERB" for t in doc[end:last]):
                return last
    return end
