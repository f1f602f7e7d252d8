"""Several articles on one page told apart, and pages with one article left as they are."""

from collections.abc import Callable

import pytest

from extract.contract.tables import Article

Extract = Callable[..., list[Article]]

MAIN = [
    "Ministers agree on timber",
    "The ministers of both countries met in Oslo on Thursday and agreed to remove all duties on steel and timber.",
    "A final text will be put before the two parliaments in the autumn, an official of the delegation said on Friday.",
    "Producers in the north had asked for three more years, while builders wanted the duties to end this summer already.",
]
FIRST = (
    "The harbour of Bergen will be closed to large ships from Monday because the quay has to be rebuilt, the city council "
    "said. Work is to last until spring, and forty vessels a week will have to call at Stavanger for as long as that."
)
SECOND = (
    "A bridge near Tromsø was opened again on Wednesday after engineers had found no damage to its pillars. It had been "
    "closed for two days when a barge hit it in thick fog, and the village behind it could be reached by boat alone."
)


def text_page(*blocks: str) -> str:
    return "\n\n".join((*MAIN, *blocks))


def html_page(*blocks: str) -> str:
    body = f"<h1>{MAIN[0]}</h1>" + "".join(f"<p>{line}</p>" for line in MAIN[1:])
    return f"<html><body><article>{body}</article>{''.join(blocks)}</body></html>"


def assert_main_is_whole(article: Article) -> None:
    assert article.is_primary
    assert article.title == MAIN[0]
    assert article.text.split() == " ".join(MAIN[1:]).split()


def assert_three(articles: list[Article]) -> None:
    main, first, second = articles
    assert_main_is_whole(main)
    assert (first.title, first.publisher_name, first.published) == ("Harbour to close", "NHK", "2025-07-04T05:48+09:00")
    assert (second.title, second.publisher_name, second.published) == ("Bridge opens", "Kyodo", "2025-07-03")
    assert (first.text.split(), second.text.split()) == (FIRST.split(), SECOND.split())
    assert [one.ordinal for one in articles] == [1, 2, 3]
    assert not first.is_primary
    assert first.published_from == "age"


def test_related_articles_in_plain_text_are_articles(articles_of: Extract) -> None:
    assert_three(
        articles_of(
            text_page(
                "Hashtags\n#timber",
                "Comments\nNo comments yet...",
                "Related Articles",
                f"NHK\n2 hours ago\n- NHK\nHarbour to close\n{FIRST}",
                f"Kyodo\nYesterday\n- Kyodo\nBridge opens\n{SECOND}",
            ),
            "text/plain",
        )
    )


def test_related_articles_in_cards_are_articles(articles_of: Extract) -> None:
    card = "<div><span>{}</span> <time>{}</time><h3>{}</h3><p>{}</p></div>".format
    assert_three(
        articles_of(
            html_page(
                "<section><h2>Related Articles</h2>",
                card("NHK", "2 hours ago", "Harbour to close", FIRST),
                card("Kyodo", "Yesterday", "Bridge opens", SECOND),
                "</section><footer>About us</footer>",
            )
        )
    )


def test_the_age_of_a_related_article_is_not_the_time_of_the_main_one(articles_of: Extract) -> None:
    (main, *_) = articles_of(
        html_page(
            f"<h2>Related Articles</h2><div><p>NHK</p><p>2 hours ago</p><h3>Harbour to close</h3><p>{FIRST}</p></div>"
        )
    )
    assert main.published is None


def test_a_copyright_line_and_a_printed_time_are_no_text_of_a_related_article(articles_of: Extract) -> None:
    _, related = articles_of(
        text_page(
            "Related Articles",
            f"2 hours ago\nHarbour to close\nBergen, July 3 (Jiji Press)--{FIRST} [Copyright The Jiji Press, Ltd.]",
        ),
        "text/plain",
    )
    assert related.text.endswith("as long as that.")


def test_a_list_of_headlines_is_no_article(articles_of: Extract) -> None:
    (main,) = articles_of(
        text_page("Related Articles", "NHK\n2 hours ago\nHarbour to close", "Kyodo\nYesterday\nBridge opens"),
        "text/plain",
    )
    assert "2 hours ago" not in main.text


@pytest.mark.parametrize("heading", ["Related", "Comments", "Topics", "Read next"])
def test_a_subhead_with_prose_behind_it_is_part_of_the_article(articles_of: Extract, heading: str) -> None:
    (main,) = articles_of(text_page(heading, FIRST, SECOND), "text/plain")
    assert heading in main.text
    assert FIRST in main.text
    assert SECOND in main.text


@pytest.mark.parametrize("heading", ["Related", "Comments"])
def test_a_subhead_in_html_does_not_cut_the_article(articles_of: Extract, heading: str) -> None:
    (main,) = articles_of(
        html_page().replace("</article>", f"<h2>{heading}</h2><p>{FIRST}</p><p>{SECOND}</p></article>")
    )
    assert main.text.endswith(SECOND)


def test_an_age_inside_the_article_starts_no_article(articles_of: Extract) -> None:
    (main,) = articles_of(text_page("2 hours ago", FIRST, "Yesterday", SECOND), "text/plain")
    assert FIRST in main.text
    assert SECOND in main.text


def test_a_live_list_with_its_times_stays_one_article(articles_of: Extract) -> None:
    updates = "".join(
        f"<div><time>{age}</time><h3>{head}</h3><p>{words}</p></div>"
        for age, head, words in (("2 hours ago", "Harbour closes", FIRST), ("3 hours ago", "Bridge opens", SECOND))
    )
    (main,) = articles_of(html_page().replace("</article>", f"{updates}</article>"))
    assert FIRST in main.text
    assert SECOND in main.text


def test_headings_above_the_article_are_a_menu(articles_of: Extract) -> None:
    (main,) = articles_of("\n\n".join(("Latest News", "Harbour to close", "July 3, 2025", *MAIN)), "text/plain")
    assert " ".join(MAIN[1:]).split() == main.text.split()[-len(" ".join(MAIN[1:]).split()) :]
