"""Files in an S3 bucket, given out by us: the bucket's own address is never shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from cms.media.addresses import media_url
from cms.media.storage import CHUNK, FileInfo

MISSING = {"404", "NoSuchKey", "NotFound"}


class S3Media(S3Storage):
    """django-storages' S3, with our addresses and reading in parts."""

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return media_url(name)

    def info(self, name: str) -> FileInfo:
        """Raises FileNotFoundError."""
        try:
            found = self._client().head_object(Bucket=self.bucket_name, Key=self._key(name))
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in MISSING:
                raise FileNotFoundError(name) from None
            raise
        return FileInfo(
            size=found["ContentLength"],
            modified=found["LastModified"].replace(microsecond=0),
            etag=found["ETag"],
        )

    def parts(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """Yield `length` bytes from `start`; only these are fetched from the bucket."""
        if length <= 0:
            return
        found = self._client().get_object(
            Bucket=self.bucket_name,
            Key=self._key(name),
            Range=f"bytes={start}-{start + length - 1}",
        )
        body = found["Body"]
        try:
            yield from body.iter_chunks(CHUNK)
        finally:
            body.close()

    def renew(self, name: str) -> None:
        """Let a file count as written now: the bucket copies it onto itself, which it only does
        where something is replaced, here its metadata. Raises FileNotFoundError."""
        here = {"Bucket": self.bucket_name, "Key": self._key(name)}
        try:
            self._client().copy_object(**here, CopySource=here, MetadataDirective="REPLACE")
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in MISSING:
                raise FileNotFoundError(name) from None
            raise

    def _client(self) -> Any:
        return self.connection.meta.client

    def _key(self, name: str) -> str:
        return str(self._normalize_name(clean_name(name)))
