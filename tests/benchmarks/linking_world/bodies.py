"""Countries, places and organisations with the forms of their names."""

import random
import re

from linking_world.material import Nation, Thing, nations, read, without_marks, words

_INITIALS_OF = re.compile(r"\b([A-Z])\w*")


def country(index: int, nation: Nation) -> Thing:
    return Thing(
        index, "country", nation.name, nation.others, [nation.adjective, nation.people],
        [nation.adjective, nation.people, nation.cities[0]], nation.code, nation.adjective,
    )  # fmt: skip


def place(index: int, name: str, nation: Nation) -> Thing:
    plain = without_marks(name)
    return Thing(index, "place", name, [plain] if plain != name else [], [], [], nation.code, nation.adjective)


def town(rng: random.Random) -> str:
    before = rng.choice(words("town_before")) + " " if rng.random() < 0.12 else ""
    middle = rng.choice(words("wm")) if rng.random() < 0.4 else ""
    return before + rng.choice(words("town_start")) + middle + rng.choice(words("town_end"))


def invented_word(rng: random.Random) -> str:
    middle = "".join(rng.choice(words("wm")) for _ in range(rng.choice((0, 0, 1, 1, 2))))
    return rng.choice(words("ws")) + middle + rng.choice(words("we"))


class Organisations:
    """Makes organisations from patterns. Many bodies of state bear one name in many countries; companies seldom do."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.taken: set[str] = set()

    def of_state(self, first_index: int, nation: Nation) -> list[tuple[str, Thing]]:
        """The bodies of a country that act in each topic: (topics, thing)."""
        letters = without_marks(nation.name)[0]
        values = {"n": nation.name, "a": nation.adjective, "N": letters}
        rows = read("organisations")
        return [
            (row["topics"], self._thing(first_index + at, row, values, nation, is_of_state=True))
            for at, row in enumerate(rows)
        ]

    def made(self, index: int, topic: str, nation: Nation, city: str, surname: str) -> Thing:
        """A company, club or body of one topic."""
        rng = self.rng
        rows = [row for row in read("made_organisations") if row["topic"] == topic]
        for _ in range(20):
            row = rng.choice(rows)
            field, value, other = rng.choice(words("f")), *rng.sample(words("v"), 2)
            values = {
                "w": invented_word(rng), "s": surname, "s2": rng.choice(["Sons", "Partners", town(rng)]), "c": city,
                "n": nation.name, "a": nation.adjective, "f": field, "v": value, "v2": other, "g": rng.choice(words("g")),
            }  # fmt: skip
            full = row["full"].format(**values)
            # One name twice is left to those that share a town or a word of the trade, one in ten.
            if full not in self.taken or rng.random() < 0.1:
                break
        self.taken.add(full)
        return self._thing(index, row, values, nation, is_of_state=False)

    def _thing(
        self, index: int, row: dict[str, str], values: dict[str, str], nation: Nation, is_of_state: bool
    ) -> Thing:
        full = row["full"].format(**values)
        others = [form.format(**values) for form in row["others"].split("|") if form]
        acronym = row["acronym"].format(**values)
        if acronym == "yes":
            acronym = "".join(_INITIALS_OF.findall(without_marks(full)))
        short = row["short"].format(**values)
        shorts = [acronym, acronym] if len(acronym) > 1 else []
        nicknames = list(shorts[:1])
        if short[:1].islower():
            nicknames.append(short.removeprefix("the "))
        elif short:
            shorts.append(short)
            nicknames.append(short)
        # The house style of a country's news: another form than the list's first may be its usual one.
        if is_of_state and others and self.rng.random() < 0.4:
            full, others = others[0], [full, *others[1:]]
        others = [form for form in others if form != full]
        return Thing(
            index,
            "organisation",
            full,
            others,
            shorts,
            nicknames,
            nation.code,
            nation.adjective,
            is_of_state=is_of_state,
        )


def of_the_world(first_index: int) -> list[tuple[float, Thing]]:
    """Organisations that all news names, with their shares."""
    return [
        (
            float(row["share"]),
            Thing(
                first_index + at, "organisation", row["full"], row["others"].split("|"), [row["acronym"]] * bool(row["acronym"]),
                [row["acronym"]] * bool(row["acronym"]),
            ),
        )
        for at, row in enumerate(read("world_organisations"))
    ]  # fmt: skip


def nation_of(code: str) -> Nation:
    return next(nation for nation in nations() if nation.code == code)
