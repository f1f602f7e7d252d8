"""Taking back what a step sealed: its rows are gone, and the batch is work to do again."""

import shutil

from extract.runtime.failpoints import failpoint
from extract.store.batches import BatchStore
from extract.store.files import sync_folder

# Beside the steps' folders: what lies in those is a batch.
_GONE = ".gone"


def unseal(store: BatchStore, step: str, batch_id: str) -> None:
    """Remove what a step wrote for a batch; killed midway, the batch is not there either."""
    folder = store.path(step, batch_id)
    if not folder.exists():
        return
    gone = store.folder / _GONE / f"{step}.{batch_id}"
    shutil.rmtree(gone, ignore_errors=True)
    gone.parent.mkdir(exist_ok=True)
    folder.rename(gone)
    sync_folder(folder.parent)
    failpoint("batch.unsealed")
    shutil.rmtree(gone)


def remove_leavings(store: BatchStore) -> None:
    """Remove rows that no manifest seals: those of steps that were killed while they wrote."""
    shutil.rmtree(store.folder / _GONE, ignore_errors=True)
    for folder in sorted(path for path in store.folder.glob("[!.]*/*") if path.is_dir()):
        manifest = store.manifest(folder.parent.name, folder.name)
        if manifest is None:
            shutil.rmtree(folder)
            continue
        sealed = {store.table_path(manifest.step, manifest.batch_id, table) for table in manifest.files}
        for left in folder.rglob("*.parquet"):
            if left not in sealed:
                left.unlink()
