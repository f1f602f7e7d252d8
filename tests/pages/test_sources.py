"""sources.yml: what it declares, and that whatever is wrong in it is named with its source, key and line."""

from pathlib import Path

import pytest

from extract.contract.columns import OUTCOMES, SOURCE_KINDS
from extract.contract.data import read_csv
from extract.errors import InputError
from extract.pages.source_keys import Source, example_sources
from extract.pages.sources import load_sources

FEED = {"name": "news", "kind": "feed", "address": "https://news.example.org/rss.xml"}


@pytest.fixture
def declare(tmp_path):
    """Write a sources.yml and load it."""

    def load(text: str):
        (tmp_path / "sources.yml").write_text(text, encoding="utf-8")
        return load_sources(tmp_path / "sources.yml")

    return load


def entry(**keys: object) -> str:
    lines = [f"{key}: {value}" for key, value in (FEED | keys).items() if value is not None]
    return "sources:\n  - " + "\n    ".join(lines) + "\n"


def test_without_a_file_or_with_an_empty_one_there_are_no_sources(tmp_path, declare):
    assert load_sources(tmp_path / "none.yml") == ()
    assert declare("") == declare("# nothing\n") == declare("sources:\n") == declare("sources: []\n") == ()


def test_defaults_are_polite_and_publish_no_text(declare):
    (source,) = declare(entry())
    assert (source.min_gap_seconds, source.max_pages, source.publish_text, source.enabled) == (5, 500, False, True)
    assert (source.keep, source.drop, source.publisher) == ((), (), None)


def test_paths_start_at_the_folder_of_the_file(tmp_path, declare, monkeypatch):
    monkeypatch.chdir(Path("/"))
    for kind in ("files", "urls", "archive"):
        (source,) = declare(entry(kind=kind, address="../saved pages/x"))
        assert source.path == tmp_path.parent / "saved pages/x"
    (source,) = declare(entry(kind="urls", address="https://lists.example.org/x.txt"))
    assert source.address == "https://lists.example.org/x.txt"


def test_the_example_declares_a_source_of_each_kind(declare):
    sources = declare(example_sources())
    assert sorted(source.kind for source in sources) == sorted(SOURCE_KINDS)
    for name in Source.model_fields:
        assert f"# {name}: " in example_sources()


def test_kinds_are_those_of_the_contract():
    assert Source.model_fields["kind"].annotation.__args__ == SOURCE_KINDS


def test_every_outcome_but_the_good_ones_has_a_hint():
    hinted = [row["outcome"] for row in read_csv("outcome_hints", "extract.pages.data")]
    assert sorted(hinted) == sorted(set(OUTCOMES) - {"ok", "not_modified"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (entry(kind="feeds"), "line 3: source 'news': kind is 'feeds', did you mean feed?"),
        (entry(kind=None), "line 2: source 'news': kind is missing"),
        (entry(name=None), "line 2: source 1: name is missing"),
        (entry(name="My News"), "source 'My News': name 'My News' may hold a-z"),
        (entry(name="2024"), "source 1: name 2024 is no text: put it in quotes"),
        (entry(name="files"), "'files' is the name of pages given on the command line"),
        (entry(address=None), "source 'news': address is missing"),
        (entry(address="''"), "address '' is empty"),
        (entry(address="news.example.org/rss"), "line 4: source 'news': address: feed needs a URL with its scheme: https://news"),
        (entry(address="ftp://news.example.org"), "line 4: source 'news': address: the scheme is 'ftp', not http or https"),
        (entry(address="https://anna:secret@news.example.org"), "address: it holds a user name or password"),
        (entry(kind="files", address="file:///srv"), "address: files needs a path on this machine, not 'file:///srv'"),
        (entry(publsher="x"), "line 5: source 'news': publsher is no key of a source, did you mean publisher?"),
        (entry(colour="red"), "line 5: source 'news': colour is no key of a source"),
        (entry(min_gap_seconds=-1), "line 5: source 'news': min_gap_seconds: "),
        (entry(max_pages=0), "max_pages: "),
        (entry(publish_text="perhaps"), "publish_text: "),
        (entry(keep="[sport]"), "keep: 'sport' has no * and is no whole URL, so it matches none: *sport* ?"),
        (entry(drop='["*/[0-9]*"]'), "only * is special, [ is not"),
        (entry(kind="files", address="x", keep='"*x*"'), "line 5: source 'news': keep: files have no URLs to match"),
        (entry() + "    kind: urls\n", "line 5: source 1: kind stands twice, in line 3 too"),
        (entry() + "  - {name: news, kind: files, address: x}\n", "line 5: source 'news': name: line 2 has it already"),
        ("- name: x\n", "line 1: the file must hold one key, `sources:`"),
        ("source:\n  - name: x\n", "the file must hold one key, `sources:`"),
        ("sources:\n  name: x\n", "line 2: `sources` must be a list"),
        ("sources:\n  - news\n", "line 2: source 1 is no list of keys"),
        ("sources:\n  - name: [x\n", "line 3: no YAML"),
        ("sources: !!python/object/apply:os.system [id]\n", "source 1 is no list of keys"),
        (entry(publisher="!!python/object/apply:os.getcwd []"), "publisher: could not determine a constructor"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_source_key_and_line(declare, text, says):
    with pytest.raises(InputError) as refused:
        declare(text)
    assert says in refused.value.message
    assert "secret" not in refused.value.message
    assert "sources.yml" in refused.value.message
    assert refused.value.hint


def test_all_that_is_wrong_is_told_at_once(declare):
    with pytest.raises(InputError) as refused:
        declare(entry(kind="feeds", colour="red") + "  - {name: b, kind: feed, address: x}\n")
    assert refused.value.message.count("line ") == 3


def test_a_file_that_is_no_utf8_is_named(tmp_path):
    (tmp_path / "sources.yml").write_bytes(b"sources: [\xe9]")
    with pytest.raises(InputError, match="no UTF-8"):
        load_sources(tmp_path / "sources.yml")


@pytest.mark.parametrize(
    ("patterns", "url", "reason"),
    [
        ({}, "https://a.org/x", None),
        ({"keep": "*/news/*"}, "https://a.org/NEWS/x", None),
        ({"keep": "*/news/*"}, "https://a.org/sport/x", "not_kept"),
        ({"keep": ["*/news/*", "*/world/*"], "drop": "*.pdf"}, "https://a.org/world/x.pdf", "dropped"),
        ({"drop": "*?print=*"}, "https://a.org/x?print=1", "dropped"),
        ({"drop": "*?print=*"}, "https://a.org/xprint=1", None),
        ({"keep": "https://a.org/*/2025/*"}, "https://a.org/x/2025/y", None),
        ({"keep": "https://a.org/*/2025/*"}, "https://b.org/https://a.org/x/2025/y", "not_kept"),
        ({"keep": "*ab*ba*"}, "https://x/aba", "not_kept"),
        ({"keep": "https://a.org/x"}, "https://a.org/xy", "not_kept"),
        ({"keep": "*a*a"}, "https://x/a", "not_kept"),
    ],
)
def test_patterns_keep_and_drop(patterns, url, reason):
    assert Source(**FEED, **patterns).why_left_out(url) == reason


def test_the_reference_tells_every_key_with_its_default():
    text = (Path(__file__).parents[2] / "extract/pages/README.md").read_text(encoding="utf-8")
    for name, field in Source.model_fields.items():
        row = next((line for line in text.splitlines() if line.startswith(f"| `{name}` | ")), "")
        shown = row.split(" | ")[1] if row else None
        default = {True: "`true`", False: "`false`", None: "none"}.get(field.default, f"`{field.default}`")
        if field.is_required():
            default = "needed"
        elif field.default == ():
            default = {"keep": "all", "drop": "none"}[name]
        assert shown == default, f"{name}: the reference says {shown}"
