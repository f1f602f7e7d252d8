"""What a report does not show is counted, each thing once."""

import duckdb
from lxml import html
from report_world import assert_sound, publish, said, world

from extract.serving.report import contents, make_report
from extract.store.published import published_path


def test_a_report_is_bounded_and_says_what_it_cut(tmp_path):
    publish(tmp_path, world())
    with duckdb.connect(str(published_path(tmp_path))) as connection:
        connection.execute(
            "insert into marts.events select e.* replace ('x' || n as event_id) from marts.events as e, range(250) as t(n)"
        )
        connection.execute(
            "insert into marts.event_mentions select m.* replace ('x' || n as event_id, 'x' || n as event_mention_id) "
            "from marts.event_mentions as m, range(250) as t(n) where event_mention_id = 'm1'"
        )
    page = make_report(tmp_path, "story", "st1").page
    assert_sound(page)
    tree = html.document_fromstring(page)
    assert len(tree.find_class("event")) == contents.MOST_EVENTS
    lines = [[said(cell) for cell in row] for row in tree.xpath("//section[@aria-labelledby='left-out']//tbody/tr")]
    assert ["events", "51", "251", "the page shows at most 200, those that matter most"] in lines


def left_out(home, *asked):
    tree = html.document_fromstring(make_report(home, *asked).page)
    rows = tree.xpath("//section[@aria-labelledby='left-out']//tbody/tr")
    return {said(row[0]): tuple(int(said(cell)) for cell in row[1:3]) for row in rows}


def many(home, statements):
    publish(home, world())
    with duckdb.connect(str(published_path(home))) as connection:
        connection.execute(statements)


def test_what_is_cut_of_an_event_an_entity_or_a_number_is_counted(tmp_path):
    many(
        tmp_path,
        """
        insert into marts.event_participants select p.* replace ('y' || n as entity_id, 'pa1' as participant_id)
        from marts.event_participants as p, range(20) as t(n);
        insert into marts.participants select p.* replace ('a' || n as participant_id)
        from marts.participants as p, range(4) as t(n) where participant_id = 'pa1';
        insert into marts.figure_series select s.* replace (n + 3 as report_number)
        from marts.figure_series as s, range(70) as t(n) where figure_id = 'f2';
        insert into marts.figure_series select s.* replace ('q' || n as series_id)
        from marts.figure_series as s, range(14) as t(n) where report_number < 3;
        insert into marts.entity_aliases select a.* replace ('alias ' || n as alias)
        from marts.entity_aliases as a, range(40) as t(n);
        """,
    )
    told = left_out(tmp_path, "story", "st1")
    assert told["roles in the events above"] == (21 - contents.ROLES_OF_EVENT, 21)
    assert told["reports of these numbers"] == (72 - contents.MOST_REPORTS, 72 + 2 * (contents.MOST_SERIES - 1))
    assert told["numbers over time"] == (15 - contents.MOST_SERIES, 15)
    # Three of the six are the surest, two others have the role and the statement that are shown.
    assert told["sentences that name them"] == (1, 6)
    assert left_out(tmp_path, "entity", "en1")["other names"] == (41 - contents.MOST_ALIASES, 41)


def test_a_figure_without_a_value_is_not_one_that_is_left_out(tmp_path):
    many(tmp_path, "update marts.figures set value = null")
    assert "figures" not in left_out(tmp_path, "story", "st1")


def test_a_longer_event_that_the_news_of_the_day_tells_is_not_left_out(tmp_path):
    longer = "date_start = '2025-09-01', date_end = '2025-09-30'"
    many(
        tmp_path,
        f"update marts.events set {longer}; insert into marts.events select * replace ('other' as event_id) from marts.events",
    )
    assert left_out(tmp_path, "day", "2025-09-17")["events of longer times"] == (1, 1)


def test_a_day_before_christ_is_no_day(tmp_path):
    many(tmp_path, "update marts.events set date_start = '0044-03-15 (BC)', date_end = '0044-03-15 (BC)'")
    assert_sound(make_report(tmp_path, "story", "st1").page)
