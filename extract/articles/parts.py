"""What a page is cut into: the main article and the related ones that it carries whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extract.articles.ages import UNKNOWN, PublishedTime


@dataclass(frozen=True, slots=True)
class Part:
    """One article of a page, before it gets its ids.

    paragraphs: the body, without the headline. is_truncated: the page holds only its beginning. language: as the page declares
    it; paywall: None where the page says nothing. origins: field -> where it was read, for those that were not read in the text.
    """

    title: str | None
    paragraphs: tuple[str, ...]
    source: str | None = None
    authors: tuple[str, ...] = ()
    published: PublishedTime = UNKNOWN
    url: str | None = None
    section: str | None = None
    is_truncated: bool = False
    modified: PublishedTime = UNKNOWN
    language: str | None = None
    paywall: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The body, one paragraph a line."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Parts:
    """The main article, where the page has one, and the related ones in their order."""

    main: Part | None
    related: Sequence[Part] = ()
