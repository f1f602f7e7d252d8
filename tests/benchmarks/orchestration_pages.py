"""Made-up pages of one article each, no two of them near-duplicates: what `make bench-orchestration` takes."""

import csv
import json
import random
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
WORDS = 400


def write_pages(folder: Path, count: int, seed: int) -> None:
    """Pages of one article each, mixed from paragraphs of the invented articles of the training set; no two are near-duplicates.

    The first paragraphs are one article's, the others anybody's; numbers and surnames are others in each.
    """
    folder.mkdir()
    lines = (ROOT / "tests" / "training" / "events" / "articles.jsonl").read_text().splitlines()
    articles = [json.loads(line) for line in lines]
    pool = [part for article in articles for part in paragraphs(article)[2:]]
    surnames, chance = read_surnames(), random.Random(seed)  # noqa: S311 - invented pages
    with (folder / "captures.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(("file", "captured_at", "url", "publisher", "publish_text"))
        for number in range(count):
            article = articles[number % len(articles)]
            parts = paragraphs(article)[:2]
            rest = chance.sample(pool, len(pool))
            while sum(len(part.split()) for part in parts) < WORDS:
                parts.append(rest.pop())
            title, *parts = (vary(part, surnames, chance) for part in (article["title"], *parts))
            body = "".join(f"<p>{escape(part)}</p>" for part in parts)
            head = f"<head><title>{escape(title)}</title></head>"
            html = f'<html lang="en">{head}<body><article><h1>{escape(title)}</h1>{body}</article></body></html>'
            (folder / f"{number:03}.html").write_text(html)
            address = f"https://news{number % 25}.example/2025/07/04/report-{number}"
            table.writerow((f"{number:03}.html", "2025-07-04T12:00:00+00:00", address, f"News {number % 25}", "true"))


def paragraphs(article: Mapping[str, Any]) -> list[str]:
    """The paragraphs of an article's text."""
    return [part for part in article["text"].split("\n") if part.strip()]


def read_surnames() -> list[str]:
    """The surnames of the made-up world of bench-linking, in every culture."""
    with (ROOT / "tests" / "benchmarks" / "linking_world" / "names.csv").open() as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return [name for row in rows if row["part"] == "surname" for name in row["names"].split()]


def vary(text: str, surnames: Sequence[str], chance: random.Random) -> str:
    """The text with other numbers of two and three digits, days still days, and other second halves of names of two words."""

    def number(found: re.Match[str]) -> str:
        value = int(found[0])
        low, high = (10, 28) if value <= 31 else (32, 99) if value < 100 else (100, 999)
        return str(chance.randint(low, high))

    def name(found: re.Match[str]) -> str:
        return f"{found[1]} {chance.choice(surnames)}"

    text = re.sub(r"(?<![\d.,-])\b\d{2,3}\b(?![.,]?\d)", number, text)
    # Not at the start of a sentence, where the first word need not be a name.
    return re.sub(r"(?<=[a-z,] )([A-Z][a-z]+) [A-Z][a-z]+\b", name, text)
