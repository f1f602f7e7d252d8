"""The macros of the warehouse that analysts call, on a small warehouse with an article whose text is not published."""

import duckdb
import pytest

pytestmark = pytest.mark.xdist_group("dbt")

MEETING = ("2025-07-03", "2025-07-03")
# What people type who are in a hurry, or up to something.
HOSTILE = [
    "'",
    '"',
    '""',
    "%",
    "_",
    "\\",
    "\\p{L}",
    "(",
    "[qz-",
    "*",
    "'; drop table marts.articles; --",
    "x" * 5000,
    "\x00",
]


@pytest.fixture(scope="module")
def ask(built):
    """A function that asks the built warehouse and gives rows; read-only."""
    with duckdb.connect(str(built.database), read_only=True) as connection:
        connection.execute("use marts")
        yield lambda query, *parameters: connection.execute(query, parameters).fetchall()


@pytest.fixture
def mine(built):
    """The macros over rows of one's own: a function that takes rows (title, text or null, evidence) and gives a connection."""

    def make(rows):
        connection = duckdb.connect()
        connection.execute(f"attach '{built.database}' as built (read_only); create schema marts")
        tables = "select table_name from duckdb_tables() where database_name = 'built' and schema_name = 'marts'"
        for (table,) in connection.execute(tables).fetchall():
            connection.execute(f"create table marts.{table} as from built.marts.{table} limit 0")
        macros = (
            "select function_name, parameters, macro_definition from duckdb_functions() where database_name = 'built'"
        )
        for name, parameters, definition in connection.execute(f"{macros} and schema_name = 'marts'").fetchall():
            connection.execute(f"create macro marts.{name}({', '.join(parameters)}) as table {definition}")
        for number, (title, text, evidence) in enumerate(rows):
            connection.execute(
                "insert into marts.articles by name select ? as article_id, ? as title, ? as is_text_publishable",
                [str(number), title, text is not None],
            )
            if text is not None:
                connection.execute(
                    "insert into marts.article_texts by name select ? as article_id, ? as text", [str(number), text]
                )
            if evidence is not None:
                connection.execute(
                    "insert into marts.figures by name select ? as article_id, ? as evidence, 0 as char_start",
                    [str(number), evidence],
                )
        return connection

    return make


def found(connection, words):
    rows = connection.execute("select article_id, score from marts.search_articles(?)", [words]).fetchall()
    return dict(rows)


def test_each_macro_says_what_it_does_and_how_it_is_called(ask):
    told = dict(ask("select function_name, comment from duckdb_functions() where schema_name = 'marts'"))
    assert sorted(told) == ["events_between", "evidence_of", "search_articles"]
    assert all(f"Example: from {name}(" in comment for name, comment in told.items())


def test_words_are_found_whole_in_any_case_and_accents(mine):
    connection = mine([("Cup final", "Mia Barić made nine saves.", None), ("Rain", "It occupied BARICADES", None)])
    assert set(found(connection, "baric")) == {"0"}
    assert set(found(connection, "cup BÁRIĆ")) == {"0"}
    assert set(found(connection, "baricades")) == {"1"}
    assert found(connection, "baric nowhere") == {}


def test_an_accent_written_as_a_mark_of_its_own_is_found_too(mine):
    connection = mine([("Saves", "Mia Bari\u0107 and Jose\u0301 Peru.", None)])
    assert set(found(connection, "jose baric")) == {"0"}


def test_words_in_quotes_stand_beside_each_other(mine):
    connection = mine([("Dam", "The Fonte Negra dam.", None), ("Dam", "A fonte that is negra.", None)])
    assert set(found(connection, "fonte negra")) == {"0", "1"}
    assert set(found(connection, '"fonte negra"')) == set(found(connection, "“Fonte Negra” dam")) == {"0"}
    assert set(found(connection, "fonte-negra")) == {"0"}
    assert set(found(connection, '"fonte negra')) == {"0", "1"}  # nothing closes the quote


def test_a_title_counts_five_times_and_every_time_in_the_text_once(mine):
    connection = mine([("Rain", "Rain, rain and rain.", None), ("Sun", "Rain rain", None), ("Wind", None, "No rain.")])
    assert found(connection, "rain") == {"0": 8, "1": 2, "2": 1}
    assert list(found(connection, "rain")) == ["0", "1", "2"]


def test_a_text_that_is_not_published_is_searched_by_the_sentences_of_its_facts(ask):
    titles = ask("select title, snippet from search_articles('hosted companies')")
    assert {title for title, _ in titles} == {"Japan hosts", "Japan meets companies"}
    assert ask("select count(*) from article_texts join search_articles('meets') using (article_id)") == [(0,)]


def test_a_snippet_has_the_words_and_at_most_300_characters(mine):
    text = "occupied words " * 200 + "the cup was won " + "later words " * 200
    ((snippet,),) = mine([("Final", text, None)]).execute("select snippet from marts.search_articles('cup')").fetchall()
    assert " the cup was won " in snippet
    assert 200 < len(snippet) <= 300
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")


@pytest.mark.parametrize("words", [None, "", "   ", *HOSTILE])
def test_what_holds_no_word_finds_nothing_and_breaks_nothing(ask, words):
    assert ask("from search_articles(?)", words) == []
    assert ask("from evidence_of(?)", words) == []


def test_one_letter_is_a_word(mine):
    assert found(mine([("A", "plan B", None), ("Abc", "bab", None)]), "b") == {"0": 1}


def test_events_overlap_the_days_asked_for(ask):
    assert len(ask("from events_between(?, ?)", *MEETING)) == 1
    for first, last in [("2025-07-04", None), (None, "2025-07-02"), ("2025-07-04", "2025-07-01")]:
        assert ask("from events_between(?, ?)", first, last) == []
    assert len(ask("from events_between(null, null)")) == len(ask("from events where date_start is not null"))


OPEN = [
    # status, date_start, date_end, precision: days within, days without
    ("ongoing", "2025-04-01", None, "month", ["2025-04-01", "2030-01-01"], ["2025-03-31"]),
    ("planned", "2025-12-01", None, "month", ["2025-12-01", "2025-12-31"], ["2025-11-30", "2026-01-01"]),
    ("occurred", "2025-09-17", None, "day", ["2025-09-17"], ["2025-09-16", "2025-09-18"]),
    ("possible", None, "2025-09-21", "day", ["2025-09-18", "2025-09-21"], ["2025-09-17", "2025-09-22"]),
    ("occurred", None, "2025-09-30", "month", ["2025-09-01", "2025-09-30"], ["2025-08-31", "2025-10-01"]),
    ("occurred", None, None, "none", [], ["2025-09-18"]),
]


@pytest.mark.parametrize("case", OPEN)
def test_an_end_that_no_text_gives_is_open_only_where_the_event_goes_on(mine, case):
    status, start, end, precision, within, without = case
    connection = mine([])
    connection.execute(
        "insert into marts.events by name select 'e' as event_id, ? as status, ?::date as date_start, ?::date as date_end, "
        "? as date_precision, date '2025-09-18' as first_published_date",
        [status, start, end, precision],
    )
    count = "select count(*) from marts.events_between($1, $1)"
    assert [connection.execute(count, [day]).fetchone() for day in within] == [(1,)] * len(within)
    assert [connection.execute(count, [day]).fetchone() for day in without] == [(0,)] * len(without)


KINDS = [
    ("events", "event_id", "event_mention", 2),
    ("event_mentions", "event_mention_id", "event_mention", 1),
    ("figures", "figure_id", "figure", 1),
    ("figure_series", "series_id", "figure", 2),
    ("participants", "participant_id", "participant", 1),
    ("statements", "statement_id", "statement", 1),
]


@pytest.mark.parametrize(("table", "key", "kind", "count"), KINDS)
def test_a_row_rests_on_its_sentences(ask, table, key, kind, count):
    rows = ask(f"select kind, words, evidence, title from evidence_of((select min({key}) from {table}))")
    assert [row[0] for row in rows] == [kind] * count
    assert all(words in evidence and title for _, words, evidence, title in rows)


def test_an_entity_an_article_and_a_story_rest_on_all_that_was_read_of_them(ask):
    (entity,) = ask("select entity_id, participant_count from entities where name = 'Aiko Mori'")
    assert len(ask("from evidence_of(?)", entity[0])) == entity[1] == 2
    facts = ask(
        "select figure_count + participant_count + event_count + statement_count, article_id, story_id from articles limit 1"
    )
    ((count, article, story),) = facts
    assert len(ask("from evidence_of(?)", article)) == count == 5
    assert len(ask("from evidence_of(?)", story)) == 10


def test_an_old_id_leads_to_the_evidence_of_the_one_that_took_its_place(mine):
    connection = mine([("Rain", "Rain", None)])
    connection.execute(
        "insert into marts.id_redirects by name select 'old' as old_id, 'entity' as kind, 'new' as new_id"
    )
    connection.execute(
        "insert into marts.participants by name select 'p' as participant_id, 'new' as entity_id, '0' as article_id, "
        "'Rain' as evidence, 'Rain' as mention_text"
    )
    connection.execute("insert into marts.entities by name select 'new' as entity_id, 'Rain' as name")
    asked = "select row_id, title from marts.evidence_of(?)"
    assert (
        connection.execute(asked, ["old"]).fetchall()
        == connection.execute(asked, ["new"]).fetchall()
        == [("p", "Rain")]
    )
