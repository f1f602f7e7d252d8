"""Promise 9: nothing that is private is reached, however its address is spelt, redirected to or resolved."""

from dataclasses import replace

import pytest

from extract.pages.fetch import FetchRules, Request, fetch_all

pytestmark = pytest.mark.promise(9)

PAGE = b"<p>Ministers met in Oslo.</p>"

SPELLINGS = [
    "http://127.0.0.1:{port}/", "http://127.0.0.1.:{port}/", "http://2130706433:{port}/", "http://0x7f000001:{port}/",
    "http://0x7f.1:{port}/", "http://0177.0.0.1:{port}/", "http://127.1:{port}/", "http://127.000.000.001:{port}/",
    "http://0:{port}/", "http://0.0.0.0:{port}/", "http://127.8.8.8:{port}/", "http://localhost:{port}/",
    "http://localhost.:{port}/", "http://LOCALHOST:{port}/", "http://[::1]:{port}/", "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::]:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/", "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/", "http://[64:ff9b:1::7f00:1]:{port}/", "http://[2002:7f00:1::1]:{port}/",
    "http://[2001::7f00:1]:{port}/", "http://[::1%25lo]:{port}/", "http://１２７.０.０.１:{port}/", "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/", "http://%31%32%37.0.0.1:{port}/", "http://user:secret@127.0.0.1:{port}/",
    "http://news.example\\@127.0.0.1:{port}/", "http://127.0.0.1:{port}#@news.example/", "http://news.example@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\t/", "http://127.0.0.1\r\nX: y:{port}/", "//127.0.0.1:{port}/", "HTTP://127.0.0.1:{port}/",
    "ftp://127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/_FLUSHALL", "file:///etc/passwd", "data:text/html,x",
    "http:127.0.0.1:{port}", "http:///127.0.0.1:{port}/", "http://", "", "nonsense",
]  # fmt: skip


@pytest.fixture
def private(start_web, reply):
    """Listeners that nothing may reach, on IPv4 and IPv6, at one port."""
    four = start_web()
    four.answers["/"] = reply(PAGE)
    try:
        six = start_web("::1")
    except OSError:  # a machine without IPv6
        six = four
    six.answers["/"] = reply(PAGE)
    return four, six


def test_no_spelling_of_an_address_reaches_a_private_listener(private, tried):
    for server in private:
        rules = FetchRules(min_gap_seconds=0, ports=frozenset({server.port}))
        urls = [spelling.replace("{port}", str(server.port)) for spelling in SPELLINGS]
        answers = list(fetch_all([Request(url) for url in urls], rules))
        assert {answer.outcome for answer in answers} == {"forbidden_address", "bad_url"}
        assert len(answers) == len(urls)
        assert not server.hits
        tried(len(answers))


def test_the_same_listener_answers_once_the_rules_allow_it(private, fetch_one):
    server = private[0]
    rules = FetchRules(min_gap_seconds=0, allow_private=frozenset({server.at}))
    assert fetch_one(f"http://127.0.0.1:{server.port}/", rules).outcome == "ok"


def test_no_redirect_leads_to_a_private_listener(web, private, reply, rules, fetch, *, tried):
    for server in private:
        urls = []
        for number, spelling in enumerate(SPELLINGS[:-3]):
            target = spelling.replace("{port}", str(server.port)).replace("\r\n", "").encode("utf-8").decode("latin-1")
            web.answers[f"/{number}"] = reply(status="302 Found", Location=target)
            urls.append(f"http://h{number}.example:{web.port}/{number}")

        def resolve(host: str, _: int) -> list[str]:
            return ["127.0.0.1"] if host.endswith(".example") else ["127.0.0.1", "::1"]

        allowing = replace(rules, ports=frozenset({server.port}))
        answers = fetch(urls, allowing, resolve=resolve)
        assert all(answer.outcome != "ok" for answer in answers)
        assert not server.hits
        tried(len(answers))


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["::1"], ["93.184.215.14", "127.0.0.1"], ["::ffff:127.0.0.1"], ["10.0.0.7"], ["169.254.169.254"],
     ["fd00:ec2::254"], ["100.100.100.200"], ["168.63.129.16"], ["not an address"]],
)  # fmt: skip
def test_a_name_with_any_private_address_is_refused(private, found, fetch_one):
    rules = FetchRules(min_gap_seconds=0, ports=frozenset({private[0].port}))
    answer = fetch_one(f"http://news.example:{private[0].port}/", rules, resolve=lambda *_: found)
    assert answer.outcome == "forbidden_address"
    assert not private[0].hits


def test_a_name_that_changes_its_address_is_checked_each_time(web, private, reply, rules, fetch_one):
    web.answers["/"] = reply(status="302 Found", Location=f"http://news.example:{private[0].port}/")
    calls = []

    def resolve(host: str, port: int) -> list[str]:
        calls.append((host, port))
        return ["127.0.0.1"]

    answer = fetch_one(
        f"http://news.example:{web.port}/", replace(rules, ports=frozenset({private[0].port})), resolve=resolve
    )
    assert answer.outcome == "forbidden_address"
    assert len(calls) == 2
    assert not private[0].hits


def test_a_port_that_serves_no_pages_is_refused(fetch_one):
    answer = fetch_one("http://news.example:6379/", FetchRules(obey_robots=False), resolve=lambda *_: ["93.184.215.14"])
    assert (answer.outcome, "6379" in answer.detail) == ("forbidden_address", True)


@pytest.mark.promise(20)
def test_credentials_are_not_sent_and_not_shown(web, reply, rules, fetch):
    web.answers["/"] = reply(PAGE)
    web.answers["/away"] = reply(status="302 Found", Location=f"http://me:hush@b.example:{web.port}/")
    asked = [f"http://me:hush@a.example:{web.port}{path}" for path in ("/", "/away")]
    asked += ["http://me:hush@[nonsense/", "ftp://me:hush@a.example/", "http:\\\\me:hush@a.example/"]
    for answer in fetch(asked, rules):
        assert "hush" not in answer.final_url + answer.detail
    assert all("authorization" not in hit.headers and "hush" not in str(hit) for hit in web.hits)
    assert len(web.hits) == 3
