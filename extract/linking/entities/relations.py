"""How two different names may be one entity's: the rule that says so."""

from dataclasses import dataclass

from extract.linking.entities.form_keys import misspelt_words
from extract.linking.entities.forms import Form
from extract.linking.entities.words import (
    LONGEST_WORD,
    edits_apart,
    name_words,
    nicknames,
    one_edit_apart,
    organisation_words,
    skeleton,
    without_one_letter,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """rules: the clues by which two names go together, strongest doubt first. is_fuzzy: letters differ by chance or taste."""

    rules: tuple[str, ...]
    is_fuzzy: bool = False


def relate(one: Form, other: Form) -> Relation | None:
    """How two names may name one entity; None where they cannot."""
    if one.kind != other.kind:
        same = one.crossed and (one.crossed == other.crossed or one.squashed == other.squashed)
        return Relation(("kind",)) if same else None
    if one.squashed == other.squashed and len(one.words) > 1 and len(other.words) > 1:
        return (
            Relation(("suffix",)) if one.suffix != other.suffix and not (one.suffix and other.suffix) else Relation(())
        )
    return _relate_people(one, other) if one.kind == "person" else _relate_words(one, other)


def _relate_people(one: Form, other: Form) -> Relation | None:
    if one.is_short or other.is_short or (one.suffix and other.suffix and one.suffix != other.suffix):
        return None
    if sorted(one.words) == sorted(other.words):
        return Relation(("word_order",)) if len(one.words) == 2 else None
    last = _relate_last(one.words[-1], other.words[-1])
    first = _relate_given(one.words[:-1], other.words[:-1])
    if last is None or first is None or (last and first not in ((), ("middle",))):
        return None
    rules = {*last, *first, *(("suffix",) if one.suffix != other.suffix else ())}
    return Relation(tuple(sorted(rules)), is_fuzzy=bool(rules & {"typo", "spelling"}))


def _relate_last(one: str, other: str) -> tuple[str, ...] | None:
    if one == other:
        return ()
    if one in name_words("surname") and other in name_words("surname"):
        return None
    if min(len(one), len(other)) >= 5 and one_edit_apart(one, other):
        return ("typo",)
    return ("spelling",) if _sound_alike(one, other) else None


def _sound_alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 5 or max(len(one), len(other)) > LONGEST_WORD:
        return False
    return skeleton(one) == skeleton(other) and edits_apart(one, other) <= 2


def _relate_given(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...] | None:
    """Given names: the first alike and no middle name against the other."""
    first = _relate_first(one[0], other[0])
    rest, other_rest = one[1:], other[1:]
    if first is None:
        # "J. Edgar Hoover" and "Edgar Hoover"; "Moviemaker Lena Ross" and "Lena Ross".
        shorter, longer = sorted((one, other), key=len)
        return ("extra_word",) if len(shorter) < len(longer) and shorter == longer[-len(shorter) :] else None
    if rest and other_rest:
        if not all(_relate_first(a, b) in ((), ("initial",)) for a, b in zip(rest, other_rest, strict=False)):
            return None
        return (*first, "middle") if rest != other_rest else first
    return (*first, "middle") if rest or other_rest else first


def _relate_first(one: str, other: str) -> tuple[str, ...] | None:
    if one == other:
        return ()
    if 1 in (len(one), len(other)):
        return ("initial",) if one[0] == other[0] else None
    roots = nicknames().get(one, one), nicknames().get(other, other)
    if roots[0] == roots[1]:
        return ("nickname",)
    known = name_words("given") | nicknames().keys() | set(nicknames().values())
    if one in known and other in known:
        return None
    if min(len(one), len(other)) >= 4 and one_edit_apart(one, other):
        return ("typo",)
    return ("spelling",) if _sound_alike(one, other) else None


def _relate_words(one: Form, other: Form) -> Relation | None:
    """Names of organisations and places: one word with a letter otherwise; none where a number or a direction differs."""
    if len(one.words) != len(other.words):
        return None
    different = [(a, b) for a, b in zip(one.words, other.words, strict=True) if a != b]
    if len(different) != 1:
        return None
    ((a, b),) = different
    if any(char.isdigit() for char in a + b) or {a, b} & organisation_words("tells_apart").keys():
        return None
    if min(len(a), len(b)) < 5 or len(one.squashed) < 7:
        return None
    if one_edit_apart(a, b):
        # "Austria" and "Australia" are more apart than one letter; a plural is another word, not a misspelling.
        return Relation(("typo",), is_fuzzy=True)
    return Relation(("spelling",), is_fuzzy=True) if _sound_alike(a, b) else None


def pairing_keys(form: Form) -> list[tuple[str, ...]]:
    """Names that may be one entity's have one of these in common."""
    keys: list[tuple[str, ...]] = []
    if len(form.words) > 1:
        keys += [("squashed", words) for words in {form.squashed, form.crossed} if words]
    if form.kind != "person":
        sounds = [skeleton(word) for word in form.words]
        keys.append(("sound", form.kind, *sounds))
        for rest, word in misspelt_words(form, 7 if form.kind == "organisation" else 8):
            keys += [("typo", form.kind, *rest, variant) for variant in without_one_letter(word)]
        return keys
    if form.is_short:
        return keys
    last, first = form.words[-1], form.words[0]
    sound = skeleton(last)
    root = nicknames().get(first, first)
    if len(first) == 1:
        keys.append(("initial", sound, first))
    keys += [("first", sound, root), ("sound", sound, skeleton(root))]
    keys += [("first", sound, middle) for middle in form.words[1:-1] if len(middle) > 1]
    keys.append(("order", *sorted(form.words)))
    if 5 <= len(root) <= LONGEST_WORD:
        keys += [("first", sound, root[:at] + root[at + 1 :]) for at in range(1, len(root))]
    if len(last) >= 6 and len(root) > 1:
        keys += [("last", root, variant) for variant in without_one_letter(last)]
    return keys
