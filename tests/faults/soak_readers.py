"""Processes that read the published file while it is swapped; each answer must be of one generation, none older than the last."""

import json
import subprocess
import sys
from pathlib import Path

READ = """
import json, os, select, sys
from pathlib import Path
import psutil
from extract.store.published import open_published, published_path
home, keeps = Path(sys.argv[1]), sys.argv[2] == "keeps"
me, reads, newest, connection, seen = psutil.Process(), 0, 0, None, None
while True:
    if select.select([sys.stdin], [], [], 0.05)[0]:
        if not sys.stdin.readline():
            break
        print(json.dumps([reads, newest, me.memory_info().rss / 1e6, me.num_fds()]), flush=True)
    at = os.stat(published_path(home)).st_ino
    if connection is None or at != seen:
        if connection:
            # While one is open, DuckDB would give the old file again.
            connection.close()
        connection, seen = open_published(home), at
    generation, = connection.execute("select generation from meta.publication").fetchone()
    articles, told = connection.execute("select (select count(*) from articles), (select row_count from "
        "meta.tables where table_name = 'articles')").fetchone()
    assert articles == told and generation >= newest, (articles, told, generation, newest)
    newest, reads = generation, reads + 1
    if not keeps:
        connection.close()
        connection = None
"""


class Readers:
    """Processes that read the published file on and on, and tell when asked."""

    def __init__(self, home: Path) -> None:
        self._all = [
            subprocess.Popen(
                [sys.executable, "-c", READ, str(home), how], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for how in ("keeps", "opens")
        ]

    def answers(self) -> list[tuple[int, int, float, int]]:
        """Reads so far, newest generation, megabytes and descriptors of each reader. Raises RuntimeError where one has ended."""
        found = []
        for reader in self._all:
            assert reader.stdin
            assert reader.stdout
            try:
                reader.stdin.write("\n")
                reader.stdin.flush()
                found.append(tuple(json.loads(reader.stdout.readline())))
            except (OSError, ValueError) as error:
                raise RuntimeError("a reader saw an error or a mixture: it said so above") from error
        return found

    def close(self) -> None:
        for reader in self._all:
            reader.communicate(timeout=60)
