"""Makes the bucket of a lake where there is none: `python -m extract.pipeline.making_bucket`, for a store of one's own.

Elsewhere buckets are made by whoever looks after the store: a step makes none.
"""

import sys

from pyarrow import fs

from extract.errors import SettingsError
from extract.pipeline.places import lake_of
from extract.settings import load_settings
from extract.store.lake.place import LakePlace


def make_bucket(place: LakePlace) -> None:
    """Make the bucket of a place; one that is there stays as it is. Raises OSError where the store refuses."""
    store = fs.S3FileSystem(
        access_key=place.key_id,
        secret_key=place.secret,
        endpoint_override=place.endpoint.rstrip("/") or None,
        region=place.region,
        allow_bucket_creation=True,
    )
    store.create_dir(place.bucket)


if __name__ == "__main__":
    try:
        found = lake_of(load_settings())
    except SettingsError as error:
        sys.exit(f"{error}")
    if found is None:
        sys.exit("there is no lake: DAYBOOK_WAREHOUSE is not lake")
    try:
        make_bucket(found)
    except OSError as refusal:
        sys.exit(f"the bucket {found.bucket} cannot be made: {refusal}")
    sys.stdout.write(f"the bucket {found.bucket} is there\n")
