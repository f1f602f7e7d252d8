"""Merges the mentions of one article into the people, organisations and countries that they name."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from extract.contract.data import read_csv
from extract.facts.countries import find_capital, find_country, find_nationality
from extract.facts.participants.legal_forms import without_legal_form
from extract.facts.participants.names import Name, party_of
from extract.facts.participants.titles import is_named_after_someone
from extract.facts.places import resolve_place

_BRACKETS = re.compile(r" \(([^()\n]{2,100})\)")
_MAX_LONG_CHARS = 100
_INITIAL = re.compile(r"[A-Z]\.?")
_JUNIOR = frozenset({"Jr", "Sr", "II", "III", "IV"})
_MIN_MIDDLE = 2
_SMALL = frozenset({"of", "the", "for", "and", "on", "in", "to", "&", "at"})


@dataclass(slots=True, eq=False)
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
    known = _Known(text)
    # Full forms first, so that a short form finds them even where it stands earlier.
    for name in sorted(names, key=lambda n: (-len(n.text.split()), -len(n.text), n.start)):
        country = find_country(name.text) or (find_capital(name.text) if name.type == "country" else None)
        if country and name.type in ("country", "nationality"):
            countries.setdefault(country.code, Merged("country")).add(name)
        else:
            known.add(name)
    merged = [*countries.values(), *known.entries]
    for one in merged:
        one.mentions.sort(key=lambda n: n.start)
    return sorted(merged, key=lambda one: one.mentions[0].start)


class _Known:
    """The people, organisations and places met so far, found by the forms that they may be named by."""

    def __init__(self, text: str) -> None:
        self.entries: list[Merged] = []
        self._brackets = _bracketed_pairs(text)
        self._exact: dict[tuple[str, str], Merged] = {}
        self._people: dict[str, list[Merged]] = defaultdict(list)
        self._middle: dict[str, list[Merged]] = defaultdict(list)
        self._bodies: dict[str, list[Merged]] = defaultdict(list)
        self._begun: dict[str, list[Merged]] = defaultdict(list)
        self._ended: dict[str, list[Merged]] = defaultdict(list)

    def add(self, name: Name) -> None:
        """Take a mention into the entry that it is another form of, or into a new one."""
        kind = name.type if name.type in ("person", "organisation") else "place"
        one = self._same(name, kind) or self._person(name) or self._body(name)
        if one is None:
            one = Merged(kind)
            self.entries.append(one)
        if name.text not in one.forms:
            self._remember(one, name.text)
        one.add(name)

    def _remember(self, one: Merged, form: str) -> None:
        self._exact.setdefault((one.kind, form), one)
        if one.kind == "person":
            shorts, index = _short_names(form), self._people
            for word in form.split()[1:-1]:
                if len(word) > _MIN_MIDDLE:
                    _note(self._middle, word, one)
        elif one.kind == "organisation":
            shorts, index = {*_short_bodies(form), *_american_forms(form), *_endings(form), form}, self._bodies
            words = without_legal_form(form).split()
            # "Ascom 300" is what Ascom makes.
            if " " in form and not form[-1].isdigit() and not is_named_after_someone(form):
                _note(self._begun, form.split(maxsplit=1)[0], one)
            if len(words) > 1:
                _note(self._ended, words[-1], one)
        else:
            return
        for short in shorts:
            _note(index, short, one)

    def _same(self, name: Name, kind: str) -> Merged | None:
        kinds = dict.fromkeys((kind, "person", "organisation", "place"))
        return next((one for kind in kinds if (one := self._exact.get((kind, name.text)))), None)

    def _person(self, name: Name) -> Merged | None:
        people = self._people.get(name.text) or self._people.get(_plain_person(name.text)) or []
        middle = self._middle.get(name.text, [])
        if not people and len(middle) == 1:
            people = middle  # "Restrepo" of "Gabriela Restrepo Uribe"
        if not people or not (name.type == "person" or (name.type == "organisation" and len(people) == 1)):
            return None
        # Of two with the name ("Barack", "Michelle Obama") the one named first is whom the article is about.
        return min(people, key=lambda one: min(known.start for known in one.mentions))

    def _body(self, name: Name) -> Merged | None:
        if name.type == "person":
            return None
        bodies = list(self._bodies.get(name.text.replace(".", ""), []))
        bodies += [one for one in self._bodies.get(without_legal_form(name.text), []) if one not in bodies]
        if not bodies and (party := party_of(name.text)):
            bodies = self._bodies.get(f"{party} Party", []) or self._bodies.get(party, [])
        if not bodies and " " not in name.text:
            # "Ottawa" is not the "Ottawa Citizen".
            bodies = self._bracketed(name.text) or (self._worded(name) if name.type != "place" else [])
        return bodies[0] if len(bodies) == 1 else None

    def _bracketed(self, short: str) -> list[Merged]:
        """The body whose name stands in brackets after the short one, or has it in brackets after itself, initials or not."""
        pairs = self._brackets.get(short, [])
        near = [form for form in pairs if ("organisation", form) in self._exact]
        return [self._exact["organisation", max(near, key=len)]] if near else []

    def _worded(self, name: Name) -> list[Merged]:
        """The bodies whose name begins or ends with the word: "Simpson" of "Simpson Oil", "Nordbank" of "Deutsche Nordbank".

        A nationality or a common word names none.
        """
        word = name.text
        if word in _common_words() or find_nationality(word) or find_country(word):
            return []
        return self._begun[word] or (self._ended[word] if name.type == "organisation" else [])


@cache
def _common_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_csv("common_words", "extract.facts.data"))


def _note(index: dict[str, list[Merged]], form: str, one: Merged) -> None:
    if one not in index[form]:
        index[form].append(one)


def _bracketed_pairs(text: str) -> dict[str, list[str]]:
    """Each short name beside a bracket to the long names that it may be one of: "Orbit Board (OB)"."""
    pairs: dict[str, list[str]] = defaultdict(list)
    for match in _BRACKETS.finditer(text):
        inside = match[1].strip("\"“”'’")
        before = text[max(0, match.start() - _MAX_LONG_CHARS) : match.start()].rsplit("\n", 1)[-1].split()
        if not before:
            continue
        if sum(char.isupper() for char in inside) > 1 and " " not in inside:
            pairs[inside] += [" ".join(before[-size:]) for size in range(1, len(before) + 1)]
        if before[-1].upper() in _initials(inside):
            pairs[before[-1]].append(inside)
    return pairs


def _short_names(full: str) -> set[str]:
    """Last names of a full name, and the family name that comes first in East Asia ("Lee" of "Lee Jae-myung")."""
    words = full.split()
    if len(words) < 2:
        return {full.title()} if full.isupper() else set()
    plain = _plain_person(full)
    # A first word is the family name in East Asia, and what a child is called; "Chelsea" that is on the map is a club.
    first = {words[0]} if not _is_place(words[0]) else set()
    return {" ".join(words[n:]) for n in range(1, len(words))} | first | {plain, plain.split()[-1]} - {full}


def _plain_person(full: str) -> str:
    """A name without middle initials and "Jr.", capitals as in running text: "Patrick W. Hale Jr." is "Patrick Hale"."""
    words = full.split()
    core = [
        word
        for i, word in enumerate(words)
        if not (i > 0 and (_INITIAL.fullmatch(word) or word.rstrip(".") in _JUNIOR))
    ]
    core = [word.title() if word.isupper() and len(word) > _MIN_MIDDLE else word for word in core]
    return " ".join(core).rstrip(",")


def _short_bodies(full: str) -> set[str]:
    """What an organisation is called for short: its initials, and its name without its legal form."""
    return _initials(full) | ({without_legal_form(full)} - {"", full})


def _endings(full: str) -> set[str]:
    """The last words of a name that a place begins: "Housing Authority" of "Leeds Housing Authority"."""
    words = full.split()
    if _SMALL.intersection(words):
        return set()
    cuts = [n for n in range(1, len(words) - 1) if _is_place(" ".join(words[:n]))]
    return {" ".join(words[n:]) for n in cuts}


def _is_place(words: str) -> bool:
    return words not in _common_words() and (find_country(words) is not None or resolve_place(words) is not None)


def _american_forms(full: str) -> set[str]:
    """The other ways to write "U.S. Air Force"."""
    rest = re.sub(r"^(?:U\.S\.|US|United States) ", "", full)
    return {f"{start} {rest}" for start in ("U.S.", "US", "United States")} if rest != full else set()


def _initials(full: str) -> set[str]:
    words = [word for word in re.split(r"[\s-]+", full) if word]
    large = [word for word in words if word.lower() not in _SMALL]
    if len(large) < 2:
        return set()
    return {"".join(w[0] for w in large).upper(), "".join(w[0] for w in words).upper()}
