"""The lines of JSON that `daybook facts` and `daybook stories` read: an article each, read by one rule."""

import json
import re
from dataclasses import dataclass
from datetime import date

from extract.errors import InputError

_HINT = '{"id": "1", "title": "...", "text": "...", "published": "2025-07-04"}'
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ISO_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:[T\s].*)?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article as a line gives it; `published_date` is its local day as written."""

    id: str
    title: str | None
    text: str
    published_date: date | None


def parse_article_line(line: str) -> ArticleLine:
    """The article of one line of JSON; other keys are ignored.

    id: a string, or an integer, which becomes its digits. text: a string. title: what is no string is unknown.
    published: ISO 8601, a local day or moment; the day counts as written, what cannot be read is unknown.
    Raises InputError on broken JSON or without such id or text.
    """
    given = _decode(line)
    identity, text, title = _id(given), given.get("text"), given.get("title")
    if identity is None:
        what = "no `id`" if given.get("id") is None else "an `id` that is neither a string nor an integer"
        raise InputError(f"the line has {what}", hint=_HINT)
    if not isinstance(text, str):
        raise InputError(f"article {identity} has no `text` that is a string", hint=_HINT)
    return ArticleLine(
        id=identity,
        title=_whole(title) if isinstance(title, str) else None,
        text=_whole(text),
        published_date=_read_day(given.get("published")),
    )


def line_id(line: str) -> str | None:
    """The id of a line that is no article, as far as it has one."""
    try:
        return _id(_decode(line))
    except InputError:
        return None


def _decode(line: str) -> dict[str, object]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"the line is not JSON: {error}", hint=_HINT) from error
    if not isinstance(given, dict):
        raise InputError("the line is not a JSON object", hint=_HINT)
    return given


def _id(given: dict[str, object]) -> str | None:
    value = given.get("id")
    if isinstance(value, str):
        return _whole(value)
    # In Python true is an integer; in JSON it is not.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _whole(text: str) -> str:
    # A half of a surrogate pair is no character: no output could hold it.
    return _LONE_SURROGATE.sub("\ufffd", text)


def _read_day(published: object) -> date | None:
    match = _ISO_DAY.match(published) if isinstance(published, str) else None
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
