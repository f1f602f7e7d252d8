"""What a step kept, what it refused and why: kept + rejected = in."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counts:
    """Counts of one step, by name; `rejected.<reason>` for what was refused."""

    values: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, number: int = 1) -> None:
        """Count `number` more under `name`."""
        self.values[name] += number

    def reject(self, reason: str, number: int = 1) -> None:
        """Count what was refused for `reason`."""
        self.values[f"rejected.{reason}"] += number

    def __add__(self, other: "Counts") -> "Counts":
        both = Counter(self.values)
        # Not `+`, which drops what is 0: "none of them" is an answer too.
        both.update(other.values)
        return Counts(both)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(sorted(self.values.items()))

    def as_dict(self) -> dict[str, int]:
        """Plain numbers by name, sorted: the JSON line a step command ends with."""
        return dict(self)
