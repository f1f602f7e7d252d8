"""The ruler that remembers gives each word the class that spaCy's own gives it."""

import json
from pathlib import Path

import pytest
import spacy

from extract.facts.installed_models import DEFAULT_MODEL, model_folder
from extract.facts.word_classes import WordClasses, remember_word_classes

ARTICLES = Path(__file__).parents[1] / "training" / "events" / "articles.jsonl"
ODD = [
    "",
    " ",
    "\n\n  \n",
    "Nothin' doin', y'all. Ain't it goin' ol' \u00e9t\u00e9? I'm gonna, you got ta, let's c'm on, 'nuff said of'em.",
    "It is there, and there it is: that that was is, what he'd had he'd had. All all y' all ain't n't.",
    "But me no buts; would that I could, but once.",
]  # fmt: skip


@pytest.fixture(scope="module")
def models():
    ours, theirs = (spacy.load(model_folder(DEFAULT_MODEL), exclude=["ner"]) for _ in range(2))
    remember_word_classes(ours)
    return ours, theirs


def classes(nlp, texts):
    return [[(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_) for t in doc] for doc in nlp.pipe(texts)]


def test_words_have_the_classes_that_the_model_gives_them(models):
    ours, theirs = models
    texts = ODD + [json.loads(line)["text"] for line in ARTICLES.read_text().splitlines()]
    assert isinstance(ours.get_pipe("attribute_ruler"), WordClasses)
    assert classes(ours, texts) == classes(theirs, texts)
    # What it remembers it says the second time.
    assert classes(ours, texts) == classes(theirs, texts)


def test_a_later_rule_wins_and_a_rule_of_two_words_may_be_for_the_second():
    answers = []
    for remembers in (False, True):
        nlp = spacy.blank("en")
        ruler = nlp.add_pipe("attribute_ruler")
        ruler.add([[{"LOWER": "big"}]], {"POS": "ADJ"})
        ruler.add([[{"LOWER": "big"}, {"LOWER": {"REGEX": "^bl"}}]], {"POS": "PROPN"})
        ruler.add([[{"LOWER": "big"}, {"LOWER": {"IN": ["blue", "black"]}}]], {"POS": "NOUN"}, index=-1)
        if remembers:
            remember_word_classes(nlp)
        answers.append(
            [[token.pos_ for token in nlp(text)] for text in ("big", "big blue big", "big black blot", "blue")]
        )
    assert answers[0] == answers[1]
    assert answers[0][1] == ["PROPN", "NOUN", "ADJ"]


@pytest.mark.parametrize("pattern", [[{"LOWER": "a"}] * 3, [{"ORTH": "A"}], [{"LOWER": "a", "OP": "+"}]])
def test_patterns_of_another_kind_stay_with_spacys_ruler(pattern):
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([pattern], {"POS": "DET"})
    remember_word_classes(nlp)
    assert nlp.get_pipe("attribute_ruler") is ruler
