"""What one article says of a name, as a profile of one unit; and what the name alone says."""

from dataclasses import dataclass

from extract.contract.data import read_csv
from extract.linking.entities.beside import Beside
from extract.linking.entities.form_keys import looks_like_organisation
from extract.linking.entities.forms import Form, parse_form
from extract.linking.entities.profiles import Profile
from extract.linking.entities.sectors import own_words, sector_of, told_countries
from extract.linking.entities.units import Units
from extract.linking.entities.weights import weights
from extract.linking.entities.words import name_words, nicknames, organisation_words


@dataclass(slots=True)
class Reader:
    """Reads profiles off units. numbers: of each name group the number that names beside participants have."""

    units: Units
    beside: Beside
    numbers: dict[str, int]

    def form(self, group: int) -> Form:
        """The name of a group, taken apart."""
        row = self.units.unit_rows[self.units.group_units[group]]
        return parse_form(self.units.columns["kind"][row], self.units.columns["name"][row])

    def profile(self, unit: int, group: int, *, with_names: bool = True) -> Profile:
        """What the article says of the unit; the names beside it only where they are asked for."""
        units, columns = self.units, self.units.columns
        said = Profile(unit, 1, articles={units.articles[unit]})
        own_number = self.numbers.get(units.groups[group])
        around: set[str] = set()
        names: set[int] = set()
        told: dict[str, set[str]] = {name: set() for name in ("sectors", "countries", "affiliations", "words")}
        for row in units.rows_of(unit):
            self._read_row(row, told)
            version = columns["article_version_id"][row]
            if with_names:
                names |= self.beside.names.get(version, _NOTHING)
            around |= self.beside.countries.get(version, _NO_WORDS)
        said.kinds[columns["kind"][units.unit_rows[unit]]] = 1
        for name, values in told.items():
            setattr(said, name, dict.fromkeys(values, 1))
        # An article about several countries says less of each.
        said.around = dict.fromkeys(around, 12 // min(len(around), 12)) if around else {}
        names.discard(-1 if own_number is None else own_number)
        said.names = dict.fromkeys(names, 1)
        said.amount = sum(map(self.beside.hundredths.__getitem__, names))
        return said

    def _read_row(self, row: int, told: dict[str, set[str]]) -> None:
        columns = self.units.columns
        kind, name = columns["kind"][row], columns["name"][row]
        description, affiliation = columns["description"][row], columns["affiliation"][row]
        form = parse_form(kind, name)
        stands_for = self.beside.represented.get(columns["represents_participant_id"][row])
        told["countries"].update(code for code in (columns["country_code"][row], form.country_code, stands_for) if code)
        sector = sector_of(description) if description else None
        if description:
            told["words"].update(own_words(description))
            told["countries"].update(told_countries(description))
        if affiliation:
            codes = told_countries(affiliation, "name", "demonym", "place")
            told["countries"].update(codes)
            key = " ".join(parse_form("organisation", affiliation).words)
            if not codes or sector_of(affiliation, "name"):
                told["affiliations"].add(key)
        if form.within:
            told["affiliations"].add(form.within)
        if kind == "organisation":
            sector = sector_of(name, "name") or sector
        if sector:
            told["sectors"].add(sector)


_NOTHING: frozenset[int] = frozenset()
_NO_WORDS: frozenset[str] = frozenset()
# As names of places are read: "St. Petersburg" is written with "Saint" too.
_HOMONYM_PLACES = frozenset(
    " ".join(parse_form("place", row["name"]).words) for row in read_csv("homonym_places", "extract.linking.data")
)


def name_clue(form: Form) -> str:
    """What it says that two participants have the same name: the clue's name in the weights."""
    if form.kind != "place" and _is_generic(form):
        return "name.organisation_generic"
    if form.kind == "person":
        return _person_clue(form)
    if form.kind == "organisation":
        return (
            "name.organisation_short"
            if form.is_short and len(form.key) - len("organisation:") <= 4
            else "name.organisation"
        )
    return "name.place_twice" if " ".join(form.words) in _HOMONYM_PLACES else "name.place"


def _is_generic(form: Form) -> bool:
    """True for what many countries have, a reader having taken it for a person or not: "Ministry of Defence"."""
    if form.kind == "person" and not looks_like_organisation(form.words):
        return False
    known = organisation_words("generic") | organisation_words("swap") | organisation_words("skip")
    return form.words[0] == "ministry" or all(word in known for word in form.words)


def _person_clue(form: Form) -> str:
    if form.is_short:
        return "name.one_word_person" if len(form.words) == 1 else "name.initial_person"
    first, last = form.words[0], form.words[-1]
    is_common_first = first in name_words("given") or nicknames().get(first, first) in name_words("given")
    is_common_last = last in name_words("surname") or last in name_words("family_first")
    if len(form.words) > 2 and len(form.words[1]) > 1:
        return "name.half_common" if is_common_first and is_common_last else "name.rare"
    if is_common_first and is_common_last:
        return "name.common"
    return "name.half_common" if is_common_last else "name.rare"


def evidence_kind(form: Form) -> str:
    """By which weights profiles of this name are compared: its kind, or a kind of its own for names that several have."""
    clue = name_clue(form)
    if clue == "name.organisation_generic":
        return "generic"
    return "place_twice" if clue == "name.place_twice" else form.kind


def name_weight(form: Form) -> float:
    """The log-odds that two participants of this name are one when nothing else is known."""
    return weights()[name_clue(form)]
