"""Linking what changed gives what linking everything gives, whatever the order in which batches came, changed and went."""

import csv
import random
import shutil
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import duckdb
import pyarrow.parquet as pq
import pytest
from compiled_project import CompiledProject

import extract.store.seeds
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
from extract.linking.overrides import columns_of
from extract.pipeline.context import Context
from extract.pipeline.linking import link
from extract.settings import Settings
from extract.store.candidate import open_candidate
from extract.store.digest import digest
from extract.store.load import BatchFiles, load_batch, quarantine_batch
from extract.store.warehouse import build_path, candidate_path

MADE_BY_PEOPLE = {"entity_overrides", "event_overrides", "corrections"}
PEOPLE = ["Ida Rask", "Per Lindqvist", "Anna Lindqvist", "Lindqvist", "J. Rask", "Oskar Lehtola", "Oscar Lehtola"]
FIRMS = [("Norham Grain Trust", ["NGT"]), ("NGT", []), ("National Gas Trust", ["NGT"]), ("Velden Rovers", ["Rovers"])]
PLOTS = {
    "fire": ("A fire destroyed the grain elevator in Norham harbour; {} and {} praised the dock workers.", "ACCIDENT", "fire"),
    "court": ("The Velden court sentenced treasurer {} for embezzlement, a lawyer of {} said.", "JUSTICE", "sentenced"),
    "cup": ("Velden Rovers won the cup final against Harbour United, and {} cheered with {}.", "COMPETE", "won"),
    "strike": ("Ferry crews began a strike at the piers; {} asked {} to talk.", "PROTEST", "strike"),
}  # fmt: skip


def _reports(make, seed, count=24):
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
            rows = _told(make, f"a{number:02d}", wording, day, cast=cast, event=(kind, trigger), hour=8 + place)
            batches[f"b{chance.randrange(5)}"] += rows
    return batches


def _told(make, identity, text, day, *, cast, event, hour=8):
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


def _with_what_stands_beside(batches, make):
    """The reports with every other kind of row: whose they are, statements, fields, pages, requests, refusals, a copy."""
    whole = {}
    for number, (name, rows) in enumerate(batches.items()):
        articles = {row.article_version_id: _published(row) for row in rows if isinstance(row, Article)}
        whole[name] = [articles.get(row.article_version_id, row) if isinstance(row, Article) else row for row in rows]
        for row in articles.values():
            whole[name] += _beside(row)
        whole[name] += _asked(number)
    long = " ".join(f"The word {number} was said in Velden." for number in range(60))
    for name, publisher in zip(whole, ("The Ledger", "Harbour Post"), strict=False):
        whole[name].append(make.article(f"copy-{name}", long, title="Words", publisher=publisher))
    return whole


def _published(row):
    number = int(row.article_id[1:])
    publisher = ("The Ledger", "the  ledger", "Harbour Post", None)[number % 4]
    return replace(row, publisher_name=publisher, is_text_publishable=number % 3 != 0)


def _beside(row):
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


def _some(rows):
    versions = sorted({row.article_version_id for row in rows if hasattr(row, "article_version_id")})
    return [row for row in rows if getattr(row, "article_version_id", "") not in versions[1::2]]


def _files(folder, batch_id, rows, again=""):
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


def _load(home, *batches):
    with open_candidate(home) as candidate:
        for batch in batches:
            load_batch(candidate, batch)


def _links(home, *, with_redirects=False):
    with duckdb.connect(str(candidate_path(home)), read_only=True) as connection:
        return {
            table.table: sorted(map(repr, connection.execute(f"from raw.{table.table}").fetchall()))
            for table in LINK_TABLES
            if with_redirects or table is not IdRedirect
        }


@pytest.fixture
def home(tmp_path):
    """A new home a call, its tables made once."""
    numbers = iter(range(1000))
    with open_candidate(tmp_path / "empty"):
        pass
    return lambda: shutil.copytree(tmp_path / "empty", tmp_path / f"home-{next(numbers)}")


def _context(home):
    return Context(Settings(home=home))


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Compiled against a home without articles."""
    empty = tmp_path_factory.mktemp("compiled")
    compiled = CompiledProject(tmp_path_factory.mktemp("dbt"))
    with open_candidate(empty):
        pass
    compiled.compile(candidate_path(empty), is_full=True)
    with open_candidate(empty) as candidate:
        assert compiled.build(candidate)
    compiled.compile(candidate_path(empty), is_full=False)
    return compiled


def _arrivals(order, batches, folder):
    """What arrives, in a random order: every batch, one of them twice, one that is read again and one that is erased."""
    twice, reread, erased = order.sample(sorted(batches), 3)
    told_before = {
        twice: _some(batches[twice]),
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
        batch = _files(folder, name, rows, again="again" if rows is told_before.get(name) else "")
        yield lambda candidate, batch=batch: load_batch(candidate, batch)


def _corrections(home):
    """What people could put right, the same cells in any order of arrival."""
    (figure, event, mention), article = (
        _ask(
            home,
            "select figure_id, event_id, event_mention_id from raw.figures join raw.event_mentions using (event_mention_id) "
            "join raw.event_merges using (event_mention_id) order by all limit 1",
        )[0],
        _ask(home, "select min(article_id) from raw.articles")[0][0],
    )
    entity = _ask(home, "select min(entity_id) from raw.entities")[0][0]
    return [
        ("figures", figure, "value", "77"),
        ("event_mentions", mention, "status", "denied"),
        ("events", event, "title", "What happened"),
        ("articles", article, "title", "Another title"),
        ("entities", entity, "sector", "media"),
        ("figures", "of-nothing", "value", "1"),
    ]


def _marts(home):
    """Every mart, each row as many times as it stands there."""
    with duckdb.connect(str(candidate_path(home)), read_only=True) as connection:
        found = connection.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
        return {
            name: Counter(map(repr, connection.execute(f'from marts."{name}"').fetchall())) for (name,) in sorted(found)
        }


def _difference(found, expected):
    """Rows too many and rows that lack, of each mart that differs."""
    names = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    return {name: (found.get(name, Counter()) - expected[name], expected[name] - found[name]) for name in names}


def _decide_across_stories(home, decide):
    """Make one event of the reports of two stories, and one of two people: what people decide, whatever has arrived."""
    mentions = _ask(
        home,
        "select min(event_mention_id) from raw.event_mentions join raw.story_articles using (article_id) "
        "group by story_id order by story_id limit 2",
    )
    people = _ask(home, "select entity_id from raw.entities where kind = 'person' order by entity_id limit 2")
    for kind, ((one,), (other,)) in (("event", mentions), ("entity", people)):
        decide(kind, {"action": "merge", "one": one, "other": other})


def test_the_order_of_arrival_and_the_steps_between_change_nothing(make, home, tmp_path, project, decide):
    batches = _with_what_stands_beside(_reports(make, 3, 14), make)
    once = home()
    _load(once, *(_files(tmp_path, *batch) for batch in batches.items()))
    link(_context(once))
    _decide_across_stories(once, decide)
    link(_context(once))
    across = (
        "select event_id from raw.event_merges join raw.event_mentions using (event_mention_id) "
        "join raw.story_articles using (article_id) group by event_id having count(distinct story_id) > 1"
    )
    assert len(_ask(once, across)) == 1
    corrections = _corrections(once)
    with open_candidate(once) as candidate:
        assert project.build(candidate, corrections[::2])
    expected, expected_marts, expected_digest = _links(once), _marts(once), digest(candidate_path(once))
    assert len(expected["participant_entities"]) > 40
    assert all(expected[table.table] for table in LINK_TABLES if table is not IdRedirect)
    assert {name for name, rows in expected_marts.items() if not rows} <= MADE_BY_PEOPLE | {"id_redirects"}
    outcomes = "select distinct table_name from marts.correction_outcomes where outcome = 'applied' order by all"
    assert _ask(once, outcomes) == [("entities",), ("events",), ("figures",)]
    order = random.Random(20)  # noqa: S311 - orders of arrival, no secret
    for _ in range(20):
        step_by_step = home()
        arrivals = list(_arrivals(order, batches, tmp_path))
        cuts = [0, *sorted(order.sample(range(1, len(arrivals)), order.choice((1, 1, 1, 2)))), len(arrivals)]
        for start, end in pairwise(cuts):
            with open_candidate(step_by_step) as candidate:
                if start:
                    project.build(candidate, order.sample(corrections, 3))
                for arrive in arrivals[start:end]:
                    arrive(candidate)
            link(_context(step_by_step))
        with open_candidate(step_by_step) as candidate:
            # Only the first made every row.
            assert not project.build(candidate, corrections[::2])
        assert _links(step_by_step) == expected
        if digest(candidate_path(step_by_step)) != expected_digest:
            assert _difference(_marts(step_by_step), expected_marts) == {}


def test_an_event_that_moves_to_another_story_is_counted_there_alone(make, home, tmp_path, project, decide):
    told = {}
    for name, plot, day in (("ruling", "court", "03"), ("report", "fire", "04"), ("scoop", "fire", "02")):
        cast, (text, kind, trigger) = (["Ida Rask", "Per Lindqvist"], FIRMS[0]), PLOTS[plot]
        wording = text.format(*cast[0]) + f" 4 were there: {name}."
        told[name] = _told(make, name, wording, f"2025-07-{day}", cast=cast, event=(kind, trigger))
        told[name] += _beside(told[name][0])
    ruling, report = (
        next(row.event_mention_id for row in told[name] if hasattr(row, "trigger_text"))
        for name in ("ruling", "report")
    )
    decide("event", {"action": "merge", "one": ruling, "other": report})
    files = {name: _files(tmp_path, name, rows) for name, rows in told.items()}
    place, whole = home(), home()
    _load(place, files["ruling"], files["report"])
    _load(whole, *files.values())
    for each in (place, whole):
        link(_context(each))
        with open_candidate(each) as candidate:
            assert project.build(candidate)
    # The ruling is not made anew: the links of its article say what they said. The best report of the event is another now.
    _load(place, files["scoop"])
    link(_context(place))
    assert ("article", "ruling") not in _ask(place, "select kind, id from raw.link_changes")
    stories = "select event_count, article_count from marts.stories order by all"
    assert _ask(place, stories) == [(0, 1), (1, 1)]
    with open_candidate(place) as candidate:
        assert not project.build(candidate)
    assert _ask(place, stories) == [(0, 1), (1, 2)]
    assert _difference(_marts(place), _marts(whole)) == {}


def test_what_goes_leaves_no_trace(make, home, tmp_path):
    batches = _reports(make, 5)
    without, emptied = home(), home()
    arrived = {name: _files(tmp_path, name, rows) for name, rows in batches.items()}
    _load(without, *(batch for name, batch in arrived.items() if name != "b1"))
    _load(emptied, *arrived.values())
    link(_context(without))
    link(_context(emptied))
    assert _links(without) != _links(emptied)
    with open_candidate(emptied) as candidate:
        quarantine_batch(candidate, "b1", "x", "bad")
    link(_context(emptied))
    assert _links(without) == _links(emptied)


def test_an_article_that_loses_a_wording_is_told_by_the_one_before(make, home, tmp_path):
    cast = (["Ida Rask", "Per Lindqvist"], FIRMS[0])
    fire, cup = (PLOTS[plot][0].format(*cast[0]) + " 4 were hurt." for plot in ("fire", "cup"))
    told = {
        "other": _told(make, "a1", fire, "2025-07-04", cast=cast, event=("ACCIDENT", "fire")),
        "before": _told(make, "a2", cup, "2025-07-04", cast=cast, event=("COMPETE", "won")),
        "after": _told(
            make, "a2", fire + " More follows.", "2025-07-04", cast=cast, event=("ACCIDENT", "fire"), hour=9
        ),
    }
    files = {name: _files(tmp_path, name, rows) for name, rows in told.items()}
    place, without = home(), home()
    _load(place, *files.values())
    link(_context(place))
    with open_candidate(place) as candidate:
        quarantine_batch(candidate, "after", "x", "bad")
    link(_context(place))
    _load(without, files["other"], files["before"])
    link(_context(without))
    assert _links(place) == _links(without)


def test_a_change_elsewhere_compares_nothing_here(make, home, tmp_path):
    place = home()
    _load(place, *(_files(tmp_path, *batch) for batch in _reports(make, 7).items()))
    link(_context(place))
    before = _links(place)
    text = "A choir of 9 people sang in Ostrava."
    told = _told(make, "z", text, "2025-07-05", cast=(["Jana Novak"], ("Choir", [])), event=("STATE", "sang"))
    _load(place, _files(tmp_path, "new", told))
    counts = link(_context(place)).as_dict()
    assert (counts["participants.compared"], counts["articles.compared"], counts["event_mentions.compared"]) == (
        2,
        1,
        1,
    )
    after = _links(place)
    assert all(set(before[name]) <= set(after[name]) for name in before)


def test_a_published_id_leads_to_where_its_members_went(make, home, tmp_path):
    place = home()
    of = [("a2", "2025-07-05"), ("a1", "2025-07-04")]
    cast = (["Ida Rask", "Per Lindqvist"], FIRMS[0])
    plot = PLOTS["fire"][0].format(*cast[0])
    told = {
        identity: _told(make, identity, f"{plot} {identity}: 4 hurt.", day, cast=cast, event=("ACCIDENT", "fire"))
        for identity, day in of
    }
    stories = []
    for identity, _ in of:
        _load(place, _files(tmp_path, identity, told[identity]))
        link(_context(place))
        with duckdb.connect(str(candidate_path(place)), read_only=True) as connection:
            stories.append(connection.execute("select distinct story_id from raw.story_articles").fetchall())
            leads = connection.execute("select old_id, new_id from raw.id_redirects where kind = 'story'").fetchall()
        candidate_path(place).rename(build_path(place))
    for old, new in pairwise(stories):
        assert leads == [(old[0][0], new[0][0])]
        assert old != new


@pytest.fixture
def decide(tmp_path, monkeypatch):
    """Writes the decisions of people, a dict a line, where the dbt project keeps them."""
    seeds = tmp_path / "project" / "seeds"
    seeds.mkdir(parents=True)
    monkeypatch.setattr(extract.store.seeds, "default_project_dir", lambda: tmp_path / "project")

    def write(kind, *lines):
        with (seeds / f"{kind}_overrides.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, columns_of(kind))
            writer.writeheader()
            writer.writerows({"who": "ida", "why": "seen", "decided_at": "2026-05-31", **line} for line in lines)

    return write


def _ask(home, query):
    with duckdb.connect(str(candidate_path(home)), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_decisions_hold_from_the_next_link_on_and_end_with_their_lines(make, home, tmp_path, decide):
    batches = {name: _files(tmp_path, name, rows) for name, rows in _reports(make, 11).items()}
    last = batches.pop("b4")
    place, whole = home(), home()
    _load(place, *batches.values())
    link(_context(place))
    before = _links(place)
    rask, lindqvist = (
        _ask(place, f"select entity_id from raw.entities where name = '{name}'")[0][0]
        for name in ("Ida Rask", "Anna Lindqvist")
    )
    ((event, mention),) = _ask(
        place,
        "select event_id, min(event_mention_id) from raw.event_merges join raw.event_mentions using (event_mention_id) "
        "group by 1 having count(distinct article_id) > 1 order by 1 limit 1",
    )
    decide(
        "entity",
        {"action": "merge", "one": rask, "other": lindqvist},
        {"action": "rename", "one": rask, "name": "I. Rask-Lindqvist"},
        {"action": "merge", "one": "nobody", "other": rask},
    )
    decide("event", {"action": "split", "one": mention})
    counts = link(_context(place)).as_dict()
    assert (counts["entity_overrides.unmatched"], counts["event_overrides.unmatched"]) == (1, 0)
    assert _ask(place, "select name from raw.entities where name like 'I%Rask%' or name like 'Anna%'") == [
        ("I. Rask-Lindqvist",)
    ]
    assert _ask(
        place,
        f"select event_id != undone_event_id, undone_event_id, undone_at::varchar from raw.event_merges "
        f"where event_mention_id = '{mention}'",
    ) == [(True, event, "2026-05-31")]
    # They hold for what arrives later too, and are no more than a way of linking everything.
    _load(place, last)
    link(_context(place))
    _load(whole, last, *batches.values())
    link(_context(whole))
    assert _links(place) == _links(whole)
    decide("entity")
    decide("event")
    with open_candidate(place) as candidate:
        quarantine_batch(candidate, "b4", "x", "bad")
    link(_context(place))
    assert _links(place) == before
