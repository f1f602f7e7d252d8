"""The filters: pages or articles in, one JSON object a line out, no warehouse. A bad line is an answer, never an end."""

import json
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from extract.cli.terminal import progress_bar
from extract.contract.article_lines import line_id
from extract.errors import InputError
from extract.runtime.counters import Counts
from extract.settings import Settings

Files = Annotated[
    list[Path],
    typer.Argument(help="Files or folders of pages: html, html.gz, txt, and WARC archives: warc, warc.gz, warc.zst."),
]
Lines = Annotated[Path, typer.Argument(help="A file of JSON lines, or - for standard input.", allow_dash=True)]


def register(app: typer.Typer) -> None:
    """Add the filters to the command line."""
    app.command(rich_help_panel="Filters (JSON lines out, no warehouse)")(extract)
    app.command(rich_help_panel="Filters (JSON lines out, no warehouse)")(facts)
    app.command(rich_help_panel="Filters (JSON lines out, no warehouse)")(stories)


def _write(row: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def extract(
    context: typer.Context,
    files: Files,
    captured_at: Annotated[
        str | None,
        typer.Option(
            help="When the pages were captured, ISO 8601: '2 hours ago' counts from here. Archives say it themselves.",
            metavar="ISO",
        ),
    ] = None,
) -> None:
    """Print the articles on pages, one JSON object a line.

    Keys: id, page, ordinal, is_primary, url, title, text, source, authors, published, published_from, language.
    A page that is refused gives id null, page, and error. A page of an archive is its record's URI, or the place of the
    damage in the file.

    Example: `daybook extract --captured-at 2025-07-04T07:48+09:00 saved_pages/ > articles.jsonl`
    """
    from extract.articles.json_lines import article_to_json, rejected_to_json
    from extract.pipeline.reading_pages import read_pages
    from extract.pipeline.sandbox import extract_pages, open_workers

    kept = rejected = pages = 0
    with progress_bar() as progress, open_workers(context.obj) as workers:
        found, total = read_pages(files, captured_at)
        for pages, page in enumerate(extract_pages(workers, found), 1):
            if page.refused:
                _write(rejected_to_json(page.read.page_uri, page.refused.reason))
                rejected += 1
            kept += len(page.articles)
            for article in page.articles:
                _write(article_to_json(article))
            progress("extract", pages, total)
    typer.echo(json.dumps({"pages": pages, "articles": kept, "pages_rejected": rejected}), err=True)


def _read_lines(path: Path) -> Iterator[str]:
    if str(path) == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed", hint="name a file of JSON lines")
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        yield from sys.stdin
        return
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            yield from file
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}", hint="daybook facts articles.jsonl") from error


def facts(context: typer.Context, file: Lines) -> None:
    """Print the facts of articles, one JSON object a line.

    Reads id, title, text and published of each line. Keys out: id, figures, participants, events (the 12 most salient,
    the main one first), statements, dates, names; offsets count characters of the text. A line that cannot be read
    gives its id, or null, and error.

    Example: `daybook extract page.html | daybook facts - | jq '.figures[].text'`
    """
    from extract.facts.json_lines import facts_to_json, parse_article_line
    from extract.facts.language_model import load_language_model
    from extract.facts.read import ArticleFacts, ArticleText, read_articles

    settings: Settings = context.obj
    # What is still to be answered, in input order: an answer for a bad line, or the article that is being read.
    waiting: deque[dict[str, object] | ArticleText] = deque()
    counts = Counts()

    def parsed() -> Iterator[ArticleText]:
        for line in filter(str.strip, _read_lines(file)):
            try:
                article = parse_article_line(line)
            except InputError as error:
                waiting.append({"id": line_id(line), "error": error.message})
            else:
                waiting.append(article)
                yield article

    def answer(facts: ArticleFacts | None) -> None:
        while waiting:
            next_one = waiting.popleft()
            if isinstance(next_one, dict):
                counts.add("lines_rejected")
                _write(next_one)
                continue
            counts.add("articles")
            if facts is None or facts.error:
                _write({"id": next_one.article_id, "error": facts.error if facts else "not read"})
            else:
                _write(facts_to_json(next_one.article_id, next_one.text, facts))
            return

    with progress_bar() as progress:
        for done, found in enumerate(read_articles(parsed(), load_language_model(settings.language_model)), 1):
            answer(found)
            progress("facts", done, 0)
    answer(None)
    typer.echo(json.dumps(counts.as_dict()), err=True)


def stories(file: Lines) -> None:
    """Group articles that report one thing: id and story_id, one JSON object a line.

    Reads id, title, text and published of each line. Articles of one story get the same story_id.

    Example: `daybook extract saved_pages/ | daybook stories -`
    """
    from extract.linking.json_lines import parse_story_line
    from extract.linking.stories import StoryText, cluster_texts

    answers: list[dict[str, object]] = []
    texts: dict[int, StoryText] = {}
    for line in filter(str.strip, _read_lines(file)):
        try:
            texts[len(answers)] = parse_story_line(line)
            answers.append({})
        except InputError as error:
            answers.append({"id": line_id(line), "error": error.message})
    for (number, text), story in zip(texts.items(), cluster_texts(list(texts.values())), strict=True):
        answers[number] = {"id": text.id, "story_id": story}
    for answer in answers:
        _write(answer)
