"""Merges the mentions of one article into the people, organisations and countries that they name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.facts.countries import find_capital, find_country
from extract.facts.participants.names import Name

# What an organisation may drop from its name when it is named again.
_FORMS = re.compile(
    r"(?:\.com|,? (?:Inc|Corp|Corporation|Co|Company|Ltd|Limited|PLC|plc|LLC|AG|SA|NV|SE|GmbH|Group|Holdings|Holding"
    r"|Airline|Airlines|Airways|Bank|Motors|Motor|Press|News|Association|Organization|Organisation|Party|University)\.?)+$"
)
_SMALL = frozenset({"of", "the", "for", "and", "on", "in", "to", "&", "at"})


@dataclass(slots=True)
class Merged:
    """All mentions of one thing, in the order of the text."""

    kind: str
    mentions: list[Name] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)

    def add(self, name: Name) -> None:
        """Take a mention in."""
        self.mentions.append(name)
        self.forms.add(name.text)

    def longest(self) -> Name:
        """The mention with the fullest form: a name before a nationality, long before short, early before late."""
        return min(self.mentions, key=lambda n: (n.type == "nationality", -len(n.text), n.start))


def merge_names(text: str, names: Sequence[Name]) -> list[Merged]:
    """One entry per thing named: surname after full name, acronym in brackets, short after long, nationality with country."""
    countries: dict[str, Merged] = {}
    others: dict[str, list[Merged]] = {"person": [], "organisation": [], "place": []}
    # Full forms first, so that a short form finds them even where it stands earlier.
    for name in sorted(names, key=lambda n: (-len(n.text.split()), -len(n.text), n.start)):
        country = find_country(name.text) or (find_capital(name.text) if name.type == "country" else None)
        if country and name.type in ("country", "nationality"):
            countries.setdefault(country.code, Merged("country")).add(name)
            continue
        known = _known(text, name, others)
        if known is None:
            known = Merged(name.type if name.type in others else "place")
            others[known.kind].append(known)
        known.add(name)
    merged = [*countries.values(), *others["person"], *others["organisation"], *others["place"]]
    for one in merged:
        one.mentions.sort(key=lambda n: n.start)
    return sorted(merged, key=lambda one: one.mentions[0].start)


def _known(text: str, name: Name, others: dict[str, list[Merged]]) -> Merged | None:
    """The entry that the name is another form of; null where it is none's, or that of two organisations."""
    for kind in dict.fromkeys((name.type, "person", "organisation", "place")):
        same = [one for one in others.get(kind, ()) if name.text in one.forms]
        if same:
            return same[0]
    people = [one for one in others["person"] if _is_part_of_person(name.text, one.forms)]
    if people and (name.type == "person" or (name.type == "organisation" and len(people) == 1)):
        # Of two with the name ("Barack", "Michelle Obama") the one named first is whom the article is about.
        return min(people, key=lambda one: min(known.start for known in one.mentions))
    if name.type != "person":
        bodies = [
            one for one in others["organisation"] if any(_is_short_for(text, name.text, form) for form in one.forms)
        ]
        if name.type in ("organisation", "place") and len(bodies) == 1:
            return bodies[0]
    return None


def _is_part_of_person(short: str, forms: Iterable[str]) -> bool:
    """Last name after full name, or the family name that comes first in East Asia ("Lee" of "Lee Jae-myung")."""
    words = short.split()
    for form in forms:
        full = form.split()
        if len(words) < len(full) and (full[-len(words) :] == words or (len(words) == 1 and full[0] == short)):
            return True
    return False


def _is_short_for(text: str, short: str, full: str) -> bool:
    """Acronym given in brackets or made of the initials, or the name without its legal form."""
    if len(short) >= len(full):
        return False
    if short.replace(".", "").isupper() and " " not in short:
        return f"{full} ({short})" in text or short.replace(".", "") in _initials(full)
    bare = _FORMS.sub("", full)
    return short == bare or (" " in full and _FORMS.sub("", short) == bare)


def _initials(full: str) -> set[str]:
    words = [word for word in re.split(r"[\s-]+", full) if word]
    large = [word for word in words if word.lower() not in _SMALL]
    if len(large) < 2:
        return set()
    return {"".join(w[0] for w in large).upper(), "".join(w[0] for w in words).upper()}
