"""A body's paragraphs put right by what the page looks like: repeats, adverts and bare links go, what was left out comes back."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.articles.own_body import PageLine, main_surroundings
from extract.contract.data import read_csv
from extract.contract.keys import normal_title

_FURNITURE = tuple(row["start"] for row in read_csv("furniture_starts", "extract.articles.data"))
_MAX_FURNITURE_CHARS = 400
# Shorter lines may come again: the labels of recipes, tables and interviews do.
_REPEATED_WORDS, _REPEATED_CHARS = 20, 120
# "[CNET]" and a bare address are the article's own; a whole line that links is another article's headline.
_LINK_WORDS = 4
_ADDRESS = re.compile(r"https?:|www\.")
# A text of the whole page in one paragraph: extractors give that where they find no other.
_MIN_JOINED, _MIN_JOINED_CHARS = 3, 200
# Each look passes over all lines of the page.
_MAX_LOOKED_AT = 50
_MARKS = re.compile(r"^[-|]\s+|\s*\|$")
# What was left out counts from a tenth of the body: single paragraphs are mostly boxes of their own.
_MIN_LEFT_OUT = 0.1
# Standfirsts of fewer words repeat the headline; longer ones tell something that the body may not.
_STANDFIRST_WORDS = 20
_STANDFIRST = re.compile(
    r"\b(?:dek|standfirst|teaser|lead|lede|summary|subtitle|sub-?head(?:line|ing)?|intro|excerpt|description|entradilla"
    r"|chapeau|ingress|vorspann|abstract|bajada)\b",
    re.IGNORECASE,
)
# A standfirst stands at most so many lines over the body.
_REACH = 25


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """text as given; words: as compared; at: its first line on the page, None where it was put together of several."""

    text: str
    words: str
    at: int | None


def finish_body(
    paragraphs: Iterable[str], lines: Sequence[PageLine], titles: Iterable[str], summaries: Iterable[str]
) -> tuple[str, ...]:
    """The paragraphs put right.

    lines: the page's; titles: the headline as the page gives it, which is no part of the body; summaries: what the page's head
    says the article is about.
    """
    unwanted = {normal_title(title) for title in titles}
    kept = _without_furniture(_apart(paragraphs, lines), lines, unwanted)
    kept = _with_left_out(_in_page_order(kept, lines), lines)
    standfirst = _standfirst(kept, lines, unwanted, [normal_title(summary) for summary in summaries])
    return tuple(paragraph.text for paragraph in (*standfirst, *kept))


def _apart(paragraphs: Iterable[str], lines: Sequence[PageLine]) -> Iterator[str]:
    """The paragraphs, those that run several lines of the page together cut into these lines again."""
    known = {line.words for line in lines}
    looked_at = 0
    for text in paragraphs:
        words = normal_title(_MARKS.sub("", text))
        is_whole = words in known or len(words) < _MIN_JOINED_CHARS or looked_at >= _MAX_LOOKED_AT
        looked_at += not is_whole
        inside = [] if is_whole else _lines_inside(words, lines)
        yield from [line.text for line in inside] if len(inside) >= _MIN_JOINED else [text]


def _lines_inside(words: str, lines: Sequence[PageLine]) -> list[PageLine]:
    """The lines of the page that a paragraph is made of, in their order; none where it has words beside them."""
    inside, position = [], 0
    for line in lines:
        if line.words and words.startswith(line.words, position):
            inside.append(line)
            position = min(position + len(line.words) + 1, len(words))
    return inside if position == len(words) else []


def _without_furniture(paragraphs: Iterable[str], lines: Sequence[PageLine], unwanted: set[str]) -> list[_Paragraph]:
    places: dict[str, int] = {}
    for number, line in enumerate(lines):
        places.setdefault(line.words, number)
    links = {line.words for line in lines if line.is_link} - {line.words for line in lines if not line.is_link}
    seen = set(unwanted)
    kept = []
    for text in paragraphs:
        words = normal_title(_MARKS.sub("", text))
        if words in seen or is_furniture(text) or (words in links and _is_other_headline(text)):
            continue
        if len(text.split()) >= _REPEATED_WORDS or len(text) >= _REPEATED_CHARS:
            seen.add(words)
        kept.append(_Paragraph(text, words, places.get(words)))
    return kept


def _in_page_order(kept: list[_Paragraph], lines: Sequence[PageLine]) -> list[_Paragraph]:
    """The paragraphs as they stand on the page: extractors put those that they find late at an odd place.

    A paragraph that the page has several times, or not in one line, stays behind the one before it.
    """
    times = Counter(line.words for line in lines)
    place, keyed = -1, []
    for one in kept:
        if one.at is not None and times[one.words] == 1:
            place = one.at
        keyed.append((place, one))
    return [one for _, one in sorted(keyed, key=lambda pair: pair[0])]


def is_furniture(text: str) -> bool:
    """Whether a line asks the reader to read, buy or follow something else."""
    return len(text) <= _MAX_FURNITURE_CHARS and text.casefold().lstrip("-–—•*>»|[( ").startswith(_FURNITURE)


def _is_other_headline(link: str) -> bool:
    return len(link.split()) >= _LINK_WORDS and not _ADDRESS.search(link)


def _with_left_out(kept: list[_Paragraph], lines: Sequence[PageLine]) -> list[_Paragraph]:
    """The prose that stands in the same kind of box as the body and is no part of it, put where it stands on the page.

    Long articles are cut into several boxes, between them advertisements; an extractor takes the largest.
    """
    found = [lines[one.at] for one in kept if one.at is not None and lines[one.at].is_prose]
    kind = main_surroundings(found, share=0.5)
    if kind is None:
        return kept
    have = _runs(" ".join(one.words for one in kept))
    left_out = [
        (number, line)
        for number, line in enumerate(lines)
        if line.surroundings == kind
        and line.is_prose
        and not line.is_link
        and not is_furniture(line.text)
        and _share_in(line.words, have) < 0.5
    ]
    if sum(len(line.text) for _, line in left_out) < _MIN_LEFT_OUT * sum(len(line.text) for line in found):
        return kept
    return list(_merged(kept, [_Paragraph(line.text, line.words, number) for number, line in left_out]))


def _merged(kept: Iterable[_Paragraph], left_out: Sequence[_Paragraph]) -> Iterator[_Paragraph]:
    """Both, each paragraph that was left out before the first kept one that stands under it."""
    waiting = deque(left_out)
    for one in kept:
        while one.at is not None and waiting and (waiting[0].at or 0) < one.at:
            yield waiting.popleft()
        yield one
    yield from waiting


def _standfirst(
    kept: Sequence[_Paragraph], lines: Sequence[PageLine], unwanted: set[str], summaries: Sequence[str]
) -> list[_Paragraph]:
    """The paragraph between headline and body, where the body is without it; a list of one or none."""
    start = next((one.at for one in kept if one.at is not None and lines[one.at].is_prose), 0)
    have = "\n".join(one.words for one in kept)
    for number in range(max(0, start - _REACH), start):
        line = lines[number]
        is_new = line.words not in have and line.words not in unwanted
        if is_new and not line.is_link and len(line.text.split()) >= _STANDFIRST_WORDS and _leads(line, summaries):
            return [_Paragraph(line.text, line.words, number)]
    return []


def _leads(line: PageLine, summaries: Sequence[str]) -> bool:
    """Whether the page's head has the line as its summary, or its box is named one."""
    boxes = [line.block] + ([parent] if (parent := line.block.getparent()) is not None else [])
    names = " ".join(f"{box.get('class') or ''} {box.get('itemprop') or ''}" for box in boxes)
    return any(_starts_alike(line.words, summary) for summary in summaries) or _STANDFIRST.search(names) is not None


def _starts_alike(words: str, summary: str) -> bool:
    # Summaries are cut, often in the middle of a word.
    return words == summary if len(summary) <= 60 else words.startswith(summary[:60])


def _runs(words: str) -> set[tuple[str, ...]]:
    split = words.split()
    return set(zip(split, split[1:], split[2:], strict=False)) or {tuple(split)}


def _share_in(words: str, have: set[tuple[str, ...]]) -> float:
    runs = _runs(words)
    return len(runs & have) / len(runs)
