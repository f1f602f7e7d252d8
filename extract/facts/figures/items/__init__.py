"""Items: what a figure is stated of, in the text's words."""

from extract.facts.figures.items.reading import Item, read_item
from extract.facts.figures.items.respectively import share_out_items

__all__ = ["Item", "read_item", "share_out_items"]
