"""Finds who has no name and may yet take part in an event: "a U.S. official", "Russian aircraft", "a refugee camp in Chad"."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from extract.contract.columns import EVIDENCE_MAX_CHARS
from extract.contract.data import read_csv
from extract.facts.grammar import place_in_sentence
from extract.facts.language_model import Doc, Token, text_of
from extract.facts.participants.confidence import method_of, rate
from extract.facts.participants.groups import TOO_GENERAL, is_group_noun
from extract.facts.participants.names import Name
from extract.facts.participants.nobody import is_double, is_thing
from extract.facts.participants.spans import ParticipantSpan
from extract.facts.participants.titles import is_institution, is_organisation_noun, is_title

# A longer noun phrase describes something else.
_MAX_WORDS = 12
_MAX_TAIL_WORDS = 7
_TAILS = frozenset({"of", "from", "for"})
_WHERE = frozenset({"at", "in", "on"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "pobj"})
_DETERMINERS = frozenset({"det", "predet", "preconj", "cc"})
_POINTING = frozenset({"the", "this", "that", "these", "those", "such", "any", "no", "each", "every", "either"})
_KINDS = {"place": "place", "institution": "organisation"}
_MARKS = frozenset('"“”(),;:\n')


@cache
def _unnamed_nouns() -> dict[str, str]:
    return {row["noun"]: row["kind"] for row in read_csv("force_nouns", "extract.facts.data")}


def kind_of_unnamed(noun: str) -> str | None:
    """What a noun, lower-case singular, may be without a name; null for things.

    group, institution (an organisation), place, body (of business), or vehicle (of a force).
    """
    listed = _unnamed_nouns().get(noun)
    if listed:
        return None if listed == "none" else listed
    is_somebody = is_title(noun) or is_group_noun(noun) or is_organisation_noun(noun)
    return "group" if is_somebody else None


def find_walk_ons(doc: Doc, names: Sequence[Name], known: Iterable[ParticipantSpan]) -> Iterator[ParticipantSpan]:
    """One participant for each description that no name or known group holds; all are participants only in events."""
    text = text_of(doc)
    taken = bytearray(len(text) + 1)
    for start, end in [*((name.start, name.end) for name in names), *(m for one in known for m in one.mentions)]:
        taken[start:end] = b"\1" * (end - start)
    same: dict[str, list[tuple[Token, int, int]]] = {}
    for token in doc:
        if not taken[token.idx] and _may_act(token, taken) and (span := _span(doc, token, taken)):
            same.setdefault(text[span[0] : span[1]].casefold(), []).append((token, *span))
    for mentions in same.values():
        head, start, end = mentions[0]
        name = text[start:end]
        kind = _KINDS.get(kind_of_unnamed(head.lemma_.lower()) or "", "group")
        # Of an institution the head alone is its mention: other words may be names of their own.
        own = [(word.idx, word.idx + len(word)) for word, _, _ in mentions] if kind == "organisation" else None
        method = method_of("uncounted", name, is_described=False, is_acting=False)
        yield ParticipantSpan(
            name=name,
            kind=kind,
            aliases=(),
            mentions=tuple(own or [(first, last) for _, first, last in mentions]),
            mention_start=start,
            mention_end=end,
            only_in_events=True,
            confidence=rate(method),
            method=method,
        )


def _may_act(token: Token, taken: bytearray) -> bool:
    if token.pos_ not in ("NOUN", "PROPN") or kind_of_unnamed(token.lemma_.lower()) is None:
        return False
    is_office = token.pos_ == "PROPN" and not token.is_lower  # "Capt."
    if is_office or token.dep_ == "appos" or not _stands_for_someone(token):
        return False
    # "President Okoro", "the mayor, Ana Ruiz": the title of a name.
    after = token.i + 1
    if after < len(token.doc) and taken[token.doc[after].idx] and token.doc[after].tag_ in ("NNP", "NNPS"):
        return False
    return not any(child.dep_ == "appos" and taken[child.idx] for child in token.children)


def _stands_for_someone(token: Token) -> bool:
    """Whether it is a subject or an object; a vehicle is someone only where it acts."""
    dependency, preposition = place_in_sentence(token)
    if kind_of_unnamed(token.lemma_.lower()) == "vehicle":
        return dependency == "nsubj" or preposition == "by"
    if dependency == "dobj" and token.head.lemma_ == "employ":
        return False  # how large an employer is
    return dependency in _ARGUMENTS


def _span(doc: Doc, head: Token, taken: bytearray) -> tuple[int, int] | None:
    """The characters of a description without its article; null for what only points back ("the official")."""
    start = head.i
    pointer = ""
    for child in reversed(list(head.lefts)):
        if child.right_edge.i != start - 1 or child.pos_ in ("PRON", "VERB", "SCONJ") or child.is_punct:
            break
        if child.dep_ in _DETERMINERS or child.pos_ == "DET":
            pointer = child.lower_
            break
        start = child.left_edge.i
    while start < head.i and (doc[start].is_space or doc[start].dep_ in _DETERMINERS or doc[start].is_punct):
        start += 1
    end = _end(doc, head)
    is_bare = end - start == 1
    is_somebody = not _is_institution(head.lemma_.lower())
    if is_double(head, pointer, taken) or (not is_somebody and is_thing(head, is_bare=is_bare)):
        return None
    if is_bare and (pointer in _POINTING or any(child.dep_ == "poss" for child in head.children)):
        return None
    if pointer in _POINTING and kind_of_unnamed(head.lemma_.lower()) == "body":
        return None  # "the retail giant" is one that was named
    is_vehicle = kind_of_unnamed(head.lemma_.lower()) == "vehicle"
    if is_bare and (is_vehicle or head.lemma_.lower() in TOO_GENERAL):
        return None  # "rescued by helicopter", "a group said"
    words = doc[start:end]
    if _is_other(words.text):
        words = doc[start : head.i + 1]
    if _is_other(words.text):
        if head.lemma_.lower() in TOO_GENERAL:
            return None
        words = doc[head.i : head.i + 1]
    return words.start_char, words.end_char


def _is_other(text: str) -> bool:
    """Whether words are too many, too long or too marked to be one description."""
    is_long = len(text) > EVIDENCE_MAX_CHARS or len(text.split()) > _MAX_WORDS
    return is_long or any(mark in text for mark in _MARKS)


def _is_institution(noun: str) -> bool:
    """Whether a noun is for a place or for a body that may be a mere thing, "school", and not for people."""
    listed = _unnamed_nouns().get(noun)
    return listed in ("place", "institution") or (listed != "group" and is_institution(noun))


def _end(doc: Doc, head: Token) -> int:
    """The index after a short "of the Tyumen region" or "based in Trinidad" that follows the noun at once."""
    # Where people are is no part of who they are: "arrested a leader in Oslo".
    tails = _TAILS | _WHERE if _is_institution(head.lemma_.lower()) else _TAILS
    for child in head.rights:
        if child.i != head.i + 1:
            continue
        is_based = child.dep_ == "acl" and child.lower_ == "based"
        if not is_based and (child.dep_ != "prep" or child.lower_ not in tails):
            continue
        last = child.right_edge.i + 1
        tail = doc[child.i : last]
        if len(tail) <= _MAX_TAIL_WORDS and not any(
            token.is_punct
            or token.is_space
            or token.ent_type_ in ("DATE", "TIME")
            or token.lower_.endswith("ing")
            or (token.pos_ == "VERB" and not is_based)
            for token in tail
        ):
            return last
    return head.i + 1
