"""The forms of a person's name that are masked: as it is given, and as others write it."""

from collections.abc import Iterable
from dataclasses import dataclass

from extract.erasure.words import normal_words

# German writes ä, ö, ü so where the keyboard has none.
_WRITTEN_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
# One letter is an initial: alone it names nobody.
_MIN_SHORT_CHARS = 2
# `Li Na` as one word is another name.
_MIN_JOINED_CHARS = 6


@dataclass(frozen=True, slots=True)
class NameForms:
    """Words of each form. whole: masked wherever they stand; short: single words, masked on pages with a whole name."""

    whole: frozenset[tuple[str, ...]]
    short: frozenset[str]


def name_forms(name: str, aliases: Iterable[str] = ()) -> NameForms:
    """The forms of a name and its aliases.

    Forms of two words and more are whole names; each of an alias's single words is a short form. A name that is itself one
    word is a whole name. Also: last name first and a comma after it, written as one word (`anaberg`), umlauts written out or
    without their dots, and with the ending of a genitive.
    """
    whole: set[tuple[str, ...]] = set()
    short: set[str] = set()
    for number, form in enumerate((name, *aliases)):
        for words in _spellings(form):
            if len(words) > 1:
                whole |= {words, (f"{words[-1]},", *words[:-1]), (*words[:-1], f"{words[-1]}s")}
                if len(joined := "".join(words)) >= _MIN_JOINED_CHARS:
                    whole.add((joined,))
                if number == 0 and len(words[-1]) >= _MIN_SHORT_CHARS:
                    # Pages that name the whole name call the person by the last word of it later on.
                    short |= {words[-1], f"{words[-1]}s"}
            elif number == 0:
                whole |= {words, (f"{words[0]}s",)}
            elif len(words[0]) >= _MIN_SHORT_CHARS:
                short |= {words[0], f"{words[0]}s"}
    return NameForms(frozenset(whole), frozenset(short))


def _spellings(form: str) -> set[tuple[str, ...]]:
    """The words of a form in its spellings; none for a form without words."""
    found = {normal_words(form), normal_words(form.translate(_UMLAUTS))}
    for words in list(found):
        plain = words
        for written, letter in _WRITTEN_OUT:
            plain = tuple(word.replace(written, letter) for word in plain)
        found.add(plain)
    return {words for words in found if words}
