"""Reading articles: the seed page's facts, evidence, bad texts, languages, and that one bad article costs only itself."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import facts
from extract.contract.derive import arrow_table
from extract.contract.tables import FACT_TABLES
from extract.facts import read as reading
from extract.facts.read import ArticleText, read_articles

SEED_TITLE = "New Delhi event highlights Japan's bid to deepen India ties on critical minerals"
SEED_TEXT = (
    "Related Japanese ministries and the Japan External Trade Organization co-hosted the event, which was held at the "
    "Japanese Embassy.\nAmid concerns about China's dominant share in the refining and processing of critical minerals, "
    "the event brought together a total of some 70 companies from both countries, including members of the Battery "
    "Association for Supply Chain, a Japanese industry group.\nAbout 200 people participated, including government "
    "officials of the two countries.\nIn the wake of China's tightened rare earth export controls, the Indian government "
    "has reportedly asked state-run firms to temporarily suspend exports of such critical resources to Japan in a bid to "
    "prioritize domestic supplies."
)


def article(text, title=None, published=date(2025, 7, 3), language="en", key="v1"):
    return ArticleText(key, "a1", title, text, published, language)


@pytest.fixture(scope="module")
def seed(language_model):
    (facts,) = read_articles([article(SEED_TEXT, SEED_TITLE, None)], language_model)
    return facts


def roles_of(facts, event):
    names = {one.participant_id: one.name for one in facts.participants}
    return {
        (names[role.participant_id], role.role)
        for role in facts.event_participants
        if role.event_mention_id == event.event_mention_id
    }


def test_seed_main_event_is_the_meeting_in_india_with_its_hosts(seed):
    main = seed.event_mentions[0]
    assert (main.type, main.trigger_text, main.status, main.is_headline) == ("MEET", "co-hosted", "occurred", True)
    assert (main.country_code, main.place_text) == ("IN", "Japanese Embassy")
    assert {
        ("Related Japanese ministries", "host"),
        ("Japan External Trade Organization", "host"),
        ("some 70 companies from both countries", "participant"),
        ("About 200 people", "participant"),
        ("Battery Association for Supply Chain", "participant"),
    } <= roles_of(seed, main)


def test_seed_main_event_has_its_figures_and_no_date(seed):
    main = seed.event_mentions[0]
    joined = {figure.figure_text for figure in seed.figures if figure.event_mention_id == main.event_mention_id}
    assert {"some 70 companies", "About 200 people"} <= joined
    assert (main.date_start, main.date_end, main.date_text, main.date_method) == (None, None, None, "none")


def test_seed_reported_request_is_alleged(seed):
    (asked,) = (event for event in seed.event_mentions if event.trigger_text == "asked")
    assert (asked.type, asked.status, asked.attribution) == ("REQUEST", "alleged", "alleged")
    assert {("India", "actor"), ("state-run firms", "target")} <= {
        (name.replace("Indian government", "India"), role) for name, role in roles_of(seed, asked)
    }


def test_counted_group_points_at_its_figure(seed):
    (group,) = (one for one in seed.participants if one.name == "About 200 people")
    (figure,) = (figure for figure in seed.figures if figure.figure_id == group.headcount_figure_id)
    assert group.headcount == figure.figure_text == "About 200 people"


def test_a_figure_knows_its_item_its_unit_and_its_time(language_model):
    text = "Orbit Motors rose 12 percent on Thursday. Cranes unloaded 40 shipping containers."
    (facts,) = read_articles([article(text)], language_model)
    gain, load = facts.figures
    assert (gain.item, gain.item_head) == ("Orbit Motors", "motors")
    assert text[gain.item_start : gain.item_end] == gain.item
    assert gain.item_participant_id in {one.participant_id for one in facts.participants}
    assert (gain.period_start, gain.period_end) == (date(2025, 7, 3), date(2025, 7, 3))
    assert (load.unit_head, load.item_participant_id, load.period_start) == ("container", None, None)


def test_every_row_quotes_its_evidence_and_keeps_the_contract(seed):
    for table in FACT_TABLES:
        rows = getattr(seed, table.table)
        arrow_table(table, rows)
        ids = [tuple(getattr(row, column) for column in table.grain) for row in rows]
        assert len(ids) == len(set(ids))
        for row in rows:
            assert row.confidence == round(row.confidence, 3)
            if hasattr(row, "evidence"):
                assert row.evidence == SEED_TEXT[row.char_start : row.char_end]
                assert len(row.evidence) <= 300
                assert row.model_version.endswith(f"+rules{facts.RULES_VERSION}")


def test_reading_twice_gives_the_same_rows(language_model, seed):
    (again,) = read_articles([article(SEED_TEXT, SEED_TITLE, None)], language_model)
    assert again == seed


def test_other_languages_are_skipped_and_said_so(language_model):
    german, unknown = read_articles(
        [article("Der Zug fuhr ab.", language="de"), article("Police arrested two men.", language=None)], language_model
    )
    assert german.skipped_language
    assert german.event_mentions == ()
    assert [event.type for event in unknown.event_mentions] == ["DETAIN"]


def test_an_article_that_cannot_be_read_costs_only_itself(language_model, monkeypatch):
    whole = reading.read_participants

    def fail_on_marked(doc, *rest, **options):
        if "unreadable" in doc.text:
            raise ValueError("marked")
        return whole(doc, *rest, **options)

    monkeypatch.setattr(reading, "read_participants", fail_on_marked)
    bad, good = read_articles(
        [article("An unreadable text."), article("Police arrested two men.", key="v2")], language_model
    )
    assert bad.error == "rules: ValueError: marked"
    assert (good.article_version_id, good.error) == ("v2", None)
    assert good.event_mentions


def test_more_articles_than_a_batch_come_out_in_order(language_model):
    keys = [f"v{n}" for n in range(40)]
    facts = list(read_articles((article("Rain fell.", key=key) for key in keys), language_model))
    assert [one.article_version_id for one in facts] == keys


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\t", "...", "\u200b", "(()) -- [", "A" * 5000, "-- (AP) --", "\x00\x07", "🜁🜂"]
)
def test_odd_texts_give_facts_without_error(language_model, text):
    (facts,) = read_articles([article(text)], language_model)
    assert facts.error is None


WORDS = [
    "Tokyo",
    "said",
    "will",
    "visit",
    "met",
    "200 people",
    "(AP)",
    "--",
    "on Thursday",
    ",",
    ".",
    "\n",
    "“",
    "U.S.",
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=25))
def test_any_text_is_read_and_every_row_quotes_it(language_model, words):
    text = " ".join(words)
    (facts,) = read_articles([article(text)], language_model)
    assert facts.error is None
    for row in (*facts.figures, *facts.participants, *facts.event_mentions, *facts.statements):
        assert row.evidence == text[row.char_start : row.char_end]
