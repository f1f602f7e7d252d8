"""In what words articles name a thing and what they say of it. Rates stand here; where they come from, in the README."""

import random
from collections.abc import Sequence

from linking_world.material import Thing, nations, words

# How a mention's name is written; the rest is the thing's usual full form. Organisations have other full forms more often.
VARIANT = {"organisation": 0.29}
SHORT, VARIANT_ELSE, TYPO, CUT, WRONG_KIND = 0.07, 0.16, 0.005, 0.01, 0.02
WRONG_COUNTRY = WRONG_DESCRIPTION = 0.015
DESCRIBED, AFFILIATED = 0.45, 0.2
# How often an article's row has the country's code, by kind.
_CODED = {"country": 1.0, "place": 0.35, "organisation": 0.05, "person": 0.05}
_CODED_OF_STATE = 0.45
_ALIASED = {"country": 0.2}
_ALIASED_ELSE = 0.35
_OTHER_KINDS = {
    "person": ("organisation", "organisation", "place"),
    "organisation": ("person", "person", "place"),
    "place": ("organisation", "organisation", "person"),
    "country": ("place", "organisation"),
}
WRONG_KIND_OF_COUNTRY = 0.003
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Wording:
    """Draws words for things."""

    def __init__(self, rng: random.Random, roles: dict[str, list[str]]) -> None:
        self.rng, self.roles, self.all_roles = rng, roles, list(roles)
        self.codes = [nation.code for nation in nations()]
        self.honorifics = words("honorific")

    def kind_read(self, thing: Thing) -> str:
        """The kind, now and then a wrong one; countries are read by a list of their names and seldom missed."""
        rate = WRONG_KIND_OF_COUNTRY if thing.kind == "country" else WRONG_KIND
        return self.rng.choice(_OTHER_KINDS[thing.kind]) if self.rng.random() < rate else thing.kind

    def name(self, thing: Thing) -> tuple[str, str]:
        """A name, and what form it is: full, variant, short, typo, cut."""
        rng = self.rng
        chance = rng.random()
        if chance < SHORT and thing.shorts:
            return rng.choice(thing.shorts), "short"
        if thing.others and chance < SHORT + VARIANT.get(thing.kind, VARIANT_ELSE):
            return favoured(thing.others, rng), "variant"
        if thing.kind == "country":  # is read by a list of names: what is misspelt is no country
            return thing.full, "full"
        name = thing.full
        chance = rng.random()
        if chance < TYPO:
            return misspelt(name, rng), "typo"
        if chance < TYPO + CUT:
            has_title = thing.kind == "person" and chance < TYPO + CUT * 0.6
            return (f"{rng.choice(self.honorifics)} {name}" if has_title else name + "'s"), "cut"
        return name, "full"

    def aliases(self, thing: Thing, name: str) -> list[str]:
        """Other forms that the same article uses."""
        rng = self.rng
        if not thing.nicknames:
            return []
        rate = _ALIASED.get(thing.kind, _ALIASED_ELSE)
        found = [alias for alias in thing.nicknames if rng.random() < rate]
        if thing.others and rng.random() < 0.03:
            found.append(favoured(thing.others, rng))
        return [alias for alias in dict.fromkeys(found) if alias != name]

    def description(self, thing: Thing) -> str | None:
        """Who a person is."""
        rng = self.rng
        if not thing.roles or rng.random() > DESCRIBED:
            return None
        if rng.random() < WRONG_DESCRIPTION:
            return rng.choice(self.all_roles)
        forms = self.roles[thing.roles[0] if rng.random() < 0.93 else rng.choice(thing.roles)]
        role = forms[0] if rng.random() < 0.7 else rng.choice(forms)
        chance = rng.random()
        if chance < 0.2:
            return f"{thing.adjective} {role}"
        if chance < 0.3 and thing.employer:
            return f"{thing.employer.full} {role}"
        return role if chance < 0.9 else f"former {role}"

    def affiliation(self, thing: Thing) -> str | None:
        """Where a person or a body of state belongs."""
        rng = self.rng
        if thing.kind not in {"person", "organisation"} or rng.random() > AFFILIATED:
            return None
        employer = thing.employer
        if employer and rng.random() < 0.6:
            return rng.choice(employer.shorts) if employer.shorts and rng.random() < 0.3 else employer.full
        return thing.adjective if thing.kind == "person" or thing.is_of_state else None

    def country(self, thing: Thing) -> str | None:
        """The code of its country, where the article tells."""
        rate = _CODED_OF_STATE if thing.is_of_state else _CODED[thing.kind]
        if thing.country is None or self.rng.random() >= rate:
            return None
        is_wrong = thing.kind != "country" and self.rng.random() < WRONG_COUNTRY
        return self.rng.choice(self.codes) if is_wrong else thing.country


def favoured(forms: Sequence[str], rng: random.Random) -> str:
    """One of the forms, the first ones more often: of three, 58, 24 and 18 in a hundred."""
    return forms[int(len(forms) * rng.random() ** 2)]


def misspelt(name: str, rng: random.Random) -> str:
    """A letter lost, doubled, changed or swapped."""
    at = rng.randrange(1, max(2, len(name) - 1))
    match rng.randrange(4):
        case 0:
            return name[:at] + name[at + 1 :] or name
        case 1:
            return name[:at] + name[at - 1 : at] + name[at:]
        case 2:
            return name[:at] + rng.choice(_LETTERS) + name[at + 1 :]
    return name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
