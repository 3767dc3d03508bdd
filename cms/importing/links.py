"""What an address in a document means: the web, another document of the folder, a picture.

Pure. Documents are known by their path in the folder and, where the manifest names it, by
the path or address that they had at their source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from cms.importing.mapping import KindMapping
from cms.importing.reading import Meta

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.I)
_INDEX = frozenset({"index", "_index", "readme"})
WEB = frozenset({"http", "https", "mailto", "tel"})
MAX_ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class External:
    href: str


@dataclass(frozen=True, slots=True)
class Internal:
    """Another document of the folder, by its path there."""

    path: str


@dataclass(frozen=True, slots=True)
class Nowhere:
    """An address that means nothing outside its old place. `anchor`: a place in the document."""

    anchor: bool = False


class LinkMap:
    """Finds the document that an address names."""

    def __init__(
        self, entries: Mapping[str, Meta], images: Iterable[str], mapping: KindMapping
    ) -> None:
        self.images = frozenset(images)
        self._paths: dict[str, str] = {}
        self._sources: dict[str, str] = {}
        self._source_of: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        for path, meta in entries.items():
            self._paths.setdefault(_name(path), path)
            if source := mapping.value(meta, "source"):
                self._source_of[path] = source
                self._sources.setdefault(_name(source), path)
                # Sites leave out the folder that holds all their content.
                self._sources.setdefault(_name(source.partition("/")[2]), path)
            if address := mapping.value(meta, "address"):
                self._addresses.setdefault(_address(address), path)

    def resolve(self, href: str, base: str) -> External | Internal | Nowhere:
        """Return what `href` in the document `base` means."""
        href = "".join(href.split())
        if not href or href.startswith("#"):
            return Nowhere(anchor=True)
        if href.startswith("//"):
            href = f"https:{href}"
        if _SCHEME.match(href):
            if found := self._addresses.get(_address(href)):
                return Internal(found)
            return External(href) if is_web(href) else Nowhere()
        if href.startswith("/") and (found := self._addresses.get(_address(href))):
            return Internal(found)
        for candidate in self._candidates(href, base):
            if candidate is not None:
                return Internal(candidate)
        return Nowhere()

    def picture(self, src: str, base: str) -> str | None:
        """Return the path of a picture file in the folder, or None."""
        if _SCHEME.match(src) or src.startswith("//"):
            return None
        for place in _places(_path(src), base):
            if place in self.images:
                return place
        return None

    def _candidates(self, href: str, base: str) -> Iterator[str | None]:
        path = _path(href)
        for place in _places(path, base):
            yield self._paths.get(_name(place))
        if source := self._source_of.get(base):
            for place in _places(path, source):
                yield self._sources.get(_name(place))
        elif path.startswith("/"):
            yield self._sources.get(_name(path))


def is_web(href: str) -> bool:
    """Tell whether an address can stand in a page: of the web, of mail, or a telephone's."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.scheme.lower() not in WEB or len(href) > MAX_ADDRESS:
        return False
    return bool(parts.netloc) if parts.scheme.lower().startswith("http") else bool(parts.path)


def is_relative(href: str) -> bool:
    """Tell whether an address leads to a place in its own folder or site."""
    return not _SCHEME.match(href) and not href.startswith("//") and len(href) < 300


def _path(href: str) -> str:
    return unquote(re.split(r"[?#]", href, maxsplit=1)[0])


def _places(path: str, base: str) -> Iterator[str]:
    """Yield where a relative path leads from a document; from the root where it starts so."""
    if path.startswith("/"):
        yield normpath(path.lstrip("/") or ".")
        return
    place = normpath(str(PurePosixPath(base).parent / path))
    if not place.startswith(".."):
        yield place
    # In a folder's index, some generators count from the page's own address.
    inner = normpath(str(PurePosixPath(base).with_suffix("") / path))
    if not inner.startswith(".."):
        yield inner


def _name(path: str) -> str:
    """Return what a path and its address have in common: no suffix, no index, no slash."""
    pure = PurePosixPath(normpath(path.strip("/")).lower())
    if pure.suffix in {".md", ".markdown", ".mdown", ".html", ".htm", ".xhtml"}:
        pure = pure.with_suffix("")
    if pure.name in _INDEX:
        pure = pure.parent
    return str(pure)


def _address(address: str) -> str:
    parts = urlsplit(address) if _SCHEME.match(address) else None
    host = parts.netloc.lower().removeprefix("www.") if parts else ""
    path = parts.path if parts else _path(address)
    return f"{host}/{path.strip('/').lower()}"
