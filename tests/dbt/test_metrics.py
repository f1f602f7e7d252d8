"""The metrics of the project say what plain SQL on the marts says."""

import importlib.util
import shutil
from pathlib import Path

import duckdb
import pytest
import yaml
from dbt_semantic_interfaces.implementations.semantic_manifest import PydanticSemanticManifest
from dbt_semantic_interfaces.validations.semantic_manifest_validator import SemanticManifestValidator

from extract.store.build import default_project_dir

pytestmark = pytest.mark.xdist_group("dbt")

_spec = importlib.util.spec_from_file_location("metrics", Path(__file__).with_name("metrics.py"))
metrics = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(metrics)

# More of what the build holds: days, states, sources and confidences that differ, some of them unknown.
MORE_ROWS = """
insert into marts.events select events.* replace (
    event_id || n as event_id, ['occurred', 'planned', 'denied'][n % 3 + 1] as status, 'US' as country_code,
    n % 10 / 10 as confidence, n % 5 = 0 as is_date_disputed, n % 4 as source_count, n % 6 as entity_count,
    if(n % 7 = 0, null, date '2025-06-29' + n::integer) as first_published_date
) from marts.events, range(40) as numbers(n);
insert into marts.articles select articles.* replace (
    article_id || n as article_id, article_version_id || n as article_version_id, 100 * n as length_chars,
    n % 4 as event_count, n % 3 as figure_count,
    if(n % 7 = 0, null, date '2025-06-29' + n::integer) as published_date
) from marts.articles, range(40) as numbers(n);
insert into marts.figures select figures.* replace (
    figure_id || n as figure_id, ['count', 'money', 'percent'][n % 3 + 1] as kind, 'unit' || n % 7 as unit,
    n % 10 / 10 as confidence
) from marts.figures, range(40) as numbers(n)
"""

VARS = yaml.safe_load((default_project_dir() / "dbt_project.yml").read_text())["vars"]
EVENT, FIGURE = VARS["confident_event"], VARS["confident_figure"]

# (metrics, by what) and the same in SQL.
QUESTIONS = {
    ("events_reported,planned_events", "event__country_code"): (
        "select country_code, count(*), count(*) filter (where status = 'planned') from marts.events group by 1"
    ),
    ("events_reported", "metric_time__week"): (
        "select date_trunc('week', first_published_date), count(*) from marts.events group by 1"
    ),
    ("confident_events_share,disputed_events_share", "event__status"): (
        f"select status, avg((confidence >= {EVENT})::int), "
        "avg((is_date_disputed or is_place_disputed or is_status_disputed or is_figure_disputed)::int) "
        "from marts.events group by 1"
    ),
    ("participants_per_event,sources_per_event,reports_per_event,average_event_confidence", ""): (
        "select avg(entity_count), avg(source_count), avg(article_count), avg(confidence) from marts.events"
    ),
    ("articles_published,average_article_length", "publisher__publisher_name"): (
        "select p.publisher_name, count(*), avg(a.length_chars) "
        "from marts.articles as a left join marts.publishers as p using (publisher_id) group by 1"
    ),
    ("events_per_article,figures_per_article", "metric_time__month"): (
        "select date_trunc('month', published_date), sum(event_count) / count(*), sum(figure_count) / count(*) "
        "from marts.articles group by 1"
    ),
    ("articles_in_seven_days", "metric_time__day"): (
        "select d.date_day, count(*) from marts.dates as d inner join marts.articles as a "
        "on a.published_date between d.date_day - 6 and d.date_day group by 1"
    ),
    ("articles_the_week_before", "metric_time__day"): (
        "select published_date + 7, count(*) from marts.articles where published_date is not null group by 1"
    ),
    ("stories_begun", ""): "select count(*) from marts.stories",
    ("figures_stated,units_stated,confident_figures_share,average_figure_confidence", "figure__kind"): (
        f"select kind, count(*), count(distinct unit), avg((confidence >= {FIGURE})::int), avg(confidence) "
        "from marts.figures group by 1"
    ),
    ("figures_stated", "item_entity__name"): (
        "select e.name, count(*) from marts.figures as f "
        "left join marts.entities as e on f.item_entity_id = e.entity_id group by 1"
    ),
    ("figures_stated", "article__publisher__publisher_name"): (
        "select p.publisher_name, count(*) from marts.figures inner join marts.articles using (article_id) "
        "left join marts.publishers as p using (publisher_id) group by 1"
    ),
}


@pytest.fixture(scope="module")
def manifest(built, work_dir):
    assert built.result.counts
    return work_dir / "target" / "semantic_manifest.json"


@pytest.fixture(scope="module")
def engine(manifest):
    return metrics.load_metrics(manifest)


@pytest.fixture(scope="module")
def warehouse(built, tmp_path_factory):
    path = tmp_path_factory.mktemp("metrics") / "another_name.duckdb"
    shutil.copyfile(built.database, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute(MORE_ROWS)
        yield connection


@pytest.mark.parametrize(("question", "by"), QUESTIONS)
def test_a_metric_is_what_plain_sql_says(question, by, engine, warehouse):
    asked = question.split(",")
    cursor = warehouse.execute(metrics.write_sql(engine, question, by))
    names = [column[0] for column in cursor.description]
    wanted = [names.index(name) for name in ([by] if by else []) + asked]
    found = {tuple(map(_plain, (row[number] for number in wanted))) for row in cursor.fetchall()}
    expected = {tuple(map(_plain, row)) for row in warehouse.execute(QUESTIONS[question, by]).fetchall()}
    assert found == expected
    assert found


def test_the_questions_of_the_project_are_answered(engine, warehouse):
    questions = metrics.read_questions()
    assert len(questions) >= 6
    for _, of, by in questions:
        assert warehouse.execute(metrics.write_sql(engine, of, by)).fetchall()


def test_the_semantic_models_are_valid_and_every_one_is_described(manifest):
    semantic = PydanticSemanticManifest.parse_raw(manifest.read_text())
    found = SemanticManifestValidator[PydanticSemanticManifest]().validate_semantic_manifest(semantic)
    assert [issue.as_readable_str() for issue in (*found.errors, *found.warnings, *found.future_errors)] == []
    described = [*semantic.metrics, *semantic.semantic_models]
    described += [part for model in semantic.semantic_models for part in (*model.dimensions, *model.measures)]
    assert [part.name for part in described if not (part.description or "").endswith(".")] == []


def _plain(value):
    if isinstance(value, float):
        return round(value, 9)
    return str(value).removesuffix(" 00:00:00") if hasattr(value, "isoformat") else value
