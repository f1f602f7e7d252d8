"""Makes participants of the mentions of groups: the same words are the same group."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extract.facts.figures.spans import FigureSpan
from extract.facts.participants.confidence import method_of, rate
from extract.facts.participants.groups import Group
from extract.facts.participants.names import Name, between
from extract.facts.participants.spans import ParticipantSpan


def unnamed(groups: Sequence[Group], names: Sequence[Name]) -> list[Group]:
    """Without those whose head noun is a part of a name: "Swedish police" is an organisation."""
    heads = {name.root for name in names if name.type == "organisation"}
    return [group for group in groups if group.root not in heads]


def _same_groups(groups: Sequence[Group]) -> list[list[Group]]:
    """The mentions of each group: of the same words, and "officers" with the only "heavily armed officers" of an article."""
    same: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        same[group.text.casefold()].append(group)
    fuller: dict[str, list[str]] = defaultdict(list)
    for text, found in same.items():
        if " " in text and found[0].figure is None:
            fuller[text.rsplit(maxsplit=1)[1]].append(text)
    for bare, (full, *others) in fuller.items():
        if bare in same and not others:
            same[full] = sorted([*same[full], *same.pop(bare)], key=lambda group: group.start)
    return list(same.values())


def group_participants(
    groups: Sequence[Group], text: str, names: Sequence[Name], figures: Sequence[FigureSpan]
) -> Iterator[ParticipantSpan]:
    """One participant a group, all its mentions together; names: all of the article, in their order."""
    for mentions in _same_groups(groups):
        first = max(mentions, key=lambda group: (len(group.text.split()) > 1, -group.start))
        inside = [name for name in between(names, first.start, first.end) if name.type != "place"]
        figure = None if first.figure is None else figures[first.figure]
        acts = any(group.is_acting for group in mentions)
        what = "counted" if figure else "uncounted"
        method = method_of(what, first.text, is_described=bool(inside), is_acting=acts)
        yield ParticipantSpan(
            name=first.text,
            kind="group",
            aliases=tuple(
                dict.fromkeys(form for g in mentions for form in (g.text, g.alias) if form and form != first.text)
            ),
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
