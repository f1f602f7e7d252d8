"""Participants as columns, brought together: the participants of one article (all its wordings) that have one name."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from extract.linking.entities.form_keys import alias_keys, form_keys
from extract.linking.entities.forms import parse_form
from extract.linking.entities.words import country_words, fold

COLUMNS = (
    "participant_id", "article_id", "article_version_id", "name", "kind", "aliases", "description", "affiliation",
    "represents_participant_id", "country_code", "confidence",
)  # fmt: skip
_MOST_ALIASES, _LONGEST_ALIAS = 12, 100


@dataclass(slots=True)
class Units:
    """Rows of participants sorted by name group and article.

    columns: each column as a list, one value a row. groups: the key of each name group, sorted. group_units: the first unit of
    each group, and one more. unit_rows: the first row of each unit, and one more. articles: the article of each unit.
    """

    columns: dict[str, list] = field(repr=False)  # type: ignore[type-arg]
    groups: list[str]
    group_units: list[int]
    unit_rows: list[int]
    articles: list[str]

    def units_of(self, group: int) -> range:
        """The units of a name group."""
        return range(self.group_units[group], self.group_units[group + 1])

    def group_of(self, unit: int) -> int:
        """The name group of a unit."""
        return bisect_right(self.group_units, unit) - 1

    def rows_of(self, unit: int) -> range:
        """The rows of a unit."""
        return range(self.unit_rows[unit], self.unit_rows[unit + 1])


def read_units(participants: pa.Table) -> Units:
    """The rows of `participants`, each once, in an order that only they decide."""
    table = each_once(participants.select(list(COLUMNS)))
    columns = {name: _shared_values(table[name]) for name in COLUMNS}
    columns["aliases"] = [_heard(aliases) for aliases in columns["aliases"]]
    keys = [group_key(*of_row) for of_row in zip(*(columns[name] for name in _KEYED), strict=True)]
    groups, group_codes = _codes(keys)
    articles, article_codes = _codes(columns["article_id"])
    ids = pc.rank(table["participant_id"].combine_chunks(), tiebreaker="first").to_numpy()
    order = np.lexsort((ids, article_codes, group_codes))
    columns = {name: [values[row] for row in order.tolist()] for name, values in columns.items()}
    group_codes, article_codes = group_codes[order], article_codes[order]
    starts = np.flatnonzero(_changes(group_codes) | _changes(article_codes))
    group_starts = np.flatnonzero(_changes(group_codes[starts]))
    return Units(
        columns=columns,
        groups=groups,
        group_units=[*group_starts.tolist(), len(starts)],
        unit_rows=[*starts.tolist(), len(order)],
        articles=[articles[code] for code in article_codes[starts].tolist()],
    )


_KEYED = ("kind", "name", "country_code", "article_id")


def group_key(kind: str, name: str, country_code: str | None, article_id: str) -> str:
    """Kind and folded name; a country is its code, a described group its article's own."""
    if kind == "country":
        code = country_code or country_called(name)
        if code:
            return f"country:{code}"
    if kind == "group":
        return f"group:{article_id}:{' '.join(fold(name))}"
    return parse_form(kind, name).key


def country_called(name: str) -> str | None:
    """The code of a country by its name or that of its people: "Norway", "Norwegians"."""
    words = " ".join(fold(name))
    known = country_words("name", "demonym")
    return known.get(words) or known.get(words.removesuffix("s"))


def row_keys(kind: str, name: str, aliases: list[str], country_code: str | None, article_id: str) -> Iterator[str]:
    """The keys by which a participant is looked up in `entity_keys`."""
    if kind in ("group", "country"):
        yield group_key(kind, name, country_code, article_id)
        return
    yield from form_keys(kind, name)
    for alias in _heard(aliases):
        yield from alias_keys(kind, alias)


def _heard(aliases: list[str]) -> list[str]:
    """The aliases that are listened to: a sentence or a list of hundreds is no name, and would make one of all whom it lists."""
    heard = [alias for alias in aliases if len(alias) <= _LONGEST_ALIAS]
    return (
        heard if len(heard) <= _MOST_ALIASES else sorted(heard, key=lambda alias: (len(alias), alias))[:_MOST_ALIASES]
    )


def each_once(table: pa.Table) -> pa.Table:
    """Of two deliveries of a participant that differ (two model versions), the same one whichever came first."""
    if pc.count_distinct(table["participant_id"]).as_py() == table.num_rows:
        return table
    best: dict[str, tuple[str, int]] = {}
    for row, values in enumerate(zip(*(table[name].to_pylist() for name in COLUMNS), strict=True)):
        best[values[0]] = max(best.get(values[0], ("", row)), (repr(values), row))
    return table.take(pa.array(sorted(row for _, row in best.values()), pa.int64()))


def _shared_values(column: pa.ChunkedArray) -> list:  # type: ignore[type-arg]
    """The column as a list in which equal texts are one object: a million rows have some thousand descriptions."""
    if not pa.types.is_string(column.type) or not len(column):
        return column.to_pylist()  # type: ignore[no-any-return]
    encoded = column.combine_chunks().dictionary_encode()
    values = [*encoded.dictionary.to_pylist(), None]
    return [values[code] for code in encoded.indices.fill_null(-1).to_numpy().tolist()]


def _codes(values: list[str]) -> tuple[list[str], npt.NDArray[np.int64]]:
    distinct = sorted(set(values))
    numbers = {value: number for number, value in enumerate(distinct)}
    return distinct, np.fromiter((numbers[value] for value in values), np.int64, len(values))


def _changes(codes: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    changed = np.ones(len(codes), bool)
    changed[1:] = codes[1:] != codes[:-1]
    return changed
