"""Batches on their way into another process."""

import json
from pathlib import Path

import pytest

from extract.store.load import BatchFiles


@pytest.fixture
def describe(tmp_path: Path):
    """Write down batches so that a process of its own can load them; returns the file."""

    def write(*batches: BatchFiles) -> Path:
        path = tmp_path / f"batches-{len(list(tmp_path.glob('batches-*')))}.json"
        files = [
            [batch.batch_id, batch.sha256, {name: [str(p) for p in paths] for name, paths in batch.files.items()}]
            for batch in batches
        ]
        path.write_text(json.dumps(files))
        return path

    return write
