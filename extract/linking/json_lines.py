"""The lines that `daybook stories` reads."""

from extract.contract.article_lines import parse_article_line
from extract.linking.stories import StoryText


def parse_story_line(line: str) -> StoryText:
    """An article from a JSON line. Raises InputError for a line that is none."""
    given = parse_article_line(line)
    return StoryText(id=given.id, title=given.title, text=given.text, published=given.published_date)
