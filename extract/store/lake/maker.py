"""Who wrote a lake last, in the table `daybook.maker`: an older program refuses it."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from extract.errors import WarehouseError
from extract.store.home import THIS, Maker, parse_maker, refuse_newer_maker
from extract.store.lake.catalog import MAKING, make_tables, open_catalog
from extract.store.lake.place import LakePlace

if TYPE_CHECKING:
    from psycopg2 import extensions


def read_lake_maker(place: LakePlace) -> Maker:
    """Who wrote a lake last. Raises WarehouseError where the table says nothing of it."""
    with open_catalog(place, "read_maker") as connection:
        return _read(connection)


def take_lake(place: LakePlace, connection: "extensions.connection") -> None:
    """Say that this program writes the lake now: it changes the row once after an upgrade.

    connection: each statement by itself. Raises NewerHome where a newer Daybook wrote the lake; nothing is changed then.
    """
    make_tables(connection)
    if _refused(place, connection) == THIS:
        return
    with connection.cursor() as cursor:
        cursor.execute("begin")
        try:
            # Of two programs that come at once, the newer one's word stands.
            cursor.execute("select pg_advisory_xact_lock(%s)", [MAKING])
            _refused(place, connection)
            cursor.execute("delete from daybook.maker")
            cursor.execute("insert into daybook.maker (said) values (%s)", [json.dumps(asdict(THIS))])
            cursor.execute("commit")
        except BaseException:
            cursor.execute("rollback")
            raise


def _refused(place: LakePlace, connection: "extensions.connection") -> Maker:
    maker = _read(connection)
    refuse_newer_maker(f"the lake {place.store}", maker)
    return maker


def _read(connection: "extensions.connection") -> Maker:
    with connection.cursor() as cursor:
        cursor.execute("select said from daybook.maker")
        found = cursor.fetchone()
    try:
        return parse_maker(found[0]) if found else Maker()
    except (ValueError, TypeError, KeyError) as error:
        raise WarehouseError(
            f"the table daybook.maker does not say who wrote the lake: {error}",
            hint="delete from daybook.maker, in the catalogue's database (the next step writes it anew)",
        ) from error
