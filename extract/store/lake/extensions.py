"""DuckDB's own extensions that a lake needs, from wheels: nothing is fetched when a connection is opened."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import duckdb

from extract.contract.quoting import literal
from extract.errors import WarehouseError

# The catalogue, the store, and the database that the catalogue is in.
NEEDED = ("ducklake", "httpfs", "postgres_scanner")


def load_extensions(connection: duckdb.DuckDBPyConnection) -> None:
    """Load what a lake needs. Raises WarehouseError where a wheel is missing, or made for another DuckDB."""
    for name in NEEDED:
        connection.execute(f"load {literal(str(extension_path(name)))}")


@cache
def extension_path(name: str) -> Path:
    """The file of an extension for the DuckDB of this process."""
    package = f"duckdb_extension_{name}"
    spec = find_spec(package)
    # A package of data alone may have no module of its own.
    folders = [Path(folder) for folder in (spec.submodule_search_locations or ()) if spec] if spec else []
    found = [folder / f"extensions/v{duckdb.__version__}/{name}.duckdb_extension" for folder in folders]
    there = [path for path in found if path.exists()]
    if not there:
        raise WarehouseError(
            f"a lake needs the package {package.replace('_', '-')}=={duckdb.__version__}, which is not installed",
            hint="pip install 'daybook[lake]'",
        )
    return there[0]
