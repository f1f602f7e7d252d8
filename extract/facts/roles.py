"""Finds who takes part in an event and as what: from the grammar around its trigger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.contract.data import read_csv
from extract.facts.language_model import Doc, Token
from extract.facts.participants import ParticipantSpan
from extract.facts.triggers import Trigger

_HOSTS = frozenset({"host", "organise", "organize", "convene", "stage", "co-host"})
_WITH = {"with": "with", "between": "with", "among": "with", "alongside": "with", "of": "of", "into": "of", "on": "on", "against": "on"} | {
    "at": "", "over": "", "to": "to", "for": "to", "toward": "to", "towards": "to", "from": "of", "including": "object",
}  # fmt: skip
_SAYS = frozenset(
    {
        "say",
        "tell",
        "add",
        "report",
        "announce",
        "state",
        "write",
        "reveal",
        "warn",
        "note",
        "claim",
        "explain",
        "accord",
    }
)
# What words that point back may mean; "they" is told by no rule this simple.
_KINDS_MEANT = {
    "he": ("person",),
    "she": ("person",),
    "it": ("organisation", "country"),
    "country": ("country",),
    "nation": ("country",),
    "company": ("organisation",),
    "firm": ("organisation",),
    "agency": ("organisation",),
    "ministry": ("organisation",),
    "bank": ("organisation",),
    "president": ("person",),
    "minister": ("person",),
}
# "members of the association", "a total of 70 companies": the words after "of" are who is meant.
_OF_WHOM = frozenset({"member", "official", "representative", "total", "group", "number", "majority", "delegation", "leader", "head", "hundred", "thousand", "dozen", "executive", "spokesman", "spokesperson"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Role:
    """A participant (its index) in an event; method: grammar or default."""

    participant: int
    role: str
    method: str = "grammar"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who stands where in an article: token index to the participant that the word stands for."""

    doc: Doc
    participants: Sequence[ParticipantSpan]
    by_token: dict[int, int]

    def of(self, token: Token) -> Iterator[int]:
        """The participants that a noun phrase's head, its conjuncts and what it includes stand for."""
        for one in (token, *token.conjuncts):
            yield from self._one(one)

    def _one(self, token: Token, depth: int = 0) -> Iterator[int]:
        found = self.by_token.get(token.i)
        if found is None and (token.pos_ == "PRON" or _points_back(token)):
            found = self._antecedent(token)
        if found is None and depth < 2:
            of = [child for child in token.children if child.dep_ == "prep" and child.lower_ == "of"]
            if token.lemma_.lower() in _OF_WHOM or token.pos_ == "NUM":
                for obj in (o for prep in of for o in prep.children if o.dep_ == "pobj"):
                    for one in (obj, *obj.conjuncts):
                        yield from self._one(one, depth + 1)
        if found is not None:
            yield found
        for prep in (child for child in token.children if child.lower_ == "including" and depth < 2):
            for obj in (o for o in prep.children if o.dep_ == "pobj"):
                for one in (obj, *obj.conjuncts):
                    yield from self._one(one, depth + 1)

    def _antecedent(self, pronoun: Token) -> int | None:
        """Whom "he", "it" or "the company" means: what of that kind was a subject last, at most 80 words before."""
        kinds = _KINDS_MEANT.get(pronoun.lower_)
        if kinds is None:
            return None
        subjects = [
            self.by_token[i]
            for i in range(pronoun.i - 1, max(-1, pronoun.i - 80), -1)
            if i in self.by_token and self.doc[i].dep_ in ("nsubj", "nsubjpass")
        ]
        return next((index for index in subjects if self.participants[index].kind in kinds), None)


def _points_back(token: Token) -> bool:
    """ "the country", "the company": a noun with the article alone."""
    children = [child for child in token.children if not child.is_punct]
    return token.lower_ in _KINDS_MEANT and len(children) == 1 and children[0].lower_ in ("the", "this")


@cache
def _frames() -> dict[str, dict[str, str]]:
    return {row["type"]: row for row in read_csv("event_roles", "extract.facts.data")}


def make_cast(doc: Doc, participants: Sequence[ParticipantSpan]) -> Cast:
    """The participants by the head word of each mention."""
    by_token: dict[int, int] = {}
    for index, participant in enumerate(participants):
        for start, end in participant.mentions:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is None:
                continue
            for token in span:
                # The parser may see the head of a name elsewhere than its last word; a group is its head noun only.
                if participant.kind != "group" or token.i == span.root.i:
                    by_token.setdefault(token.i, index)
    for index, participant in enumerate(participants):
        for start, _ in participant.mentions:
            # "Ambassador Ono said": where the parser takes the title for the subject, it stands for the person.
            before = start - len(participant.description or "") - 1
            if participant.description and doc.text[max(0, before) : start].strip() == participant.description:
                for token in doc.char_span(before, start - 1, alignment_mode="expand") or ():
                    by_token.setdefault(token.i, index)
    return Cast(doc, participants, by_token)


def find_roles(cast: Cast, trigger: Trigger) -> list[Role]:
    """The roles of the trigger's event, each participant once, in the order they were found."""
    head = cast.doc[trigger.head]
    found: dict[int, Role] = {}
    pairs = _noun_roles(cast, head, trigger) if trigger.is_noun else _verb_roles(cast, head, trigger)
    for index, role in (*pairs, *_sayers(cast, head)):
        if role and index not in found:
            found[index] = Role(index, role)
    return list(found.values())


def _verb_roles(cast: Cast, verb: Token, trigger: Trigger) -> Iterator[tuple[int, str]]:
    frame = _frames()[trigger.type]
    subject_role, object_role = _subject_and_object(verb, frame)
    subject, is_passive = find_subject(verb)
    if subject is not None:
        for index in cast.of(subject):
            yield index, object_role or subject_role if is_passive else subject_role
    for child in verb.children:
        if child.dep_ in ("dobj", "dative", "attr"):
            for index in cast.of(child):
                yield index, object_role
            if child.dep_ == "dobj":
                # "raise tariffs on Japan", "hold talks with China", "the company's factory".
                yield from _phrases(cast, child, frame)
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for obj in (o for o in child.children if o.dep_ == "pobj"):
                for index in cast.of(obj):
                    yield index, subject_role
    yield from _phrases(cast, verb, frame)


def _subject_and_object(verb: Token, frame: dict[str, str]) -> tuple[str, str]:
    if frame["type"] == "MEET" and verb.lemma_.lower() in _HOSTS:
        return "host", "participant"
    if frame["type"] == "MEET" and verb.lemma_.lower() in ("visit", "travel"):
        return "actor", "target"
    return frame["subject"], frame["object"]


def _noun_roles(cast: Cast, noun: Token, trigger: Trigger) -> Iterator[tuple[int, str]]:
    frame = _frames()[trigger.type]
    verb = noun.head
    for child in noun.children:
        if child.dep_ in ("poss", "compound", "amod", "nmod"):
            for index in cast.of(child):
                yield index, frame["subject"]
        if child.dep_ == "prep" and child.lower_ == "by":
            for obj in (o for o in child.children if o.dep_ == "pobj"):
                for index in cast.of(obj):
                    yield index, frame["subject"]
    if noun.dep_ in ("dobj", "pobj"):
        verb = noun.head if noun.dep_ == "dobj" else noun.head.head
        if verb.pos_ == "VERB":
            subject, is_passive = find_subject(verb)
            hosts = frame["type"] == "MEET" and verb.lemma_.lower() in _HOSTS
            if subject is not None and not is_passive:
                for index in cast.of(subject):
                    yield index, "host" if hosts else frame["subject"]
            for child in verb.children:
                if child.dep_ == "dobj" and child.i != noun.i:
                    for index in cast.of(child):
                        yield index, frame["object"]
            yield from _phrases(cast, verb, frame, only=("with", "including"))
    if noun.dep_ in ("nsubj", "nsubjpass") and verb.pos_ == "VERB":
        for child in verb.children:
            if child.dep_ == "dobj":
                for index in cast.of(child):
                    yield index, frame["object"]
                yield from _totals(cast, child, frame)
            if child.dep_ == "agent":
                for obj in (o for o in child.children if o.dep_ == "pobj"):
                    for index in cast.of(obj):
                        yield index, "host" if frame["type"] == "MEET" else frame["subject"]
    yield from _phrases(cast, noun, frame)


def _totals(cast: Cast, noun: Token, frame: dict[str, str]) -> Iterator[tuple[int, str]]:
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ == "of" and noun.lemma_ in _OF_WHOM:
            for obj in (o for o in child.children if o.dep_ == "pobj"):
                for index in cast.of(obj):
                    yield index, frame["object"]


def _phrases(cast: Cast, head: Token, frame: dict[str, str], only: Sequence[str] = ()) -> Iterator[tuple[int, str]]:
    for prep in head.children:
        if prep.dep_ not in ("prep", "dative") or (only and prep.lower_ not in only):
            continue
        place = _WITH.get(prep.lower_, "")
        for obj in (o for o in prep.children if o.dep_ == "pobj"):
            for index in cast.of(obj):
                yield index, frame.get(place, "") if place else ""


def find_subject(verb: Token) -> tuple[Token | None, bool]:
    """The subject of a verb and whether it is passive; a verb without one takes it from the verb that governs it."""
    token = verb
    for _ in range(4):
        for child in token.children:
            if child.dep_ in ("nsubj", "nsubjpass") and child.lower_ not in ("that", "which", "who"):
                return child, child.dep_ == "nsubjpass" and token.i == verb.i
        if token.dep_ == "relcl" or any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children):
            return token.head, any(child.dep_ == "nsubjpass" for child in token.children)
        if token.dep_ == "acl" and token.head.pos_ in ("NOUN", "PROPN"):
            return (
                (token.head, token.tag_ == "VBN")
                if token.i == verb.i and token.tag_ in ("VBN", "VBG")
                else _above(token)
            )
        if token.dep_ in ("xcomp", "conj", "advcl", "pcomp", "ccomp", "prep"):
            objects = [child for child in token.head.children if child.dep_ == "dobj"]
            if token.dep_ == "xcomp" and objects:
                return objects[0], False
            token = token.head
            continue
        return None, False
    return None, False


def _above(token: Token) -> tuple[Token | None, bool]:
    """ "in a bid to stop": the noun's own verb has the subject."""
    verb = next((one for one in token.ancestors if one.pos_ == "VERB"), None)
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None) if verb is not None else None
    return subject, False


def _sayers(cast: Cast, head: Token) -> Iterator[tuple[int, str]]:
    """Who reports the event: the subject of the "said" that it stands under, or "according to X"."""
    for above in head.ancestors:
        if above.lemma_ in _SAYS and above.pos_ == "VERB":
            for child in above.children:
                if child.dep_ == "nsubj" and above.i != head.i:
                    for index in cast.of(child):
                        yield index, "speaker"
            return
