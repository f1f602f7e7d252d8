"""Adds names that the language model tagged as such but gave to nobody: "President Okoro", "Rolex named", "told the Observer"."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from extract.contract.data import read_csv
from extract.facts.language_model import Doc, Span, Token
from extract.facts.participants.missed_names import Found
from extract.facts.participants.titles import is_honorific, is_organisation_noun, is_title

# Types of events that things do as well: prices, storms and figures.
_OF_THINGS = frozenset({"RESULT", "DISASTER", "HARM", "ACCIDENT", "OTHER"})
_THINGS = frozenset({"PRODUCT", "WORK_OF_ART"})
_MAX_WORDS = 4
_MIN_CHARS = 3


@cache
def _say_verbs() -> frozenset[str]:
    return frozenset(row["lemma"] for row in read_csv("say_verbs", "extract.facts.data"))


@cache
def _agentive() -> frozenset[str]:
    """Lemmas of verbs that only people and organisations do."""
    rows = read_csv("event_triggers", "extract.facts.data")
    return frozenset(
        _say_verbs() | {row["lemma"] for row in rows if row["pos"] == "verb" and row["type"] not in _OF_THINGS}
    )


def add_actors(doc: Doc, found: Sequence[Found]) -> list[Found]:
    """The names with the runs of words tagged as names that stand in none and whose neighbours say who they are."""
    # What the model takes for a product or a work and what acts is neither.
    taken = {i for entity in doc.ents if entity.label_ not in _THINGS for i in range(entity.start, entity.end)}
    kinds: dict[int, str] = {}
    for start, end, known in found:
        span = doc.char_span(start, end, alignment_mode="expand")
        kinds |= dict.fromkeys(range(span.start, span.end), known) if span is not None else {}
    taken |= kinds.keys()
    added = [
        (run.start_char, run.end_char, kind)
        for run in _runs(doc, taken)
        if len(run.text) >= _MIN_CHARS and (kind := _kind(doc, run) or _kind_in_list(run, kinds))
    ]
    return sorted([*found, *added])


def _runs(doc: Doc, taken: set[int]) -> Iterator[Span]:
    """Words side by side that are tagged as names, without the titles before them."""
    i = 0
    while i < len(doc):
        if not _is_free(doc[i], taken):
            i += 1
            continue
        first = i
        while i < len(doc) and _is_free(doc[i], taken):
            i += 1
        # A run that touches a known name is a part of it or its title.
        touches = (first - 1 in taken and doc[first - 1].pos_ == "PROPN") or i in taken
        while first < i and (is_honorific(doc[first].text) or is_title(doc[first].text)):
            first += 1
        if first < i <= first + _MAX_WORDS and not touches:
            yield doc[first:i]


def _is_free(token: Token, taken: set[int]) -> bool:
    is_side = token.tag_ == "NNPS" and token.i > 0 and token.nbor(-1).lower_ == "the"  # "the Harriers beat the Stags"
    return (
        token.i not in taken
        and (token.tag_ == "NNP" or is_side)
        and token.text[0].isupper()
        and not token.text.isupper()
    )


def _kind(doc: Doc, run: Span) -> str | None:
    before = doc[run.start - 1] if run.start else None
    if before is not None and before.text == "The" and run.start > 1:
        before = before.nbor(-1)  # "the environmental group The River Trust"
    if before is not None and before.tag_ in ("NN", "NNS", "NNP") and (kind := _introduced_as(before)):
        return kind
    root = run.root
    # What has two capitals and did something is hardly ever a word that begins a sentence.
    does = root.head.lemma_ in _agentive() or (
        len(run) > 1 and any(child.dep_ == "dobj" for child in root.head.children)
    )
    if root.dep_ == "nsubj" and root.head.tag_ in ("VBD", "VBZ", "VBP") and does:
        after = doc[run.end : run.end + _MAX_WORDS + 3]
        is_described = len(after) > 1 and after[0].text == "," and any(is_title(token.text) for token in after)
        is_speaking = root.head.lemma_ in _say_verbs() and len(run) == 1
        return "person" if is_described or is_speaking else "organisation"
    if root.dep_ == "dobj" and root.tag_ == "NNPS" and root.head.lemma_ in _agentive():
        return "organisation"
    is_told = root.dep_ in ("dobj", "dative") and root.head.lemma_ == "tell"
    is_agent = root.dep_ == "pobj" and root.head.dep_ == "agent" and root.head.head.lemma_ in _agentive()
    is_cited = root.dep_ == "pobj" and root.head.lower_ == "to" and root.head.head.lower_ == "according"
    if is_cited and len(run) == 1 and (before is None or before.lower_ != "the"):
        return "person"
    return "organisation" if is_told or is_agent or is_cited else None


def _kind_in_list(run: Span, kinds: Mapping[int, str]) -> str | None:
    """The kind of the name that a name is listed with: "the likes of Ana Ruiz and Kanye North"."""
    if run.root.dep_ not in ("conj", "appos"):
        return None
    kind = kinds.get(run.root.head.i)
    return kind if kind in ("person", "organisation") and len(run) > 1 else None


def _introduced_as(before: Token) -> str | None:
    """What the word before a name says that it is: "President Okoro", "the drugmaker Palmetto", "striker Bello"."""
    if before.text[0].isupper():
        return "person" if is_honorific(before.text) else None
    if is_organisation_noun(before.lemma_):
        return "organisation"
    return "person" if is_title(before.text) else None
