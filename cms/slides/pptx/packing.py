"""Office files whose bytes depend on their content alone: fixed times, one order, one packing."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

FIXED = (1980, 1, 1, 0, 0, 0)
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
WORKBOOK = ".xlsx"
CORE = "docProps/core.xml"


def repacked(content: bytes, moment: datetime) -> bytes:
    """The same package with the same bytes whenever it is made; workbooks inside it too.

    `moment` is when the document says that it was made.
    """
    stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as after,
    ):
        for name in before.namelist():
            body = before.read(name)
            if name.endswith(WORKBOOK):
                body = repacked(body, moment)
            elif name == CORE:
                body = STAMP.sub(rb"\g<1>" + stamp + rb"\g<2>", body)
            after.writestr(_entry(name), body)
    return packed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIXED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    entry.external_attr = 0
    return entry


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP of files, with the same bytes whenever it is made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, body in files.items():
            archive.writestr(_entry(name), body)
    return packed.getvalue()
