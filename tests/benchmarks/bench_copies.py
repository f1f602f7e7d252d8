"""Plants copies among articles and prints how many are found, what is taken for a copy and is none, and the speed.

    python tests/benchmarks/bench_copies.py [FOLDER]     a folder of .txt files, one article each; without: made-up articles

Beside it, in the same run: MinHash of whole texts by rensa.
"""

import argparse
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from extract.articles.near_duplicates import Wording, find_copies

_MORNING = datetime(2025, 7, 4, 6, tzinfo=UTC)
_PERMUTATIONS = 128
_THRESHOLD = 0.5
_MADE_UP = 400
_INTRO = "This report first ran elsewhere and is given here with the kind permission of its authors, who keep all rights to it."
_OUTRO = "Readers who know more may write to the desk in confidence; letters are read by two editors before anything is printed."
_SLOGAN = (
    "We tell the news from {place} as it happens. Support independent reporting with a monthly gift, follow us on every channel, "
    "download our app for breaking alerts, and sign up for the morning letter that our editors write for you at six each day."
)

Pairs = set[tuple[str, str]]


@dataclass(frozen=True)
class Planted:
    """A copy, what it was made from, and how."""

    wording: Wording
    original: str
    kind: str


def made_up_texts(count: int) -> Iterator[str]:
    """Texts of 3 to 14 paragraphs. Words are as frequent as in a language: some in every sentence, most seldom."""
    rng = random.Random(4)  # noqa: S311 - the same texts in every run
    words = [
        "".join(rng.choice("bdfklmnprst") + rng.choice("aeiou") for _ in range(rng.randint(1, 4)))
        for _ in range(20_000)
    ]
    for _ in range(count):
        yield "\n".join(
            " ".join(
                " ".join(words[int(20_000 ** rng.random()) - 1] for _ in range(rng.randint(8, 24))).capitalize() + "."
                for _ in range(rng.randint(2, 4))
            )
            for _ in range(rng.randint(3, 14))
        )


def _paragraphs(text: str) -> list[str]:
    found = [line for line in text.split("\n") if line.strip()]
    return found if len(found) > 3 else re.split(r"(?<=[.!?]) ", text)


def _edited(rng: random.Random, text: str, share: float = 0.05) -> str:
    return " ".join("changed" if rng.random() < share else word for word in text.split(" "))


def _reordered(rng: random.Random, text: str) -> str:
    parts = _paragraphs(text)
    return "\n".join(rng.sample(parts, len(parts)))


def _cut(_: random.Random, text: str) -> str:
    parts = _paragraphs(text)
    # Three paragraphs, or as many more as make a text: a single sentence is nobody's copy.
    count = next((n for n in range(3, len(parts)) if len(" ".join(parts[:n]).split()) >= 100), len(parts))
    return "\n".join(parts[:count])


def _framed(rng: random.Random, text: str) -> str:
    return f"{_INTRO} {rng.random()}\n{text}\n{_OUTRO} {rng.random()}"


KINDS: dict[str, Callable[[random.Random, str], str]] = {
    "as it is": lambda _, text: text,
    "edited": _edited,
    "edited more": lambda rng, text: _edited(rng, text, 0.1),
    "reordered": _reordered,
    "cut": _cut,
    "with more around": _framed,
    "cut, more around": lambda rng, text: _framed(rng, _cut(rng, text)) if len(text) > 3000 else _framed(rng, text),
}


def plant(texts: list[str]) -> tuple[list[Wording], list[Planted]]:
    """The articles, and copies of two in five. Each third carries its publisher's slogan, each fifth the same quotation."""
    rng = random.Random(7)  # noqa: S311 - the same copies in every run
    quotation = " ".join(texts[0].split()[:60])
    originals = []
    for number, text in enumerate(texts):
        publisher = f"Publisher {number % 7}"
        full = f"{text}\n{_SLOGAN.format(place=publisher)}" if number % 3 == 0 else text
        full = f"{full}\n“{quotation}”, the speaker said." if number % 5 == 1 else full
        originals.append(_wording(f"{number:06}", f"Headline {number}", full, publisher, number))
    planted = []
    for number, text in enumerate(texts):
        if number % 5 in (1, 3):
            kind = list(KINDS)[number // 5 % len(KINDS)]
            copy = _wording(
                f"{number:06}-copy", f"Other headline {number}", KINDS[kind](rng, text), "Publisher X", number
            )
            planted.append(Planted(replace(copy, at=copy.at + timedelta(hours=5)), f"{number:06}", kind))
    return originals, planted


def _wording(name: str, title: str, text: str, publisher: str, minutes: int) -> Wording:
    return Wording(name, name, title, text, publisher, _MORNING + timedelta(minutes=minutes))


def daybook_pairs(wordings: list[Wording]) -> Pairs:
    """Copy and first, as Daybook finds them."""
    return {(row.article_version_id, row.first_article_version_id) for row in find_copies(wordings)}


def rensa_pairs(wordings: list[Wording]) -> Pairs:
    """Bare rensa: signatures of whole texts, bands, estimated similarity."""
    from rensa import RMinHash, RMinHashLSH

    hashes = RMinHash.from_token_sets([_shingles(wording.text) for wording in wordings], _PERMUTATIONS, 42)
    index = RMinHashLSH(_THRESHOLD, _PERMUTATIONS, 32)
    index.insert_many(hashes)
    return _first_of(
        wordings,
        {
            (number, other)
            for number, mine in enumerate(hashes)
            for other in index.query(mine)
            if other < number and mine.jaccard(hashes[other]) >= _THRESHOLD
        },
    )


def _shingles(text: str) -> list[str]:
    words = re.findall(r"\w+", text.lower())
    return [" ".join(three) for three in zip(words, words[1:], words[2:], strict=False)]


def _first_of(wordings: list[Wording], pairs: set[tuple[int, int]]) -> Pairs:
    first: dict[int, int] = {}
    for number, other in pairs:
        first[number] = min(other, first.get(number, other))
    return {
        (wordings[number].article_version_id, wordings[other].article_version_id) for number, other in first.items()
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="a folder of .txt files, one article each")
    folder = parser.parse_args().folder
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))] if folder else []
    if folder and not texts:
        raise SystemExit(f"{folder} holds no .txt file: one article each is what is read")
    texts = texts or list(made_up_texts(_MADE_UP))
    originals, planted = plant(texts)
    wordings = sorted([*originals, *(copy.wording for copy in planted)], key=lambda wording: wording.at)
    words = sum(len(wording.text.split()) for wording in wordings) // len(wordings)
    print(f"{len(wordings)} articles of {words} words, {len(planted)} are copies")
    for name, search in [("daybook", daybook_pairs), ("rensa", rensa_pairs)]:
        start = time.process_time()
        found = search(wordings)
        seconds = time.process_time() - start
        truth = {(copy.wording.article_version_id, copy.original): copy.kind for copy in planted}
        recall = len(found & truth.keys()) / len(truth)
        speed = len(wordings) / seconds
        print(
            f"\n{name}: recall {recall:.3f}, false pairs {len(found - truth.keys())}, {speed:,.0f} articles a CPU-second"
        )
        for kind in KINDS:
            pairs = {pair for pair, how in truth.items() if how == kind}
            print(f"  {kind:<18} {len(found & pairs)} of {len(pairs)}")


if __name__ == "__main__":
    main()
