"""The word lists of figures, read once from the CSV files in `data/`."""

from decimal import Decimal
from functools import cache

from extract.contract.data import read_csv

_PACKAGE = "extract.facts.figures.data"


@cache
def number_words(word_class: str) -> dict[str, Decimal]:
    """The words of one class (ones, teens, tens, scale, letter, part, vague, multiple, occasions) and their numbers."""
    rows = read_csv("number_words", _PACKAGE)
    return {row["word"]: Decimal(row["value"]) for row in rows if row["class"] == word_class}


@cache
def number_starts() -> frozenset[str]:
    """Every word with which a number in words can begin."""
    rows = read_csv("number_words", _PACKAGE)
    return frozenset(row["word"] for row in rows if row["class"] != "letter") | {"a", "an"}


@cache
def qualifiers(side: str) -> dict[str, str]:
    """The qualifying phrases before or after a number and what they mean."""
    return {row["phrase"]: row["qualifier"] for row in read_csv("qualifiers", _PACKAGE) if row["side"] == side}


@cache
def trend_words() -> dict[str, str]:
    """Lemmas that say up or down."""
    return {row["lemma"]: row["trend"] for row in read_csv("trend_words", _PACKAGE)}


@cache
def irregular_plurals() -> dict[str, str]:
    """Plurals of counted nouns whose singular no rule makes: `person` for people."""
    return {row["plural"]: row["singular"] for row in read_csv("irregular_plurals", _PACKAGE)}


@cache
def numbered_names() -> frozenset[str]:
    """Nouns whose following number is a name."""
    return frozenset(row["noun"] for row in read_csv("numbered_names", _PACKAGE))


@cache
def word_set(word_class: str) -> frozenset[str]:
    """A closed class of words, by the name of the rule that asks for it. Raises KeyError for a class without words."""
    return word_classes("word_sets")[word_class]


@cache
def word_classes(name: str) -> dict[str, frozenset[str]]:
    """The closed classes of one file, read once: a hundred rules ask for a class each when they are imported."""
    classes: dict[str, set[str]] = {}
    for row in read_csv(name, _PACKAGE):
        classes.setdefault(row["word_class"], set()).add(row["word"])
    return {word_class: frozenset(words) for word_class, words in classes.items()}
