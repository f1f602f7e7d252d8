"""Where the warehouse is that the settings name: a home on this machine, or a lake."""

from pathlib import Path
from urllib.parse import urlsplit

from extract.errors import SettingsError
from extract.settings import PREFIX, Settings
from extract.store.lake.place import LakePlace


def lake_of(settings: Settings) -> LakePlace | None:
    """Where the lake is; None for a warehouse of files. Raises SettingsError naming what is not set."""
    if settings.warehouse != "lake":
        return None
    for name in ("lake_catalog", "lake_store"):
        if not getattr(settings, name):
            variable = f"{PREFIX}{name.upper()}"
            raise SettingsError(f"DAYBOOK_WAREHOUSE=lake needs {variable}", hint=f"set {variable}, see .env.example")
    if not _is_database(settings.lake_catalog):
        # The value is not shown: a password stands in it.
        raise SettingsError(
            f"{PREFIX}LAKE_CATALOG is no address of a PostgreSQL database",
            hint="postgresql://user:password@host:5432/name; in user and password write %40 for @, %2F for /, %3A for :",
        )
    return LakePlace(
        catalog=settings.lake_catalog,
        store=settings.lake_store,
        endpoint=settings.lake_endpoint,
        region=settings.lake_region,
        key_id=settings.lake_key_id,
        secret=settings.lake_secret,
    )


def _is_database(address: str) -> bool:
    """Whether it is a URL whose parts are where they look to be: a sign in a password makes others of them."""
    server = urlsplit(address)
    try:
        _ = server.port
    except ValueError:
        return False
    return server.scheme in ("postgresql", "postgres") and server.netloc.count("@") <= 1


def warehouse_of(settings: Settings) -> Path | LakePlace:
    """Where the warehouse is: the home that holds its files, or the lake."""
    return lake_of(settings) or settings.home
