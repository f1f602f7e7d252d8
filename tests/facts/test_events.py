"""Events: type, status, who, when and where, one row per real event."""

from datetime import date

import pytest

from extract.facts.read import ArticleText, read_articles

REFERENCE = date(2025, 7, 3)  # a Thursday


@pytest.fixture(scope="module")
def read(language_model):
    def read_text(text, title=None, published=REFERENCE):
        (facts,) = read_articles([ArticleText("v", "a", title, text, published, "en")], language_model)
        assert facts.error is None
        return facts

    return read_text


def event_of(facts, trigger):
    (event,) = (event for event in facts.event_mentions if event.trigger_text == trigger)
    return event


def roles_of(facts, trigger):
    names = {one.participant_id: one.name for one in facts.participants}
    event = event_of(facts, trigger)
    return {
        (names[r.participant_id], r.role)
        for r in facts.event_participants
        if r.event_mention_id == event.event_mention_id
    }


@pytest.mark.parametrize(
    ("text", "trigger", "kind"),
    [
        ("Police arrested two men.", "arrested", "DETAIN"),
        ("Orbit Corp will lay off 400 workers.", "lay off", "DEPART"),
        ("The former mayor pleaded guilty to fraud.", "pleaded guilty", "JUSTICE"),
        ("The central bank held a press conference.", "press conference", "STATE"),
        ("An earthquake hit the coast.", "earthquake", "DISASTER"),
        ("The two countries signed a treaty.", "signed a treaty", "AGREE"),
    ],
)
def test_trigger_gives_the_type(read, text, trigger, kind):
    assert event_of(read(text), trigger).type == kind


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("Norway arrested the captain.", "arrested", "occurred"),
        ("Norway will arrest the captain.", "arrest", "planned"),
        ("Norway plans to arrest the captain.", "arrest", "planned"),
        ("Norway may arrest the captain.", "arrest", "possible"),
        ("Norway has reportedly arrested the captain.", "arrested", "alleged"),
        ("Norway is investigating the captain.", "investigating", "ongoing"),
        ("Orbit Corp cancelled the listing.", "listing", "cancelled"),
        ("The captain is said to flee, but police said they arrested him.", "arrested", "occurred"),
    ],
)
def test_tense_and_wording_give_the_status(read, text, trigger, status):
    assert event_of(read(text), trigger).status == status


def test_what_did_not_happen_is_no_event(read):
    assert read("Norway did not arrest the captain.").event_mentions == ()


def test_active_and_passive_give_the_same_roles(read):
    wanted = {("Norway", "actor"), ("Alice Berg", "target")}
    assert roles_of(read("Norway arrested Alice Berg."), "arrested") == wanted
    assert roles_of(read("Alice Berg was arrested by Norway."), "arrested") == wanted


def test_pronoun_takes_the_person_named_before(read):
    facts = read("Alice Berg resigned on Monday. She accused Norway of fraud.")
    assert roles_of(facts, "accused") == {("Alice Berg", "speaker"), ("Norway", "target")}


def test_who_reports_an_event_is_its_speaker(read):
    facts = read("Orbit Corp dismissed Alice Berg, according to Reuters.")
    assert ("Reuters", "speaker") in roles_of(facts, "dismissed")


def test_weekday_is_resolved_against_the_reference_day(read):
    event = event_of(read("Police arrested two men on Monday."), "arrested")
    assert (event.date_start, event.date_end, event.date_method) == (date(2025, 6, 30), date(2025, 6, 30), "relative")
    assert "Monday" in event.date_text
    assert event.reference_date == REFERENCE


def test_publication_date_never_fills_a_missing_date(read):
    event = event_of(read("Police arrested two men."), "arrested")
    assert (event.date_start, event.date_end, event.date_text, event.date_method) == (None, None, None, "none")


def test_a_date_ahead_is_a_plan(read):
    event = event_of(read("The council is meeting on July 20."), "meeting")
    assert (event.status, event.date_start) == ("planned", date(2025, 7, 20))


def test_each_event_keeps_its_own_date(read):
    facts = read("Police arrested Alice Berg in May after Orbit Corp dismissed her in March.")
    assert event_of(facts, "arrested").date_start == date(2025, 5, 1)
    assert event_of(facts, "dismissed").date_start == date(2025, 3, 1)


def test_place_is_the_one_its_clause_names(read):
    event = event_of(read("Police arrested two men in Paris."), "arrested")
    assert (event.place_text, event.country_code, event.place_method) == ("Paris", "FR", "text")


def test_embassy_stands_in_the_country_of_the_headline(read):
    event = event_of(
        read("Ministers met at the Japanese Embassy.", "New Delhi meeting brings ministers together"), "met"
    )
    assert (event.place_text, event.country_code) == ("Japanese Embassy", "IN")


def test_dateline_gives_the_main_event_its_place_and_is_no_subject(read):
    facts = read("HANOI, Vietnam (AP) — Defense Secretary Mark Esper accused China of coercion.")
    event = event_of(facts, "accused")
    assert (event.country_code, event.place_method) == ("VN", "dateline")
    assert roles_of(facts, "accused") == {("Mark Esper", "speaker"), ("China", "target")}


def test_mentions_of_one_event_are_one_row(read):
    facts = read(
        "Orbit Corp hosted a forum in Oslo. The forum was opened by Alice Berg. About 300 people attended the forum."
    )
    assert [event.type for event in facts.event_mentions].count("MEET") == 1


def test_headline_event_comes_first(read):
    facts = read(
        "Rain fell as Orbit Corp opened a shop. Police arrested Alice Berg. Norway praised the mayor.",
        "Police arrest Alice Berg",
    )
    assert facts.event_mentions[0].trigger_text == "arrested"
    assert [event.is_headline for event in facts.event_mentions].count(True) == 1
    assert facts.event_mentions[0].salience == max(event.salience for event in facts.event_mentions)


def test_figures_join_the_event_they_describe(read):
    facts = read("Orbit Corp bought the shop for $3 million. Norway dismissed 40 officials.")
    joined = {figure.figure_text: figure.event_mention_id for figure in facts.figures}
    assert joined["$3 million"] == event_of(facts, "bought").event_mention_id
    assert joined["40 officials"] == event_of(facts, "dismissed").event_mention_id


def test_title_is_made_of_the_sentence_and_short(read):
    event = event_of(
        read("On Monday, police arrested two men who had fled, after weeks of looking, over the border."), "arrested"
    )
    assert event.title.startswith("police arrested two men")
    assert len(event.title.split()) <= 12
