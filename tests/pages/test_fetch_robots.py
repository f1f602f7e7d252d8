"""robots.txt, written well, badly, or to take a reader's time."""

import time

import pytest

from extract.pages.robots import MAX_DELAY_SECONDS, Robots

pytestmark = pytest.mark.promise(14)

URL = "https://news.example/a/b.html?c=1"


def test_the_most_specific_rule_and_our_own_group_decide():
    robots = Robots(b"User-agent: *\nDisallow: /\n\nUser-agent: daybook\nDisallow: /a/\nAllow: /a/b\n", "Daybook")
    assert robots.allows(URL)
    assert not robots.allows("https://news.example/a/c")
    assert robots.allows("https://news.example/")


def test_a_group_for_several_robots_is_ours_too():
    robots = Robots(b"User-agent: another\nUser-agent: Daybook\nUser-agent: third\nDisallow: /a\n", "Daybook")
    assert not robots.allows(URL)
    assert Robots(b"User-agent: another\nUser-agent: third\nDisallow: /a\n", "Daybook").allows(URL)


@pytest.mark.parametrize(
    ("line", "seconds"),
    [("Crawl-delay: 7", 7), ("Crawl-delay: 0.5", 0.5), ("Crawl-delay: -5", 0), ("Crawl-delay: nan", 0), ("Crawl-delay: x", 0),
     ("Crawl-delay: 999999999", MAX_DELAY_SECONDS), ("Crawl-delay: 1e400", 0), ("", 0)],
)  # fmt: skip
def test_a_crawl_delay_is_a_positive_number_up_to_a_minute(line, seconds):
    assert Robots(f"User-agent: *\n{line}\n".encode(), "Daybook").delay_seconds == seconds


@pytest.mark.parametrize(
    "body",
    [
        "User-agent: *\nDisallow: /a".encode("utf-16"),
        b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /a",
        b"User-agent: *\rDisallow: /a",
        b"USER AGENT : * # all\ndisallow:/a # \xff",
        b"User-agent: *\x00\nDisallow: \x00/a",
        b"User-agent: *\nDisallow: /*?c=\n",
        b"User-agent: *\nDisallow: /*.html?c=1$\n",
    ],
)
def test_a_file_in_any_bytes_is_obeyed(body):
    assert not Robots(body, "Daybook").allows(URL)


ATTACKS = [
    b"User-agent: *\nDisallow: /" + b"*a" * 240_000,
    b"User-agent: *\nDisallow: /" + b"a" * 600_000,
    b"User-agent: *\n" + b"Disallow: /*x*y*z\n" * 26_000,
    b"".join(b"User-agent: robot%d\n" % number for number in range(25_000)) + b"Disallow: /\n" * 10_000,
    b"User-agent: *\n" * 35_000 + b"Disallow: /x\n",
    b"User-agent: *\n" + b"Disallow: /$$$$$$\n" * 26_000,
    b"User-agent:" * 45_000,
    b"%" * 500_000,
    b"User-agent: *\nDisallow: /" + b"%41" * 160_000,
]


def test_no_file_takes_long_to_read():
    spent = []
    for body in ATTACKS:
        started = time.process_time()
        assert Robots(body, "Daybook").allows("https://news.example/" + "a" * 2000)
        spent.append(time.process_time() - started)
    # Each takes below half a second; 25,000 robots in one group took protego alone minutes.
    assert max(spent) < 5, spent
