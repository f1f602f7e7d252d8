"""The closed word classes of items, read once from `data/item_words.csv`."""

from functools import cache

from extract.contract.data import read_csv


@cache
def item_words(word_class: str) -> frozenset[str]:
    """A closed class of words, by the name of the rule that asks for it. Raises KeyError for a class without words."""
    rows = read_csv("item_words", "extract.facts.figures.data")
    words = frozenset(row["word"] for row in rows if row["word_class"] == word_class)
    if not words:
        raise KeyError(word_class)
    return words
