"""The body of a page: which reading is believed, and what the page's look puts right."""

import warnings
from collections.abc import Callable

import pytest
from lxml import html

from extract.articles import newspaper_body, readability_body
from extract.articles.html_page import page_lines
from extract.articles.opinions import choose_body
from extract.articles.own_body import read_body, read_page_lines
from extract.articles.page_tree import parse_html
from extract.articles.paragraphs import finish_body, is_furniture
from extract.articles.paywall import is_teaser
from extract.articles.shingles import agreement, shingles_of
from extract.contract.tables import Article

Extract = Callable[..., list[Article]]

PARAGRAPHS = [
    "The council of Orsa voted on Thursday to repair its old harbour wall before the winter storms set in.",
    "Engineers had found cracks below the water line, some of them wide enough for a diver to put an arm through.",
    "Most of the money comes from a reserve that was meant for a swimming hall which nobody wants to build any more.",
    "Fishermen asked for the eastern quay to stay open, since their boats cannot lie anywhere else until the ice is gone.",
    "A firm from Falun offered the lowest price, and has promised to finish all of its work within eleven weeks.",
    "Divers will start with the deepest part, where currents have washed away much of the gravel under the stones.",
    "Two members voted against the plan because they doubt that a wall of this age can be saved by mortar alone.",
    "The mayor said afterwards that she would rather repair a wall every ten years than explain a flood to her town.",
]


def finish(
    body: str, *paragraphs: str, titles: tuple[str, ...] = (), summaries: tuple[str, ...] = ()
) -> tuple[str, ...]:
    tree = parse_html(f"<html><body>{body}</body></html>")
    return finish_body(paragraphs, read_page_lines(page_lines(tree, None)), titles, summaries)


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_agreement_counts_runs_of_words_as_often_as_both_have_them() -> None:
    one = shingles_of("a b c d e")
    assert agreement(one, one) == 1.0
    assert agreement(one, shingles_of("v w x y z")) == 0.0
    assert agreement(one, shingles_of("a b c d")) == pytest.approx(2 / 3)
    assert agreement(shingles_of(""), shingles_of("")) == 1.0


def test_paragraphs_left_out_between_two_boxes_come_back_in_their_place() -> None:
    one, other = p(*PARAGRAPHS[:4]), p(*PARAGRAPHS[4:])
    boxes = f'<div class="chunk">{one}</div><aside>Advertising</aside><div class="chunk">{other}</div>'
    assert finish(boxes, *PARAGRAPHS[:4]) == tuple(PARAGRAPHS)
    assert finish(boxes, *PARAGRAPHS[:2], *PARAGRAPHS[4:]) == tuple(PARAGRAPHS)


def test_prose_in_a_box_of_another_kind_is_not_taken_for_the_bodys() -> None:
    page = f'<div class="chunk">{p(*PARAGRAPHS[:4])}</div><div class="promo">{p(*PARAGRAPHS[4:])}</div>'
    assert finish(page, *PARAGRAPHS[:4]) == tuple(PARAGRAPHS[:4])


def test_the_headline_and_a_paragraph_that_comes_again_are_dropped() -> None:
    page = p("Council votes", *PARAGRAPHS[:3], PARAGRAPHS[1])
    found = finish(page, "Council votes", *PARAGRAPHS[:3], PARAGRAPHS[1], titles=("Council votes",))
    assert found == tuple(PARAGRAPHS[:3])


def test_a_line_that_only_links_is_another_articles_headline() -> None:
    headline = "Minister resigns over the harbour contract"
    page = p(
        PARAGRAPHS[0],
        f'<strong><a href="https://example.org/other">{headline}</a></strong>',
        PARAGRAPHS[1],
        '<a href="https://example.org/x">[The Post]</a>',
    )
    found = finish(page, PARAGRAPHS[0], headline, PARAGRAPHS[1], "[The Post]")
    assert found == (PARAGRAPHS[0], PARAGRAPHS[1], "[The Post]")


@pytest.mark.parametrize(
    "line",
    [
        "Read more: a harbour opens",
        "- Lesen Sie auch: ein Hafen",
        "CLICK HERE TO GET THE APP",
        "À lire aussi : le port",
    ],
)
def test_calls_to_read_or_buy_something_else_are_furniture(line: str) -> None:
    assert is_furniture(line)
    assert finish(p(PARAGRAPHS[0], line, PARAGRAPHS[1]), PARAGRAPHS[0], line, PARAGRAPHS[1]) == tuple(PARAGRAPHS[:2])


def test_a_sentence_of_the_article_is_no_furniture() -> None:
    assert not is_furniture("The council read the report and voted.")


def test_a_long_standfirst_comes_before_the_body_and_a_short_one_does_not() -> None:
    standfirst = (
        "Eight councils decided this week what they will repair before the winter, and which of the works have to wait."
    )
    page = f"<h1>Councils vote</h1><h2 class='teaser'>{{}}</h2><div>{p(*PARAGRAPHS[:3])}</div>"
    assert finish(page.format(standfirst), *PARAGRAPHS[:3])[0] == standfirst
    assert finish(page.format("Eight councils vote."), *PARAGRAPHS[:3]) == tuple(PARAGRAPHS[:3])
    plain = f"<h1>Councils vote</h1><h2>{standfirst}</h2><div>{p(*PARAGRAPHS[:3])}</div>"
    assert finish(plain, *PARAGRAPHS[:3]) == tuple(PARAGRAPHS[:3])
    assert finish(plain, *PARAGRAPHS[:3], summaries=(standfirst,))[0] == standfirst


@pytest.mark.parametrize("read", [readability_body.read_body, lambda tree: newspaper_body.read_body(tree, "en")])
def test_every_reading_leaves_the_tree_as_it_is(read: Callable[[html.HtmlElement], tuple[str, ...]]) -> None:
    tree = parse_html(f"<html><body><nav>Home</nav><article><h1>Vote</h1>{p(*PARAGRAPHS)}</article></body></html>")
    before = html.tostring(tree)
    found = read(tree)
    assert [line for line in found if line in PARAGRAPHS] == PARAGRAPHS
    assert html.tostring(tree) == before


def test_newspaper_says_nothing_of_languages_that_it_cannot_cut_into_words() -> None:
    tree = parse_html(f"<html><body>{p(*PARAGRAPHS)}</body></html>")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert newspaper_body.read_body(tree, "ja") == ()


def test_a_reading_that_fails_has_no_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> tuple[str, ...]:
        raise RuntimeError("broken page")

    monkeypatch.setattr(readability_body, "read_body", fail)
    monkeypatch.setattr(newspaper_body, "read_body", fail)
    tree = parse_html(f"<html><body><article>{p(*PARAGRAPHS)}</article></body></html>")
    # Our own reading is far from the others': they are asked.
    assert choose_body(tree, ("Something else entirely stands here.",), lambda: "en") == tuple(PARAGRAPHS)


def test_our_own_reading_is_the_kind_of_box_with_most_prose() -> None:
    tree = parse_html(
        f'<body><div class="menu">{p("Home", "Sport")}</div><div class="text">{p(*PARAGRAPHS)}</div>'
        f'<div class="side">{p(PARAGRAPHS[0])}</div></body>'
    )
    assert read_body(read_page_lines(page_lines(tree, None))) == tuple(PARAGRAPHS)


@pytest.mark.parametrize("end", ["It goes on...", "And then the wall […]", "Continue reading", "Weiterlesen »"])
def test_a_body_that_breaks_off_is_a_teaser(end: str) -> None:
    assert is_teaser((*PARAGRAPHS, end), "none", {})


def test_a_short_body_behind_a_paywall_is_a_teaser_and_a_whole_one_is_not() -> None:
    assert is_teaser(PARAGRAPHS[:2], "closed", {})
    assert not is_teaser(PARAGRAPHS[:2], "none", {})
    assert not is_teaser(PARAGRAPHS * 4, "closed", {})
    assert is_teaser(PARAGRAPHS * 4, "closed", {"wordCount": 2000})


def test_the_rows_say_that_a_page_holds_only_a_teaser(articles_of: Extract) -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    (article,) = articles_of(
        f"<html><head>{head}</head><body><article><h1>Vote</h1>{p(*PARAGRAPHS[:3])}</article></body></html>"
    )
    assert (article.paywall, article.is_truncated) == ("closed", True)


def test_lines_that_an_extractor_ran_together_are_cut_apart_again() -> None:
    page = "<h1>A wall</h1>" + p(*PARAGRAPHS[:4])
    assert finish(page, PARAGRAPHS[0], " ".join(PARAGRAPHS[1:4])) == tuple(PARAGRAPHS[:4])


def test_paragraphs_stand_as_they_stand_on_the_page(articles_of: Extract) -> None:
    posts = "".join(
        f"<div class='post'><h2>Post {n} of the day</h2><p>{text}</p></div>" for n, text in enumerate(PARAGRAPHS[1:])
    )
    page = f"<html><body><article><h1>The wall is mended</h1><p>{PARAGRAPHS[0]}</p>{posts}</article></body></html>"
    (article,) = articles_of(page)
    at = [article.text.index(text) for text in PARAGRAPHS]
    assert at == sorted(at)
