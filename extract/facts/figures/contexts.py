"""Says what a bare number counts by the words around it: a changed subject, a crowd, victims, children."""

from extract.facts.figures.counts import singular
from extract.facts.figures.drafts import Draft
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.trends import governing_verb
from extract.facts.figures.units import Unit, unit_named
from extract.facts.figures.vocabulary import trend_words, word_set
from extract.facts.language_model import Token

# Subjects in the plural that are measured, not counted: "sales rose to 3.9", "shares fell to 12".
_MEASURED_SUBJECTS = word_set("measured_subjects")
_CROWDS = frozenset({"crowd of", "attendance of", "audience of", "turnout of", "population of", "workforce of"})
_BEFORE_CROWD = word_set("before_crowd")
_MIN_CROWD = 30
_PARENTS = word_set("parents")
_MONEY_SIGNS = frozenset({"$", "£", "€"})
_LEVEL_PREPOSITIONS = frozenset({"to", "from", "at", "past", "above", "beyond"})
# As in "some 3,000 marched": only people do.
_PEOPLE_VERBS = word_set("people_verbs")
_HARMING = word_set("harming")
_HARMED = word_set("harmed")


def unit_of_context(view: SentenceView, draft: Draft) -> Unit | None:
    """The unit of a figure that has none beside it, where the words around it say what it counts; else null."""
    return (
        _unit_of_subject(view, draft)
        or _unit_of_crowd(view, draft)
        or _unit_of_victims(view, draft)
        or _unit_of_members(view, draft)
        or _unit_of_vague(view, draft)
    )


def _unit_of_subject(view: SentenceView, draft: Draft) -> Unit | None:
    """The counted subject of a change: "arrests climbed to 1,200", "with points increasing to 0.67"."""
    if view.at(draft.first - 1).lower not in _LEVEL_PREPOSITIONS or draft.number.form not in ("digits", "words"):
        return None
    verb = governing_verb(view, draft)
    if verb is None or verb.lemma_.lower() not in trend_words():
        return None
    subjects = [child for child in verb.lefts if child.dep_ in ("nsubj", "nsubjpass")]
    subject = _counted_subject(subjects[0]) if subjects else None
    if subject is not None and subject.lemma_.lower() == "toll":
        return Unit("person", "count", counted="person")
    if subject is None or subject.tag_ != "NNS" or subject.lemma_.lower() in _MEASURED_SUBJECTS:
        return None
    noun = singular(subject)
    return unit_named("point") if noun == "point" else Unit(noun, "count", counted=noun)


def _counted_subject(subject: Token) -> Token:
    """The X of "the number of X", else the subject itself."""
    if subject.lemma_.lower() in ("number", "total", "count", "tally"):
        for preposition in subject.rights:
            if preposition.lower_ == "of":
                return next((child for child in preposition.children if child.dep_ == "pobj"), subject)
    return subject


def _unit_of_members(view: SentenceView, draft: Draft) -> Unit | None:
    """Children of "a father-of-four" and "the mother of two", people of "a family of four"."""
    before = view.words_before(draft.first, 4).replace("- of -", "of").split()
    is_parent = len(before) >= 2 and before[-1] == "of" and before[-2] in _PARENTS
    if is_parent:
        return Unit("child", "count", counted="child")
    is_household = before[-1:] == ["of"] and before[-2:-1] in (["family"], ["household"], ["crew"], ["party"])
    return Unit("person", "count", counted="person") if is_household else None


def _unit_of_vague(view: SentenceView, draft: Draft) -> Unit | None:
    """People, where "thousands" or "dozens" stands alone: "thousands fled", "a dream held by millions"; "30 of us" too."""
    after = view.at(draft.last)
    is_us = after.lower == "of" and view.at(draft.last + 1).lower in ("us", "you")
    is_vague = (
        draft.number.form == "vague" and after.lower != "of" and view.at(draft.first - 1).text not in _MONEY_SIGNS
    )
    return Unit("person", "count", counted="person") if is_us or is_vague else None


def _unit_of_crowd(view: SentenceView, draft: Draft) -> Unit | None:
    """People: "in front of 15,522", "a crowd of 40,000"."""
    if draft.number.form == "vague" or draft.value < _MIN_CROWD or draft.value != int(draft.value):
        return None
    outer = draft.first
    while view.at(outer - 1).lower in _BEFORE_CROWD:
        outer -= 1
    is_crowd = view.words_before(outer, 2) in _CROWDS or view.words_before(outer, 3) == "in front of"
    return Unit("person", "count", counted="person") if is_crowd else None


def _unit_of_victims(view: SentenceView, draft: Draft) -> Unit | None:
    """People: "killing 12", "20 were injured", "leaving nine dead", "some 3,000 marched"."""
    if draft.number.form == "fraction" or draft.value != int(draft.value):
        return None
    token, after = view.token(draft.number.last - 1), view.at(draft.last)
    is_counted = token.dep_ in ("dobj", "obj", "nsubjpass", "nsubj", "conj", "attr", "nummod", "pobj", "oprd")
    is_object = token.dep_ in ("dobj", "obj", "nsubjpass") and token.head.lemma_.lower() in _HARMING
    before = view.token(draft.first - 1) if draft.first else None
    is_after = before is not None and before.tag_ in ("VBG", "VBD", "VBZ", "VBP", "VB") and before.lemma_ in _HARMING
    is_harmed = after.lower in _HARMED or (
        after.lower in ("were", "was", "are", "is", "have", "others", "more")
        and _HARMED.intersection(view.words_from(draft.last + 1, 2).split(" "))
    )
    is_object = is_object or (token.dep_ == "nsubjpass" and "hospital" in view.words_before(draft.last + 7, 7))
    is_actor = token.dep_ == "nsubj" and token.head.lemma_.lower() in _PEOPLE_VERBS
    if not (is_object or is_after or is_actor or (is_harmed and is_counted)):
        return None
    return Unit("person", "count", counted="person")
