"""captures.csv: what it says of a file, and what is wrong with a line."""

import logging
from pathlib import Path

import pytest

from extract.errors import InputError
from extract.pages.captures import Capture, check_captured, read_captures

HEADER = "file,captured_at,url,publisher,publish_text\n"


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    (folder / "captures.csv").write_bytes(text.encode(encoding))
    return folder


def test_a_line_says_when_where_and_whether_the_text_may_be_published(tmp_path: Path) -> None:
    write(tmp_path, HEADER + 'a.html,2025-07-04T07:48:00+09:00,https://example.org/a,"Post, The",true\n')
    assert read_captures(tmp_path) == {
        "a.html": Capture("2025-07-04T07:48:00+09:00", "https://example.org/a", "Post, The", True)
    }


def test_empty_values_are_unknown_and_not_publishable(tmp_path: Path) -> None:
    write(tmp_path, HEADER + "a.html,2025-07-04T07:48Z,,,\n")
    assert read_captures(tmp_path)["a.html"] == Capture("2025-07-04T07:48Z", None, None, False)


def test_a_folder_without_the_file_has_no_captures(tmp_path: Path) -> None:
    assert read_captures(tmp_path) == {}


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    write(tmp_path, HEADER + "a.html,2025-07-04T07:48Z,,,no\n", encoding="utf-8-sig")
    assert "a.html" in read_captures(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,captured_at\na.html,2025-07-04T07:48Z\n", "line 1: the header must be file,captured_at,url,publisher"),
        ("", "line 1: the header must be"),
        (HEADER + "a.html,2025-07-04T07:48Z,,\n", "line 2: it must have 5 values"),
        (HEADER + "a.html,2025-07-04T07:48Z,,,no,more\n", "line 2: it must have 5 values"),
        (HEADER + " ,2025-07-04T07:48Z,,,no\n", "line 2: it names no file"),
        (HEADER + "a.html,2025-07-04T07:48Z,,,perhaps\n", "line 2: publish_text is 'perhaps', not true or false"),
        (
            HEADER + "a.html,2025-07-04T07:48Z,,,no\nb.html,4 July,,,no\n",
            "line 3: captured_at is '4 July', no ISO 8601",
        ),
        (HEADER + "a.html,2025-07-04T07:48,,,no\n", "line 2: captured_at is '2025-07-04T07:48' and says no offset"),
    ],
)
def test_a_wrong_line_is_named_with_its_fault(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_captures(write(tmp_path, text))
    assert "captures.csv" in caught.value.message
    assert message in caught.value.message
    assert caught.value.hint


def test_another_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    write(tmp_path, HEADER + "a.html,2025-07-04T07:48Z,,Zürich,no\n", encoding="windows-1252")
    with pytest.raises(InputError, match="cannot be read") as caught:
        read_captures(tmp_path)
    assert caught.value.hint == "save captures.csv as UTF-8"


def test_a_capture_time_is_kept_as_it_was_given() -> None:
    assert check_captured("2025-07-04T07:48+09:00", "captured-at") == "2025-07-04T07:48+09:00"


def test_the_hint_for_a_time_without_offset_is_a_time_with_one() -> None:
    with pytest.raises(InputError) as caught:
        check_captured("2025-07-04", "captured-at")
    check_captured(str(caught.value.hint), "captured-at")


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-09:00"])
def test_a_time_that_utc_cannot_say_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="captured-at is"):
        check_captured(text, "captured-at")
    with pytest.raises(InputError, match="line 2: captured_at is"):
        read_captures(write(tmp_path, HEADER + f"a.html,{text},,,no\n"))


def test_lines_for_files_that_are_not_there_are_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.html", "sub/b.html"):
        (tmp_path / name).write_text("x")
    named = ("a.html", "sub/b.html", "c.html", "d.html", "e.html")
    write(tmp_path, HEADER + "".join(f"{name},2025-07-04T07:48Z,,,no\n" for name in named))
    # Whatever another test of this process has configured.
    monkeypatch.setattr(logging.getLogger("daybook"), "propagate", True)
    monkeypatch.setattr(logging.getLogger("daybook"), "disabled", False)
    monkeypatch.setattr(logging.getLogger("daybook"), "handlers", [])
    with caplog.at_level(logging.WARNING, "daybook"):
        assert set(read_captures(tmp_path)) == set(named)
    (record,) = caplog.records
    assert f"{tmp_path}/captures.csv names files" in record.getMessage()
    assert record.getMessage().endswith("line 3 sub/b.html, line 4 c.html, line 5 d.html and 1 more")
