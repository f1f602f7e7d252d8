"""Knows which words are titles, roles and public offices, and which say what an organisation is."""

from functools import cache

from extract.contract.data import read_csv


@cache
def _titles() -> dict[str, bool]:
    """Words that are titles or roles, lower-case, to whether they are public offices."""
    return {row["word"]: row["is_public"] == "yes" for row in read_csv("titles", "extract.facts.data")}


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(row["word"] for row in read_csv("honorifics", "extract.facts.data"))


@cache
def _organisation_nouns() -> frozenset[str]:
    return frozenset(row["noun"] for row in read_csv("organisation_nouns", "extract.facts.data"))


def is_organisation_noun(word: str) -> bool:
    """Whether a word says what an organisation is: "newspaper", "chipmaker"."""
    plain = word.lower().rstrip(".")
    return plain in _organisation_nouns() or plain.endswith("maker")


@cache
def _organisation_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_csv("organisation_words", "extract.facts.data"))


@cache
def group_nouns() -> dict[str, bool]:
    """Nouns for people and organisations, lower-case singular, to whether the singular already is a group."""
    return {row["noun"]: row["is_collective"] == "yes" for row in read_csv("group_nouns", "extract.facts.data")}


def is_group_word(word: str) -> bool:
    """Whether a capitalised plural is a common noun for people or organisations: "Farmers", "Hotels"."""
    plain = word.lower()
    return plain.removesuffix("s") in group_nouns() or is_organisation_noun(plain.removesuffix("s"))


def is_worded(name: str) -> bool:
    """Whether the last word of a name of several tells that it is an organisation: "Zenith Cement"."""
    return " " in name and name.rsplit(maxsplit=1)[1] in _organisation_words()


@cache
def _named_after() -> frozenset[str]:
    return frozenset(row["word"] for row in read_csv("named_after", "extract.facts.data"))


def is_named_after_someone(name: str) -> bool:
    """Whether an organisation's last word tells that it bears a person's name and stays apart: the "Novak Foundation"."""
    return name.rsplit(maxsplit=1)[-1] in _named_after()


def is_title(word: str) -> bool:
    """Whether a word is a title or role: "Secretary", "co-founders", "Gov."."""
    plain = word.lower().rstrip(".")
    return plain in _titles() or plain.removesuffix("s") in _titles()


def is_public_office(words: str) -> bool:
    """Whether a description names an office of state: "Communications Minister", "spokesman for the ministry"."""
    return any(_titles().get(word.lower().strip(".,")) for word in words.split())


def is_honorific(word: str) -> bool:
    """Whether a word before a person's name is a form of address or an office, as printed: "Dr.", "Rabbi", "Datuk"."""
    return word.rstrip(".") in _honorifics()


def is_institution(noun: str) -> bool:
    """Whether a noun, lower-case singular, is for bodies that may be mere things: "school", not "broker"."""
    return is_organisation_noun(noun) and not is_title(noun)
