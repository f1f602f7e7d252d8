"""Lists of URLs: a text file with one a line, or a CSV file whose header names a column `url`."""

import csv
from collections.abc import Iterator
from datetime import datetime

from extract.errors import PageError
from extract.pages.listings import LinkCollector, Listing, read_moment

_COLUMNS = ("url", "publisher", "published")
_SHOWN = 3


def read_url_list(body: bytes, base_url: str | None, read_at: datetime) -> Listing:
    """The pages of a list, in its order. Lines that start with # are comments; a CSV file may add `publisher` and `published`.

    base_url: where it was fetched from, None for a file on disk. read_at: UTC. Raises PageError `no_url_list` where no line of
    it is an address; single bad lines are counted, and the first ones named in `damage`.
    """
    lines = list(_content_lines(_decode(body)))
    found = LinkCollector(base_url, read_at)
    bad: list[str] = []
    for number, values in _read_csv(lines) if _is_csv(lines) else _read_text(lines):
        url = values.get("url") or ""
        reason = found.add(
            # A word alone would be an address beside the list's own.
            url if "://" in url else f"no-address:{url}",
            values.get("published"),
            read_moment(values.get("published")),
            publisher_name=values.get("publisher"),
        )
        if reason in ("bad_url", "forbidden_address"):
            bad.append(f"line {number} ({reason})")
    if bad and not found.links:
        raise PageError("no_url_list", f"no line is an http or https address, beginning with {bad[0]}")
    more = f" and {len(bad) - _SHOWN} more" if len(bad) > _SHOWN else ""
    damage = f"no addresses: {', '.join(bad[:_SHOWN])}{more}" if bad else None
    return Listing(found.links, dropped=dict(found.dropped), damage=damage)


def _decode(body: bytes) -> str:
    if b"\0" in body[:4096] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PageError("no_url_list", "it is no text")
    try:
        # Spreadsheets save UTF-16 as "Unicode text", and mark UTF-8.
        return body.decode("utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _content_lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def _is_csv(lines: list[tuple[int, str]]) -> bool:
    return bool(lines) and "url" in _header(lines[0][1])


def _header(line: str) -> list[str]:
    return [name.strip().strip('"').casefold() for name in line.split(_delimiter(line))]


def _delimiter(line: str) -> str:
    # Spreadsheets write semicolons where the comma is the decimal sign, and tabs when asked for text.
    return max(",;\t", key=line.count)


def _read_text(lines: list[tuple[int, str]]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in lines:
        # What stands behind a space is a remark: no URL holds one.
        yield number, {"url": line.split()[0]}


def _read_csv(lines: list[tuple[int, str]]) -> Iterator[tuple[int, dict[str, str]]]:
    head = lines[0][1]
    names = _header(head)
    for number, line in lines[1:]:
        try:
            values = next(csv.reader([line], delimiter=_delimiter(head)))
        except csv.Error:
            values = []
        row = {name: value.strip() for name, value in zip(names, values, strict=False) if name in _COLUMNS}
        yield number, row
