"""The batches of a home or a lake as they are now: how many, which wait, what they refused, which are damaged."""

from collections.abc import Iterator, Mapping
from typing import TypedDict

from extract.contract.keys import hash_id
from extract.errors import BatchError
from extract.store.batch_rules import Batches, Manifest, Seals

STEPS = ("discover", "fetch_pages", "extract_articles", "read_facts")
# What each step takes: the batches of which step, and which of their counts is what waits.
_INPUTS = {
    "fetch_pages": ("discover", "pages"),
    "extract_articles": ("fetch_pages", "pages"),
    "read_facts": ("extract_articles", "articles"),
    "publish": ("read_facts", "articles"),
}
_REJECTED = "rejected."


class Waiting(TypedDict):
    """What waits for a step: batches, how many pages or articles they hold, and for how long the oldest has waited.

    oldest_seconds: null where nothing waits, or only what the step did before, by older rules.
    """

    batches: int
    count: int
    of: str
    oldest_seconds: int | None


class SealedBatches(Seals):
    """The batches of a home or a lake at one moment: listed once and each manifest read once, however often asked."""

    def __init__(self, batches: Batches) -> None:
        self._batches = batches.at_once()
        self._ids: dict[str, list[str]] = {}
        self._manifests: dict[str, dict[str, Manifest | BatchError | None]] = {}

    def batch_ids(self, step: str) -> list[str]:
        """Every batch the step had sealed, sorted."""
        if step not in self._ids:
            self._ids[step] = self._batches.batch_ids(step)
        return self._ids[step]

    def manifest(self, step: str, batch_id: str) -> Manifest | None:
        """What the step said of the batch. Raises BatchError for a damaged manifest, each time."""
        if step not in self._manifests:
            self._manifests[step] = self._batches.manifests_of(step, self.batch_ids(step))
        found = self._manifests[step].get(batch_id)
        if isinstance(found, BatchError):
            raise found
        return found

    def manifests(self, step: str) -> Iterator[Manifest]:
        """The manifests of a step that can be read."""
        for batch_id in self.batch_ids(step):
            try:
                found = self.manifest(step, batch_id)
            except BatchError:
                continue
            if found:
                yield found

    def sealed_sha256(self, batch_id: str) -> str | None:
        """What the ledger names a batch's bytes by, over all its steps; None where `load` would not take it yet."""
        earlier: Manifest | None = None
        shas = []
        for step in STEPS:
            try:
                manifest = self.manifest(step, batch_id)
            except BatchError:
                return None
            if manifest is None or (earlier and manifest.input_sha256 != earlier.sha256):
                return None
            earlier = manifest
            shas.append(manifest.sha256)
        return hash_id(*shas)

    def sealed_at(self, step: str, batch_id: str) -> float | None:
        """When the step sealed the batch, in seconds since 1970; None where it has not."""
        return self._batches.sealed_at(step, batch_id)

    def damaged(self, step: str) -> list[str]:
        """The batches whose manifest cannot be read, or whose files are not what was sealed: every byte is read."""
        return self._batches.damaged(step)

    def lacking_files(self, step: str) -> list[str]:
        """The batches whose manifest cannot be read, or of which a file is gone. Other bytes in a file are not noticed."""
        return [batch_id for batch_id in self.batch_ids(step) if not self._has_its_files(step, batch_id)]

    def _has_its_files(self, step: str, batch_id: str) -> bool:
        try:
            manifest = self.manifest(step, batch_id)
        except BatchError:
            return False
        # Without a manifest it is being sealed anew at this moment.
        return manifest is None or self._batches.has_files(manifest)


def find_due(batches: SealedBatches, versions: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """Step to the batches that are missing, or made from older input or by older rules. versions: step to those of now."""
    return {step: batches.stale(step, _INPUTS[step][0], versions.get(step, {})) for step in STEPS[1:]}


def find_backlog(
    batches: SealedBatches, due: Mapping[str, list[str]], published: Mapping[str, str], now: float
) -> dict[str, Waiting]:
    """What waits for each step, and for the next publish. published: batch id to sha256 of what readers' file was built from."""
    sealed = {batch_id: batches.sealed_sha256(batch_id) for batch_id in batches.batch_ids("read_facts")}
    unpublished = [batch_id for batch_id, sha256 in sealed.items() if sha256 and published.get(batch_id) != sha256]
    waiting = {**due, "publish": unpublished}
    return {step: _waiting(batches, step, batch_ids, now) for step, batch_ids in waiting.items()}


def _waiting(batches: SealedBatches, step: str, batch_ids: list[str], now: float) -> Waiting:
    earlier, what = _INPUTS[step]
    given = [manifest for batch_id in batch_ids if (manifest := batches.manifest(earlier, batch_id))]
    since = [
        moment
        for manifest in given
        if not _is_done_by_older_rules(batches, step, manifest)
        and (moment := batches.sealed_at(earlier, manifest.batch_id))
    ]
    return Waiting(
        batches=len(batch_ids),
        count=sum(manifest.counts.get(what, 0) for manifest in given),
        of=what,
        oldest_seconds=max(0, round(now - min(since))) if since else None,
    )


def _is_done_by_older_rules(batches: SealedBatches, step: str, given: Manifest) -> bool:
    """Whether the step did this very input: since when other rules make it due again, no file tells."""
    try:
        done = batches.manifest(step, given.batch_id)
    except BatchError:
        return False
    return done is not None and done.input_sha256 == given.sha256


def count_rejects(batches: SealedBatches) -> dict[str, int]:
    """Step and reason to how many were refused, as the manifests count them."""
    found: dict[str, int] = {}
    for step in STEPS:
        for manifest in batches.manifests(step):
            for name, number in manifest.counts.items():
                if name.startswith(_REJECTED):
                    reason = f"{step}.{name.removeprefix(_REJECTED)}"
                    found[reason] = found.get(reason, 0) + number
    return dict(sorted(found.items()))


def count_skipped(batches: SealedBatches) -> int:
    """Article versions of all batches whose facts are not read, as they are in another language than English."""
    return sum(manifest.counts.get("articles.skipped_language", 0) for manifest in batches.manifests("read_facts"))
