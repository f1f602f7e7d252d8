"""Live blogs: pages of posts with a time over each, one article however many headlines they have."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from extract.articles.lines import Line, section_kind

_LIVE = re.compile(r"\"@type\"\s*:\s*(?:\[[^\]]*)?\"LiveBlogPosting\"")
_CLOCK = re.compile(
    r"(?:(?:posted|updated|published)\s*(?:at)?:?\s*)?\d{1,2}[:.h]\d{2}\s*(?:[ap]\.?m\.?)?\s*(?:uhr|[a-z]{3,4})?",
    re.IGNORECASE,
)
# Timetables in articles have fewer times with prose under each.
_MIN_POSTS = 4


def is_live_blog(tree: HtmlElement) -> bool:
    """Whether the page says that it is one, in JSON-LD or microdata."""
    if any(_LIVE.search(script.text or "") for script in tree.iter("script") if "ld+json" in script.get("type", "")):
        return True
    return any("LiveBlogPosting" in element.get("itemtype", "") for element in tree.iterfind(".//*[@itemtype]"))


def find_post_times(lines: Sequence[Line]) -> list[int]:
    """The lines that are the times of posts: times of day alone, each with prose under it; empty for fewer than four."""
    found = []
    for number, line in enumerate(lines):
        if section_kind(line.text) == "comments":
            break
        if _CLOCK.fullmatch(line.text) and any(below.is_prose for below in lines[number + 1 : number + 4]):
            found.append(number)
    return found if len(found) >= _MIN_POSTS else []
