"""A page as lines: of flattened text here, of HTML in `html_page.py`; and what a line looks like."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import translate
from functools import lru_cache

from lxml.html import HtmlElement

from extract.contract.data import read_csv

_HEADINGS = {row["heading"]: row["kind"] for row in read_csv("section_headings", "extract.articles.data")}
# Those with `*`. A page has some hundreds of short lines: one pattern finds the few that are any of them.
_OPEN_HEADINGS = tuple((re.compile(translate(heading)), kind) for heading, kind in _HEADINGS.items() if "*" in heading)
_ANY_OPEN = re.compile("|".join(pattern.pattern for pattern, _ in _OPEN_HEADINGS))
_MAX_HEADING_CHARS = 60
# Prose. Captions, headlines and menus of the pages read have fewer words.
_PROSE_WORDS = 20
# A short paragraph: "Chris Christie is no angel." is one by its full stop, a headline has none.
_SENTENCE_WORDS = 8
_MAX_TITLE_CHARS = 220
_MAX_SOURCE_WORDS = 6
_RULE = re.compile(r"([=_*\-–—])\1{4,}")
_UNDERLINE_SLACK = 2
_MARKDOWN = re.compile(r"(?P<level>#{1,6})\s+(?P<text>.+)")
_MARKDOWN_LINK = re.compile(r"\[(?P<text>.+)\]\((?P<url>https?://\S+)\)")
_EMPHASIS = re.compile(r"(\*{1,2}|__?)(?P<text>[^*_]+)\1")
# A text with no longer line was wrapped by a machine; headlines alone are shorter still.
_WRAP_CHARS = (60, 90)


@dataclass(slots=True)
class Line:
    """A line of a page. gap: empty lines or a box's edge stand before it; rule: a ruled line does; level: its kind of heading.

    url: where the whole line links to; segments: its words by the element they stand in; nodes: where they are in the tree.
    gap_size: how many empty lines stand before it. On an HTML page, box: number of the box it stands in; box_tag: its
    element; box_end: the line after that box; outer_end: the line after the element around several boxes, else None;
    starts_card: it is the first of a box that looks like those with a time, without having one; is_marked: it is bold or
    linked as a whole. A line of level "img" is the name that a picture has.
    """

    text: str
    gap: bool = False
    gap_size: int = 0
    rule: bool = False
    level: str | None = None
    url: str | None = None
    box: int | None = None
    box_tag: str | None = None
    box_end: int | None = None
    outer_end: int | None = None
    segments: tuple[str, ...] = ()
    starts_card: bool = False
    is_marked: bool = False
    nodes: list[tuple[HtmlElement, str]] = field(default_factory=list)

    @property
    def is_prose(self) -> bool:
        """Whether it is a paragraph: a heading or a link is none, up to the length of headlines."""
        is_marked = self.level is not None or self.url is not None or self.is_marked
        # On a flattened page nothing marks a long headline but that it has no full stop.
        is_open = not self.nodes and self.text.rstrip("\"”’')»]")[-1:].isalnum()
        return is_prose(self.text) and not ((is_marked or is_open) and len(self.text) <= _MAX_TITLE_CHARS)

    @property
    def is_title(self) -> bool:
        """Whether it may be a headline."""
        if self.level == "img":
            return False
        return is_title(self.text) or (not self.is_prose and may_be_title(self.text))


def text_lines(text: str) -> list[Line]:
    """The lines of a flattened page that hold words; Markdown marks are read, machine-wrapped paragraphs joined."""
    lines: list[Line] = []
    gap = rule = False
    gap_size = 0
    for words in _unwrapped([line.rstrip() for line in text.split("\n")]):
        if not words:
            gap = True
            gap_size += 1
        elif _RULE.fullmatch(words):
            # A ruled line right under a heading, or as long as the line over it, only underlines it.
            is_underline = bool(lines) and not gap and abs(len(words) - len(lines[-1].text)) <= _UNDERLINE_SLACK
            if is_underline:
                lines[-1].level = "h2" if words[0] == "=" else "h3"
            rule = rule or gap or not lines or not (is_underline or section_kind(lines[-1].text))
            gap = gap or not is_underline
        else:
            lines.append(_marked(Line(words, gap=gap, gap_size=gap_size, rule=rule)))
            gap = rule = False
            gap_size = 0
    return lines


def _marked(line: Line) -> Line:
    if heading := _MARKDOWN.fullmatch(line.text):
        line.level, line.text = heading["level"], heading["text"]
    if link := _MARKDOWN_LINK.fullmatch(line.text):
        line.text, line.url = link["text"], link["url"]
    if emphasis := _EMPHASIS.fullmatch(line.text):
        line.text = emphasis["text"]
    elif line.text.startswith("* "):
        line.text = line.text[2:].strip()
    return line


def _unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """The lines without indents; where a machine broke paragraphs at a width, each paragraph is one line."""
    width = max(map(len, lines), default=0)
    if not _WRAP_CHARS[0] <= width <= _WRAP_CHARS[1]:
        yield from map(str.strip, lines)
        return
    paragraph: list[str] = []
    previous = ""
    for line in lines:
        words = line.split()
        # The wrapper broke where the next word no longer fitted.
        goes_on = bool(words) and words[0] != "*" and len(previous) + 1 + len(words[0]) > width
        if paragraph and not goes_on:
            yield " ".join(paragraph)
            paragraph = []
        if words:
            paragraph.append(line.strip())
        else:
            yield ""
        previous = line
    if paragraph:
        yield " ".join(paragraph)


def section_kind(line: str) -> str | None:
    """Whether a line is a known heading or link: related, furniture, comments, link; or None."""
    return None if len(line) > _MAX_HEADING_CHARS else _kind_of_heading(line)


# A page's lines are asked several times, and the pages of a site have the same ones.
@lru_cache(maxsize=4096)
def _kind_of_heading(line: str) -> str | None:
    words = line.strip(" :…-–—→»>.").casefold()
    if kind := _HEADINGS.get(words):
        return kind
    if not _ANY_OPEN.match(words):
        return None
    return next(kind for pattern, kind in _OPEN_HEADINGS if pattern.fullmatch(words))


def is_prose(text: str) -> bool:
    """Whether a line is a paragraph of an article."""
    return _is_prose(text) if len(text) > _MAX_TITLE_CHARS else _is_known_prose(text)


def _is_prose(text: str) -> bool:
    words = len(text.split())
    return words >= _PROSE_WORDS or (words >= _SENTENCE_WORDS and text.rstrip("\"”’')]")[-1:] in (".", "…"))


# Short lines are most of a page's; longer ones would fill the memory.
_is_known_prose = lru_cache(maxsize=4096)(_is_prose)


def is_short(text: str) -> bool:
    """Whether a line may belong to the head of an article: no paragraph, no heading of the page."""
    return not is_prose(text) and section_kind(text) is None


def is_title(text: str) -> bool:
    """Whether a line may be a headline."""
    # "Opinion", "6:27PM" and "1/" are labels.
    return _is_words(text) and is_short(text)


def may_be_title(text: str) -> bool:
    """Whether words that are marked as a headline, or have its place, may be one: it may be as long as a paragraph."""
    return _is_words(text) and section_kind(text) is None


def _is_words(text: str) -> bool:
    return len(text.split()) > 1 and sum(map(str.isalpha, text)) >= 6 and len(text) <= _MAX_TITLE_CHARS


_ELLIPSIS = re.compile(r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\))[\"”’'»)\]]*$")


def is_cut_short(text: str) -> bool:
    """Whether a paragraph breaks off: "when..." , "art. [...]"."""
    return _ELLIPSIS.search(text.rstrip()[-8:]) is not None


# A year or a time of day: "8:02PM", "29 November 2018".
_NO_NAME = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|^\d+\s?[ap]\.?m\.?$", re.IGNORECASE)


def as_source(text: str) -> str | None:
    """The line as a source's name: few words, no sentence, no heading; None where it is none."""
    name = re.sub(r"^(?:by|source:?|quelle:?|fuente:?)\s+", "", text.strip(" -–—|·•()*"), flags=re.IGNORECASE)
    is_name = (
        bool(name)
        and len(name.split()) <= _MAX_SOURCE_WORDS
        and name[-1] not in ".!?:…。！？：।؟"
        and name[0].isalnum()
    )
    is_name = is_name and not _NO_NAME.search(name)
    return name if is_name and section_kind(name) is None else None
