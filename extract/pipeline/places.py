"""Where the warehouse is that the settings name: a home on this machine, or a lake."""

from pathlib import Path

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
    return LakePlace(
        catalog=settings.lake_catalog,
        store=settings.lake_store,
        endpoint=settings.lake_endpoint,
        region=settings.lake_region,
        key_id=settings.lake_key_id,
        secret=settings.lake_secret,
    )


def warehouse_of(settings: Settings) -> Path | LakePlace:
    """Where the warehouse is: the home that holds its files, or the lake."""
    return lake_of(settings) or settings.home
