"""Layouts that tell source, time and headline of related articles in other ways."""

from collections.abc import Callable

import pytest

from extract.articles.lines import text_lines
from extract.contract.tables import Article

Extract = Callable[..., list[Article]]

MAIN_TEXT = " ".join(
    f"The council of the northern province said on day {day} that the ferry would run again, although two piers are closed."
    for day in ("one", "two", "three", "four", "five", "six", "seven")
)
FIRST = (
    "The harbour of Bergen will be closed to large ships from Monday because the quay has to be rebuilt, the city said."
)
SECOND = "A bridge near Tromsø was opened again on Wednesday after engineers had found no damage to any of its pillars."
EXPECTED = [("Harbour to close for months", "NHK", FIRST), ("Bridge near Tromsø opens again", "Kyodo", SECOND)]


def related(articles: list[Article]) -> list[tuple[str | None, str | None, str]]:
    main, *others = articles
    assert main.text == MAIN_TEXT
    return [(one.title, one.publisher_name, one.text) for one in others]


LAYOUTS_OF_TEXT = {
    "source, time and section on one line": """
RELATED ARTICLES

NHK | 2 hours ago | Business
Harbour to close for months
{first}

Kyodo | Jul 2, 2025 08:00 (JST) | World
Bridge near Tromsø opens again
{second}
Read more
""",
    "numbered headlines with source and time in brackets": """
You might also like

1. Harbour to close for months (NHK, Yesterday, 16:26)
{first}

2. Bridge near Tromsø opens again (Kyodo, 3 days ago)
{second}
""",
    "source behind the headline, and no heading over the articles": """
Harbour to close for months - NHK
5 hours ago
{first}

Bridge near Tromsø opens again - Kyodo
Thursday
{second}
""",
    "ruled lines, the source in brackets under the text": """
__________

Harbour to close for months
2h

{first}
(NHK)

__________

Bridge near Tromsø opens again
Jul 1, 2025

{second}
(Kyodo)
""",
    "times and headings in another language, comments after them": """
Mehr zum Thema

Harbour to close for months
NHK · vor 3 Stunden
{first}

Bridge near Tromsø opens again
Kyodo · gestern
{second}

Kommentare (1)
Lin
vor 2 Stunden
Can we get a follow-up of this next week, and perhaps a map of it as well? I was there.
""",
    "headline, source and time on one line": """
More stories

Harbour to close for months | NHK | 2 hours ago
{first}

Bridge near Tromsø opens again | Kyodo | Jul 2
{second}
""",
    "the time first, the source under the headline": """
Latest news

3 hours ago – Harbour to close for months
NHK
{first}

Tuesday – Bridge near Tromsø opens again
Kyodo
{second}
""",
    "the source in brackets before the headline": """
Related

[NHK] Harbour to close for months
2h ago
{first}

[Kyodo] Bridge near Tromsø opens again
{second}
""",
    "labels before headline, source and time": """
Related coverage

Title: Harbour to close for months
Source: NHK
Published: 3 July 2025
{first}

Title: Bridge near Tromsø opens again
Source: Kyodo
Published: 2 July 2025
{second}
""",
    "source and time under the text": """
Also in the news

Harbour to close for months
{first}
— NHK, 2 hours ago

Bridge near Tromsø opens again
{second}
— Kyodo, Jul 2, 2025
""",
    "underlined headlines": """
More coverage
=============

Harbour to close for months
---------------------------
NHK, 2 hours ago
{first}

Bridge near Tromsø opens again
------------------------------
Kyodo, Jul 2, 2025
{second}
""",
    "bullets, and a source without a time": """
You might also like

• Harbour to close for months (NHK, Wednesday)
{first}

• Bridge near Tromsø opens again (Kyodo, 3 July 2025)
{second}
""",
    "days over the articles": """
Latest news

Thursday, 3 July 2025

Harbour to close for months
NHK
{first}

Wednesday, 2 July 2025

Bridge near Tromsø opens again
Kyodo
{second}
""",
    "an empty line after every line": """
Related Articles

NHK

2 hours ago

Harbour to close for months

{first}

Kyodo

Yesterday

Bridge near Tromsø opens again

{second}
""",
    "a source and no time": """
Related Articles

NHK
Harbour to close for months
{first}

Kyodo
Bridge near Tromsø opens again
{second}
""",
}


@pytest.mark.parametrize("layout", LAYOUTS_OF_TEXT)
def test_a_flattened_page_is_split_by_its_repeating_blocks(articles_of: Extract, layout: str) -> None:
    blocks = LAYOUTS_OF_TEXT[layout].format(first=FIRST, second=SECOND)
    articles = articles_of(f"Ferry to run again in the north\n\n{MAIN_TEXT}\n{blocks}", "text/plain")
    assert related(articles) == EXPECTED


def test_related_articles_before_the_main_one_of_a_flattened_page_are_told_from_it(articles_of: Extract) -> None:
    sidebar = f"In other news\n\nNHK · 2 hours ago\n{EXPECTED[0][0]}\n{FIRST}\n\nKyodo · 3h\n{EXPECTED[1][0]}\n{SECOND}"
    articles = articles_of(f"{sidebar}\n\n\nFerry to run again in the north\n\n{MAIN_TEXT}", "text/plain")
    assert related(articles) == EXPECTED
    assert articles[0].title == "Ferry to run again in the north"


def test_a_teaser_inside_a_flattened_article_leaves_the_rest_of_it(articles_of: Extract) -> None:
    teaser = f"Recommended reading\n\nNHK\nYesterday, 17:24\n{EXPECTED[0][0]}\n{FIRST[:-1]}..."
    half = len(MAIN_TEXT) // 2
    half = MAIN_TEXT.index(". ", half) + 1
    main, other = articles_of(
        f"Ferry to run again in the north\n\n{MAIN_TEXT[:half]}\n\n{teaser}\n\n{MAIN_TEXT[half:].strip()}", "text/plain"
    )
    assert " ".join(main.text.split()) == MAIN_TEXT
    assert (other.title, other.publisher_name, other.is_truncated) == (EXPECTED[0][0], "NHK", True)


def test_the_source_between_headline_and_text_of_a_flattened_page_is_no_text(articles_of: Extract) -> None:
    (article,) = articles_of(f"Ferry to run again in the north\nCoastline Wire\n{MAIN_TEXT}", "text/plain")
    assert (article.publisher_name, article.text) == ("Coastline Wire", MAIN_TEXT)


LAYOUTS_OF_HTML = {
    "definition list": "<h2>Also in the news</h2><dl>"
    "<dt>Harbour to close for months <small>(NHK, 27 June 2025)</small></dt><dd>{first}</dd>"
    "<dt>Bridge near Tromsø opens again <small>(Kyodo, 3d ago)</small></dt><dd>{second}</dd></dl>",
    "the stamp under the text": "<section><h2>You might also like</h2>"
    "<section><h3>Harbour to close for months</h3><p>{first}</p><p><b>NHK</b> <time>June 30, 2025</time></p></section>"
    "<section><h3>Bridge near Tromsø opens again</h3><p>{second}</p><p><b>Kyodo</b> <time>just now</time></p></section>"
    "</section>",
    "details that open": "<div><h3>Mehr zum Thema</h3>"
    "<details><summary><strong>Harbour to close for months</strong> <small>vor 6 Stunden</small></summary>"
    "<p>{first}</p><p>Quelle: <cite>NHK</cite></p></details>"
    "<details><summary><strong>Bridge near Tromsø opens again</strong> <small>01.07.2025</small></summary>"
    "<p>{second}</p><p>Quelle: <cite>Kyodo</cite></p></details></div>",
}


@pytest.mark.parametrize("layout", LAYOUTS_OF_HTML)
def test_an_html_page_is_split_by_its_boxes(articles_of: Extract, layout: str) -> None:
    blocks = LAYOUTS_OF_HTML[layout].format(first=FIRST, second=SECOND)
    articles = articles_of(
        f"<html><body><article><h1>Ferry to run again in the north</h1><p>{MAIN_TEXT}</p></article>{blocks}"
        "<div><h3>Trending now</h3><ol><li><a>A headline without a text</a> <span>9 hrs ago</span></li></ol></div></body></html>"
    )
    assert related(articles) == EXPECTED


def test_a_related_article_has_its_own_link_as_its_address(articles_of: Extract) -> None:
    blocks = f"## More on this story\n\n### [Harbour to close for months](https://nhk.example/647)\n*NHK, 8 hrs ago*\n\n{FIRST}\n"
    articles = articles_of(f"# Ferry to run again in the north\n\n{MAIN_TEXT}\n\n{blocks}", "text/plain")
    assert related(articles) == EXPECTED[:1]
    assert [one.url for one in articles] == [None, "https://nhk.example/647"]


def test_lines_that_a_machine_wrapped_are_joined() -> None:
    wrapped = (
        "The harbour of Bergen will be closed to large ships from Monday because the\n"
        "quay has to be rebuilt, the city council said.\n"
        "\n"
        "* A list stays\n"
        "* a list\n"
    )
    assert [line.text for line in text_lines(wrapped)] == [
        "The harbour of Bergen will be closed to large ships from Monday because the quay has to be rebuilt, the city council "
        "said.",
        "A list stays",
        "a list",
    ]


def test_the_signers_and_the_time_over_a_plain_text_are_no_part_of_it(articles_of: Extract) -> None:
    head = "Ferry to run again in the north\nBy Marta Hollis\nThursday, 3 July 2025, 11:05 WEST"
    (article,) = articles_of(f"{head}\n\n{MAIN_TEXT}", "text/plain", publisher_name="Coastline Wire")
    assert (article.text, article.authors, article.publisher_name) == (MAIN_TEXT, ("Marta Hollis",), "Coastline Wire")
    assert (article.published, article.published_from) == ("2025-07-03T11:05+01:00", "text")


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@graph": [{"@type": "Organization", "@id": "#o", "name": "Fold and Field"}, '
        '{"@type": "NewsArticle", "headline": "Ferry to run again", "publisher": {"@id": "#o"}}]}</script>',
        "<title>Fold and Field: Ferry to run again</title>",
        "<title>Ferry to run again | Fold and Field</title>",
        '<meta property="og:site_name" content="Fold and Field">',
    ],
)
def test_the_publisher_is_read_wherever_the_page_names_it(articles_of: Extract, head: str) -> None:
    (article,) = articles_of(
        f"<html><head>{head}</head><body><h1>Ferry to run again</h1><p>{MAIN_TEXT}</p></body></html>"
    )
    assert article.publisher_name == "Fold and Field"
