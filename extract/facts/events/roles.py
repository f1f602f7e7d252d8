"""Finds who takes part in an event and as what: from the grammar around its trigger."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from extract.facts.events.cast import Cast, role_words
from extract.facts.events.frames import Frame, frame_of
from extract.facts.events.noun_roles import around_noun
from extract.facts.events.reach import find_reached
from extract.facts.events.sayers import find_sayers
from extract.facts.events.subjects import find_subject
from extract.facts.events.triggers import Trigger
from extract.facts.events.verb_roles import around_verb
from extract.facts.language_model import Token
from extract.facts.participants.bystanders import PLACING

# Who does an event, before whom it is done to, before who only tells of it.
_ORDER = ("host", "actor", "speaker", "participant", "target", "affected")
_MAX_PHRASES = 4
_DOING = frozenset({"host", "actor", "speaker", "participant"})
# Nobody does what happens.
_HAPPENS = frozenset({"ACCIDENT", "DISASTER", "HARM", "RESULT", "OTHER", "RESEARCH"})
_REACHED = frozenset({"target", "affected"})


@dataclass(frozen=True, slots=True)
class Role:
    """A participant (its index) in an event; method: grammar or default."""

    participant: int
    role: str
    method: str = "grammar"


def find_roles(cast: Cast, trigger: Trigger) -> list[Role]:
    """The roles of the trigger's event, each participant once: who does it first, who only reports it last."""
    head = cast.doc[trigger.head]
    frame = frame_of(trigger.type, _words(cast, trigger, head))
    around = around_noun if trigger.is_noun else around_verb
    found: dict[int, Role] = {}
    _add(found, (Role(index, role) for index, role in around(cast, head, frame) if role))
    if not any(role.role in _DOING for role in found.values()) and trigger.type not in _HAPPENS:
        _add(found, _doer_above(cast, head, frame, found))
    if frame["reach"] and not any(role.role in _REACHED for role in found.values()):
        _add(found, _reached(cast, head, frame, found))
    if trigger.type == "DEPART":
        _add(found, _left(cast, found))
    doing = sorted(found.values(), key=lambda role: _ORDER.index(role.role))
    found = {role.participant: role for role in doing}
    _add(found, (Role(index, "speaker") for index in find_sayers(cast, head)))
    return list(found.values())


def _add(found: dict[int, Role], roles: Iterable[Role]) -> None:
    for role in roles:
        found.setdefault(role.participant, role)


def _doer_above(cast: Cast, head: Token, frame: Frame, found: dict[int, Role]) -> list[Role]:
    """The subject of the clause that an event stands in, where nobody else does it: "Orbit saved money by layoffs"."""
    verb = next((one for one in head.ancestors if one.pos_ in ("VERB", "AUX")), None)
    if verb is None or verb.lemma_.lower() in role_words("say").keys() | role_words("upon").keys():
        return []
    subject, is_done_to = find_subject(verb)
    if subject is None or is_done_to or head in subject.subtree:
        return []
    return [Role(index, frame["subject"], "default") for index in cast.of(subject) if index not in found]


def _left(cast: Cast, found: dict[int, Role]) -> list[Role]:
    """The organisation of who departs, which the text names beside him: "Orbit's chief executive Ana Ruiz resigned"."""
    affected: list[Role] = []
    for index in found:
        one = cast.participants[index]
        if one.kind == "person" and one.affiliation:
            left = cast.references.named(one.affiliation)
            if left is not None and left not in found:
                affected.append(Role(left, "affected", "default"))
    return affected


def _reached(cast: Cast, head: Token, frame: Frame, found: dict[int, Role]) -> list[Role]:
    """The phrase that an event reaches of those who have no role in it yet: names before groups, places last."""
    phrases = [
        (preposition, new)
        for preposition, indexes in islice(find_reached(cast, head, with_places=bool(frame["in"])), _MAX_PHRASES)
        if (new := [index for index in indexes if index not in found])
    ]
    if not phrases:
        return []
    preposition, first = min(phrases, key=lambda one: (one[0] in PLACING, cast.participants[one[1][0]].kind == "group"))
    is_beside = role_words("preposition").get(preposition) == "with" and frame["with"]
    return [Role(index, frame["with"] if is_beside else frame["reach"], "default") for index in first]


def _words(cast: Cast, trigger: Trigger, head: Token) -> list[str]:
    """The lemmas that name the event: of "paid a visit" the noun tells more."""
    span = cast.doc.char_span(trigger.start, trigger.end, alignment_mode="expand")
    others = [token.lemma_.lower() for token in span or () if token.i != head.i and token.pos_ == "NOUN"]
    return [head.lemma_.lower(), *others]
