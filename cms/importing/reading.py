"""Reading a folder: which documents it holds, with their text and what is said about them.

Pure: nothing here knows the database. Files are opened one at a time, as `read` is called.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import frontmatter
import yaml
from django.utils.translation import gettext as _

from cms.importing.errors import DocumentRefused, FolderRefused
from cms.importing.limits import LIMITS, Limits, readable_size

MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
HTML = frozenset({".html", ".htm", ".xhtml"})
IMAGES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"})
MANIFEST = "manifest.jsonl"
MAPPING_FILES = ("import-mapping.yaml", "import-mapping.yml")

Scalar = str | int | float | bool
Meta = dict[str, Scalar | list[str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """A file, or a part of one, that was not taken, and why."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """One document as it stands in its file. `path` is relative, with forward slashes."""

    path: str
    is_html: bool
    text: str
    meta: Meta
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Folder:
    """The contents of a folder by name; `entries` are the documents, in order of path."""

    name: str
    root: Path
    entries: dict[str, Meta]
    images: frozenset[str]
    problems: list[Problem]
    other_files: int = 0
    limits: Limits = field(default=LIMITS)

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def read(self, path: str) -> SourceText:
        """Return one document. Raises DocumentRefused with the reason in words."""
        text, note = decode(read_bytes(self.root / path, self.limits.document))
        is_html = PurePosixPath(path).suffix.lower() in HTML
        meta, body = _split_front_matter(text, self.limits) if not is_html else ({}, text)
        merged: Meta = {**meta, **self.entries[path]}
        return SourceText(path, is_html, body, merged, (note,) if note else ())


def open_folder(root: Path, *, name: str = "", limits: Limits = LIMITS) -> Folder:
    """List a folder's documents, and say which files cannot be taken.

    Links are not followed. Where there is a manifest, it says which documents to take.
    Raises FolderRefused where there is no folder, nothing in it, or far too much.
    """
    root = Path(root)
    if not root.is_dir():
        raise FolderRefused(_("There is no folder “%(path)s”.") % {"path": root})
    root = root.resolve()
    problems: list[Problem] = []
    documents: dict[str, Meta] = {}
    images: set[str] = set()
    others = 0
    for path, size in _walk(root, problems, limits):
        suffix = PurePosixPath(path).suffix.lower()
        if suffix in MARKDOWN or suffix in HTML:
            if size > limits.document:
                problems.append(Problem(path, _too_large(size, limits.document)))
            else:
                documents[path] = {}
        elif suffix in IMAGES:
            images.add(path)
        elif path != MANIFEST and path not in MAPPING_FILES:
            others += 1
    if (root / MANIFEST).is_file() and not (root / MANIFEST).is_symlink():
        documents = _apply_manifest(root / MANIFEST, documents, problems, limits)
    if not documents and not problems:
        raise FolderRefused(
            _("The folder “%(name)s” holds no Markdown or HTML document.") % {"name": root.name}
        )
    return Folder(
        name=name or root.name,
        root=root,
        entries=dict(sorted(documents.items())),
        images=frozenset(images),
        problems=problems,
        other_files=others,
        limits=limits,
    )


def _walk(root: Path, problems: list[Problem], limits: Limits) -> Iterator[tuple[str, int]]:
    count = 0
    for folder, names, files in os.walk(root, followlinks=False):
        here = Path(folder)
        problems += [
            Problem(_relative(root, here / name), _link_refused())
            for name in sorted(names)
            if (here / name).is_symlink()
        ]
        names[:] = sorted(n for n in names if not n.startswith(".") and n != "__MACOSX")
        for name in sorted(files):
            if name.startswith("."):
                continue
            count += 1
            if count > limits.files:
                raise FolderRefused(
                    _("The folder holds more than %(count)d files. Import it in parts.")
                    % {"count": limits.files}
                )
            found = (here / name).lstat()
            path = _relative(root, here / name)
            if stat.S_ISLNK(found.st_mode):
                problems.append(Problem(path, _link_refused()))
            elif not stat.S_ISREG(found.st_mode):
                problems.append(Problem(path, _("It is no ordinary file.")))
            else:
                yield path, found.st_size


def _relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix().encode("utf-8", "replace").decode()


def _link_refused() -> str:
    return _("It is a link to another place. Links are not followed.")


def _too_large(size: int, limit: int) -> str:
    return _("It has %(size)s; the limit is %(limit)s. It was not opened.") % {
        "size": readable_size(size),
        "limit": readable_size(limit),
    }


# --- The manifest -------------------------------------------------------------------------
def _apply_manifest(
    manifest: Path, found: Mapping[str, Meta], problems: list[Problem], limits: Limits
) -> dict[str, Meta]:
    size = manifest.stat().st_size
    if size > limits.manifest:
        raise FolderRefused(f"{MANIFEST}: {_too_large(size, limits.manifest)}")
    listed: dict[str, Meta] = {}
    refused = {problem.path for problem in problems}
    with manifest.open(encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            where = f"{MANIFEST}:{number}"
            try:
                entry = json.loads(line)
                path = PurePosixPath(entry["path"]).as_posix()
            except (ValueError, KeyError, TypeError, RecursionError):
                problems.append(Problem(where, _("This line is no object with a path.")))
                continue
            if path in listed:
                problems.append(Problem(where, _("“%(path)s” is named twice.") % {"path": path}))
            elif path in found:
                listed[path] = plain_meta({k: v for k, v in entry.items() if k != "path"})
            elif path not in refused:
                problems.append(Problem(where, _not_there(path)))
    unlisted = _("It is not named in %(manifest)s.") % {"manifest": MANIFEST}
    problems += [Problem(path, unlisted) for path in sorted(found.keys() - listed.keys())]
    return listed


def _not_there(path: str) -> str:
    if path.startswith("/") or ".." in PurePosixPath(path).parts:
        return _("“%(path)s” is outside the folder.") % {"path": path}
    return _("“%(path)s” is not a document in the folder.") % {"path": path}


# --- One file -----------------------------------------------------------------------------
def read_bytes(path: Path, limit: int) -> bytes:
    """Return a file's bytes, never more than `limit`. Raises DocumentRefused."""
    try:
        with open(path, "rb", opener=_no_links) as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise DocumentRefused(
            _("It cannot be read: %(why)s.") % {"why": error.strerror or error}
        ) from error
    if len(data) > limit:
        raise DocumentRefused(_too_large(path.stat().st_size, limit))
    return data


def _no_links(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and a note where its encoding was guessed. Raises DocumentRefused."""
    note = ""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
        if b"\0" in data:
            raise DocumentRefused(_("It is no text: it holds zero bytes."))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise DocumentRefused(_("It is no valid UTF-16 text.")) from None
        text = data.decode("cp1252", errors="replace")
        note = _("It is not UTF-8; it was read as Windows-1252. Check its accents.")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""), note


def _split_front_matter(text: str, limits: Limits) -> tuple[Meta, str]:
    if not text.startswith("---"):
        return {}, text
    end = text.find("\n---", 3)
    if end > limits.front_matter:
        raise DocumentRefused(_("Its front matter is longer than 64 KB."))
    try:
        data, body = frontmatter.parse(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise DocumentRefused(
            _("Its front matter is not valid YAML (line %(line)s): %(why)s.")
            % {
                "line": mark.line + 2 if mark else "?",
                "why": getattr(error, "problem", None) or str(error).splitlines()[0],
            }
        ) from error
    if not isinstance(data, dict):
        raise DocumentRefused(_("Its front matter is no list of names with values."))
    return plain_meta(data), body


def plain_meta(data: Mapping[Any, Any]) -> Meta:
    """Keep what is flat: single values, and lists of them as texts. Keys in lower case."""
    meta: Meta = {}
    for key, value in data.items():
        name = str(key).strip().lower()
        if isinstance(value, bool | int | float | str):
            meta[name] = value
        elif isinstance(value, list | tuple):
            meta[name] = [str(item) for item in value if isinstance(item, str | int | float)]
        elif value is not None and not isinstance(value, Mapping | set):
            # Dates and times of YAML.
            meta[name] = str(value)
    return meta
