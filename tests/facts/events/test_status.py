"""Status of events: happened, goes on, planned, possible, cancelled, denied or only alleged, by tense, words and dates."""

from datetime import date

import pytest

from extract.facts.events.status import read_status

TODAY = date(2026, 3, 4)


@pytest.fixture(scope="session")
def status_in(language_model):
    """The status of the event that a word of a sentence names; dropped: the sentence says that it did not happen."""

    def read(sentence, word, start=None, end=None):
        (doc,) = language_model.read([sentence])
        head = next(token for token in doc if token.text == word)
        status = read_status(head, start, end, TODAY)
        return "dropped" if status.is_negated and not status.is_denied else status.first()

    return read


CASES = [
    # Tense.
    ("The council met in Porto.", "met", "occurred"),
    ("The council has met in Porto.", "met", "occurred"),
    ("The council will meet in Porto.", "meet", "planned"),
    ("The council will meet and sign the charter.", "sign", "planned"),
    ("The council may meet in Porto.", "meet", "possible"),
    ("Prosecutors are investigating the bank.", "investigating", "ongoing"),
    ("The bank is being investigated by prosecutors.", "investigated", "ongoing"),
    ("Prosecutors were investigating the bank when it collapsed.", "investigating", "occurred"),
    ("Nurses have been protesting for weeks.", "protesting", "ongoing"),
    ("The ferries have been suspended since August.", "suspended", "ongoing"),
    ("Floods have killed forty people so far this year.", "killed", "ongoing"),
    ("The drought has caused the worst harvest since 1951.", "caused", "occurred"),
    ("The factory still requires permits for every load.", "requires", "ongoing"),
    ("Lisbon said it would raise the tax.", "raise", "planned"),
    ("A strike would hurt the port.", "hurt", "possible"),
    ("If the dam breaks, the valley floods.", "breaks", "possible"),
    ("The port stays shut until a deal is signed.", "signed", "possible"),
    # Verbs that govern.
    ("The airline plans to buy ten jets.", "buy", "planned"),
    ("The airline is set to buy ten jets.", "buy", "planned"),
    ("The court is expected to rule on the case.", "rule", "planned"),
    ("The union threatened to strike.", "strike", "possible"),
    ("The union called for an election.", "election", "possible"),
    ("Rescuers tried to save the crew.", "save", "occurred"),
    ("Rescuers are trying to save the crew.", "save", "planned"),
    ("The minister warned that the storm had killed two people.", "killed", "occurred"),
    ("The two sides would have to sign a treaty.", "sign", "possible"),
    ("The army is beginning to withdraw from the town.", "withdraw", "ongoing"),
    ("The envoys will fly to Oslo to sign the treaty.", "sign", "planned"),
    # Nouns that govern, and what governs a noun.
    ("The bank shelved plans for a merger.", "merger", "cancelled"),
    ("The firm withdrew its bid to buy the brewery.", "buy", "cancelled"),
    ("The general withdrew his troops.", "withdrew", "occurred"),
    ("The club cancelled the concert.", "concert", "cancelled"),
    ("The club postponed the concert.", "concert", "planned"),
    ("The two banks are on the verge of signing a merger.", "signing", "planned"),
    ("Traders see a small chance of a cut.", "cut", "possible"),
    ("The threat of a strike hangs over the port.", "strike", "possible"),
    ("The airline is the subject of an inquiry.", "inquiry", "ongoing"),
    ("The cause is under investigation.", "investigation", "ongoing"),
    ("The senator is criticising the raid.", "raid", "occurred"),
    ("The two sides will hold the talks.", "talks", "planned"),
    ("In the wake of the attack, the mayor asked people to pray.", "attack", "occurred"),
    # Whose word it is.
    ("The firm reportedly sold the mine.", "sold", "alleged"),
    ("The clerk is accused of stealing the files.", "stealing", "alleged"),
    ("A militia claimed responsibility for killing the judge.", "killing", "alleged"),
    ("The report alleged that guards beat the prisoners.", "beat", "alleged"),
    ("The envoy is said to have resigned.", "resigned", "alleged"),
    ("The firm sold the mine, according to the union.", "sold", "occurred"),
    ("The mayor said the bridge collapsed.", "collapsed", "occurred"),
    ("The general denied that troops attacked the village.", "attacked", "denied"),
    ("The envoy rejected claims that soldiers killed farmers.", "killed", "denied"),
    # What did not happen is no event.
    ("The council did not meet.", "meet", "dropped"),
    ("No one was injured.", "injured", "dropped"),
    ("The company has no plans to sell the mine.", "sell", "dropped"),
    ("The two sides failed to sign the treaty.", "sign", "dropped"),
    ("The king does not want to abdicate.", "abdicate", "dropped"),
]


@pytest.mark.parametrize(("sentence", "word", "expected"), CASES)
def test_status_by_words(status_in, sentence, word, expected):
    assert status_in(sentence, word) == expected


def test_a_day_to_come_makes_a_plan(status_in):
    later = date(2026, 3, 19)
    assert status_in("The vote on the budget is on March 19.", "vote", later, later) == "planned"


def test_what_begins_today_and_ends_later_is_a_plan(status_in):
    assert status_in("The vote later this month worries investors.", "vote", TODAY, date(2026, 3, 31)) == "planned"


def test_a_day_to_come_beside_a_past_verb_belongs_to_something_else(status_in):
    later = date(2026, 12, 31)
    assert status_in("The bond of 2026 has lost half its value.", "lost", date(2026, 1, 1), later) == "occurred"


def test_what_has_been_since_a_day_goes_on(status_in):
    assert status_in("Lisbon has since January required licences.", "required", date(2026, 1, 1), None) == "ongoing"
    assert status_in("Lisbon resigned from the club in January.", "resigned", date(2026, 1, 1), None) == "occurred"
