"""Invented people: names of many cultures, common names often, and the forms that news gives them."""

import random
from collections import defaultdict
from dataclasses import dataclass, field

from linking_world.material import Nation, Thing, Weighted, near, read, without_marks

NAMESAKE = 0.018  # a new person takes the whole name of another: 2 to 3 percent of people have a namesake
LOOK_ALIKE = 0.01  # ... a name one letter from another's
RELATIVE = 0.025  # ... the surname of another of the same topic
MONONYM = 0.012
_SPOKEN_LAST = {"chinese", "korean", "vietnamese"}  # the given name comes last, in news too
_OFTEN_TURNED = {"chinese", "korean", "japanese", "hungarian"}


@dataclass(slots=True)
class Culture:
    """How names are made: lists, and parts to join where lists would repeat themselves too soon."""

    name: str
    given: dict[str, Weighted] = field(default_factory=dict)
    surnames: list[str] = field(default_factory=list)
    listed: Weighted | None = None
    start: list[str] = field(default_factory=list)
    end: list[str] = field(default_factory=list)
    people: list[tuple[str, str, str]] = field(default_factory=list)


def _cultures() -> dict[str, Culture]:
    found: dict[str, Culture] = defaultdict(lambda: Culture(""))
    for row in read("names"):
        culture, names = found[row["culture"]], list(dict.fromkeys(row["names"].split()))
        culture.name = row["culture"]
        match row["part"]:
            case "male" | "female":
                culture.given[row["part"]] = Weighted.by_rank(names, 0.5, 6)
            case "surname":
                culture.surnames, culture.listed = names, Weighted.by_rank(names, 0.6, 4)
            case part:
                setattr(culture, part, names)
    return dict(found)


class People:
    """Makes people. A name is given again only where that is meant: common names else would collide by chance too often."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.cultures = _cultures()
        self.taken: set[str] = set()
        self.variants = {row["name"]: row["others"].split() for row in read("given_variants")}

    def name(
        self, culture_name: str, like: tuple[str, str, str] | None = None, *, is_known: bool = False
    ) -> tuple[str, str, str]:
        """Sex, given name, surname. like: a relative, whose surname it takes. is_known: no namesake, as of those in office."""
        culture, rng = self.cultures[culture_name], self.rng
        chance = rng.random()
        if like is None and not is_known and len(culture.people) > 20 and chance < NAMESAKE + LOOK_ALIKE:
            sex, given, surname = culture.people[int(len(culture.people) * rng.random() ** 1.5)]
            if chance < NAMESAKE:
                return sex, given, surname
            close = [name for side in culture.given.values() for name in side.items if near(name, given)]
            if close:
                given = rng.choice(close)
                self.taken.add(f"{given} {surname}")
                return sex, given, surname
        for _ in range(50):
            sex = "male" if rng.random() < 0.7 else "female"
            given, surname = self._given(culture, sex), like[2] if like else self._surname(culture, sex)
            if f"{given} {surname}" not in self.taken:
                break
        self.taken.add(f"{given} {surname}")
        culture.people.append((sex, given, surname))
        return sex, given, surname

    def _given(self, culture: Culture, sex: str) -> str:
        rng = self.rng
        if sex in culture.given:
            return culture.given[sex].draw(rng)
        first, second = rng.choice(culture.start), rng.choice(culture.end)
        match culture.name:
            case "chinese":
                return first if rng.random() < 0.2 else first + second
            case "korean":
                return f"{first}-{second}"
        return f"{first} {second}"

    def surname(self, culture_name: str) -> str:
        """A surname for what is named after someone."""
        return self._surname(self.cultures[culture_name], "male")

    def _surname(self, culture: Culture, sex: str) -> str:
        rng = self.rng
        is_joined = bool(culture.start) and "male" in culture.given and (not culture.listed or rng.random() < 0.4)
        name = rng.choice(culture.start) + rng.choice(culture.end) if is_joined else culture.listed.draw(rng)
        if sex == "female" and culture.name == "russian":
            return name[:-1] + "aya" if name.endswith("sky") else name if name.endswith(("ko", "n")) else name + "a"
        if sex == "female" and name.endswith("ski"):
            return name[:-1] + "a"
        return f"al-{name}" if culture.name == "arabic" and rng.random() < 0.35 else name

    def person(
        self, index: int, culture: str, nation: Nation, *, like: tuple | None = None, is_known: bool = False
    ) -> Thing:
        """A person with the forms of the name."""
        sex, given, surname = self.name(culture, like, is_known=is_known)
        rng = self.rng
        forms = self._forms(culture, sex, given, surname)
        if like and rng.random() < 0.1 and culture in {"english", "spanish"}:
            forms = [f"{form} Jr" for form in forms] + [f"{forms[0]} Jr."]
        shorts = [*[surname] * 12, given] if culture != "vietnamese" else [given.split()[-1]]
        if rng.random() < MONONYM and culture in {"portuguese", "indonesian"}:
            forms, shorts = [given], []
        if any(not form.isascii() for form in forms):
            forms += [without_marks(form) for form in forms[:2]]
            if rng.random() < 0.4 or (culture == "vietnamese" and rng.random() < 0.6):
                forms = [without_marks(form) for form in forms]
                shorts = [without_marks(form) for form in shorts]
        full, *others = dict.fromkeys(forms)
        return Thing(index, "person", full, others, shorts, shorts[:1], nation.code, nation.adjective)

    def _forms(self, culture: str, sex: str, given: str, surname: str) -> list[str]:
        rng, last_first = self.rng, culture in _SPOKEN_LAST
        joined = (lambda one, two: f"{two} {one}") if last_first else (lambda one, two: f"{one} {two}")
        known = self.variants.get(given, [])
        if known and rng.random() < 0.25:
            given, known = rng.choice(known), [given]
        forms = [joined(given, surname)]
        forms += [joined(variant, surname) for variant in known[:2]]
        if culture in _OFTEN_TURNED:
            forms.append(joined(surname, given))
        if culture == "korean":
            forms += [f"{surname} {given.replace('-', '')}", f"{surname} {given.replace('-', ' ').title()}"]
        if culture in {"english", "german", "french"} and rng.random() < 0.3:
            forms.append(f"{given} {rng.choice('ABCDEFGHJKLMPRSTW')}. {surname}")
        if culture in {"spanish", "portuguese"} and rng.random() < 0.6:
            second = self._surname(self.cultures[culture], sex)
            forms = [f"{forms[0]} {second}", forms[0]] if rng.random() < 0.3 else [*forms, f"{forms[0]} {second}"]
        if surname.startswith("al-"):
            forms += [form.replace(" al-", other) for form in forms[:1] for other in (" Al ", " el-", " ")]
        elif culture in {"arabic", "persian"} and rng.random() < 0.2:
            forms.append(f"{given} {self._given(self.cultures[culture], 'male')} {surname}")
        if surname.endswith("sky"):
            forms.append(forms[0] + "i")
        if sex == "female" and culture in {"english", "german", "nordic"} and rng.random() < 0.06:
            married = f"{surname}-{self._surname(self.cultures[culture], sex)}"
            forms = [forms[0], f"{given} {married}"]
        return forms


def surname_of(thing: Thing) -> str:
    return thing.shorts[0] if thing.shorts else thing.full
