"""Says which participants speak and are spoken to: by their names, their titles, and words that point back."""

from collections.abc import Sequence
from dataclasses import replace

from extract.facts.events.cast import Cast, objects_of
from extract.facts.language_model import Token
from extract.facts.statements.spans import Page, StatementSpan

# Further back than this a pronoun's speaker is a guess.
_BACK_WORDS = 150
_PERSON = frozenset({"he", "she", "him", "her", "who"})
_BODY = frozenset({"it"})
_MANY = frozenset({"they", "them"})
_KINDS = {**dict.fromkeys(_PERSON, ("person",)), **dict.fromkeys(_BODY, ("organisation", "country"))}
_KINDS |= dict.fromkeys(_MANY, ("group", "organisation", "country"))
# How titles are written before a name.
_SHORT = {"gov.": "governor", "sen.": "senator", "rep.": "representative", "gen.": "general", "prof.": "professor"}
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# These speak for whom they belong to: "a spokesman for the bank", "the bank's statement".
_VOICES = frozenset(
    {"spokesman", "spokeswoman", "spokesperson", "representative", "statement", "report", "survey", "study", "release"}
    | {"letter", "post", "tweet", "filing", "email", "office", "department", "government", "administration", "official"}
    | {"data", "figure", "agency", "ministry", "poll", "bulletin", "website", "notice", "forecast", "estimate", "memo"}
)
_OWNERS = frozenset({"poss", "compound", "nmod", "amod"})


def name_people(page: Page, statements: Sequence[StatementSpan], cast: Cast) -> list[StatementSpan]:
    """The statements, in the order of the text, with the participants who speak and are spoken to."""
    people = _People(page, cast)
    return [
        replace(one, speaker=people.speaker(one), addressee=people.addressee(one))
        for one in sorted(statements, key=lambda s: (s.start, s.end))
    ]


class _People:
    """Knows who spoke last while a text is read from its start to its end."""

    def __init__(self, page: Page, cast: Cast) -> None:
        self._page, self._cast = page, cast
        self._last: dict[str, tuple[int, int]] = {}  # kind of participant: word, participant
        self._known: dict[int, int | None] = {}
        held: dict[str, list[int]] = {}
        for index, one in enumerate(cast.participants):
            for word in (one.description or "").lower().split():
                if one.kind == "person":
                    held.setdefault(_SHORT.get(word, word.strip(".,")), []).append(index)
        # An office that two hold says nothing of which of them.
        self._held = {word: those[0] for word, those in held.items() if len(those) == 1}

    def speaker(self, one: StatementSpan) -> int | None:
        """Who speaks; the same for all statements of one verb."""
        at = one.speaker_head
        if at is None:
            return None
        if at not in self._known:
            found = self._find(self._page.doc[at])
            self._known[at] = found
            if found is not None:
                self._last[self._cast.participants[found].kind] = (at, found)
        return self._known[at]

    def addressee(self, one: StatementSpan) -> int | None:
        """Who is spoken to; never the speaker."""
        if one.addressee_head is None:
            return None
        found = self._find(self._page.doc[one.addressee_head])
        return found if found != self._known.get(one.speaker_head or -1) else None

    def _find(self, head: Token) -> int | None:
        kinds = _KINDS.get(head.lower_)
        if head.pos_ == "PRON" or kinds is not None:
            return self._before(head, kinds) if kinds is not None else None
        named = self._cast.by_token.get(head.i)
        if named is None or self._cast.participants[named].kind == "group":
            holder = self._owner(head) if head.lemma_.lower() in _VOICES else self._holder(head)
            named = named if holder is None else holder
        if named is not None:
            return named
        for child in head.children:
            # "the director, Ana Silva": the parser's head may be the title.
            if child.dep_ == "appos" and (named := self._cast.by_token.get(child.i)) is not None:
                return named
        if head.lemma_.lower() in _VOICES and (owner := self._owner(head)) is not None:
            return owner
        return next(self._cast.of(head), None)

    def _holder(self, head: Token) -> int | None:
        """Who holds an office that is said with "the": "the Republican governor" is the governor named before."""
        if head.tag_ != "NN" or not any(child.lower_ == "the" for child in head.lefts):
            return None
        index = self._held.get(head.lower_)
        is_known = index is not None and self._cast.participants[index].mentions[0][0] < head.idx
        return index if is_known else None

    def _owner(self, head: Token) -> int | None:
        near = [child for child in head.children if child.dep_ in _OWNERS]
        near += objects_of(head, "for", "of", "from", "at", "by", "with")
        return next((found for one in near if (found := self._cast.by_token.get(one.i)) is not None), None)

    def _before(self, head: Token, kinds: Sequence[str]) -> int | None:
        """Whom a pronoun means: who spoke last or was a subject last in the text's own words, whichever is nearer."""
        spoke = max((self._last[kind] for kind in kinds if kind in self._last), default=(-1, -1))
        doc = self._page.doc
        stop = max(-1, head.i - _BACK_WORDS, spoke[0])
        for i in range(head.i - 1, stop, -1):
            index = self._cast.by_token.get(i)
            if index is None or doc[i].dep_ not in _SUBJECTS or self._page.is_quoted(doc[i].idx):
                continue
            if self._cast.participants[index].kind in kinds:
                return index
        return spoke[1] if spoke[0] >= 0 and head.i - spoke[0] <= _BACK_WORDS else None
