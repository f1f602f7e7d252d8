"""Finds the participants of an article: people, organisations, countries, places and groups, all forms of a name together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from extract.facts.countries import find_capital, find_country, find_nationality
from extract.facts.figures.spans import FigureSpan
from extract.facts.grammar import did_something, is_argument, takes_part
from extract.facts.language_model import Doc, Token
from extract.facts.participants.affiliations import Affiliation, find_affiliation
from extract.facts.participants.aliases import Merged, merge_names
from extract.facts.participants.bodies import as_body
from extract.facts.participants.confidence import method_of, rate
from extract.facts.participants.descriptions import describe
from extract.facts.participants.groups import Group, find_groups
from extract.facts.participants.inside import is_inside_another
from extract.facts.participants.lower_case_bodies import add_references, find_lower_case_bodies
from extract.facts.participants.names import Name
from extract.facts.participants.titles import is_public_office
from extract.facts.participants.types import find_names

_GOVERNMENT = frozenset({"government", "authorities", "administration"})


@dataclass(frozen=True, slots=True)
class ParticipantSpan:
    """A participant, by characters of the text.

    mentions: (start, end) of each, in order; mention_start, mention_end: the first in the fullest form, which is the name.
    headcount_figure: index of the figure that counts a group. represents: index of the participant it stands for, which
    its affiliation names (is_representing).
    only_in_events: a place or group that is a participant only where an event gives it a role.
    """

    name: str
    kind: str
    aliases: tuple[str, ...]
    mentions: tuple[tuple[int, int], ...]
    mention_start: int
    mention_end: int
    description: str | None = None
    affiliation: str | None = None
    headcount: str | None = None
    headcount_figure: int | None = None
    represents: int | None = None
    is_representing: bool = False
    country_code: str | None = None
    only_in_events: bool = False
    confidence: float = 0.5
    method: str = ""


def read_participants(
    doc: Doc, figures: Sequence[FigureSpan], names: Sequence[Name] | None = None
) -> list[ParticipantSpan]:
    """The participants in the order of their first mention; names are those of `find_names`, read here if not given."""
    names = find_names(doc) if names is None else names
    free = [name for name in names if not is_inside_another(doc, name, names)]
    heads = {name.root for name in free}
    acting = [as_body(doc, _as_government(doc, name), heads) for name in free]
    acting = sorted([*acting, *find_lower_case_bodies(doc, acting)], key=lambda name: name.start)
    text = doc.text
    found = list(_named(doc, text, acting, names))
    found += _grouped(_unnamed(find_groups(doc, figures), acting), text, acting, figures)
    found.sort(key=lambda p: (p.mentions[0], p.name))
    return _represent(found)


def _as_government(doc: Doc, name: Name) -> Name:
    """A country's government is the country ("the Indian government"), and so is its capital where it acts ("Tokyo")."""
    if name.type in ("country", "nationality"):
        head = doc[name.root].head
        if head.lower_ in _GOVERNMENT and head.i > name.root and head.i - name.root <= 2:
            span = doc.char_span(name.start, head.idx + len(head), alignment_mode="expand")
            text = span.text if span is not None and span.start_char == name.start else ""
            if find_country(text):
                return Name(name.start, name.start + len(text), text, "country", head.i)
        return name
    if name.type == "place" and find_capital(name.text) and takes_part(doc[name.root], is_capital=True):
        return replace(name, type="country")
    return name


def _named(doc: Doc, text: str, acting: Sequence[Name], names: Sequence[Name]) -> Iterator[ParticipantSpan]:
    everyone = merge_names(text, acting)
    add_references(doc, everyone)
    bodies = {name.root for name in acting if name.type == "organisation"}
    for merged in everyone:
        if merged.kind == "country" and not any(_is_acting(doc, name, bodies) for name in merged.mentions):
            continue
        if merged.kind == "place" and not any(is_argument(doc[name.root]) for name in merged.mentions):
            continue
        yield _span_of(doc, text, names, merged)


def _is_acting(doc: Doc, name: Name, bodies: Set[int]) -> bool:
    """Whether a mention of a country stands for someone; bodies: the indexes of the head words of organisations' names."""
    root = doc[name.root]
    if root.dep_ == "poss" and root.head.i in bodies:
        return False  # "Kazakhstan's Air Steppe"
    if name.type == "nationality":
        # "Palestinians blamed Israel": the people stand for the country; "Japanese firms" do not.
        # "The Swiss voted", where the word has no plural of its own.
        is_whole = find_nationality(f"{name.text}s") is None and any(child.lower_ == "the" for child in root.children)
        is_people = root.tag_ in ("NNPS", "NNS") or is_whole
        return (is_people and is_argument(root)) or _is_unnamed_office(root)
    return name.type == "country" and (root.lower_ in _GOVERNMENT or takes_part(root))


def _is_unnamed_office(root: Token) -> bool:
    """Whether a nationality stands before an office whose holder is not named and acts: "the Israeli prime minister"."""
    office = root.head
    is_office = office.i > root.i and office.pos_ == "NOUN" and office.tag_ == "NN" and is_public_office(office.text)
    return is_office and is_argument(office)


def _span_of(doc: Doc, text: str, names: Sequence[Name], merged: Merged) -> ParticipantSpan:
    full = merged.longest()
    country = None
    if merged.kind == "country":
        known = [c for name in merged.mentions if (c := find_country(name.text) or find_capital(name.text))]
        country = known[0].code
        # "United States" before "US government" and "Washington": the country's own name, where the text has it.
        full = next(
            (name for name in merged.mentions if find_country(name.text) and name.text == known[0].name), None
        ) or min(
            merged.mentions,
            key=lambda n: (
                n.type == "nationality",
                doc[n.root].lower_ in _GOVERNMENT,
                find_country(n.text) is None,
                -len(n.text),
                n.start,
            ),
        )
    forms = {name.text: None for name in merged.mentions if name.text != full.text}
    described = next(((name, words) for name in merged.mentions if (words := describe(doc, text, name))), None)
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
        country_code=country,
        only_in_events=merged.kind == "place" and not any(did_something(doc[name.root]) for name in merged.mentions),
        confidence=rate(method),
        method=method,
    )


def _affiliation(
    doc: Doc, names: Sequence[Name], merged: Merged, described: tuple[Name, tuple[int, int]] | None
) -> Affiliation | None:
    """What the first mention that says so belongs to; the described one is asked first."""
    if described and (found := find_affiliation(doc, names, *described)):
        return found
    if merged.kind not in ("person", "organisation"):
        return None
    return next((found for name in merged.mentions if (found := find_affiliation(doc, names, name, None))), None)


def _unnamed(groups: Sequence[Group], names: Sequence[Name]) -> list[Group]:
    """Without those whose head noun is a part of a name: "Swedish police" is an organisation."""
    heads = {name.root for name in names if name.type == "organisation"}
    return [group for group in groups if group.root not in heads]


def _grouped(
    groups: Sequence[Group], text: str, names: Sequence[Name], figures: Sequence[FigureSpan]
) -> Iterator[ParticipantSpan]:
    same: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        same[group.text.casefold()].append(group)
    for mentions in same.values():
        first = mentions[0]
        inside = [n for n in names if first.start <= n.start and n.end <= first.end and n.type != "place"]
        figure = None if first.figure is None else figures[first.figure]
        acts = any(group.is_acting for group in mentions)
        what = "counted" if figure else "uncounted"
        method = method_of(what, first.text, is_described=bool(inside), is_acting=acts)
        yield ParticipantSpan(
            name=first.text,
            kind="group",
            aliases=tuple(dict.fromkeys(g.text for g in mentions if g.text != first.text)),
            mentions=tuple((g.start, g.end) for g in mentions),
            mention_start=first.start,
            mention_end=first.end,
            affiliation=inside[0].text if inside else None,
            is_representing=bool(inside),
            headcount=text[figure.start : figure.end] if figure else None,
            headcount_figure=first.figure,
            only_in_events=not acts,
            confidence=rate(method),
            method=method,
        )


def _represent(found: list[ParticipantSpan]) -> list[ParticipantSpan]:
    """Each participant with the index of the one that it stands for: a minister's ministry, a ministry's country."""
    index: dict[str, int] = {}
    for i, one in enumerate(found):
        if one.kind in ("organisation", "country", "place"):
            for form in (one.name, *one.aliases, *filter(None, [one.country_code])):
                index.setdefault(form, i)
    linked = []
    for i, one in enumerate(found):
        target = _target(index, one) if one.is_representing else None
        linked.append(replace(one, represents=target) if target is not None and target != i else one)
    return linked


def _target(index: dict[str, int], one: ParticipantSpan) -> int | None:
    if one.affiliation is None or one.affiliation in index:
        return index.get(one.affiliation or "")
    country = find_country(one.affiliation)
    return index.get(country.code) if country else None
