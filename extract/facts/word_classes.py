"""spaCy's attribute ruler, which gives each word its class (noun, verb ...), in a part of its time.

What it said of a word once is said again of each word that has the same tag, and the same spelling and role where its patterns
look at these. Only `language_model` uses it: that is the door to spaCy.
"""

import re
from collections.abc import Iterator
from typing import Any, cast

from spacy.attrs import DEP, IS_SPACE, LOWER, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs

_NAME = "daybook_word_classes"
# What patterns may look at, each a column of what is known of a word.
_COLUMNS = ("TAG", "LOWER", "DEP", "IS_SPACE")
# How a pattern may say what it wants of each, beside one value.
_LISTS = frozenset({"IN", "NOT_IN"})
_HOW = {"TAG": _LISTS | {"REGEX"}, "LOWER": _LISTS | {"REGEX"}, "DEP": _LISTS, "IS_SPACE": frozenset[str]()}
# Far more than a model's tags and its patterns' words make; no memory without end.
_MOST_KNOWN = 50_000

# One that no pattern looks at: 0 is that of no role.
_ANY = -1

# What is known of a word, as numbers; of it and the next one where a pattern may go on.
_Key = tuple[int, ...]


class WordClasses(AttributeRuler):
    """An attribute ruler that remembers. Its patterns look at most at two words, and of these at `_COLUMNS`."""

    def prepare(self) -> None:
        """To be called when all patterns are there."""
        patterns = _patterns(self)
        tokens = [token for pattern in patterns for token in pattern]
        self._words = {word for token in tokens for word in _values(token, "LOWER", ("IN", "NOT_IN"))}
        self._likenesses = [re.compile(one) for token in tokens for one in _values(token, "LOWER", ("REGEX",))]
        self._roles = {self.vocab.strings[role] for token in tokens for role in _values(token, "DEP", ("IN", "NOT_IN"))}
        # By the number of a spelling: the number where a pattern looks at it, else _ANY.
        self._spellings: dict[int, int] = {}
        self._first_of_two = Matcher(self.vocab)
        firsts = [pattern[:1] for pattern in patterns if len(pattern) == 2]
        if firsts:
            self._first_of_two.add("first", firsts)
        self._goes_on: dict[_Key, bool] = {}
        self._found: dict[_Key, tuple[tuple[int, int], ...]] = {}
        self._attributes: dict[tuple[int, ...], dict[object, object]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of all words."""
        keys = self._keys(doc)
        if max(len(self._found), len(self._spellings)) > _MOST_KNOWN:
            self.prepare()
        rules: list[list[int]] = [[] for _ in keys]
        for place, key in enumerate(keys):
            for rule, target in self._matches(doc, place, key, keys[place + 1 : place + 2]):
                rules[place + target].append(rule)
        for token, its in zip(doc, rules, strict=True):
            if its:
                set_token_attrs(token, self._merged(tuple(sorted(its))))
        return doc

    def _keys(self, doc: Doc) -> list[_Key]:
        roles, spellings = self._roles, self._spellings
        keys: list[_Key] = []
        for tag, lower, role, space in doc.to_array([TAG, LOWER, DEP, IS_SPACE]).tolist():
            spelling = spellings.get(lower)
            if spelling is None:
                spelling = spellings[lower] = lower if self._is_looked_at(self.vocab.strings[lower]) else _ANY
            keys.append((tag, spelling, role if role in roles else _ANY, space))
        return keys

    def _is_looked_at(self, word: str) -> bool:
        return word in self._words or any(likeness.search(word) for likeness in self._likenesses)

    def _matches(self, doc: Doc, place: int, key: _Key, after: list[_Key]) -> tuple[tuple[int, int], ...]:
        """(number of the rule, which word it is for) of the matches that begin at a word."""
        goes_on = self._goes_on.get(key)
        if goes_on is None:
            goes_on = self._goes_on[key] = bool(self._first_of_two(doc[place : place + 1], allow_missing=True))
        words = 2 if goes_on and after else 1
        known = key + after[0] if words == 2 else key
        found = self._found.get(known)
        if found is None:
            found = self._found[known] = tuple(self._ask(doc, place, words))
        return found

    def _ask(self, doc: Doc, place: int, words: int) -> Iterator[tuple[int, int]]:
        for match, start, end in self.matcher(doc[place : place + words], allow_missing=True):
            if start == 0:
                rule = int(self.vocab.strings[match])
                index = self.indices[rule]
                yield rule, index if index >= 0 else end + index

    def _merged(self, rules: tuple[int, ...]) -> dict[object, object]:
        """What rules set together: of two, the later."""
        merged = self._attributes.get(rules)
        if merged is None:
            merged = self._attributes[rules] = {}
            for rule in rules:
                merged.update(self.attrs[rule])
        return merged


@Language.factory(_NAME)
def _make(nlp: Language, name: str) -> WordClasses:
    return WordClasses(nlp.vocab, name)


def remember_word_classes(nlp: Language) -> None:
    """Put a ruler that remembers in the place of the model's, where its patterns allow it."""
    ruler = nlp.get_pipe("attribute_ruler") if "attribute_ruler" in nlp.pipe_names else None
    if type(ruler) is not AttributeRuler or not all(map(_is_plain, _patterns(ruler))):
        return
    patterns = ruler.patterns
    fast = cast("WordClasses", nlp.replace_pipe("attribute_ruler", _NAME))
    fast.add_patterns(patterns)
    fast.prepare()


def _patterns(ruler: AttributeRuler) -> list[list[dict[str, Any]]]:
    return [pattern for rule in ruler.patterns for pattern in cast("list[list[dict[str, Any]]]", rule["patterns"])]


def _is_plain(pattern: list[dict[str, Any]]) -> bool:
    """Whether a pattern looks at one or two words, and of these at what is known of a word."""
    return len(pattern) <= 2 and all(
        name in _COLUMNS and (not isinstance(value, dict) or set(value) <= _HOW[name])
        for token in pattern
        for name, value in token.items()
    )


def _values(token: dict[str, Any], name: str, how: tuple[str, ...]) -> list[str]:
    """What a pattern wants of a word: one value, or those that it lists in one of the ways of `how`."""
    value = token.get(name, {})
    if not isinstance(value, dict):
        return [value] if "IN" in how else []
    listed = [value[one] for one in how if one in value]
    return [one for values in listed for one in ([values] if isinstance(values, str) else values)]
