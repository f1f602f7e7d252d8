"""A day that no tag gives is the one that trafilatura finds, though we ask htmldate ourselves."""

from pathlib import Path

import pytest
import trafilatura

from extract.articles.body import drop_scripts, guess_day
from extract.articles.page_tree import parse_html

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "pages").glob("*.html"))
BODY = "<p>The council of Orsa voted to repair its old harbour wall before the winter storms set in.</p>"
PAGES = {
    "in the address": ("", BODY, "https://post.example/2025/07/02/harbour-wall.html"),
    "in the address that the page gives": (
        '<meta property="og:url" content="https://post.example/2025/07/01/harbour-wall">', BODY, "https://post.example/9",
    ),
    "in its canonical link": ('<link rel="canonical" href="https://post.example/2025/06/30/wall">', BODY, None),
    "in an element": ("", f'<div class="published">2 July 2025</div>{BODY}', "https://post.example/harbour"),
    "nowhere": ("", BODY, "https://post.example/harbour"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_day_is_found_where_trafilatura_finds_it(name: str) -> None:
    head, body, url = PAGES[name]
    text = f"<html><head><title>Wall</title>{head}</head><body>{body}</body></html>"
    day = guess_day(parse_html(text), url)
    assert day == trafilatura.extract_metadata(parse_html(text), default_url=url, extensive=False).date
    assert (day is None) == (name == "nowhere")


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_same_on_whole_pages(path: Path) -> None:
    trees = [parse_html(path.read_text(errors="replace")) for _ in range(2)]
    for tree in trees:
        drop_scripts(tree)
    assert guess_day(trees[0]) == trafilatura.extract_metadata(trees[1], extensive=False).date


def test_an_address_that_is_none_is_no_day() -> None:
    assert guess_day(parse_html(f"<html><body>{BODY}</body></html>"), "http://[broken") is None
