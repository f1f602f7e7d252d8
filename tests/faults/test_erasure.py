"""Promise 8: what is erased is in no byte of the home, its neighbours stay, and a second delivery stays out."""

import shutil

import pytest
from byte_scan import scan
from erased_world import STORY, open_world, write_pages

from extract.contract.tombstones import MASK
from extract.pipeline import run
from extract.pipeline.erasing import ErasureRequest, erase, find_person, make_tombstones, open_graves
from extract.store.digest import digest
from extract.store.published import open_published, published_path

pytestmark = [pytest.mark.promise(8), pytest.mark.xdist_group("erasure")]


def ask(context, **request):
    request = ErasureRequest(**request)
    return make_tombstones(open_graves(context), request, find_person(context, request))


def query(home, text):
    with open_published(home) as connection:
        return connection.execute(text).fetchall()


@pytest.fixture(scope="module")
def erased(world, filled, tmp_path_factory):
    """The home after an erasure of all three at once, and what the erasure said."""
    home = tmp_path_factory.mktemp("erased") / "home"
    shutil.copytree(filled, home)
    context = open_world(home)
    wanted = ask(
        context,
        urls=(STORY,),
        publishers=(world.gazette,),
        person=world.person,
        aliases=(f"{world.nick} {world.last}",),
    )
    return home, erase(context, wanted)


def test_the_words_are_there_before(world, filled):
    looked_at, found = scan(filled, *world.gone)
    assert looked_at > 100
    for word in (world.story, world.item, world.first, world.nick, *world.gazette.split()):
        assert any("pages/" in find and find.endswith(word.casefold()) for find in found), word
        assert any(find.endswith(".duckdb: " + word.casefold()) for find in found), word
    assert any("airflow/logs" in find for find in found)


def test_no_byte_is_left(world, erased, tried):
    home, report = erased
    looked_at, found = scan(home, *world.gone)
    tried(looked_at * len(world.gone))
    assert found == []
    assert report.is_complete
    assert not (home / "erasing").exists()


def test_what_is_left_of_a_name_is_on_pages_that_do_not_name_the_person(world, erased):
    home, _ = erased
    texts = query(home, "select title, text from article_texts join articles using (article_id) order by title")
    assert [title for title, text in texts if world.last in text] == [f"Council mends {world.last} street"]


def test_neighbours_stay_and_offsets_hold(world, filled, erased):
    home, _ = erased
    before, after = (
        dict(query(one, "select title, text from article_texts join articles using (article_id)"))
        for one in (filled, home)
    )
    masked = f"Mayor {MASK * len(world.first)} {MASK * len(world.last)} resigns over the bridge"
    mayor = f"Mayor {world.person} resigns over the bridge"
    story = f"Harbour of {world.story} opens after the storm"
    bessent = next(title for title in before if "Bessent" in title)
    assert set(after) == (set(before) - {mayor, story, "The mayor speaks", bessent}) | {masked}
    for title in set(before) & set(after):
        assert before[title] == after[title]
    assert len(after[masked]) == len(before[mayor])
    assert "Tom Lund" in after[masked]
    assert f"{MASK * len(world.first)} {MASK * len(world.last)}, resigned" in after[masked]
    for table in ("figures", "event_mentions", "participants"):
        facts = (
            f"select evidence, text[char_start + 1:char_end] from {table} join article_texts using (article_version_id)"
        )
        assert all(text.startswith(evidence.rstrip("…")) for evidence, text in query(home, facts))


def test_the_person_is_no_participant(world, filled, erased):
    home, _ = erased
    names = "select name from participants union select name from entities union select alias from entity_aliases"
    assert any(world.last in name for (name,) in query(filled, names))
    assert not any(world.first in name or MASK in name for (name,) in query(home, names))


def test_a_second_delivery_stays_out(world, erased, tmp_path, tried):
    given, _ = erased
    home = tmp_path / "home"
    shutil.copytree(given, home)
    context = open_world(home)
    before = digest(published_path(home))
    write_pages(world, home / "inbox")
    run(context, run_id="again")
    shutil.rmtree(home / "inbox")
    looked_at, found = scan(home, *world.gone)
    tried(looked_at * len(world.gone))
    assert found == []
    assert digest(published_path(home)) == before


@pytest.mark.extended
def test_a_new_home_with_the_tombstones_gets_the_same_tables(world, erased, tmp_path):
    given, _ = erased
    home = tmp_path / "home"
    home.mkdir()
    for name in ("tombstones.jsonl", "erasure.key"):
        shutil.copyfile(given / name, home / name)
    write_pages(world, home / "inbox")
    run(open_world(home), run_id="one")
    for table in ("articles", "article_texts", "events", "event_mentions", "participants", "figures", "entities"):
        # Where a file lies is no matter of what it says.
        rows = f"select * exclude (page_uri) from {table}" if table == "articles" else f"from {table}"
        assert query(home, f"{rows} order by all") == query(given, f"{rows} order by all"), table
