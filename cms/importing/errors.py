"""What can go wrong while importing. The texts are for people."""

from __future__ import annotations

from cms.errors import ContentError


class ImportingError(ContentError):
    """Base of the importers' errors."""


class FolderRefused(ImportingError):
    """The folder as a whole cannot be imported: it is absent, empty or too large."""


class MappingRefused(ImportingError):
    """The mapping file does not have the shape that `mapping.py` describes."""


class ArchiveRefused(ImportingError):
    """The uploaded archive is not a ZIP file, is too large, or reaches outside itself."""


class DocumentRefused(ImportingError):
    """One file cannot be taken; the rest goes on."""
