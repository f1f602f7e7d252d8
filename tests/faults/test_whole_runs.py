"""Whole runs of the command line: two at once give what one gives, what is lost is made again from the pages, memory stays."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from extract.store.digest import digest
from extract.store.published import published_path

pytestmark = [pytest.mark.extended, pytest.mark.timeout(900), pytest.mark.xdist_group("whole_runs")]

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "tests/golden/pages" / name
    for name in ("battery_plant.html", "flood_wire.txt", "valley_flood.html", "ice_core.html")
]


def start(home, *words):
    command = [ROOT / ".venv/bin/daybook", "--home", home, *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def end(run):
    said, why = run.communicate()
    assert run.returncode == 0, why
    return json.loads(said.splitlines()[-1])


def articles(home):
    """What readers have of the articles, whichever run brought them."""
    with duckdb.connect(str(published_path(home)), read_only=True) as connection:
        return connection.execute(
            "select article_id, title, md5(text), (select count(*) from marts.figures as f where f.article_id = a.article_id), "
            "(select count(*) from marts.event_mentions as m where m.article_id = a.article_id) "
            "from marts.articles as a left join marts.article_texts using (article_id) order by all"
        ).fetchall()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for page in PAGES:
        # With its times: of a file without a line in captures.csv, that is when the page was captured.
        shutil.copy2(page, folder)
    return folder


@pytest.fixture(scope="module")
def home(folder, tmp_path_factory):
    home = tmp_path_factory.mktemp("alone") / "home"
    end(start(home, "run", folder))
    return home


@pytest.mark.promise(4)
def test_two_runs_at_once_give_what_one_gives(folder, home, tmp_path):
    runs = [start(tmp_path / "home", "run", folder) for _ in range(2)]
    for run in runs:
        end(run)
    assert articles(tmp_path / "home") == articles(home)
    before = published_path(tmp_path / "home").read_bytes()
    end(start(tmp_path / "home", "run", folder))
    assert published_path(tmp_path / "home").read_bytes() == before


@pytest.mark.promise(13)
@pytest.mark.parametrize(
    "lost",
    [["warehouse"], ["warehouse", "published"], ["batches/read_facts", "warehouse", "published"],
     ["batches/extract_articles", "batches/read_facts", "warehouse", "published"]],
    ids=["warehouse", "published", "facts", "articles"],
)  # fmt: skip
def test_what_is_lost_is_made_again_from_what_is_left(home, folder, tmp_path, lost, tried):
    copy = shutil.copytree(home, tmp_path / "home")
    before = digest(published_path(copy))
    for name in lost:
        shutil.rmtree(copy / name)
    end(start(copy, "run", folder))
    assert digest(published_path(copy)) == before
    tried(1)


EXTRACT = """
import resource, sys
from pathlib import Path
from extract import pipeline
from extract.settings import load_settings
context = pipeline.open_context(load_settings(home=Path(sys.argv[1]), extract_workers=1))
batches = pipeline.discover(context, [Path(sys.argv[2])], "one")
pipeline.fetch_pages(context, batches)
pipeline.extract_articles(context, batches)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
STORY = (
    "Part {}: the council met on Tuesday and agreed to spend {} million euros on new buses for the northern districts. "
)


@pytest.mark.promise(21)
def test_memory_does_not_grow_with_the_number_of_pages(tmp_path):
    """Ten times as many pages, twenty batches in place of two."""
    held = []
    for count in (1000, 10_000):
        folder = tmp_path / f"{count}"
        folder.mkdir()
        for number in range(count):
            text = "\n".join(STORY.format(part, number) for part in range(3))
            (folder / f"{number:05}.txt").write_text(f"Buses for district {number}\n\n{text}\n", encoding="utf-8")
        command = [sys.executable, "-c", EXTRACT, tmp_path / f"home-{count}", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        held.append([int(kilobytes) for kilobytes in done.stdout.split()])
    (parent, worker), (parent_of_many, worker_of_many) = held
    assert parent_of_many < 1.3 * parent
    assert worker_of_many < 1.3 * worker
