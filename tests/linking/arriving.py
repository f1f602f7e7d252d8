"""Batches of a made-up world that arrive in a home, in any order: late, edited, erased, twice, read again."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import duckdb
import pyarrow.parquet as pq

from extract.contract.derive import arrow_table
from extract.contract.keys import hash_id
from extract.contract.tables import (
    BATCH_TABLES,
    LINK_TABLES,
    Article,
    ArticleField,
    Fetch,
    Figure,
    IdRedirect,
    Page,
    Reject,
    SourceCheck,
    Statement,
)
from extract.pipeline.context import Context
from extract.settings import Settings
from extract.store.candidate import open_candidate
from extract.store.load import BatchFiles, load_batch, quarantine_batch
from extract.store.warehouse import candidate_path

PEOPLE = ["Ida Rask", "Per Lindqvist", "Anna Lindqvist", "Lindqvist", "J. Rask", "Oskar Lehtola", "Oscar Lehtola"]
FIRMS = [("Norham Grain Trust", ["NGT"]), ("NGT", []), ("National Gas Trust", ["NGT"]), ("Velden Rovers", ["Rovers"])]
PLOTS = {
    "fire": ("A fire destroyed the grain elevator in Norham harbour; {} and {} praised the dock workers.", "ACCIDENT", "fire"),
    "court": ("The Velden court sentenced treasurer {} for embezzlement, a lawyer of {} said.", "JUSTICE", "sentenced"),
    "cup": ("Velden Rovers won the cup final against Harbour United, and {} cheered with {}.", "COMPETE", "won"),
    "strike": ("Ferry crews began a strike at the piers; {} asked {} to talk.", "PROTEST", "strike"),
}  # fmt: skip


def make_reports(make, seed, count=24):
    """Batch name to rows: articles with people, a firm, an event and a toll, an edit of some articles among them."""
    chance = random.Random(seed)  # noqa: S311 - a made-up world, no secret
    batches = {f"b{number}": [] for number in range(5)}
    for number in range(count):
        plot, kind, trigger = PLOTS[chance.choice(sorted(PLOTS))]
        name, other = chance.sample(PEOPLE, 2)
        day = f"2025-07-{chance.randint(1, 9):02d}"
        text = plot.format(name, other) + f" Some {chance.randint(2, 5)} people were there."
        wordings = [text] if number % 4 else [text, text + " More is to follow."]
        for place, wording in enumerate(wordings):
            cast = ([name, other], chance.choice(FIRMS))
            rows = make_report(make, f"a{number:02d}", wording, day, cast=cast, event=(kind, trigger), hour=8 + place)
            batches[f"b{chance.randrange(5)}"] += rows
    return batches


def make_report(make, identity, text, day, *, cast, event, hour=8):
    (kind, trigger), (people, firm) = event, cast
    of = make.article(identity, text, title=text[:40], published=day, captured_hour=hour)
    version = of.article_version_id
    who = [
        make.participant(identity, person, "person", aliases=[person.split()[-1]], version=version) for person in people
    ]
    who.append(make.participant(identity, firm[0], "organisation", aliases=firm[1], version=version))
    told = make.mention(identity, kind, trigger, version_id=version, headline=True, date_start=day, date_end=day)
    toll = make.figure(identity, version, text, told.event_mention_id)
    return [of, *who, told, *(make.role(told, one) for one in who), toll]


def with_what_stands_beside(batches, make):
    """The reports with every other kind of row: whose they are, statements, fields, pages, requests, refusals, a copy."""
    whole = {}
    for number, (name, rows) in enumerate(batches.items()):
        articles = {row.article_version_id: _published(row) for row in rows if isinstance(row, Article)}
        whole[name] = [articles.get(row.article_version_id, row) if isinstance(row, Article) else row for row in rows]
        for row in articles.values():
            whole[name] += rows_beside(row)
        whole[name] += _asked(number)
    long = " ".join(f"The word {number} was said in Velden." for number in range(60))
    for name, publisher in zip(whole, ("The Ledger", "Harbour Post"), strict=False):
        whole[name].append(make.article(f"copy-{name}", long, title="Words", publisher=publisher))
    return whole


def _published(row):
    number = int(row.article_id[1:])
    publisher = ("The Ledger", "the  ledger", "Harbour Post", None)[number % 4]
    return replace(row, publisher_name=publisher, is_text_publishable=number % 3 != 0)


def rows_beside(row):
    where = {"page_uri": row.page_uri, "captured_at": row.captured_at, "page_id": row.page_id}
    of = {"article_version_id": row.article_version_id, "article_id": row.article_id}
    return [
        Page(**where, captured=row.captured, media_type="text/html", length_bytes=9),
        ArticleField(
            **where, article_version_id=row.article_version_id, ordinal=1, field="title", value=row.title, value_from="meta",
            confidence=0.9,
        ),
        Statement(
            **of, statement_id=hash_id(row.article_version_id), kind="indirect", speaker_participant_id=None, about=None,
            addressee_participant_id=None, event_mention_id=None, sentence_index=0, char_start=0, char_end=9,
            evidence=row.text[:9], is_evidence_cut=False, confidence=0.9, method="test", model_version="1",
        ),
    ]  # fmt: skip


def _asked(number):
    """How sources answered and what was refused: some of it is delivered in two batches."""
    noon = datetime(2025, 7, 4, 12, number // 2, tzinfo=UTC)
    shared = {"http_status": 200, "etag": None, "last_modified": None}
    return [
        Reject(stage="fetch_pages", reason="empty", key=f"{number // 2}", sha256=None, first_lines="", detail=f"{number}"),
        Fetch(
            **shared, page_uri=f"https://{number // 2}.example/", requested_at=noon, outcome="ok", final_url="", detail="",
            redirect_count=number, length_bytes=9, page_id="p", opt_outs=(),
        ),
        SourceCheck(
            **shared, source_name="example", source_kind="feed", address="https://example.org/feed", checked_at=noon,
            outcome="ok", offered_count=number, new_count=1, terms="", detail="",
        ),
    ]  # fmt: skip


def some_rows(rows):
    versions = sorted({row.article_version_id for row in rows if hasattr(row, "article_version_id")})
    return [row for row in rows if getattr(row, "article_version_id", "") not in versions[1::2]]


def batch_files(folder, batch_id, rows, again=""):
    """A batch as `load` takes it; the same rows make the same batch."""
    files = {}
    sha256 = hash_id(batch_id, len(rows), again)
    for table in BATCH_TABLES:
        own = {tuple(getattr(row, name) for name in table.grain): row for row in rows if type(row) is table}
        path = folder / f"{sha256}-{table.table}.parquet"
        if own and not path.exists():
            pq.write_table(arrow_table(table, own.values()), path)
        if own:
            files[table.table] = [path]
    return BatchFiles(batch_id, sha256, files)


def load_batches(home, *batches):
    with open_candidate(home) as candidate:
        for batch in batches:
            load_batch(candidate, batch)


def links_of(home, *, with_redirects=False):
    with duckdb.connect(str(candidate_path(home)), read_only=True) as connection:
        return {
            table.table: sorted(map(repr, connection.execute(f"from raw.{table.table}").fetchall()))
            for table in LINK_TABLES
            if with_redirects or table is not IdRedirect
        }


def context_of(home):
    return Context(Settings(home=home))


def arrivals_of(order, batches, folder):
    """What arrives, in a random order: every batch, one of them twice, one that is read again and one that is erased."""
    twice, reread, erased = order.sample(sorted(batches), 3)
    told_before = {
        twice: some_rows(batches[twice]),
        reread: [replace(row, confidence=0.5) if isinstance(row, Figure) else row for row in batches[reread]],
        "erased": [*batches[erased][3:], *batches[reread][:9]],
    }
    names = [*batches, *told_before, "erased"]
    order.shuffle(names)
    seen = set()
    for place, name in enumerate(names):
        if name == "erased" and name in seen:
            yield lambda candidate: quarantine_batch(candidate, "erased", "x", "erased")
            continue
        seen.add(name)
        rows = told_before[name] if name in names[place + 1 :] else batches[name]
        batch = batch_files(folder, name, rows, again="again" if rows is told_before.get(name) else "")
        yield lambda candidate, batch=batch: load_batch(candidate, batch)


def ask(home, query):
    with duckdb.connect(str(candidate_path(home)), read_only=True) as connection:
        return connection.execute(query).fetchall()
