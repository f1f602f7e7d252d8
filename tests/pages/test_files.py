"""Pages from files: which are found, what of them is read, and why one is refused."""

import gzip
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extract.contract.tables import Page
from extract.errors import InputError, PageError
from extract.pages.files import MAX_BYTES, find_other_files, find_pages, path_of, read_page

HTML = b"<!doctype html><html><body><p>Ministers met in Oslo.</p></body></html>"
MORNING = "2025-07-04T05:48:00+09:00"


def read(path: Path, captured: str | None = None) -> tuple[Page, bytes]:
    return read_page(next(find_pages([path])), captured)


def refusal(path: Path) -> str:
    with pytest.raises(PageError) as caught:
        read(path)
    return caught.value.reason


def test_a_folder_gives_its_pages_sorted_and_nothing_else(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "c/d.HTML.GZ", "notes.md", ".hidden/e.html", "captures.csv.bak", ".f.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(HTML)
    assert [str(page.path.relative_to(tmp_path)) for page in find_pages([tmp_path])] == [
        "a.html",
        "b.txt",
        "c/d.HTML.GZ",
    ]


def test_a_file_given_by_name_counts_whatever_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "saved"
    path.write_bytes(HTML)
    assert read(path)[0].media_type == "text/html"


def test_a_file_named_twice_comes_once(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(HTML)
    assert [page.path for page in find_pages([path, tmp_path, path])] == [path]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere does not exist") as caught:
        list(find_pages([tmp_path / "nowhere"]))
    assert caught.value.hint


def test_the_page_says_what_captures_csv_says(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(HTML)
    (tmp_path / "captures.csv").write_text(
        f"file,captured_at,url,publisher,publish_text\na.html,{MORNING},https://example.org/a,The Post,true\n"
    )
    page, body = read(tmp_path)
    assert body == HTML
    assert page == Page(
        page_id=hashlib.sha256(HTML).hexdigest(), page_uri=str(tmp_path / "a.html"), captured=MORNING,
        captured_at=datetime(2025, 7, 3, 20, 48, tzinfo=UTC), media_type="text/html", length_bytes=len(HTML),
        url="https://example.org/a", publisher_name="The Post", is_text_publishable=True,
    )  # fmt: skip


def test_without_captures_csv_a_page_was_captured_when_its_file_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(HTML)
    page, _ = read(path)
    assert page.captured_at == datetime.fromtimestamp(int(path.stat().st_mtime), tz=UTC)
    assert not page.is_text_publishable


def test_the_given_capture_time_goes_first(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(HTML)
    assert read(path, MORNING)[0].captured == MORNING


@pytest.mark.parametrize("captured", ["4 July", "2025-07-04T07:48"])
def test_a_capture_time_that_is_none_is_refused(tmp_path: Path, captured: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(HTML)
    with pytest.raises(InputError, match="captured-at is"):
        read(path, captured)


def test_gzip_is_read_by_its_bytes_not_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(gzip.compress(HTML, mtime=0))
    assert read(path)[1] == HTML


def test_the_members_of_a_gzip_file_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "a.html.gz"
    path.write_bytes(gzip.compress(HTML[:20], mtime=0) + gzip.compress(HTML[20:], mtime=0))
    assert read(path)[1] == HTML


def test_a_page_has_one_id_compressed_or_not(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.html", tmp_path / "b.html.gz"
    plain.write_bytes(HTML)
    packed.write_bytes(gzip.compress(HTML, mtime=0))
    assert read(plain)[0].page_id == read(packed)[0].page_id


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.html", b"", "empty"),
        ("a.html", b" \n\t ", "empty"),
        ("a.html.gz", gzip.compress(b"", mtime=0), "empty"),
        ("a.html", b"%PDF-1.7 and so on", "binary"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "binary"),
        ("a.txt", bytes(range(256)) * 20, "binary"),
        ("a.html", b"<p>" + b"word " * (MAX_BYTES // 5), "too_big"),
        ("a.html.gz", gzip.compress(b"a" * (MAX_BYTES + 1), mtime=0), "too_big"),
        ("a.html.gz", gzip.compress(HTML, mtime=0)[:-12], "bad_gzip"),
        ("a.html.gz", gzip.compress(HTML, mtime=0)[:-4], "bad_gzip"),
        ("a.html.gz", b"\x1f\x8bno gzip at all", "bad_gzip"),
        ("a.html.gz", gzip.compress(HTML, mtime=0) + b"left over", "bad_gzip"),
    ],
)  # fmt: skip
def test_a_page_that_is_no_text_within_bounds_is_refused(tmp_path: Path, name: str, body: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    assert refusal(path) == reason


@pytest.mark.promise(5)
def test_a_gzip_bomb_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.html.gz"
    path.write_bytes(gzip.compress(b"\0" * 50_000_000, mtime=0))
    assert path.stat().st_size < 100_000
    assert refusal(path) == "too_big"


def test_the_largest_page_allowed_is_read_whole(tmp_path: Path) -> None:
    body = b"word " * (MAX_BYTES // 5)
    plain, packed = tmp_path / "a.txt", tmp_path / "b.txt.gz"
    plain.write_bytes(body)
    packed.write_bytes(gzip.compress(body, mtime=0))
    assert read(plain)[1] == read(packed)[1] == body


@pytest.mark.promise(5)
def test_a_link_to_nothing_is_an_unreadable_page_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.html").symlink_to(tmp_path / "gone.html")
    (tmp_path / "b.html").write_bytes(HTML)
    broken, sound = find_pages([tmp_path])
    with pytest.raises(PageError) as caught:
        read_page(broken)
    assert caught.value.reason == "unreadable"
    assert read_page(sound)[1] == HTML


@pytest.mark.promise(5)
def test_a_link_in_a_circle_is_an_unreadable_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").symlink_to(tmp_path / "a.html")
    (found,) = find_pages([tmp_path])
    with pytest.raises(PageError) as caught:
        read_page(found)
    assert caught.value.reason == "unreadable"


def test_one_nul_is_dirt_and_no_reason_to_refuse_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(HTML.replace(b"Oslo", b"Os\0lo"))
    assert read(path)[0].length_bytes == len(HTML) + 1


def test_utf_16_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(HTML.decode().encode("utf-16"))
    assert read(path)[0].media_type == "text/html"


@pytest.mark.parametrize(
    ("name", "body", "media_type"),
    [
        ("a.htm", b"Only words", "text/html"),
        ("a.txt", HTML, "text/plain"),
        ("page", HTML, "text/html"),
        ("page", b"Prices < 5 and > 3", "text/plain"),
    ],
)
def test_the_media_type_comes_from_the_name_else_from_the_tags(
    tmp_path: Path, name: str, body: bytes, media_type: str
) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    assert read(path)[0].media_type == media_type


@pytest.mark.promise(5)
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(HTML)
    (tmp_path / "link.html").symlink_to(tmp_path / "a.html")
    (tmp_path / "gone.html").symlink_to(tmp_path / "nothing")
    for name in ("pipe.html", "pipe.md"):
        os.mkfifo(tmp_path / name)
    assert [page.path.name for page in find_pages([tmp_path])] == ["a.html", "gone.html", "link.html"]
    assert find_other_files([tmp_path]) == []
    assert refusal(tmp_path / "pipe.html") == "unreadable"


def test_a_file_name_that_is_no_utf8_is_a_file_uri_and_found_again(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9 %E9.html")
    path.write_bytes(HTML)
    (found,) = find_pages([tmp_path])
    assert found.page_uri == f"file://{tmp_path}/caf%E9%20%25E9.html"
    assert found.path == path_of(found.page_uri) == path
    assert read_page(found)[0].page_uri == found.page_uri


def test_a_refusal_of_such_a_file_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.html")).symlink_to("nothing")
    with pytest.raises(PageError) as caught:
        read(tmp_path)
    assert str(caught.value).encode().endswith(b"caf%E9.html: No such file or directory")


@pytest.mark.parametrize("name", ["caf\u00e9.html", "caf%E9.html", "file:/x.html"])
def test_every_other_name_stays_as_given(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(HTML)
    (found,) = find_pages([path])
    assert found.page_uri == str(path)
    assert path_of(found.page_uri) == path
