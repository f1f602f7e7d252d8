"""Copies: articles that carry one report tell its events in the same words; each is compared once."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extract.linking.events.clues import Profile
from extract.linking.events.mentions import Told

# "He was arrested." stands in reports that are no copies.
_TELLING_WORDS = 5


@dataclass(frozen=True, slots=True)
class Copies:
    """What several articles tell in the same words; most often one article's alone. `profiles`: one a wording."""

    told: tuple[Told, ...]
    profiles: tuple[Profile, ...]


def fold_copies(story: Sequence[Told], profiles: Mapping[str, tuple[Profile, ...]]) -> list[Copies]:
    """What is told in the same words, of the same people, time and place, the same time in its article, together."""
    evidence = Counter(wording.mention.evidence for one in story for wording in profiles[one.key])
    same: defaultdict[str, list[Told]] = defaultdict(list)
    for one in story:
        wordings = profiles[one.key]
        said = [wording.mention.evidence for wording in wordings]
        if all(evidence[words] > 1 and len(words.split()) >= _TELLING_WORDS for words in said):
            same[repr((one.number, sorted(map(_said, wordings))))].append(one)
        else:
            same[one.key].append(one)
    return [Copies(tuple(its), profiles[its[0].key]) for _, its in sorted(same.items())]


def _said(wording: Profile) -> str:
    """All of a profile but where it stands."""
    mention = replace(wording.mention, event_mention_id="", article_id="", article_version_id="", trigger_start=0)
    return repr((mention, wording.roles, wording.figures))
