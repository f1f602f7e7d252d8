"""What stands around the sentences of the section "Sources", from articles whose text is published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.serving.report.excerpts import Excerpt

# How much stands around a sentence; between two that are closer than twice as much, all.
AROUND_CHARS = 140


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an article's text to look up: from `start`, `size` characters."""

    article_version_id: str
    start: int
    size: int


def pieces_of(excerpts: Iterable[Excerpt]) -> list[Piece]:
    """The text of each excerpt with what stands around it."""
    return [
        Piece(one.article_version_id, max(one.start - AROUND_CHARS, 0), one.end + AROUND_CHARS - max(one.start - AROUND_CHARS, 0))
        for one in excerpts
    ]  # fmt: skip


def add_context(excerpts: Sequence[Excerpt], texts: Mapping[int, str]) -> None:
    """Put the text around each excerpt beside it, where it is published; no words stand twice between two neighbours."""
    shown_until: dict[str, int] = {}
    pieces = pieces_of(excerpts)
    for place, (excerpt, piece) in enumerate(zip(excerpts, pieces, strict=True)):
        text = texts.get(place, "")
        begin = excerpt.start - piece.start
        if text[begin : begin + len(excerpt.text)] != excerpt.text:
            # Not published, or not the wording that the offsets count in.
            continue
        shown = shown_until.get(excerpt.article_version_id, 0)
        lead = text[max(shown - piece.start, 0) : begin]
        excerpt.lead = _from_word(lead, whole=piece.start <= shown) if lead.strip() else ""
        rest = text[begin + len(excerpt.text) :]
        end = excerpt.end
        following = excerpts[place + 1] if place + 1 < len(excerpts) else None
        gap = (
            following.start - end if following and following.article_version_id == excerpt.article_version_id else None
        )
        if gap is None:
            excerpt.trail = _to_word(rest, whole=len(text) < piece.size)
        elif gap > AROUND_CHARS:
            excerpt.trail = _to_word(rest[: gap - AROUND_CHARS], whole=False)
        else:
            # All of it is the neighbour's lead, but for the stop that ends this sentence.
            excerpt.trail = _closing(rest[: max(gap, 0)])
            end += len(excerpt.trail)
        shown_until[excerpt.article_version_id] = max(shown, end)


def _closing(text: str) -> str:
    is_word = (char.isspace() or char.isalnum() for char in text)
    return text[: next((place for place, stops in enumerate(is_word) if stops), len(text))]


def _from_word(text: str, *, whole: bool) -> str:
    if whole:
        return text
    _, _, rest = text.partition(" ")
    return f"… {rest}" if rest else ""


def _to_word(text: str, *, whole: bool) -> str:
    if whole:
        return text
    rest, _, _ = text.rpartition(" ")
    return f"{rest} …" if rest else ""
