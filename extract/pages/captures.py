"""`captures.csv`: when, where and under which terms the files of a folder were captured."""

import csv
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extract.contract.url_secrets import hide_secrets
from extract.errors import InputError
from extract.runtime.logs import log

NAME = "captures.csv"
_HEADER = ("file", "captured_at", "url", "publisher", "publish_text")
_SHOWN = 3
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0", "")


@dataclass(frozen=True, slots=True)
class Capture:
    """What `captures.csv` says of one file. captured: ISO 8601 with its offset, as given."""

    captured: str
    url: str | None
    publisher_name: str | None
    is_text_publishable: bool


def read_captures(folder: Path) -> dict[str, Capture]:
    """File name to capture; empty where the folder has no `captures.csv`. Logs a line whose file is not there.

    Raises InputError naming the file and the line.
    """
    path = folder / NAME
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != _HEADER:
                raise _wrong(path, 1, f"the header must be {','.join(_HEADER)}")
            captures: dict[str, Capture] = {}
            missing: list[str] = []
            for row in reader:
                name, capture = _capture(path, reader.line_num, row)
                captures[name] = capture
                if not _lies_in(folder, name):
                    missing.append(f"line {reader.line_num} {name}")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read: {error}", hint=f"save {NAME} as UTF-8") from error
    if missing:
        # One log line: a table of a whole archive may lie beside a part of it.
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        log(f"{path} names files that are not beside it: {', '.join(missing[:_SHOWN])}{more}", logging.WARNING)
    return captures


def _lies_in(folder: Path, name: str) -> bool:
    # A line is for a file beside it: a path into a subfolder would never be looked up.
    return Path(name).name == name and ((folder / name).exists() or (folder / name).is_symlink())


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
    return values["file"], Capture(
        captured, hide_secrets(values["url"]) or None, values["publisher"] or None, publish in _TRUE
    )


def check_captured(text: str, what: str) -> str:
    """A capture time as given. Raises InputError where it is no ISO 8601 time with an offset: ages count from its local day."""
    hint = "2025-07-04T07:48:00+09:00"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{what} is {text!r}, no ISO 8601 time", hint=hint) from error
    if moment.tzinfo is None:
        raise InputError(f"{what} is {text!r} and says no offset", hint=f"{moment.isoformat()}+00:00")
    try:
        moment.astimezone(UTC)
    except OverflowError as error:
        raise InputError(f"{what} is {text!r}, before or after every time that UTC can say", hint=hint) from error
    return text


def _wrong(path: Path, line: int, what: str) -> InputError:
    return InputError(f"{path}, line {line}: {what}", hint=f"the header of {NAME} is {','.join(_HEADER)}")
