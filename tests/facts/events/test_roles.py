"""Who takes part in an event and as what: one test a place in the grammar that gives a role."""

from datetime import date

import pytest

from extract.facts.read import ArticleText, read_articles


@pytest.fixture(scope="module")
def roles(language_model):
    """The roles of the event whose trigger holds a word, {(name, role)}; each text is read once."""
    known = {}

    def read(text, trigger):
        if text not in known:
            (facts,) = read_articles([ArticleText("v", "a", None, text, date(2025, 7, 3), "en")], language_model)
            assert facts.error is None
            known[text] = facts
        facts = known[text]
        names = {one.participant_id: one.name for one in facts.participants}
        event = next(event for event in facts.event_mentions if trigger in event.trigger_text)
        return [
            (names[r.participant_id], r.role)
            for r in facts.event_participants
            if r.event_mention_id == event.event_mention_id
        ]

    return read


CASES = [
    # subjects, objects, passives
    ("Norway arrested Ana Ruiz.", "arrested", {("Norway", "actor"), ("Ana Ruiz", "target")}),
    ("Ana Ruiz was arrested by Norway.", "arrested", {("Norway", "actor"), ("Ana Ruiz", "target")}),
    ("Ana Ruiz is expected to be arrested by Norway.", "arrested", {("Norway", "actor"), ("Ana Ruiz", "target")}),
    # control: who plans does it, who is asked does it
    ("Norway plans to attack Peru.", "attack", {("Norway", "actor"), ("Peru", "target")}),
    ("Norway is on the brink of attacking Peru.", "attacking", {("Norway", "actor"), ("Peru", "target")}),
    ("Norway claimed responsibility for attacking Peru.", "attacking", {("Norway", "actor"), ("Peru", "target")}),
    ("Norway's decision to attack Peru angered Kenya.", "attack", {("Norway", "actor"), ("Peru", "target")}),
    # relative clauses
    ("Peru, which Norway attacked, is poor.", "attacked", {("Norway", "actor"), ("Peru", "target")}),
    ("Peru thanked Kenya, which attacked Norway.", "attacked", {("Kenya", "actor"), ("Norway", "target")}),
    # prepositions
    ("Peru clashed with Norway.", "clashed", {("Peru", "actor"), ("Norway", "target")}),
    ("Ana Ruiz met with Petr Novak.", "met", {("Ana Ruiz", "participant"), ("Petr Novak", "participant")}),
    ("Ana Ruiz visited Peru.", "visited", {("Ana Ruiz", "actor"), ("Peru", "target")}),
    # nouns with their arguments
    ("Norway's attack on Peru ended.", "attack", {("Norway", "actor"), ("Peru", "target")}),
    ("An attack by Norway on Peru ended.", "attack", {("Norway", "actor"), ("Peru", "target")}),
    ("The invasion of Peru by Norway ended.", "invasion", {("Norway", "actor"), ("Peru", "target")}),
    ("Talks between Norway and Peru ended.", "Talks", {("Norway", "participant"), ("Peru", "participant")}),
    ("A round of talks between Norway and Peru ended.", "talks", {("Norway", "participant"), ("Peru", "participant")}),
    # light verbs, and verbs whose subject undergoes the noun
    ("Norway launched an attack on Peru.", "attack", {("Norway", "actor"), ("Peru", "target")}),
    ("Peru faces an investigation by Norway.", "investigation", {("Norway", "actor"), ("Peru", "target")}),
    # a thing's owner
    ("Norway rejected a Peruvian proposal.", "rejected", {("Norway", "speaker"), ("Peruvian", "target")}),
    ("Norway rejected an offer from Peru.", "rejected", {("Norway", "speaker"), ("Peru", "target")}),
    # the subject of the clause, where nobody else does what a noun tells
    (
        "Orbit Corp saved money by means of layoffs at Zenith Cement.",
        "layoffs",
        {("Orbit Corp", "actor"), ("Zenith Cement", "affected")},
    ),
    # whom somebody leaves
    ("Orbit Corp chief executive Ana Ruiz resigned.", "resigned", {("Ana Ruiz", "actor"), ("Orbit Corp", "affected")}),
    # whom another verb reaches
    ("Norway agreed to send troops to Peru.", "agreed", {("Norway", "participant"), ("Peru", "target")}),
    ("Norway demanded that Peru leave.", "demanded", {("Norway", "actor"), ("Peru", "target")}),
    ("Norway demanded money from Peru.", "demanded", {("Norway", "actor"), ("Peru", "target")}),
    ("Norway threatened to ban ships in Peru.", "threatened", {("Norway", "speaker"), ("Peru", "target")}),
    ("Nurses rallied to demand an answer from Peru.", "rallied", {("Nurses", "actor"), ("Peru", "target")}),
    ("Nurses threatened to walk out unless Peru pays.", "threatened", {("Nurses", "speaker"), ("Peru", "target")}),
    # described people, forces and places
    ("A Peruvian official praised Norway.", "praised", {("Peruvian official", "actor"), ("Norway", "target")}),
    ("Norwegian warplanes attacked Peru.", "attacked", {("Norwegian warplanes", "actor"), ("Peru", "target")}),
    # who reports
    ("Norway attacked Peru, Kenya said.", "attacked", {("Norway", "actor"), ("Peru", "target"), ("Kenya", "speaker")}),
    (
        "Norway attacked Peru, according to Ana Ruiz.",
        "attacked",
        {("Norway", "actor"), ("Peru", "target"), ("Ana Ruiz", "speaker")},
    ),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), CASES)
def test_grammar_gives_the_roles(roles, text, trigger, expected):
    assert set(roles(text, trigger)) == expected


def test_who_does_it_comes_before_who_reports_it(roles):
    told = roles("Kenya said that Peru was attacked by Norway.", "attacked")
    assert told == [("Norway", "actor"), ("Peru", "target"), ("Kenya", "speaker")]


@pytest.mark.parametrize(
    ("text", "trigger", "nobody"),
    [
        # who prevents an event does not do it
        ("Kenya prevented the protest against Peru.", "protest", ("Kenya", "actor")),
        # where something merely is
        ("Ana Ruiz signed a treaty in Oslo.", "signed", ("Oslo", "target")),
        # who speaks before a match does not play it
        ("Before the Harriers' win over the Stags, Ana Ruiz said she was glad.", "win", ("Ana Ruiz", "actor")),
    ],
)
def test_who_only_stands_by_has_no_part(roles, text, trigger, nobody):
    assert nobody not in roles(text, trigger)


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Ana Ruiz resigned. She will sue Peru.", "sue", ("Ana Ruiz", "actor")),
        ("Orbit Corp hired Ana Ruiz. The company will sue Peru.", "sue", ("Orbit Corp", "actor")),
        ("Orbit Corp hired Ana Ruiz. The Swiss retail giant will sue Peru.", "sue", ("Orbit Corp", "actor")),
        ("Mayor Ana Ruiz spoke. Later the mayor sued Peru.", "sued", ("Ana Ruiz", "actor")),
        ("Norway and Peru talked. The two countries signed a treaty.", "signed", ("Peru", "participant")),
    ],
)
def test_words_that_point_back_stand_for_who_was_named(roles, text, trigger, expected):
    assert expected in roles(text, trigger)
