"""Says whom words that point back mean: "he", "the company", "the union", "the official"."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from extract.contract.data import read_csv
from extract.facts.language_model import Doc, Token
from extract.facts.participants import ParticipantSpan

# What a pronoun means stands near: further back than this it is a guess.
_BACK_WORDS = 80
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_POINTERS = frozenset({"the", "this", "that", "these", "those"})
# A company is no ministry, court or newspaper.
_BUSINESS = frozenset({"company", "firm", "airline", "carmaker", "automaker", "retailer", "bank"})
_OFFICES = frozenset(
    {"ministry", "department", "general", "commission", "court", "agency", "office", "police", "securities", "federal"}
    | {"times", "post", "news", "reuters", "bloomberg", "press", "journal", "bbc", "cnn", "parliament", "senate"}
)


@cache
def pointing_words() -> dict[str, tuple[str, ...]]:
    """Words that point back to the kinds of participant that they may mean."""
    rows = read_csv("role_words", "extract.facts.data")
    return {row["word"]: tuple(row["value"].split("|")) for row in rows if row["use"] == "means"}


@cache
def _pairs() -> dict[str, str]:
    rows = read_csv("role_words", "extract.facts.data")
    return {row["word"]: row["value"] for row in rows if row["use"] == "pair"}


class References:
    """Finds the participant that a word points back to, among those of an article."""

    def __init__(self, doc: Doc, participants: Sequence[ParticipantSpan], by_token: Mapping[int, int]) -> None:
        self._doc = doc
        self._participants = participants
        self._by_token = by_token
        self._called: dict[str, list[int]] = {}
        for index, one in enumerate(participants):
            words = f"{one.name} {one.description or ''}".lower().split()
            for word in {word.strip(".,") for word in words}:
                self._called.setdefault(word, []).append(index)
        self._told = Counter(by_token.values())
        for called in self._called.values():
            called.sort(key=lambda i: (participants[i].kind == "group", -self._told[i]))
        self._by_kinds: dict[tuple[Sequence[str], bool], list[int]] = {}
        self._by_name: dict[str, int] = {}
        for index, one in enumerate(participants):
            for name in (one.name, *one.aliases):
                self._by_name.setdefault(name, index)

    def named(self, name: str) -> int | None:
        """The participant (its index) with this name or alias."""
        return self._by_name.get(name)

    def find(self, token: Token) -> int | None:
        """The participant (its index) meant by a pronoun or a noun with only an article; null where nobody is."""
        kinds = pointing_words().get(token.lower_)
        if token.pos_ == "PRON" or token.tag_ == "PRP$":
            return self._last_subject(token, kinds) if kinds else None
        if token.pos_ not in ("NOUN", "PROPN"):
            return None
        if not _stands_alone(token):
            # "the Chinese e-commerce giant"
            is_described = kinds == ("organisation",) and any(child.lower_ == "the" for child in token.lefts)
            has_more = any(child.dep_ in ("prep", "poss", "appos", "nummod") for child in token.children)
            return self._main(token, kinds) if kinds and is_described and not has_more else None
        called = next((i for i in self._called.get(token.lower_, ()) if self._is_before(i, token)), None)
        return called if called is not None or not kinds else self._main(token, kinds)

    def find_pair(self, token: Token) -> tuple[int, ...]:
        """Whom "the two leaders" or "both companies" means: the two named last before that are of such a kind."""
        kind = _pairs().get(token.lemma_.lower())
        before = [child.lower_ for child in token.lefts]
        if kind is None or token.tag_ != "NNS" or not ("both" in before or before[:2] == ["the", "two"]):
            return ()
        found: list[int] = []
        for i in range(token.i - 1, max(-1, token.i - _BACK_WORDS), -1):
            index = self._by_token.get(i)
            if index is not None and index not in found and self._participants[index].kind == kind:
                found.append(index)
        return tuple(reversed(found[:2])) if len(found) > 1 else ()

    def _is_before(self, index: int, token: Token) -> bool:
        return self._participants[index].mentions[0][0] < token.idx

    def _last_subject(self, token: Token, kinds: Sequence[str]) -> int | None:
        """What of that kind was a subject last; who does something to itself is called "itself"."""
        for i in range(token.i - 1, max(-1, token.i - _BACK_WORDS), -1):
            index = self._by_token.get(i)
            is_own = token.tag_ == "PRP$"
            if index is None or self._doc[i].dep_ not in _SUBJECTS:
                continue
            if self._doc[i].head.i == token.head.i and not is_own:
                continue
            if self._participants[index].kind in kinds:
                return index
        return None

    def _main(self, token: Token, kinds: Sequence[str]) -> int | None:
        """Of those named before, the one of that kind that the article names most."""
        is_business = token.lower_ in _BUSINESS
        candidates = self._by_kinds.get((kinds, is_business))
        if candidates is None:
            candidates = [
                i
                for i, one in enumerate(self._participants)
                if one.kind in kinds and not one.only_in_events and not (is_business and _is_office(one))
            ]
            candidates.sort(key=lambda i: -self._told[i])
            self._by_kinds[kinds, is_business] = candidates
        return next((i for i in candidates if self._is_before(i, token)), None)


def _is_office(one: ParticipantSpan) -> bool:
    """Whether an organisation is a body of state or a medium, by a word of its name."""
    return bool(_OFFICES & {word.lower() for word in one.name.split()})


def _stands_alone(token: Token) -> bool:
    """Whether a noun stands with the article alone: "the country", "the company"."""
    children = [child.lower_ for child in token.children if not child.is_punct and child.dep_ not in ("relcl", "case")]
    return len(children) == 1 and children[0] in _POINTERS
