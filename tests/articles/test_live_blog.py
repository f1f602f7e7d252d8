"""Live blogs stay one article, in the order of their posts."""

from collections.abc import Callable

import pytest

from extract.contract.tables import Article

Extract = Callable[..., list[Article]]

POSTS = [
    f"Rescue workers reached the {place} of the valley shortly after dawn and found {count} people on the roof of a barn."
    for place, count in (("north", "six"), ("south", "nine"), ("east", "two"), ("west", "eleven"), ("end", "thirty"))
]
LIVE = '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Flood"}</script>'


def live_page(times: list[str], post: str, *, head: str = "", after: str = "") -> str:
    posts = "".join(
        post.format(time=time, title=f"Flood update {number}", text=text)
        for number, (time, text) in enumerate(zip(times, POSTS, strict=True))
    )
    main = f"<main><h1>Flood: live</h1>{posts}</main>"
    return f"<html><head><title>Flood: live</title>{head}</head><body>{main}{after}</body></html>"


CLOCKS = ["8:02PM", "7:49PM", "7:35 PM", "6:50PM", "6:01PM"]
HOURS = ["20:02", "19:49", "19:35", "18:50", "18:01"]
POST = "<article><div>{time}</div><h3>{title}</h3><p>{text}</p></article>"


def in_order(article: Article) -> list[str]:
    return [line for line in article.text.split("\n") if line in POSTS]


@pytest.mark.parametrize("times", [CLOCKS, HOURS, [f"{hour} GMT" for hour in HOURS]])
@pytest.mark.parametrize("after", ["", "<h2>Related Stories</h2><ul></ul>"])
def test_posts_with_times_stay_one_article_without_the_times(
    articles_of: Extract, times: list[str], after: str
) -> None:
    (article,) = articles_of(live_page(times, POST, after=after))
    assert in_order(article) == POSTS
    assert not any(time in article.text for time in times)


def test_a_heading_of_related_stories_over_the_posts_makes_them_none(articles_of: Extract) -> None:
    post = POST.replace("</article>", "<p>{text} Boats are on their way to others who wait.</p></article>")
    content = live_page(CLOCKS, post).replace("</h1>", f"</h1><p>{POSTS[0]} {POSTS[1]}</p><h2>Related Stories</h2>")
    assert len(articles_of(content)) == 1


def test_what_the_page_declares_a_live_blog_is_one_with_ages_for_times(articles_of: Extract) -> None:
    ages = ["5 minutes ago", "20 minutes ago", "1 hour ago", "2 hours ago", "3 hours ago"]
    post = "<article><h2>{title}</h2><p><b>Anna Lind</b> <time>{time}</time></p><p>{text}</p></article>"
    (article,) = articles_of(live_page(ages, post, head=LIVE))
    assert in_order(article) == POSTS


def test_related_articles_under_a_live_blog_are_split_off(articles_of: Extract) -> None:
    text = "The harbour of Bergen will be closed to large ships from Monday because the quay has to be rebuilt, the city said."
    card = f"<div><b>NHK</b> <time>yesterday</time><h3>Harbour to close</h3><p>{text}</p></div>"
    related = f"<section><h2>Related Articles</h2>{card}</section>"
    main, other = articles_of(live_page(CLOCKS, POST, after=related))
    assert in_order(main) == POSTS
    assert (other.title, other.publisher_name, other.text) == ("Harbour to close", "NHK", text)


def test_live_posts_of_a_flattened_page_stay_one_article(articles_of: Extract) -> None:
    posts = "\n\n".join(f"{time}\n{text}" for time, text in zip(CLOCKS, POSTS, strict=True))
    (article,) = articles_of(f"Flood in the valley: live\n\n{POSTS[0]} {POSTS[1]}\n\n{posts}", "text/plain")
    assert article.text.split("\n")[1:] == POSTS
