"""Erasing: what tombstones cover goes from every place of a home, and is proven gone."""

from extract.pipeline.erasing.erase import ErasureReport, erase, find_whole_pages, look_through
from extract.pipeline.erasing.request import ErasureRequest, find_person, list_erasures, make_tombstones, open_graves
from extract.pipeline.erasing.verify import Place, verify_home

__all__ = [
    "ErasureReport",
    "ErasureRequest",
    "Place",
    "erase",
    "find_person",
    "find_whole_pages",
    "list_erasures",
    "look_through",
    "make_tombstones",
    "open_graves",
    "verify_home",
]
