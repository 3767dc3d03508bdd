"""Uploaded archives: unpacked into a folder of our own, or refused as a whole. Pure."""

from __future__ import annotations

import stat
import zlib
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from cms.importing.errors import ArchiveRefused
from cms.importing.limits import LIMITS, MEGABYTE, Limits, readable_size
from cms.importing.reading import HTML, IMAGES, MANIFEST, MARKDOWN

CHUNK = 256 * 1024
# Small archives may pack however well they like.
HARMLESS = 20 * MEGABYTE


def unpack(file: IO[bytes], target: Path, limits: Limits = LIMITS) -> Path:
    """Unpack a ZIP file below `target`; return the folder that holds its documents.

    A file that is over its own limit is made with its size but without its content, so that
    reading the folder reports it. Raises ArchiveRefused where the archive is none, holds too
    much, or names a place outside itself; `target` is to be thrown away then.
    """
    try:
        with ZipFile(file) as archive:
            members = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(members, limits)
            left = limits.unpacked
            for entry in members:
                if _is_wanted(entry):
                    left -= _extract(archive, entry, target, limits, left)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ArchiveRefused(_("It is no ZIP file that can be read.")) from error
    return _inner(target)


def _check(members: list[ZipInfo], limits: Limits) -> None:
    if len(members) > limits.files:
        raise ArchiveRefused(
            _("It holds more than %(count)d files. Import it in parts.") % {"count": limits.files}
        )
    for entry in members:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise ArchiveRefused(
                _("It names a file outside itself: “%(name)s”. Nothing was taken.")
                % {"name": entry.filename[:120]}
            )
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise ArchiveRefused(
                _("“%(name)s” is a link to another place. Nothing was taken.")
                % {"name": entry.filename[:120]}
            )
        if entry.flag_bits & 1:
            raise ArchiveRefused(_("It is locked with a password."))
    unpacked = sum(entry.file_size for entry in members)
    packed = sum(entry.compress_size for entry in members)
    if unpacked > limits.unpacked:
        raise ArchiveRefused(
            _("Unpacked it has %(size)s; the limit is %(limit)s.")
            % {"size": readable_size(unpacked), "limit": readable_size(limits.unpacked)}
        )
    if unpacked > HARMLESS and unpacked > limits.ratio * max(packed, 1):
        raise ArchiveRefused(_("It unpacks to far more than documents do. Nothing was taken."))


def _is_wanted(entry: ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename).parts
    return not any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _limit_of(path: PurePosixPath, limits: Limits) -> int:
    suffix = path.suffix.lower()
    if suffix in MARKDOWN or suffix in HTML:
        return limits.document
    if suffix in IMAGES:
        return limits.image
    return limits.manifest if path.name == MANIFEST else limits.document


def _extract(archive: ZipFile, entry: ZipInfo, target: Path, limits: Limits, left: int) -> int:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    place = target.joinpath(*path.parts)
    if not place.resolve().is_relative_to(target.resolve()):
        raise ArchiveRefused(_("It names a file outside itself. Nothing was taken."))
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as out:
        if entry.file_size > _limit_of(path, limits):
            out.truncate(entry.file_size)
            return 0
        written = 0
        with archive.open(entry) as packed:
            while chunk := packed.read(CHUNK):
                written += len(chunk)
                # What the archive says of itself may be wrong.
                if written > entry.file_size or written > left:
                    raise ArchiveRefused(_("It unpacks to more than it says."))
                out.write(chunk)
    return written


def _inner(target: Path) -> Path:
    """Return the one folder at the top, where everything stands in one."""
    entries = list(target.iterdir()) if target.is_dir() else []
    if len(entries) == 1 and entries[0].is_dir():
        return entries[0]
    return target
