"""The list of units (money, percent, measures, ages), the forms they are written in, and their values in SI."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import pint

from extract.contract.data import read_csv

_PACKAGE = "extract.facts.figures.data"
_PIECE = re.compile(r"[^\W\d_]+|\d+|\S")
# How pint writes the SI units of units.csv.
_SI_NAMES = {
    "m": "meter",
    "m²": "meter**2",
    "m³": "meter**3",
    "kg": "kilogram",
    "s": "second",
    "m/s": "meter/second",
    "K": "kelvin",
    "W": "watt",
    "J": "joule",
    "V": "volt",
    "Hz": "hertz",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A canonical unit, its kind, and how pint converts it (empty where it has no SI unit).

    counted: the counted noun alone, where the unit also says what qualifies it (`container` of `shipping_container`).
    """

    unit: str
    kind: str
    unit_si: str = ""
    pint_unit: str = ""
    counted: str = ""

    @property
    def head(self) -> str:
        """The counted noun alone, or the unit."""
        return self.counted or self.unit


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(read_csv("units", _PACKAGE))


@cache
def unit_forms(column: str) -> dict[str, Unit]:
    """Surface form to unit; words in lower case with their plurals, symbols and prefixes exactly."""
    found: dict[str, Unit] = {}
    for row in _rows():
        unit = Unit(row["unit"], row["kind"], row["unit_si"], row["pint_unit"])
        for form in filter(None, row[column].split("|")):
            found.setdefault(_join_lexemes(form), unit)
            if column == "suffixes":
                found.setdefault(_join_lexemes(form).lower(), unit)
            if column == "words":
                found.setdefault(_join_lexemes(form + "s"), unit)
    return found


def _join_lexemes(form: str) -> str:
    """A form as it is compared: signs and digits apart, hyphens gone ("year-old" is "year old", "m2" is "m 2")."""
    return " ".join(_PIECE.findall(form.replace("-", " ")))


@cache
def _by_name() -> dict[str, Unit]:
    return {row["unit"]: Unit(row["unit"], row["kind"], row["unit_si"], row["pint_unit"]) for row in _rows()}


def unit_named(name: str) -> Unit:
    """A unit of the list by its canonical name. Raises KeyError for a name that is not in the list."""
    return _by_name()[name]


def rate_named(name: str) -> Unit | None:
    """A rate of the list by its canonical name ("barrel/day"); null where the list has none."""
    return _by_name().get(name)


@cache
def _registry() -> "pint.UnitRegistry[float]":
    # Built on first use: it reads a file of 1,000 definitions, most runs of the command line need none.
    return pint.UnitRegistry()


def convert_to_si(value: Decimal, unit: Unit) -> float | None:
    """A value in the unit's SI unit, nine significant digits; null where there is none."""
    if not unit.pint_unit:
        return None
    registry = _registry()
    quantity = registry.Quantity(float(value), registry.Unit(unit.pint_unit)).to(_SI_NAMES[unit.unit_si])
    return float(f"{quantity.magnitude:.9g}")
