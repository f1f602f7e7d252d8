"""Gives a bare number the unit that the text says elsewhere: beside a neighbour, in the subject, or of a crowd."""

from itertools import pairwise

from extract.facts.figures.counts import singular
from extract.facts.figures.drafts import Draft
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.qualifiers import read_qualifier
from extract.facts.figures.trends import governing_verb
from extract.facts.figures.units import Unit, unit_named
from extract.facts.figures.vocabulary import trend_words, word_set
from extract.facts.language_model import Token

_INHERITED_AFTER = word_set("inherited_after")
_NOT_INHERITED = frozenset({"duration", "multiple", "fraction", "score"})
_OF_THEM = frozenset({"of them", "of whom", "of these", "of those", "of which"})
_COPULAS = frozenset({"is", "was", "are", "were", "be", "been", "at"})
# "five and six euros", "four-, five- and six-cylinder": what stands between a number and the one that says its unit.
_LISTED = word_set("listed")
_OF_THE = word_set("of_the")
# Subjects in the plural that are measured, not counted: "sales rose to 3.9", "shares fell to 12".
_MEASURED_SUBJECTS = word_set("measured_subjects")
_CROWDS = frozenset({"crowd of", "attendance of", "audience of", "turnout of", "population of", "workforce of"})
_BEFORE_CROWD = frozenset(
    ["about", "around", "some", "nearly", "almost", "over", "a", "record", "just", "than", "more"]
)
_MIN_CROWD = 30
_PARENTS = word_set("parents")
_MONEY_SIGNS = frozenset({"$", "£", "€"})
_LEVEL_PREPOSITIONS = frozenset({"to", "from", "at", "past", "above", "beyond"})
# As in "some 3,000 marched": only people do.
_PEOPLE_VERBS = word_set("people_verbs")
_HARMING = word_set("harming")
_HARMED = word_set("harmed")


def inherit_units(view: SentenceView, drafts: list[Draft]) -> None:
    """Fills elided units: "460 vehicles, compared with 63", "four or five euros", "arrests rose to 1,200"."""
    for draft, after in reversed(list(pairwise(drafts))):
        if draft.unit is None and after.unit is not None and _is_said_later(view, draft, after):
            _inherit(draft, after)
    unit_of = _last_units(drafts)
    for index, draft in enumerate(drafts):
        if draft.unit is not None or draft.is_score:
            continue
        before = _index_points(view, drafts, index) or unit_of.get(index)
        unit = (
            _unit_of_subject(view, draft)
            or _unit_of_crowd(view, draft)
            or _unit_of_victims(view, draft)
            or _unit_of_children(view, draft)
            or _unit_of_vague(view, draft)
        )
        if unit is not None:
            draft.unit, draft.inherited = unit, True
        elif before is not None and _is_said_before(view, before, draft, index > 0 and drafts[index - 1] is before):
            _inherit(draft, before)
        if draft.unit is not None:
            unit_of = _last_units(drafts)


def _inherit(draft: Draft, other: Draft) -> None:
    draft.unit, draft.noun, draft.inherited = other.unit, other.noun, True


def _last_units(drafts: list[Draft]) -> dict[int, Draft]:
    """For each position the last figure before it that has a unit."""
    found: dict[int, Draft] = {}
    last: Draft | None = None
    for index, draft in enumerate(drafts):
        if last is not None:
            found[index] = last
        last = draft if draft.unit is not None else last
    return found


def _index_points(view: SentenceView, drafts: list[Draft], index: int) -> Draft | None:
    """The change in points of an index whose level this may be: "rose 64.06 points, or 1.4%, to 4,577.10"."""
    if view.at(drafts[index].first - 1).lower not in ("to", "at"):
        return None
    return next((draft for draft in drafts[:index] if draft.unit is not None and draft.unit.unit == "point"), None)


def _is_said_later(view: SentenceView, draft: Draft, after: Draft) -> bool:
    """Whether the next number says this one's unit: "eight or nine euros", "280 million of the 1.5 billion shekels"."""
    inner = read_qualifier(view, after)
    between = " ".join(lexeme.lower for lexeme in view.lexemes[draft.last : inner.first])
    if between in _OF_THE:
        return draft.value < after.value
    if after.unit is None or after.unit.kind in ("multiple", "fraction"):
        return False
    if between in ("up", "down") and after.unit.unit == "point":
        return True
    is_list = between in _LISTED or (between == "" and after.first > draft.last)
    # "in 2 and 30 people": numbers of one list have one shape.
    if draft.number.form == "digits" and not _is_near(after, draft):
        return False
    same_form = draft.number.form == after.number.form or between in ("or", ", or")
    return is_list and same_form and (between != "to" or draft.value < after.value)


def _is_said_before(view: SentenceView, before: Draft, draft: Draft, is_next: bool) -> bool:
    """Whether the last figure's unit is this one's too."""
    word = view.at(draft.first - 1).lower
    kind, name = (before.unit.kind, before.unit.unit) if before.unit is not None else ("", "")
    if name == "point":
        return word in ("to", "at")
    if not kind or kind in _NOT_INHERITED or before.is_score:
        return False
    if word in _COPULAS and draft.number.form == "digits":
        return _ends_clause(view, draft) and kind not in ("count", "age") and _is_near(before, draft)
    if not is_next or kind == "age":
        return is_next and _is_age_list(view, before, draft)
    if kind == "percent":
        # "fell 0.4 per cent to 13,176": a level, not a share.
        return word in _INHERITED_AFTER and word not in ("to", "of") and _is_near(before, draft)
    is_more = draft.number.is_scaled or view.at(draft.last).lower in ("more", "others")
    # As in "1,200 soldiers, 300 of them women".
    is_more = is_more or view.words_from(draft.last, 2) in _OF_THEM
    return (kind == "count" and is_more) or word in _INHERITED_AFTER or _is_listed(view, before, draft)


def _is_age_list(view: SentenceView, before: Draft, draft: Draft) -> bool:
    """Further ages: "aged 19, 21 and 25"."""
    between = " ".join(lexeme.lower for lexeme in view.lexemes[before.last : draft.first])
    return between in (",", "and", ", and", "or") and 0 < draft.value < 120


def _is_near(before: Draft, draft: Draft) -> bool:
    """Whether two numbers are of one size: a level of 4,577 has no unit of a change of 2.1."""
    low, high = sorted((abs(before.value), abs(draft.value)))
    return low * 25 >= high


def _ends_clause(view: SentenceView, draft: Draft) -> bool:
    after = view.at(draft.last)
    return after.kind in ("sign", "end") or after.lower in ("and", "but", "while", "in", "on", "last", "against", "now")


def _is_listed(view: SentenceView, before: Draft, draft: Draft) -> bool:
    """Whether a number in words stands for the thing counted just before: "five sales: two to X and three to Y"."""
    near = draft.first - before.last < 12
    return (
        near and draft.number.form == "words" and view.at(draft.last).lower in ("to", "of", "in", "from", "for", "were")
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


def _unit_of_children(view: SentenceView, draft: Draft) -> Unit | None:
    """Children: "a father-of-four", "the mother of two"."""
    before = view.words_before(draft.first, 4).replace("- of -", "of").split()
    is_parent = len(before) >= 2 and before[-1] == "of" and before[-2] in _PARENTS
    return Unit("child", "count", counted="child") if is_parent else None


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
