"""How large what is imported may be. Sizes are in bytes."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """A file over its limit is reported and never opened."""

    document: int = 4 * MEGABYTE
    manifest: int = 32 * MEGABYTE
    front_matter: int = 64 * 1024
    image: int = 20 * MEGABYTE
    image_pixels: int = 80_000_000
    files: int = 20_000
    # Uploads only.
    archive: int = 100 * MEGABYTE
    unpacked: int = 500 * MEGABYTE
    # Unpacked bytes for each packed one, over the whole archive; text packs 3 to 12 times.
    ratio: int = 60


LIMITS = Limits()


def readable_size(size: int) -> str:
    """Return a size as people say it: "12 KB", "4.2 MB"."""
    if size < MEGABYTE:
        return f"{max(1, size // 1024)} KB"
    return f"{size / MEGABYTE:.1f} MB"
