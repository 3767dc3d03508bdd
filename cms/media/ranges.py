"""The HTTP Range header, for one range. Pure (RFC 9110, section 14)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_RANGE = re.compile(r"\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*\Z", re.IGNORECASE)


class RangeNotSatisfiable(Exception):
    """The range lies outside the file."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes `start` to `end`, both counted."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start + 1


def parse_range(header: str, size: int) -> ByteRange | None:
    """Return the range asked for, None for the whole file.

    What is malformed, and several ranges at once, mean the whole file, as the standard allows.
    Raises RangeNotSatisfiable for a range that starts behind the end of the file.
    """
    match = _RANGE.match(header)
    if match is None:
        return None
    first, last = match.groups()
    if not first:
        if not last:
            return None
        if int(last) == 0 or size == 0:
            raise RangeNotSatisfiable
        return ByteRange(max(0, size - int(last)), size - 1)
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    if start >= size:
        raise RangeNotSatisfiable
    return ByteRange(start, end)
