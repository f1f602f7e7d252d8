"""Says in which country an event without a place of its own happened: that of who did it, or where the article is set."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.facts.events.cast import Cast
from extract.facts.events.countries_said import NO_COUNTRY, country_said
from extract.facts.events.event_span import EventSpan
from extract.facts.events.home import Home
from extract.facts.language_model import Doc, Token
from extract.facts.participants import Name, ParticipantSpan
from extract.facts.places import is_foreign_venue

# What a state or its bodies do of these, they do at home.
_AT_HOME = frozenset({"LEGISLATE", "RESTRICT", "ELECT", "JUSTICE", "DETAIN", "RESULT", "APPOINT", "DEPART", "SUPPORT"})
# So is what a state itself says, asks or begins; its minister may be abroad.
_OF_STATES = frozenset(
    {"STATE", "CRITICISE", "REQUEST", "THREATEN", "LAUNCH", "RESEARCH", "OTHER", "DEPLOY", "PROTEST"}
)
_SPOKEN = frozenset({"STATE", "CRITICISE", "REQUEST", "THREATEN"})
# These happen to whoever is there, whatever his country.
_HAPPENS = frozenset({"ATTACK", "HARM", "ACCIDENT", "DISASTER", "RESCUE"})
_OF_BUSINESS = frozenset(
    {"TRADE", "AGREE", "LAUNCH", "MEET", "DEPART", "APPOINT", "SUPPORT", "STATE", "RESULT", "REQUEST", "OTHER"}
)
# A dateline says where people said this or met.
_IN_PERSON = frozenset({"STATE", "REQUEST", "CRITICISE", "THREATEN", "MEET", "SUPPORT"})
_BETWEEN = frozenset({"AGREE", "MEET"})
_FROM_ABROAD = frozenset({"RESTRICT", "THREATEN", "CRITICISE"})
# Who travels is not at home.
_TRAVELS = frozenset({"trip", "visit", "tour", "travel", "delegation", "fly", "journey", "voyage"})
# What all the world trades has its price everywhere.
_WORLD_GOODS = frozenset({"oil", "crude", "brent", "gold", "silver", "copper", "bitcoin", "commodity"})
_DOERS = frozenset({"actor", "host", "speaker", "participant"})
_BESIDE = frozenset({"poss", "amod", "compound", "nmod"})
_OFFICE = re.compile(
    r"\b(?:minister|president|premier|chancellor|secretary|king|queen|police|governor)\b", re.IGNORECASE
)
_MAX_WORDS_OF_OFFICE = 4


@dataclass(frozen=True, slots=True)
class Told:
    """An event and whose it is.

    said: the code of each who does it, "" of a body of many countries, null if unknown; codes: the countries among them and
    of the nouns that tell it ("Swedish police").
    """

    event: EventSpan
    head: Token
    said: frozenset[str | None]
    codes: frozenset[str]


def read_told(doc: Doc, event: EventSpan, nations: dict[int, str], cast: Cast) -> Told:
    """Whose event it is. nations: of `nations_beside`."""
    head = doc[event.trigger.head]
    said = frozenset(_country_of_participant(cast.participants, index) for index in _doers(event))
    beside = {code for token in _near(head) if (code := nations.get(token.i))}
    return Told(event, head, said, frozenset(code for code in said if code) | beside)


def country_of_doer(told: Told, cast: Cast) -> str | None:
    """The one country that does what is done at home; null for all else."""
    is_own = told.event.type in _AT_HOME or (
        told.event.type in _OF_STATES
        # "Beijing protested".
        and all(cast.participants[index].kind == "country" for index in _doers(told.event))
    )
    return next(iter(told.codes)) if is_own and len(told.codes) == 1 else None


def is_of_the_world(told: Told) -> bool:
    """Whether it is about what has a price everywhere: "oil prices fell"."""
    return any(token.lemma_.lower() in _WORLD_GOODS for near in _near(told.head) for token in (near, *near.lefts))


def is_at_home(told: Told, home: Home, cast: Cast) -> bool:
    """Whether an event that names no place is taken to happen where the article is set."""
    kind, codes = told.event.type, told.codes
    if kind in _HAPPENS:
        return True
    if told.head.lemma_.lower() in _TRAVELS or (NO_COUNTRY in told.said and not codes):
        return False
    if home.dateline.country_code and kind in _IN_PERSON and not _is_of_company(told.event, cast):
        return True
    if _may_be_anywhere(told, home, cast):
        return False
    return bool(home.dateline.country_code) or _is_by_its_own(told, home, cast)


def _may_be_anywhere(told: Told, home: Home, cast: Cast) -> bool:
    """Whether it is some company's business in an article whose title names no country."""
    if told.event.type not in _OF_BUSINESS or told.event.is_headline or home.is_in_title:
        return False
    is_unnamed = not home.is_named and told.event.type != "RESULT"
    return bool(told.codes) or is_unnamed or _is_of_company(told.event, cast)


def _is_by_its_own(told: Told, home: Home, cast: Cast) -> bool:
    """Whether nobody of another country does it, and it is no meeting of two and nothing done from abroad."""
    if len(told.codes) > 1 and told.event.type in _BETWEEN:
        return False
    targets = {
        _country_of_participant(cast.participants, role.participant)
        for role in told.event.roles
        if role.role == "target"
    }
    if not told.codes and home.country_code in targets and told.event.type in _FROM_ABROAD:
        return False
    return not told.codes or home.country_code in told.codes


def nations_beside(doc: Doc, names: Sequence[Name]) -> dict[int, str]:
    """Nouns by their index to the country whose name stands before them: "Swedish police", "China's controls"."""
    found: dict[int, str] = {}
    for name in names:
        token = doc[name.root]
        if name.type not in ("country", "nationality") or token.dep_ not in _BESIDE:
            continue
        # "the Japanese embassy" stands in another country.
        if not is_foreign_venue(token.head.text) and (code := country_said(name.text, name.type)):
            found[token.head.i] = code
    return found


def _country_of_participant(participants: Sequence[ParticipantSpan], index: int) -> str | None:
    """The country for which someone acts: a state, its bodies, its ministers; "" of a body of many, null of all others."""
    for _ in range(3):
        one = participants[index]
        if one.country_code:
            return one.country_code
        if one.represents is None:
            break
        index = one.represents
    if one.kind in ("organisation", "place"):
        return country_said(one.name, one.kind)
    if one.kind == "person" and one.description and _OFFICE.search(one.description):
        words = one.description.split()[:_MAX_WORDS_OF_OFFICE]
        return next((code for word in words if (code := country_said(word, "nationality"))), None)
    return None


def _is_of_company(event: EventSpan, cast: Cast) -> bool:
    """Whether an organisation does it or it is done to one: a company's business may be anywhere."""
    return any(
        cast.participants[role.participant].kind == "organisation" for role in event.roles if role.role != "speaker"
    )


def _doers(event: EventSpan) -> list[int]:
    """Who does it; who only reports it does not."""
    return [
        role.participant
        for role in event.roles
        if role.role in _DOERS and (role.role != "speaker" or event.type in _SPOKEN)
    ]


def _near(head: Token) -> list[Token]:
    return [head, *(child for child in head.children if child.dep_ in ("nsubj", "nsubjpass"))]
