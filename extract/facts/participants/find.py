"""Finds the participants of an article: people, organisations, countries, places and groups, all forms of a name together."""

from collections.abc import Iterator, Sequence, Set

from extract.contract.tombstones import MASK
from extract.facts.figures.spans import FigureSpan
from extract.facts.grammar import did_something, is_argument, takes_part
from extract.facts.language_model import Doc, text_of
from extract.facts.participants.affiliations import Affiliation, find_affiliation
from extract.facts.participants.aliases import Merged, merge_names
from extract.facts.participants.bodies import as_body
from extract.facts.participants.bystanders import is_only_a_place, takes_no_part
from extract.facts.participants.confidence import method_of, rate
from extract.facts.participants.descriptions import describe
from extract.facts.participants.governments import as_government, name_of_country, stands_for_country
from extract.facts.participants.group_participants import group_participants, unnamed
from extract.facts.participants.groups import find_groups
from extract.facts.participants.inside import is_inside_another
from extract.facts.participants.known_names import known_names
from extract.facts.participants.lower_case_bodies import add_references, find_lower_case_bodies
from extract.facts.participants.names import Name
from extract.facts.participants.representation import link_represented
from extract.facts.participants.settled import with_kinds_of_place
from extract.facts.participants.spans import ParticipantSpan
from extract.facts.participants.types import find_names
from extract.facts.participants.walk_ons import find_walk_ons


def read_participants(
    doc: Doc,
    figures: Sequence[FigureSpan],
    names: Sequence[Name] | None = None,
    *,
    with_bystanders: bool = False,
) -> list[ParticipantSpan]:
    """The participants in the order of their first mention; names are those of `find_names`, read here if not given.

    with_bystanders: also those whom only an event can make a participant, `only_in_events`: names that merely tell where or
    whose, and descriptions of the unnamed ("a U.S. official").
    """
    names = find_names(doc) if names is None else names
    free = [name for name in names if not is_inside_another(doc, name, names)]
    heads = {name.root for name in free}
    acting = [as_body(doc, as_government(doc, name), heads) for name in free]
    acting = sorted([*acting, *find_lower_case_bodies(doc, acting)], key=lambda name: name.start)
    text = text_of(doc)
    found = list(_named(doc, text, acting, names, with_bystanders=with_bystanders))
    found += group_participants(unnamed(find_groups(doc, figures), acting), text, acting, figures)
    if with_bystanders:
        found = with_kinds_of_place(doc, found)
        found += find_walk_ons(doc, acting, found)
    named = [participant for participant in found if MASK not in participant.name]
    named.sort(key=lambda p: (p.mentions[0], p.name))
    return link_represented(named)


def _named(
    doc: Doc, text: str, acting: Sequence[Name], names: Sequence[Name], *, with_bystanders: bool
) -> Iterator[ParticipantSpan]:
    everyone = merge_names(text, acting)
    add_references(doc, everyone)
    bodies = {name.root for name in acting if name.type == "organisation"}
    for merged in everyone:
        is_bystander = _is_bystander(doc, merged, bodies)
        if not is_bystander or (with_bystanders and not (merged.kind == "place" and is_only_a_place(doc, merged))):
            is_place = merged.kind == "place" and not any(did_something(doc[name.root]) for name in merged.mentions)
            yield _span_of(doc, text, names, merged, only_in_events=is_bystander or is_place)


def _is_bystander(doc: Doc, merged: Merged, bodies: Set[int]) -> bool:
    """Whether no mention shows by itself that it takes part."""
    if merged.kind == "country":
        return not any(stands_for_country(doc, name, bodies) for name in merged.mentions)
    if merged.kind == "place":
        return not any(is_argument(doc[name.root]) for name in merged.mentions)
    return (merged.kind == "person" and _is_only_mentioned(doc, merged)) or takes_no_part(doc, merged)


def _is_only_mentioned(doc: Doc, merged: Merged) -> bool:
    """Whether a single word stands once and does nothing: a language model takes many such for people that are none."""
    (first, *others) = merged.mentions
    return not others and " " not in first.text and first.text not in known_names() and not takes_part(doc[first.root])


def _span_of(doc: Doc, text: str, names: Sequence[Name], merged: Merged, *, only_in_events: bool) -> ParticipantSpan:
    full = merged.longest()
    country = None
    if merged.kind == "country":
        full, country = name_of_country(doc, merged.mentions)
    forms = {name.text: None for name in merged.mentions if name.text != full.text}
    described = _description(doc, text, merged)
    affiliation = _affiliation(doc, names, merged, described)
    acts = any(is_argument(doc[name.root]) for name in merged.mentions)
    method = method_of(merged.kind, full.text, is_described=bool(described or affiliation), is_acting=acts)
    return ParticipantSpan(
        name=full.text,
        kind=merged.kind,
        aliases=tuple(forms),
        mentions=tuple((name.start, name.end) for name in merged.mentions),
        mention_start=full.start,
        mention_end=full.end,
        description=text[described[1][0] : described[1][1]] if described else None,
        affiliation=affiliation.text if affiliation else None,
        is_representing=affiliation is not None and affiliation.is_represented,
        country_code=country.code if country else None,
        only_in_events=only_in_events,
        confidence=rate(method),
        method=method,
    )


def _description(doc: Doc, text: str, merged: Merged) -> tuple[Name, tuple[int, int]] | None:
    """The first words that say who it is, with the mention they stand beside; a longer form of its own name says nothing."""
    for name in merged.mentions:
        words = describe(doc, text, name)
        if words and not any(form in text[words[0] : words[1]] for form in merged.forms):
            return name, words
    return None


def _affiliation(
    doc: Doc, names: Sequence[Name], merged: Merged, described: tuple[Name, tuple[int, int]] | None
) -> Affiliation | None:
    """What the first mention that says so belongs to; the described one is asked first."""
    if described and (found := find_affiliation(doc, names, *described)):
        return found
    if merged.kind not in ("person", "organisation"):
        return None
    return next((found for name in merged.mentions if (found := find_affiliation(doc, names, name, None))), None)
