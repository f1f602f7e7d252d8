"""The keys by which names that may be one entity's find each other."""

from functools import cache

from extract.linking.entities.forms import Form, parse_form
from extract.linking.entities.sectors import sector_of
from extract.linking.entities.words import (
    country_words,
    fold,
    is_name_like,
    name_words,
    nicknames,
    organisation_words,
    skeleton,
    without_one_letter,
)

# A misspelling is looked for in words of at least so many letters: shorter ones have too many neighbours that are names.
_LONG_SURNAME, _LONG_WORD = 6, 7


@cache
def form_keys(kind: str, name: str) -> tuple[str, ...]:
    """The keys by which participants of this name are looked up."""
    form = parse_form(kind, name)
    keys = [form.key]
    keys += [f"name:{words}" for words in (form.squashed, form.crossed) if words and len(form.words) > 1]
    if kind == "person":
        keys += _person_keys(form)
    elif kind == "organisation":
        keys += _organisation_keys(form)
    code = named_country(form, name)
    keys += [f"country:{code}"] if code else []
    if kind not in ("person", "organisation"):
        keys += _misspelt(form, 8)
    return tuple(dict.fromkeys(keys))


def named_country(form: Form, name: str) -> str | None:
    """The code of the country that a name is, whatever it was taken for; people are called Israel and Chad."""
    words = " ".join(fold(name))
    return country_words("name").get(words) if form.kind != "person" or len(form.words) > 1 else None


def looks_like_organisation(words: tuple[str, ...]) -> bool:
    """True for words that a reader took for a person and that end as organisations do: "Zenith University"."""
    last = words[-1]
    known = last in organisation_words("generic") or last in organisation_words("legal_form")
    return len(words) > 1 and known and last not in name_words("surname")


def _person_keys(form: Form) -> list[str]:
    if looks_like_organisation(form.words):
        return []
    last = form.words[-1]
    keys = [f"person:~{skeleton(last)}"]
    if form.is_short:
        return keys
    if len(form.words) == 2:
        keys.append("person:+" + " ".join(sorted(form.words)))
    first = nicknames().get(form.words[0], form.words[0])
    if len(first) > 1 and len(last) >= _LONG_SURNAME:
        keys += [f"person:{first}|{variant}" for variant in without_one_letter(last)]
    return keys


def _organisation_keys(form: Form) -> list[str]:
    keys = [f"organisation:{word}" for word in (form.initials, team_word(form), known_letters(form)) if word]
    sound = " ".join(skeleton(word) for word in form.words)
    if len(form.words) > 1 and len(sound) > 7:
        keys.append(f"organisation:~{sound}")
    return keys + _misspelt(form, _LONG_WORD)


def known_letters(form: Form) -> str:
    """The letters by which a body is known everywhere: "WHO"; empty for others."""
    return _letters_of().get(" ".join(form.words), "")


@cache
def _letters_of() -> dict[str, str]:
    known = organisation_words("known_letters")
    return {" ".join(parse_form("organisation", words).words): letters for letters, words in known.items()}


def team_word(form: Form) -> str:
    """The word by which a team goes, in the plural: "Colts"; empty where the name ends otherwise."""
    last = form.words[-1]
    known = organisation_words("generic") | organisation_words("legal_form") | organisation_words("swap")
    is_team = len(form.words) > 1 and len(last) > 4 and last.endswith("s") and not last.endswith("ss")
    is_common = last in known or last in country_words("name", "place") or sector_of(last, "name") is not None
    return last if is_team and not is_common else ""


def _misspelt(form: Form, length: int) -> list[str]:
    """Keys that a name shares with those in which one of its long words has one letter otherwise."""
    return [
        f"{form.kind}:{' '.join(rest)}|{variant}"
        for rest, word in misspelt_words(form, length)
        for variant in without_one_letter(word)
    ]


@cache
def misspelt_words(form: Form, length: int) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The words of a name that a misspelling is looked for in, each with the others around a *.

    length: the letters of the longest word that is too short, unless it is the name's own: no word that many names have.
    """
    generic = organisation_words("generic")
    own = [
        word
        for word in form.words
        if word not in generic and len(word) >= _LONG_WORD - 2 and len(form.squashed) >= length
    ]
    long = [word for word in form.words if len(word) >= length]
    chosen = [max(words, key=lambda word: (len(word), word)) for words in (own, long) if words]
    return tuple(
        (tuple(other if other != word else "*" for other in form.words), word) for word in dict.fromkeys(chosen)
    )


@cache
def alias_form(kind: str, alias: str) -> Form | None:
    """A form that an article uses for a participant beside its name; None for one that says too little to be looked up."""
    if kind not in ("person", "organisation", "place") or not is_name_like(alias):
        return None
    form = parse_form(kind, alias)
    words = " ".join(form.words)
    if len(form.words) == 1 and (len(words) < 2 or words in organisation_words("generic")):
        return None
    return None if words in country_words("name", "demonym") else form


@cache
def alias_keys(kind: str, alias: str) -> tuple[str, ...]:
    """The keys that an alias adds to those of the name."""
    form = alias_form(kind, alias)
    if form is None:
        return ()
    return (f"person:~{skeleton(form.words[-1])}",) if kind == "person" else (form.key,)
