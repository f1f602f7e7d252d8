"""Taking an erased article out of a page that carries others: its passages are cut, copies in scripts and attributes masked."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.erasure.masking import blocked, source_spans
from extract.erasure.streams import as_read, as_written
from extract.erasure.words import Word, find_words, normal_words

Run = tuple[str, ...]

# So many words in a row are somebody's; fewer are anybody's.
_RUN = 4
# Words between two passages of an article: its time, its source, and what the page writes otherwise than was extracted.
_MAX_GAP = 12


@dataclass(frozen=True, slots=True)
class Taken:
    """A source without an article. share: how much of the article was found there, of 1."""

    text: str
    share: float


def take_passages(source: str, erased: Iterable[str], kept: Iterable[str], sources: Iterable[str] = ()) -> Taken:
    """Take lines of erased articles out of a source: paragraphs, titles, names of authors.

    What a reader sees of them is cut, tags stay: the page is then one that never carried them. kept: lines of the page's other
    articles; runs of words that they have too stay. sources: names that go where they are all that stands on a line.
    """
    ours = {run for line in kept for run in _runs(normal_words(line))}
    wanted = {run for line in erased for run in _runs(normal_words(line))} - ours
    read, written = as_read(source), as_written(source)
    words = list(find_words(read.text))
    places, found = _places(words, wanted)
    alone = _on_lines_alone(read.text, words, {normal_words(name) for name in sources})
    cut = [
        span
        for first, last in _stretches(words, sorted({*places, *alone}), ours)
        for span in read.source_span(words[first].start, words[last].end)
    ]
    copies = list(find_words(written.text))
    places, also = _places(copies, wanted)
    masked = source_spans(written, (copies[place] for place in places))
    return Taken(blocked(source, masked, cut), len(found | also) / len(wanted) if wanted else 1.0)


def _runs(words: Sequence[str]) -> Iterator[Run]:
    """Every run of so many words; a line with fewer, but more than one, is a run itself."""
    if 1 < len(words) < _RUN:
        yield tuple(words)
    for start in range(len(words) - _RUN + 1):
        yield tuple(words[start : start + _RUN])


def _places(words: Sequence[Word], wanted: set[Run]) -> tuple[list[int], set[Run]]:
    """The places of words that stand in a wanted run, in order, and the runs that were met."""
    texts = [word.text for word in words]
    lengths = sorted({len(run) for run in wanted})
    places: set[int] = set()
    met = set()
    for start in range(len(texts)):
        for length in lengths:
            run = tuple(texts[start : start + length])
            if run in wanted:
                met.add(run)
                places |= set(range(start, start + length))
    return sorted(places), met


def _on_lines_alone(text: str, words: Sequence[Word], names: Container[Run]) -> Iterator[int]:
    """The places of words that are, with those beside them, a name alone on its line."""
    for _, line in groupby(enumerate(words), key=_line_of(text)):
        of_line = list(line)
        if tuple(word.text for _, word in of_line) in names:
            yield from (place for place, _ in of_line)


def _line_of(text: str) -> Callable[[tuple[int, Word]], int]:
    """Tells the number of a word's line, for words in their order."""
    number = at = 0

    def line_of(placed: tuple[int, Word]) -> int:
        nonlocal number, at
        number += text.count("\n", at, placed[1].start)
        at = placed[1].start
        return number

    return line_of


def _stretches(words: Sequence[Word], places: Sequence[int], ours: set[Run]) -> Iterator[tuple[int, int]]:
    """First and last word of each stretch that goes: passages, and what little stands between two and is nobody else's."""
    texts = [word.text for word in words]
    first = last = None
    for place in places:
        if first is None or last is None:
            first = last = place
        elif place - last <= _MAX_GAP + 1 and not any(run in ours for run in _runs(texts[last + 1 : place])):
            last = place
        else:
            yield first, last
            first = last = place
    if first is not None and last is not None:
        yield first, last
