"""Says which numbers are part of a name: "Section 427", "Boeing 787", "the 737 Max jet", "Group of Seven", "Nikkei 225"."""

from extract.facts.figures.calendar_numbers import counts_noun
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.scales import Number
from extract.facts.figures.vocabulary import number_words, numbered_names, word_set

_NAME_ENTITIES = word_set("name_entities")
_THINGS_WITH_NUMBERS = ("PRODUCT", "FAC", "WORK_OF_ART", "LAW")
# Nouns without a plural ending that digits may count: "270 aircraft".
_COUNTED_SINGULARS = word_set("counted_singulars")
_CAPITAL_NAMES = word_set("school_names")
_LISTING = frozenset({",", "and", "or", "to", "-", "–", "&"})
_LISTING_REACH = 12
_VOTE_REACH = 4
_MAX_GAP_NAME = 4
_GAP_REACH = 12
_STREETS = word_set("streets")
_POINT_PLACES = word_set("point_places")
_RESULTS = word_set("results")
_VOTING = word_set("voting")
_NUMBERED_INDICES = word_set("numbered_indices")


def is_name(view: SentenceView, number: Number) -> bool:
    """Whether a number without a unit names something and counts nothing."""
    if is_gapped(view, number):
        return False
    before = view.at(number.first - 1)
    # "Article 5", "week 3", "top 10" and "number 12"; but "in the section 40 people wept" parses as a count.
    is_numbered = before.kind == "word" and before.lower in numbered_names() and not _counts_next(view, number)
    if is_numbered or _is_listed_name(view, number) or _is_titled(view, number) or _is_index(view, number):
        return True
    return _is_entity(view, number) or _is_model(view, number) or _is_before_singular(view, number)


def _is_titled(view: SentenceView, number: Number) -> bool:
    """Part of a name by its capitals or its sign: "No. 5", "Group of Seven", "7 Series", "Year 9", "the Big Four"."""
    before, before_it = view.at(number.first - 1), view.at(number.first - 2)
    if before.text == "." and before_it.lower in ("no", "nos", "p", "pp"):
        return True
    is_group = before.lower == "of" and before_it.text == "Group"
    is_virus = before.text == "-" and before_it.lower == "covid"
    is_capital = before.text in _CAPITAL_NAMES or view.at(number.last).text in ("Series", "Class")
    return is_group or is_virus or is_capital or _is_capital(view, number)


def is_gapped(view: SentenceView, number: Number) -> bool:
    """Whether a number ends a clause whose verb and noun are said before: "France sent 400 troops, Germany 250 and Malta 30"."""
    after = view.at(number.last)
    if number.form != "digits" or not (after.kind in ("sign", "end") or after.lower == "and"):
        return False
    step = number.first - 1
    while step > 0 and view.at(step).kind == "word" and view.at(step).lower not in ("and", "while"):
        step -= 1
    named = number.first - 1 - step
    is_joined = view.at(step).text == "," or view.at(step).lower in ("and", "while")
    if not is_joined or not 0 < named <= _MAX_GAP_NAME:
        return False
    before = range(max(step - _GAP_REACH, 0), step)
    return any(view.lexemes[place].kind == "number" and _counts_something(view, place) for place in before)


def _counts_something(view: SentenceView, index: int) -> bool:
    """Whether the digits at a lexeme are money, a share or a plural's count."""
    before, after = view.at(index - 1), view.at(index + 1)
    if before.text[-1:] in "$£€" and before.text:
        return True
    if after.text == "%" or after.lower in ("percent", "million", "billion", "per"):
        return True
    if after.kind == "word" and view.token(index + 1).tag_ == "NNS":
        return True
    # "Germany 250 and Malta 30": what was gapped itself carries on.
    return (
        after.lower in ("and", ",")
        and index >= 1
        and view.at(index - 1).text[:1].isupper()
        and view.at(index - 2).text == ","
    )


def _is_listed_name(view: SentenceView, number: Number) -> bool:
    """A later number of "Sections 302 and 307", "chapters 3, 4 and 5"."""
    step, limit = number.first - 1, number.first - _LISTING_REACH
    while step > max(limit, 0) and (view.at(step).kind == "number" or view.at(step).lower in _LISTING):
        step -= 1
    word = view.at(step).lower if view.at(step + 1).kind == "number" else ""
    is_plural = word.endswith("s") and word[:-1] in numbered_names() and view.token(step).pos_ in ("NOUN", "PROPN")
    return is_plural and not _counts_next(view, number)


def _is_capital(view: SentenceView, number: Number) -> bool:
    """A number word inside a name: "the Big Four auditors", "Six Nations"."""
    first, before, after = view.at(number.first), view.at(number.first - 1), view.at(number.last)
    if number.form != "words" or not first.text[:1].isupper() or number.first == 0 or before.kind != "word":
        return False
    return before.text[:1].isupper() or after.text[:1].isupper()


def _is_index(view: SentenceView, number: Number) -> bool:
    """Part of a market index's name: "FTSE 100", "S&P 500"."""
    # "Phase 3", but not "will stage 20 shows".
    named = view.at(number.first - 1).lower in _NUMBERED_INDICES and view.token(number.first - 1).pos_ != "VERB"
    return named or view.words_before(number.first, 2) in ("s p", "& p")


def is_fixed_compound(view: SentenceView, number: Number) -> bool:
    """Sport's "three-point range", a place, and "a 3-for-1 split", a kind of deal."""
    if view.words_from(number.last, 2) == "- for" or view.words_before(number.first, 3) in ("- for -",):
        return True
    return view.words_from(number.last, 2) == "- point" and view.at(number.last + 2).lower in _POINT_PLACES


def _is_entity(view: SentenceView, number: Number) -> bool:
    """Whether the number is a later part of a name that the model found, or stands behind a name and counts nothing."""
    token, before = view.token(number.first), view.at(number.first - 1)
    if token.ent_type_ in _NAME_ENTITIES and not (token.ent_iob_ == "B" and _counts_next(view, number)):
        return token.ent_iob_ == "I" or token.ent_type_ in _THINGS_WITH_NUMBERS
    if number.form != "digits" or before.kind != "word" or before.text.islower():
        return False
    name = view.token(number.first - 1)
    if name.pos_ != "PROPN" or _counts_next(view, number):
        return False
    # "Falcon 9 stood", but not "in Delhi 12 died".
    is_subject = token.head.pos_ in ("VERB", "AUX") and name.ent_type_ not in (
        "GPE",
        "LOC",
        "DATE",
        "TIME",
        "NORP",
        "PERSON",
    )
    return token.head.i < token.i or is_subject


def _is_model(view: SentenceView, number: Number) -> bool:
    """Digits like those of a model: behind another number ("five 787 Dreamliners"), or falling over a dash ("787-9")."""
    text, before = view.at(number.first).text, view.at(number.first - 1)
    if number.form != "digits" or not text.isdigit():
        return False
    is_counted = before.kind == "number" or before.lower in number_words("ones") or before.lower in number_words("tens")
    if is_counted and len(text) >= 3 and view.at(number.first).spaced:
        return True
    for low, high in ((number.first, dashed(view, number.first, 1)), (dashed(view, number.first, -1), number.first)):
        if low is None or high is None:
            continue
        if any(view.token(step).lemma_.lower() in _VOTING for step in range(max(low - _VOTE_REACH, 0), low)):
            # "passed the bill 218-214"
            return False
        falls = _whole_part(view, low) > _whole_part(view, high)
        if falls and len(view.at(low).text) >= 3 and not any(view.at(high + step).lower in _RESULTS for step in (1, 2)):
            return True
    return False


def _whole_part(view: SentenceView, index: int) -> int:
    """The whole part of the digits at a lexeme."""
    return int("".join(char for char in view.at(index).text.partition(".")[0] if char.isdecimal())[:30] or "0")


def dashed(view: SentenceView, index: int, step: int) -> int | None:
    """The number in digits that a dash without spaces joins to this one, before (-1) or after (1)."""
    low = min(index, index + 2 * step)
    dash, high = view.at(low + 1), view.at(low + 2)
    if dash.text not in ("-", "–") or dash.spaced or high.spaced or low < 0:
        return None
    return index + 2 * step if view.at(low).kind == "number" and high.kind == "number" else None


def _is_before_singular(view: SentenceView, number: Number) -> bool:
    """Digits before a singular: "the 737 Max jet", "777 program", "575 Wilbraham Road"; more than one needs a plural."""
    text, after = view.at(number.first).text, view.at(number.last)
    if number.form != "digits" or number.value < 1 or after.kind != "word" or not after.spaced or not text.isdigit():
        return False
    if dashed(view, number.first, -1):
        return False
    if after.text[:1].isupper() and any(view.at(number.last + step).lower in _STREETS for step in (1, 2, 3)):
        return True
    before = view.token(number.first - 1) if number.first else None
    is_long = len(text) > 2
    is_owner = view.at(number.first - 1).lower.endswith(("'s", "’s"))
    is_named = before is not None and before.pos_ == "PROPN" and before.ent_type_ not in ("DATE", "TIME", "GPE")
    if is_long and is_named and not is_owner:
        return True
    token = view.token(number.first)
    head = token.head if token.dep_ in ("nummod", "compound", "nmod") else view.token(number.last)
    if head.i <= token.i or head.lower_ in _COUNTED_SINGULARS or after.lower in ("mark", "level"):
        return False
    return head.tag_ == "NNP" or (head.tag_ == "NN" and (is_long or after.text[:1].isupper()))


def _counts_next(view: SentenceView, number: Number) -> bool:
    """Whether the parser hangs the number, as one, on a noun to its right."""
    return view.token(number.last - 1).dep_ in ("nummod", "quantmod", "compound") and counts_noun(view, number)
