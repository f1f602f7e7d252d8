"""Reads all facts of articles: figures, participants, events, roles and statements, each with the words it was read from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from extract import facts
from extract.contract.tables import EventMention, EventParticipant, Figure, Participant, Statement
from extract.facts.datelines import Dateline, find_dateline, hide_dateline
from extract.facts.dates import DateSpan, find_dates
from extract.facts.events import EventSpan, drop_unlikely, keep_participants, read_events
from extract.facts.evidence import Source
from extract.facts.figures import FigureSpan, read_figures
from extract.facts.figures.periods import read_periods
from extract.facts.language_model import Doc, LanguageModel
from extract.facts.participants import Name, NameSpan, ParticipantSpan, find_names, name_spans, read_participants
from extract.facts.rows import make_rows
from extract.facts.sentences import Sentence, find_sentences
from extract.facts.statements import find_statements

# Articles parsed together; the language model's own batches are inside.
_BATCH = 32


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What reading needs of an article. published_date is the day against which "Thursday" is resolved; language is ISO 639-1."""

    article_version_id: str
    article_id: str
    title: str | None
    text: str
    published_date: date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """The facts of one article, rows of the contract; the most salient event first.

    dates and names are spans of the text alone. skipped_language: not English, so nothing was read. error: why it could
    not be read.
    """

    article_version_id: str
    figures: tuple[Figure, ...] = ()
    participants: tuple[Participant, ...] = ()
    event_mentions: tuple[EventMention, ...] = ()
    event_participants: tuple[EventParticipant, ...] = ()
    statements: tuple[Statement, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    names: tuple[NameSpan, ...] = ()
    skipped_language: bool = False
    error: str | None = None


def read_articles(articles: Iterable[ArticleText], model: LanguageModel) -> Iterator[ArticleFacts]:
    """The facts of each article, in order; one that cannot be read gives an ArticleFacts with its error, the rest go on."""
    source = iter(articles)
    while batch := list(islice(source, _BATCH)):
        docs = _parse([hide_dateline(article.text) for article in batch if _is_english(article)], model)
        titles = _parse([article.title or "" for article in batch if _is_english(article)], model)
        for article in batch:
            if not _is_english(article):
                yield ArticleFacts(article.article_version_id, skipped_language=True)
            else:
                yield _read_one(article, next(docs), next(titles), model.version)


def _is_english(article: ArticleText) -> bool:
    return article.language is None or article.language == "en"


def _parse(texts: list[str], model: LanguageModel) -> Iterator[Doc | Exception]:
    """One document a text; where the batch fails, each text alone, so that one bad text costs only itself."""
    try:
        docs: list[Doc | Exception] = list(model.read(texts))
    except Exception:  # any text may break the parser; the loop below finds which
        docs = []
        for text in texts:
            try:
                docs += model.read([text])
            except Exception as error:
                docs.append(error)
    return iter(docs)


def _read_one(article: ArticleText, doc: Doc | Exception, title: Doc | Exception, model_version: str) -> ArticleFacts:
    if isinstance(doc, Exception):
        return ArticleFacts(article.article_version_id, error=f"language_model: {type(doc).__name__}: {doc}"[:300])
    # A title that cannot be read costs its clues alone.
    title_doc = None if isinstance(title, Exception) else title
    try:
        return _read_facts(article, doc, f"{model_version}+rules{facts.RULES_VERSION}", title_doc)
    except (
        Exception
    ) as error:  # a rule that breaks on one article must not stop the batch: the caller rejects it by name
        return ArticleFacts(article.article_version_id, error=f"rules: {type(error).__name__}: {error}"[:300])


@dataclass(frozen=True, slots=True)
class ArticleSpans:
    """What was found in an article: spans of the text, events the most salient first.

    Not yet rows: unlikely events are among them, and participants that only an event makes one, though they are in none.
    """

    sentences: list[Sentence]
    figures: list[FigureSpan]
    dates: list[DateSpan]
    names: list[Name]
    participants: list[ParticipantSpan]
    events: list[EventSpan]
    dateline: Dateline | None


def find_spans(article: ArticleText, doc: Doc, title_doc: Doc | None = None) -> ArticleSpans:
    """Everything found in an article; doc: its parsed text with the dateline hidden; title_doc: its parsed title."""
    sentences = find_sentences(doc)
    figures = read_figures(doc, sentences)
    dates = find_dates(doc, sentences, article.published_date)
    names = find_names(doc)
    line = find_dateline(article.text)
    everyone = read_participants(doc, figures, names, with_bystanders=True)
    told = read_events(
        doc,
        sentences=sentences,
        title=article.title,
        title_doc=title_doc,
        dateline=line.place if line else None,
        participants=everyone,
        figures=figures,
        # The day in a dateline is that of filing.
        dates=[one for one in dates if line is None or one.start >= line.end],
        names=names,
        reference_date=article.published_date,
    )
    return ArticleSpans(sentences, figures, dates, names, everyone, told, line)


def _read_facts(article: ArticleText, doc: Doc, model_version: str, title_doc: Doc | None = None) -> ArticleFacts:
    found = find_spans(article, doc, title_doc)
    participants, events = keep_participants(found.participants, drop_unlikely(found.events))
    rows = make_rows(
        Source(article.article_version_id, article.article_id, article.text, tuple(found.sentences), model_version),
        figures=found.figures,
        periods=read_periods(doc, found.sentences, found.figures, found.dates),
        participants=participants,
        events=events,
        statements=find_statements(doc, found.sentences, participants),
        reference_date=article.published_date,
    )
    line = found.dateline
    spans = [NameSpan(line.place_start, line.place_end, "place")] if line else []
    spans += name_spans(found.names)
    return ArticleFacts(article.article_version_id, *rows, dates=tuple(found.dates), names=tuple(spans))
