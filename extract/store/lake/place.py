"""Where a lake is: its PostgreSQL database and its place in an S3 store, with what opens both."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class LakePlace:
    """Where a lake is.

    catalog: URL of a PostgreSQL database. store: `s3://bucket/folder`, which holds `pages/`, `batches/` and `tables/`. endpoint:
    URL of the S3 server; empty for Amazon's. key_id, secret: of the S3 store.
    """

    catalog: str = field(repr=False)
    store: str
    endpoint: str = ""
    region: str = "us-east-1"
    key_id: str = ""
    secret: str = field(default="", repr=False)

    @property
    def bucket(self) -> str:
        """The bucket of the store."""
        return urlsplit(self.store).netloc

    @property
    def folder(self) -> str:
        """The folder in the bucket, without slashes around it; empty for the bucket itself."""
        return urlsplit(self.store).path.strip("/")

    def uri(self, name: str) -> str:
        """The whole name of an object: `s3://bucket/folder/name`."""
        return "/".join(part for part in (f"s3://{self.bucket}", self.folder, name) if part)
