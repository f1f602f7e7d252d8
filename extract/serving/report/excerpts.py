"""From quotes to the sentences of the section "Sources": each once, with the words of every claim marked and numbered."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extract.serving.report.rows import Quote

# Marks in marks in marks: deeper ones stand in the sentence again. Browsers cut a tree at some hundreds.
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Claim:
    """Something read from a quote; `key` names it (`figure 16918589e36e295b0625`), `kind` is its first word."""

    key: str
    quote: Quote

    @property
    def kind(self) -> str:
        """What sort of claim it is: event, figure, participant, statement."""
        return self.key.split(" ", 1)[0]


@dataclass(slots=True)
class Mark:
    """Marked words: offsets in the article, the claims' anchor, and the marks inside."""

    start: int
    end: int
    claim: Claim
    anchor: str = ""
    inner: list["Mark"] = field(default_factory=list)


@dataclass(slots=True)
class Excerpt:
    """A sentence of an article, `start` to `end`, with its marks in order; `lead` and `trail` are what stands around it."""

    article_id: str
    article_version_id: str
    start: int
    end: int
    text: str
    is_cut: bool
    marks: list[Mark] = field(default_factory=list)
    lead: str = ""
    trail: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands on the page: the anchor of its mark, the label of its sentence, the article."""

    anchor: str
    label: str
    article_id: str


def make_excerpts(claims: Iterable[Claim], articles: Sequence[str]) -> list[Excerpt]:
    """The sentences of all claims, by article in the given order and by place, numbered 1.1, 1.2, 2.1; anchors are given out."""
    of_article: dict[str, list[Claim]] = defaultdict(list)
    for claim in {claim.key: claim for claim in claims}.values():
        of_article[claim.quote.article_id].append(claim)
    excerpts = []
    for number, article_id in enumerate(articles, start=1):
        for place, excerpt in enumerate(_of_article(of_article[article_id]), start=1):
            excerpt.label = f"{number}.{place}"
            excerpts.append(excerpt)
    for count, mark in enumerate((mark for excerpt in excerpts for mark in walk(excerpt.marks)), start=1):
        mark.anchor = f"m{count}"
    return excerpts


def places_of(excerpts: Iterable[Excerpt]) -> dict[str, Place]:
    """Where each claim stands, by its key."""
    return {
        mark.claim.key: Place(mark.anchor, excerpt.label, excerpt.article_id)
        for excerpt in excerpts
        for mark in walk(excerpt.marks)
    }


def walk(marks: Iterable[Mark]) -> Iterable[Mark]:
    """All marks, those inside of others after them."""
    for mark in marks:
        yield mark
        yield from walk(mark.inner)


def _of_article(claims: Iterable[Claim]) -> list[Excerpt]:
    # A longer quote comes before those inside it: they are marked in it.
    ordered = sorted(
        claims,
        key=lambda claim: (
            claim.quote.article_version_id, claim.quote.char_start, -claim.quote.char_end,
            *_marked(claim.quote)[:1], -_marked(claim.quote)[1], claim.key,
        ),
    )  # fmt: skip
    found: list[tuple[Excerpt, list[Claim]]] = []
    for claim in ordered:
        quote = claim.quote
        around = found[-1][0] if found else None
        if around and around.article_version_id == quote.article_version_id and quote.char_end <= around.end:
            found[-1][1].append(claim)
            continue
        excerpt = Excerpt(
            quote.article_id, quote.article_version_id, quote.char_start, quote.char_end, quote.evidence, quote.is_evidence_cut
        )  # fmt: skip
        found.append((excerpt, [claim]))
    return [laid for excerpt, inside in found for laid in _lay_marks(excerpt, inside)]


def _marked(quote: Quote) -> tuple[int, int]:
    """The words to mark; the whole quote where the row names none inside it."""
    if quote.char_start <= quote.mark_start < quote.mark_end <= quote.char_end:
        return quote.mark_start, quote.mark_end
    return quote.char_start, quote.char_end


def _lay_marks(excerpt: Excerpt, claims: Sequence[Claim]) -> list[Excerpt]:
    """The sentence with its marks; a second time for marks that begin in one and end outside it, and so on."""
    marks = [Mark(*_marked(claim.quote), claim) for claim in claims]
    marks.sort(key=lambda mark: (mark.start, -mark.end, mark.claim.key))
    marks = _nest(excerpt, marks)
    laid = [excerpt]
    while marks:
        laid.append(replace(excerpt, marks=[]))
        marks = _nest(laid[-1], marks)
    return laid


def _nest(excerpt: Excerpt, marks: Iterable[Mark]) -> list[Mark]:
    """Put marks into the sentence, one in the other; the marks that do not fit are given back. The first always fits."""
    left, open_marks = [], list[Mark]()
    for mark in marks:
        while open_marks and open_marks[-1].end <= mark.start:
            open_marks.pop()
        if open_marks and (mark.end > open_marks[-1].end or len(open_marks) >= DEEPEST):
            left.append(mark)
            continue
        (open_marks[-1].inner if open_marks else excerpt.marks).append(mark)
        open_marks.append(mark)
    return left
