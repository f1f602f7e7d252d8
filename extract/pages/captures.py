"""`captures.csv`: when, where and under which terms the files of a folder were captured."""

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from extract.errors import InputError

NAME = "captures.csv"
_HEADER = ("file", "captured_at", "url", "publisher", "publish_text")
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0", "")


@dataclass(frozen=True, slots=True)
class Capture:
    """What `captures.csv` says of one file. captured: ISO 8601 with its offset, as given."""

    captured: str
    url: str | None
    publisher_name: str | None
    is_text_publishable: bool


def read_captures(folder: Path) -> dict[str, Capture]:
    """File name to capture; empty where the folder has no `captures.csv`. Raises InputError naming the file and the line."""
    path = folder / NAME
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != _HEADER:
                raise _wrong(path, 1, f"the header must be {','.join(_HEADER)}")
            return dict(_capture(path, reader.line_num, row) for row in reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read: {error}", hint=f"save {NAME} as UTF-8") from error


def _capture(path: Path, line: int, row: dict[str, str | None]) -> tuple[str, Capture]:
    if None in row.values() or None in row:
        raise _wrong(path, line, f"it must have {len(_HEADER)} values")
    values = {name: (value or "").strip() for name, value in row.items()}
    if not values["file"]:
        raise _wrong(path, line, "it names no file")
    publish = values["publish_text"].casefold()
    if publish not in _TRUE + _FALSE:
        raise _wrong(path, line, f"publish_text is {publish!r}, not true or false")
    captured = check_captured(values["captured_at"], f"{path}, line {line}: captured_at")
    return values["file"], Capture(captured, values["url"] or None, values["publisher"] or None, publish in _TRUE)


def check_captured(text: str, what: str) -> str:
    """A capture time as given. Raises InputError where it is no ISO 8601 time with an offset: ages count from its local day."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{what} is {text!r}, no ISO 8601 time", hint="2025-07-04T07:48:00+09:00") from error
    if moment.tzinfo is None:
        raise InputError(f"{what} is {text!r} and says no offset", hint=f"{moment.isoformat()}+00:00")
    return text


def _wrong(path: Path, line: int, what: str) -> InputError:
    return InputError(f"{path}, line {line}: {what}", hint=f"the header of {NAME} is {','.join(_HEADER)}")
