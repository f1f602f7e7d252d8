"""The lines that `daybook stories` reads."""

import json
from datetime import date

from extract.errors import InputError
from extract.linking.stories import StoryText


def parse_story_line(line: str) -> StoryText:
    """An article from a JSON line: `id` and `text`, `title` and `published` where there are any; other keys are ignored.

    published: ISO 8601; its local day counts. Raises InputError for a line that is no such object.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise InputError("not a JSON object")
    if not isinstance(row.get("id"), str) or not isinstance(row.get("text"), str):
        raise InputError("`id` and `text` must be strings")
    title = row.get("title")
    if title is not None and not isinstance(title, str):
        raise InputError("`title` must be a string or null")
    return StoryText(id=row["id"], title=title, text=row["text"], published=_local_day(row.get("published")))


def _local_day(published: object) -> date | None:
    # As precise as the page gave it: a year or a month alone is no day.
    if published is None or (isinstance(published, str) and len(published) < len("2025-07-04")):
        return None
    try:
        return date.fromisoformat(str(published)[:10])
    except ValueError as error:
        raise InputError(f"`published` is no ISO 8601 time: {published!r}") from error
