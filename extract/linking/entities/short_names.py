"""Short names that stand alone ("Bessent", "JETRO"): each article's to the one entity it fits, or to none."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.linking.entities.candidates import Index
from extract.linking.entities.form_keys import known_letters, team_word
from extract.linking.entities.forms import Form
from extract.linking.entities.joining import Node
from extract.linking.entities.profiles import Profile, compare
from extract.linking.entities.splitting import Cluster
from extract.linking.entities.weights import weights

# How much surer than the next best, in log-odds, an entity must be to get a short name.
_MARGIN = 0.5


@dataclass(slots=True)
class ShortNames:
    """Who is called what in a block: of each short form the nodes and how that is known."""

    nodes: dict[int, Node]
    called: defaultdict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    rules: dict[tuple[str, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, node in sorted(self.nodes.items()):
            for form in node.forms.values():
                if form.kind == "person" and not form.is_short:
                    self._note(f"person:{form.words[-1]}", number, "short_name", weights()["short_name"])
                    letters = [word[0] for word in form.words[:-1]]
                    for given in {" ".join(letters), letters[0]}:
                        self._note(f"person:{given} {form.words[-1]}", number, "initial", weights()["initial_name"])
                if form.kind == "organisation" and team_word(form):
                    self._note(f"organisation:{team_word(form)}", number, "short_name", weights()["last_word"])
                if form.kind == "organisation" and known_letters(form):
                    self._note(f"organisation:{known_letters(form)}", number, "acronym", weights()["acronym_given"])
                if form.initials:
                    self._note(f"organisation:{form.initials}", number, "acronym", weights()["acronym_fits"])
            for key, count in node.called.items():
                initials = {f"organisation:{form.initials}" for form in node.forms.values()}
                rule = "acronym" if key in initials or _is_acronym_of(key, node) else "alias"
                share = min(1.0, count / max(1, node.cluster.profile.size))
                known = weights()["acronym_given" if rule == "acronym" else "alias_given"]
                if key.startswith("person:"):
                    rule, known = "alias", weights()["short_name"] + 0.5
                self._note(key, number, rule, known + 0.5 * math.log(share))

    def _note(self, key: str, number: int, rule: str, log_odds: float) -> None:
        known = self.called[key]
        if log_odds > known.get(number, -math.inf):
            known[number] = log_odds
            self.rules[key, number] = rule


def _is_acronym_of(key: str, node: Node) -> bool:
    """True for letters that stand in this order at the words' beginnings, as "jetro" in Japan External Trade Organization."""
    letters = key.removeprefix("organisation:")
    if " " in letters or len(letters) > 7:
        return False
    for form in node.forms.values():
        at = 0
        for char in form.squashed:
            at += at < len(letters) and char == letters[at]
        if at == len(letters) and len(form.words) > 1 and form.words[0][0] == letters[0]:
            return True
    return False


def place_short_name(
    form: Form, cells: Sequence[tuple[int, Profile]], short: ShortNames, name_weights: list[float]
) -> tuple[list[tuple[int, int, float]], list[int], bool]:
    """Where the units of a short name belong.

    cells: the units with their profiles. Returns unit, node and log-odds of those that belong somewhere; the units left; and
    whether several are called so.
    """
    called = short.called.get(form.key, {})
    if not called:
        return [], [unit for unit, _ in cells], False
    numbers = sorted(called, key=lambda number: (-short.nodes[number].cluster.profile.size, number))
    index = Index(name_weights)
    for at, number in enumerate(numbers):
        index.note(at, short.nodes[number].cluster.profile)
    total = math.fsum(short.nodes[number].cluster.profile.size ** 0.8 for number in numbers)
    priors = [
        _prior(form, called[number], short.nodes[number].cluster.profile.size, count=len(cells), total=total)
        for number in numbers
    ]
    placed, left = [], []
    for unit, profile in cells:
        found = sorted(
            (-round(priors[at] + _fit(short.nodes[numbers[at]], profile, form.kind, name_weights), 6), numbers[at])
            for at in index.candidates(profile, len(numbers))
        )
        is_clear = len(found) == 1 or found[1][0] - found[0][0] >= _MARGIN
        if found[0][0] < 0 and is_clear:
            placed.append((unit, found[0][1], -found[0][0]))
        else:
            left.append(unit)
    return placed, left, len(numbers) > 1


def _prior(form: Form, known: float, size: int, *, count: int, total: float) -> float:
    """Log-odds before any evidence. size: articles of the entity; count: of the short name; total: of all who are called so."""
    prior = known + math.log(size**0.8 / total)
    if form.kind == "organisation" and len(form.key) - len("organisation:") > 5:
        # A name that is used far more often alone than the longer one is the name of something else.
        prior -= max(0.0, math.log(count / (5 * size)))
    return prior


def _fit(node: Node, profile: Profile, kind: str, name_weights: list[float]) -> float:
    beside = weights()["same_article"] if profile.articles & node.cluster.profile.articles else 0.0
    return compare(node.cluster.profile, profile, kind, name_weights).log_odds + beside


def attach(
    short: ShortNames, form: Form, group: int, placed: Sequence[tuple[int, int, float]], profiles: dict[int, Profile]
) -> None:
    """Add units of a short name to the nodes that they belong to."""
    for unit, number, log_odds in placed:
        node = short.nodes[number]
        node.cluster.take(Cluster(profiles[unit], {unit: log_odds}))
        node.forms[group] = form
        node.rules[group] = short.rules[form.key, number]
