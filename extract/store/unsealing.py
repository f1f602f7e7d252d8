"""Taking back what a step sealed: its rows are gone, and the batch is work to do again."""

import shutil

from extract.runtime.failpoints import failpoint
from extract.store.batches import BatchStore
from extract.store.files import sync_folder

_GONE = ".gone-"


def unseal(store: BatchStore, step: str, batch_id: str) -> None:
    """Remove what a step wrote for a batch; killed midway, the batch is not there either."""
    folder = store.path(step, batch_id)
    if not folder.exists():
        return
    gone = folder.with_name(f"{_GONE}{batch_id}")
    shutil.rmtree(gone, ignore_errors=True)
    folder.rename(gone)
    sync_folder(folder.parent)
    failpoint("batch.unsealed")
    shutil.rmtree(gone)


def remove_leavings(store: BatchStore) -> None:
    """Remove rows that no manifest seals: those of steps that were killed while they wrote."""
    for folder in sorted(store.folder.glob("[!.]*/*")):
        if not folder.is_dir():
            continue
        manifest = None if folder.name.startswith(_GONE) else store.manifest(folder.parent.name, folder.name)
        if manifest is None:
            shutil.rmtree(folder)
            continue
        sealed = {store.table_path(manifest.step, manifest.batch_id, table) for table in manifest.files}
        for left in folder.rglob("*.parquet"):
            if left not in sealed:
                left.unlink()
