"""Storages whose files have an address of ours, and can be read in parts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage

from cms.media.addresses import media_url

CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What is known of a file without reading it. `size` in bytes, `etag` with its quotes."""

    size: int
    modified: datetime
    etag: str


class MediaStorage(Protocol):
    """What serving needs of a storage."""

    def info(self, name: str) -> FileInfo: ...

    def parts(self, name: str, start: int, length: int) -> Iterator[bytes]: ...

    def renew(self, name: str) -> None: ...


class LocalMedia(FileSystemStorage):
    """Files in a folder."""

    def url(self, name: str | None) -> str:
        return media_url(name or "")

    def info(self, name: str) -> FileInfo:
        """Raises FileNotFoundError, for folders and for names outside the storage too."""
        try:
            path = Path(self.path(name))
        except SuspiciousFileOperation:
            raise FileNotFoundError(name) from None
        if not path.is_file():
            raise FileNotFoundError(name)
        stat = path.stat()
        return FileInfo(
            size=stat.st_size,
            modified=datetime.fromtimestamp(int(stat.st_mtime), tz=UTC),
            etag=f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"',
        )

    def parts(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """Yield `length` bytes from `start`, in pieces."""
        with Path(self.path(name)).open("rb") as file:
            file.seek(start)
            while length > 0 and (piece := file.read(min(CHUNK, length))):
                length -= len(piece)
                yield piece

    def renew(self, name: str) -> None:
        """Let a file count as written now. Raises FileNotFoundError."""
        os.utime(self.path(name))
