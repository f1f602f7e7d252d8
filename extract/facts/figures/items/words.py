"""The closed word classes of items, from `data/item_words.csv`."""

from extract.facts.figures.vocabulary import word_classes


def item_words(word_class: str) -> frozenset[str]:
    """A closed class of words, by the name of the rule that asks for it. Raises KeyError for a class without words."""
    return word_classes("item_words")[word_class]
