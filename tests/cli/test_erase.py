"""`daybook erase` as people use it: what it asks, what it says, what it refuses."""

import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.cli.main import app
from extract.errors import InputError, NewerHome, WarehouseError
from extract.pipeline import discover, extract_articles, fetch_pages, open_context
from extract.pipeline.erasing import ErasureRequest, erase, make_tombstones, open_graves
from extract.settings import load_settings

ROOT = Path(__file__).parents[2]
DAYBOOK = Path(sys.executable).with_name("daybook")
PAGE = (
    "<html><head><title>Mayor Ana Berg resigns</title></head><body><article><h1>Mayor Ana Berg resigns</h1>"
    "<p>The mayor of Oslo, Ana Berg, resigned on Thursday after 40 members of the council had voted against her.</p>"
    "<p>Berg had led the city for six years and will be followed by Tom Lund, the council of Oslo said on Friday.</p>"
    "</article></body></html>"
)


CAPTURES = "file,captured_at,url,publisher,publish_text\nmayor.html,2025-07-04T08:00:00+00:00,https://a.example/mayor,Post,true\n"


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """A home with one page, and its articles."""
    home = tmp_path_factory.mktemp("extracted") / "home"
    (home / "inbox").mkdir(parents=True)
    (home / "inbox" / "mayor.html").write_text(PAGE)
    (home / "inbox" / "captures.csv").write_text(CAPTURES)
    context = open_context(load_settings(home=home))
    discover(context)
    fetch_pages(context)
    extract_articles(context)
    return home


@pytest.fixture
def daybook(extracted, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(extracted, home)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [DAYBOOK, "--home", str(home), "--log-level", "error", *words]
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, stdin=subprocess.DEVNULL)

    return run


def bodies(tmp_path):
    return sorted(path.name[64:] for path in (tmp_path / "home" / "pages").rglob("*.gz"))


def test_a_dry_run_says_what_would_go_and_changes_nothing(daybook, tmp_path):
    done = daybook("erase", "--person", "ana berg", "--dry-run")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"batches": 1, "offers": 0, "pages": 0, "pages.masked": 1, "articles": 1}
    assert "nothing was changed" in done.stderr
    assert "ana berg" not in done.stdout
    assert bodies(tmp_path) == [".gz"]
    assert not (tmp_path / "home" / "tombstones.jsonl").exists()


def test_it_asks_first(daybook, tmp_path):
    done = daybook("erase", "--person", "Ana Berg")
    assert done.returncode == 2
    assert "--yes" in done.stderr
    assert bodies(tmp_path) == [".gz"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "say what to erase"),
        (("--alias", "Annie"), "say what to erase"),
        (("--person", "Ana Berg", "--again"), "stand alone"),
        (("--verify", "--list"), "stand alone"),
        (("--person", " - ", "--yes"), "is no name"),
        (("--url", "nowhere", "--yes"), "neither an address nor a file"),
        (("--publisher", "", "--yes"), "is no publisher"),
        (("--publisher", "https://[a", "--yes"), "is no publisher"),
        (("--publisher", "https://localhost/", "--yes"), "is no publisher"),
        (("--url", "https://a.example/", "--only-name", "--yes"), "go with --person"),
    ],
)
def test_wrong_usage(extracted, words, said):
    done = CliRunner().invoke(app, ["--home", str(extracted), "erase", *words])
    assert isinstance(done.exception, InputError)
    assert said in done.exception.message
    assert not (extracted / "tombstones.jsonl").exists()


def test_nothing_outside_the_home_is_touched(daybook, tmp_path):
    """An inbox that is a link, and a link in a folder of the home."""
    home, outside = tmp_path / "home", tmp_path / "outside"
    (home / "inbox").rename(outside)
    (home / "inbox").symlink_to(outside)
    (outside / "notes.log").write_text("Ana Berg\n")
    (home / "notes.log").symlink_to(outside / "notes.log")
    before = {path.name: path.read_bytes() for path in outside.iterdir()}
    assert daybook("erase", "--person", "Ana Berg", "--yes").returncode == 0
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == before


def test_what_people_put_beside_our_pages_stays(daybook, tmp_path):
    home = tmp_path / "home"
    for name in ("docs", "reports"):
        (home / name).mkdir()
        (home / name / "mine.html").write_text("<html><head></head><body>my own</body></html>")
        (home / name / "ours.html").write_text(
            '<html><head><meta name="generator" content="Daybook"></head>Ana Berg</html>'
        )
    (home / "run.log").write_text('{"event": "Ana B\\u0065rg"}\nGET /tag/Ana%20Berg\nother\n')
    lines = (home / "inbox" / "captures.csv").read_text()
    (home / "inbox" / "captures.csv").write_text(
        f"{lines}\nlater.html,2025-07-04T08:00:00+00:00,https://a.example/x,Post,true\n"
    )
    assert daybook("erase", "--person", "Ana Berg", "--yes").returncode == 0
    assert [path.name for name in ("docs", "reports") for path in (home / name).iterdir()] == ["mine.html"] * 2
    assert (home / "run.log").read_text() == '{"event": "███ ████"}\nGET /tag/███%20████\nother\n'
    kept = (home / "inbox" / "captures.csv").read_text()
    assert "later.html" in kept
    assert "mayor.html" not in kept


def test_a_publisher_goes_by_its_address_and_a_packed_page_is_told(daybook, tmp_path):
    archive = tmp_path / "home" / "inbox" / "old.warc.gz"
    archive.write_bytes(gzip.compress(b"WARC/1.0\r\nWARC-Target-URI: https://a.example/old\r\n\r\n"))
    done = daybook("erase", "--publisher", "https://www.a.example/", "--yes")
    assert done.returncode == 1
    assert "old.warc.gz" in done.stdout
    assert bodies(tmp_path) == []
    archive.unlink()
    assert daybook("erase", "--verify").returncode == 0


def test_a_home_without_a_warehouse(daybook, tmp_path):
    """Nothing is built where nothing was; the inbox, which is the home's own, keeps no page that is kept masked."""
    done = daybook("erase", "--person", "Ana Berg", "--yes", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["counts"]["pages.masked"] == 1
    assert [place["left"] for place in said["places"]] == [0] * 5
    assert bodies(tmp_path) == [".masked.gz"]
    assert [path.name for path in (tmp_path / "home" / "inbox").iterdir()] == ["captures.csv"]
    assert not (tmp_path / "home" / "warehouse" / "build.duckdb").exists()
    listed = json.loads(daybook("erase", "--list", "--json").stdout)
    assert [one["kinds"] for one in listed] == ["name, short"]
    assert daybook("erase", "--verify").returncode == 0
    assert (tmp_path / "home" / "erasure.key").stat().st_mode & 0o777 == 0o600


def test_what_is_left_is_told(daybook, tmp_path):
    assert daybook("erase", "--person", "Ana Berg", "--yes").returncode == 0
    (tmp_path / "home" / "notes.txt").write_text("a word with Ana Berg\n")
    done = daybook("erase", "--verify")
    assert done.returncode == 1
    assert "notes.txt" in done.stdout
    assert daybook("erase", "--again").returncode == 0
    assert (tmp_path / "home" / "notes.txt").read_text() == "a word with ███ ████\n"


def test_the_key_is_missed(extracted, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(extracted, home)
    context = open_context(load_settings(home=home))
    context.tombstones.add(
        make_tombstones(open_graves(context), ErasureRequest(urls=("https://a.example/mayor",)), None)
    )
    key = home / "erasure.key"
    for text, said in ((None, "is missing"), ("", "is no key"), ("ab", "is no key"), ("00" * 32, "another key")):
        key.unlink() if text is None else key.write_text(text)
        with pytest.raises(WarehouseError, match=said):
            discover(context)
    with pytest.raises(WarehouseError, match="than DAYBOOK_ERASURE_KEY"):
        discover(open_context(load_settings(home=home, erasure_key="another")))


def test_a_home_of_a_newer_version_is_left_as_it_is(extracted, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(extracted, home)
    (home / "home.json").write_text('{"contract_version": 99, "ledger_version": 1, "daybook_version": "9.0"}')
    context = open_context(load_settings(home=home))
    tombstones = make_tombstones(open_graves(context), ErasureRequest(urls=("https://a.example/mayor",)), None)
    with pytest.raises(NewerHome, match="99"):
        erase(context, tombstones)
    assert not (home / "tombstones.jsonl").exists()
    assert bodies(tmp_path) == [".gz"]


@pytest.mark.extended
def test_a_damaged_batch_leaves_the_erasure_unfinished(daybook, tmp_path):
    (path,) = (tmp_path / "home" / "batches" / "fetch_pages").glob("*/pages.parquet")
    whole = path.read_bytes()
    path.write_bytes(b"x")
    done = daybook("erase", "--url", "https://a.example/mayor", "--yes")
    assert done.returncode == 1
    assert "could not be looked at" in done.stderr
    assert bodies(tmp_path) == [".gz"]
    assert "erasure_unfinished" in daybook("status", "--json").stdout
    path.write_bytes(whole)
    assert daybook("erase", "--again").returncode == 0
    assert bodies(tmp_path) == []
