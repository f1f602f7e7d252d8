"""A home with a story, a publisher and a person to erase: words that no other text has, in every place where pages have words."""

import csv
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from extract.pipeline import Context, open_context, run
from extract.settings import load_settings

SEED_PAGE = Path(__file__).parents[1] / "golden" / "pages" / "seed_page.txt"
# As reports and docs begin.
MADE_BY_US = '<html><head><meta name="generator" content="Daybook"></head>'
_VOWELS, _CONSONANTS = "aeiou", "bdfgklmnprtvz"
HOST = "alpha.example"
STORY = f"https://www.{HOST}/2025/07/harbour?utm_source=feed"


def new_word(syllables: int = 4) -> str:
    """A word that stands nowhere else."""
    return "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(syllables)).capitalize()


@dataclass
class World:
    """story: a word of the story. gazette: the publisher. item: a word of its article. first, last: the person's name."""

    story: str = field(default_factory=new_word)
    gazette: str = field(default_factory=lambda: f"{new_word()} {new_word()}")
    item: str = field(default_factory=new_word)
    first: str = field(default_factory=lambda: f"Zö{new_word().lower()}")
    last: str = field(default_factory=new_word)
    nick: str = field(default_factory=new_word)

    @property
    def person(self) -> str:
        """The whole name."""
        return f"{self.first} {self.last}"

    @property
    def plain_first(self) -> str:
        """The first name without its dots."""
        return self.first.replace("ö", "o")

    @property
    def gone(self) -> list[str]:
        """Every word that has to be gone."""
        escaped = (
            self.first.replace("ö", "&ouml;"),
            self.first.replace("ö", "\\u00f6"),
            self.first.replace("ö", "%c3%b6"),
        )
        return [self.story, *self.gazette.split(), self.item, self.first, self.plain_first, *escaped, self.nick]


def write_pages(world: World, folder: Path) -> None:
    """The pages of the world, with the list of their captures."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {
        "story.html": (_story(world), STORY, "Alpha Post"),
        "digest.txt": (_digest(world), "", ""),
        "person.html": (_of_person(world), "https://beta.example/mayor-resigns", "Beta Times"),
        "street.html": (_street(world), "https://beta.example/street", "Beta Times"),
        "named.html": (
            _named(world),
            f"https://beta.example/{world.plain_first}-{world.last}-speaks".lower(),
            "Beta Times",
        ),
    }
    rows = [("file", "captured_at", "url", "publisher", "publish_text")]
    for name, (body, url, publisher) in pages.items():
        (folder / name).write_bytes(body)
        rows.append((name, "2025-07-04T08:00:00+00:00", url, publisher, "true"))
    with (folder / "captures.csv").open("w", newline="") as lines:
        csv.writer(lines).writerows(rows)


def _page(title: str, *paragraphs: str, head: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def _story(world: World) -> bytes:
    title = f"Harbour of {world.story} opens after the storm"
    return _page(
        title,
        f"The harbour of {world.story} opened on Thursday after two days of storm, and 14 ferries left for the islands.",
        f"Port officials of {world.story} said that the damage to the pier would take until March to mend, at a cost of $2m.",
        head=f'<meta property="og:title" content="{title}">',
    ).encode()


def _digest(world: World) -> bytes:
    text = SEED_PAGE.read_text().replace("NHK", world.gazette)
    return text.replace("US Treasury Secretary", f"In {world.item}, US Treasury Secretary").encode()


def _of_person(world: World) -> bytes:
    first, last = world.first, world.last
    entity, escaped, address = (first.replace("ö", form) for form in ("&ouml;", "\\u00f6", "%C3%B6"))
    title = f"Mayor {first} {last} resigns over the bridge"
    headline = title.replace(first, escaped)
    script = f'{{"@type": "NewsArticle", "author": "{escaped} {last}", "headline": "{headline}"}}'
    page = _page(
        title,
        f"The mayor of Oslo, {entity} <b>{last}</b>, resigned on Thursday after 40 members of the council voted against her.",
        f'<span class="initial">{first[0]}</span>{first[1:]} {last.upper()} had led the city for six years, and {last} wrote to '
        f'the police, <a href="/people/{address.lower()}-{last.lower()}">her page</a> says.',
        f"{last}, {first}, known as {world.nick} {last}, will be followed by Tom Lund, the council of Oslo said on Friday.",
        f'See also <a href="{STORY}">Harbour of {world.story} opens</a> in the news of the day and of the week before that.',
        head=f'<!-- {first} {last} --><script type="application/ld+json">{script}</script>',
    )
    return page.replace("<head>", '<head><meta charset="windows-1252">').encode("cp1252")


def _street(world: World) -> bytes:
    return _page(
        f"Council mends {world.last} street",
        f"The council of Bergen said on Monday that {world.last} street would be closed for 12 days while pipes are mended.",
        "Residents asked for a park in place of the old warehouses there, and 300 of them wrote to the council of the city.",
    ).encode()


def _named(world: World) -> bytes:
    return _page(
        "The mayor speaks",
        f"{world.first} {world.last} said on Wednesday that the bridge would be built within 3 years, whatever the council says.",
        "The speech was held before 200 guests in the town hall, and 12 members of the council left before its end that day.",
    ).encode()


def open_world(home: Path) -> Context:
    """The context of a home whose inbox is the home's own."""
    return open_context(load_settings(home=home, log_level="error"))


def fill_home(world: World, home: Path) -> Context:
    """A home that has published the world, with logs and reports as they lie there after a while."""
    context = open_world(home)
    write_pages(world, home / "inbox")
    run(context, run_id="one")
    left = {
        "airflow/logs/task.log": f"read {STORY} of {world.person}",
        "reports/mayor.html": f"{MADE_BY_US}{world.person}, {world.story}",
    }
    for name, text in left.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n")
    return context
