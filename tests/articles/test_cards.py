"""Related articles in cards: without a time, with a logo for a name, beside, over and inside the main article."""

from collections.abc import Callable

import pytest

from extract.contract.tables import Article

Extract = Callable[..., list[Article]]
Told = list[tuple[str | None, str | None, str | None]]

SENTENCES = [
    f"The council of the northern province said on day {day} that the ferry would run again, although two piers are closed."
    for day in ("one", "two", "three", "four", "five", "six", "seven", "eight")
]
MAIN_TEXT = "\n".join(SENTENCES)
FIRST = (
    "The harbour of Bergen will be closed to large ships from Monday because the quay has to be rebuilt, the city council "
    "said. Work is to last until spring, and forty vessels a week will have to call at Stavanger for as long as that takes."
)
SECOND = (
    "A bridge near Tromsø was opened again on Wednesday after engineers had found no damage to any of its pillars. It had "
    "been closed for two days when a barge hit it in thick fog, and the village behind it could be reached by boat alone."
)
TITLES = ("Harbour to close for months", "Bridge near Tromsø opens again")


def page(after: str = "", *, before: str = "", inside: str = "") -> str:
    body = [f"<p>{line}</p>" for line in SENTENCES]
    article = (
        f"<article><h1>Ferry to run again in the north</h1>{''.join(body[:4])}{inside}{''.join(body[4:])}</article>"
    )
    end = "<footer><a>About us</a> | <a>Imprint</a></footer>"
    return f"<html><head><title>Ferry to run again</title></head><body>{before}{article}{after}{end}</body></html>"


def told(articles: list[Article]) -> Told:
    """Headline, source and day of the related articles, once the main one was found whole."""
    main, *others = articles
    assert main.is_primary
    assert main.text == MAIN_TEXT
    assert {one.text for one in others} <= {FIRST, SECOND}
    return [(one.title, one.publisher_name, one.published_date and str(one.published_date)) for one in others]


@pytest.mark.parametrize("wrapper", ["<ul>{}</ul>", "<div>{}</div>", "<section><div>{}</div></section>"])
def test_a_card_without_a_time_is_found_beside_one_that_has_it(articles_of: Extract, wrapper: str) -> None:
    dated = (
        f"<div class='c'><b>NHK</b> <time>2 hours ago</time><h4><a href='/1'>{TITLES[0]}</a></h4><p>{FIRST}</p></div>"
    )
    undated = f"<div class='c'><b>Kyodo</b><h4><a href='/2'>{TITLES[1]}</a></h4><p>{SECOND}</p></div>"
    articles = articles_of(page("<h2>Related Articles</h2>" + wrapper.format(dated + undated)))
    assert told(articles) == [(TITLES[0], "NHK", "2025-07-04"), (TITLES[1], "Kyodo", None)]


@pytest.mark.parametrize(
    "heading", ["<h3><a href='/1'>{}</a></h3>", "<h5>{}</h5>", "<p><b>{}</b></p>", "<div><a href='#'>{}</a></div>"]
)
def test_cards_without_any_time_are_found_under_their_heading(articles_of: Extract, heading: str) -> None:
    cards = "".join(
        f"<article>{heading.format(title)}<cite>{source}</cite><p>{text}</p></article>"
        for title, source, text in zip(TITLES, ("NHK", "Kyodo"), (FIRST, SECOND), strict=True)
    )
    assert told(articles_of(page(f"<h2>More on this topic</h2>{cards}"))) == [
        (TITLES[0], "NHK", None),
        (TITLES[1], "Kyodo", None),
    ]


@pytest.mark.parametrize(
    "logo",
    [
        '<img src="/l/1.svg" alt="{} logo">',
        '<img class="logo" src="/1" alt="{}">',
        '<img width="40" src="/1" alt="{}">',
    ],
)
def test_a_logo_names_the_source(articles_of: Extract, logo: str) -> None:
    cards = "".join(
        f"<li>{logo.format(source)}<time>3 hours ago</time><h4>{title}</h4><p>{text}</p></li>"
        for title, source, text in zip(TITLES, ("NHK", "Kyodo News"), (FIRST, SECOND), strict=True)
    )
    articles = articles_of(page(f"<h2>Up next</h2><ul>{cards}</ul>"))
    assert [one.publisher_name for one in articles[1:]] == ["NHK", "Kyodo News"]


def test_a_photograph_names_no_source(articles_of: Extract) -> None:
    photo = "<img width='640' src='/p.jpg' alt='Ships at anchor'>"
    card = f"<li>{photo}<time>1 hour ago</time><h4>{TITLES[0]}</h4><p>{FIRST}</p></li>"
    assert told(articles_of(page(f"<h2>Up next</h2><ul>{card}</ul>"))) == [(TITLES[0], None, "2025-07-04")]


def card(number: int, source: str, time: str) -> str:
    text = (FIRST, SECOND)[number]
    return f"<div class='t'><span>{source}</span> <time>{time}</time><h4>{TITLES[number]}</h4><p>{text}</p></div>"


BOTH = [(TITLES[0], "NHK", "2025-07-04"), (TITLES[1], "Kyodo", "2025-07-03")]


def test_a_sidebar_before_the_article_holds_related_ones(articles_of: Extract) -> None:
    sidebar = f"<aside><h3>In other news</h3>{card(0, 'NHK', '2 hours ago')}{card(1, 'Kyodo', 'yesterday')}</aside>"
    assert told(articles_of(page(before=sidebar))) == BOTH


def test_related_articles_inside_the_article_leave_the_rest_of_it(articles_of: Extract) -> None:
    inset = f"<aside><h5>Related</h5>{card(0, 'NHK', '2 hours ago')}</aside>"
    more = f"<section><h3>More stories</h3>{card(1, 'Kyodo', 'yesterday')}</section>"
    assert told(articles_of(page(more, inside=inset))) == BOTH


def test_a_headline_over_the_box_of_its_text_belongs_to_it(articles_of: Extract) -> None:
    blocks = "".join(
        f"<h3><button>{title}</button></h3><div class='panel'><p>{source} · {time}</p><p>{text}</p></div>"
        for title, source, time, text in (
            (TITLES[0], "NHK", "2 hours ago", FIRST), (TITLES[1], "Kyodo", "yesterday", SECOND)
        )
    )  # fmt: skip
    assert told(articles_of(page(f"<h2>Latest news</h2><div>{blocks}</div>"))) == BOTH


def test_articles_that_follow_in_a_scroll_are_related_ones(articles_of: Extract) -> None:
    scroll = "".join(
        f"<article><h2>{title}</h2><div><span>{source}</span> <time>{time}</time></div><p>{text}</p></article>"
        for title, source, time, text in (
            (TITLES[0], "NHK", "2 hours ago", FIRST), (TITLES[1], "Kyodo", "yesterday", SECOND)
        )
    )  # fmt: skip
    assert told(articles_of(page(scroll))) == BOTH


def test_a_heading_with_a_day_dates_the_articles_under_it(articles_of: Extract) -> None:
    item = "<div class='i'><h4>{}</h4><small>{}</small><p>{}</p></div>".format
    digest = (
        "<section><h2>Latest news</h2><h3>Friday, 4 July 2025</h3>" + item(TITLES[0], "NHK", FIRST)
        + "<h3>Thursday, 3 July 2025</h3>" + item(TITLES[1], "Kyodo", SECOND) + "</section>"
    )  # fmt: skip
    assert told(articles_of(page(digest))) == BOTH


def test_sources_in_a_column_of_their_own_are_no_text(articles_of: Extract) -> None:
    rows = "".join(
        f"<tr><td>{time}</td><td><b><a href='/t'>{title}</a></b><p>{text}</p></td><td>{source}</td></tr>"
        for title, source, time, text in (
            (TITLES[0], "NHK", "2 hours ago", FIRST), (TITLES[1], "Kyodo", "yesterday", SECOND)
        )
    )  # fmt: skip
    assert told(articles_of(page(f"<h3>Also in the news</h3><table>{rows}</table>"))) == BOTH


def test_a_long_headline_in_a_heading_is_one(articles_of: Extract) -> None:
    title = (
        "Harbour of Bergen to close to all large ships for months while its old quay is rebuilt and forty vessels a week "
        "call at Stavanger"
    )
    block = f"<div><h3>{title}</h3><p><b>NHK</b> <time>yesterday</time></p><p>{FIRST}</p></div>"
    assert told(articles_of(page(f"<h2>Related Articles</h2>{block}"))) == [(title, "NHK", "2025-07-03")]


@pytest.mark.parametrize(
    ("end", "more"), [("...", ""), ("…", ""), (" [...]", ""), (".", "<a href='/1'>Read more</a>"), (".", "")]
)
def test_a_teaser_is_flagged(articles_of: Extract, end: str, more: str) -> None:
    text = f"The harbour of Bergen will be closed to large ships from Monday because the quay has to be rebuilt{end}"
    block = f"<div><b>NHK</b> <time>yesterday</time><h3>{TITLES[0]}</h3><p>{text}</p>{more}</div>"
    main, teaser = articles_of(page(f"<h2>Related Articles</h2>{block}"))
    assert (main.is_truncated, teaser.is_truncated, teaser.text) == (False, True, text)


def test_a_related_article_of_some_length_is_whole(articles_of: Extract) -> None:
    block = f"<div><b>NHK</b> <time>yesterday</time><h3>{TITLES[0]}</h3><p>{FIRST}</p><p>{SECOND}</p></div>"
    _, related = articles_of(page(f"<h2>Related Articles</h2>{block}"))
    assert not related.is_truncated


@pytest.mark.parametrize(
    "listed",
    [
        "<ul><li><a href='/1'>Harbour to close for months</a> <time>2 hours ago</time></li>"
        "<li><a href='/2'>Bridge near Tromsø opens again</a> <time>yesterday</time></li></ul>",
        "<div><h4><a href='/1'>Harbour to close</a></h4><p>Large ships will have to call at Stavanger until spring.</p></div>"
        "<div><h4><a href='/2'>Bridge opens</a></h4><p>Engineers had found no damage to any of its pillars there.</p></div>",
        "<div><h4>About this site</h4><p>All rights reserved. No part of this page may be copied without asking.</p></div>",
    ],
    ids=["headlines", "menu", "imprint"],
)
def test_lists_of_headlines_menus_and_imprints_are_no_articles(articles_of: Extract, listed: str) -> None:
    assert told(articles_of(page(f"<div><h2>More stories</h2>{listed}</div>"))) == []


def test_the_name_of_a_section_is_no_headline(articles_of: Extract) -> None:
    cards = "".join(
        f"<div><h4>Fact Check Desk</h4><time>{age}</time><p>{text}</p></div>"
        for age, text in (("2 hours ago", FIRST), ("3 hours ago", SECOND))
    )
    assert told(articles_of(page(f"<div><h2>More stories</h2>{cards}</div>"))) == []


def test_over_the_articles_of_others_the_main_one_says_whose_it_is(articles_of: Extract) -> None:
    related = f"<section><h3>More stories</h3>{card(0, 'NHK', '2 hours ago')}{card(1, 'Kyodo', 'yesterday')}</section>"
    head = "</h1><p><span>Coastline Wire</span> <time>2025-07-02</time></p>"
    site = '<meta property="og:site_name" content="Headline Feed"></head>'
    main, *_ = articles_of(page(related).replace("</h1>", head).replace("</head>", site))
    assert main.publisher_name == "Coastline Wire"
    alone, *_ = articles_of(page().replace("</h1>", head).replace("</head>", site))
    assert alone.publisher_name == "Headline Feed"
