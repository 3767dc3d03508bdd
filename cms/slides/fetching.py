"""Where the PDF engine gets files: the storage, static files and data URIs, nothing else."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from cms.slides.pictures import MEDIA

LARGEST_FILE = 12 * 1024 * 1024
LARGEST_DATA_URI = 2 * 1024 * 1024


class Refused(FatalURLFetchingError):
    """A file that may not or cannot be had. `url` is shortened for people."""

    def __init__(self, url: str, reason: str) -> None:
        self.url = url if len(url) < 120 else f"{url[:100]}…"
        self.reason = reason
        super().__init__(f"{reason}: {self.url}")


class SlideFetcher(URLFetcher):
    """Opens `media:NAME` and addresses under MEDIA_URL through the storage by name, those under
    STATIC_URL through the static files, and data URIs. Anything else raises Refused, which stops
    the rendering: a slide without its picture is never printed.
    """

    def __init__(self, read: Callable[[str], bytes] | None = None) -> None:
        super().__init__(allowed_protocols=["data", "media"])
        self._read = read or read_media

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            if len(url) > LARGEST_DATA_URI:
                raise Refused(url, "Data in an address is too large")
            return super().fetch(url)
        name = media_name(url)
        try:
            if name is not None:
                body = self._read(name)
            elif (static := static_name(url)) is not None:
                body = read_static(static)
            else:
                raise Refused(url, "Only the site's own files may stand on slides")
        except OSError as error:
            raise Refused(url, "The file cannot be read") from error
        kind = mimetypes.guess_type(name or url)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body, {"Content-Type": kind})

    def __call__(self, url: str) -> URLFetcherResponse:
        return self.fetch(url)


def media_name(url: str) -> str | None:
    """The storage's name for an address of ours, None for any other."""
    if url.startswith(MEDIA):
        return _clean(url[len(MEDIA) :])
    return _under(url, settings.MEDIA_URL)


def static_name(url: str) -> str | None:
    return _under(url, settings.STATIC_URL)


def _under(url: str, prefix: str) -> str | None:
    parts, base = urlsplit(url), urlsplit(prefix)
    if (parts.scheme or parts.netloc) and (parts.scheme, parts.netloc) != (
        base.scheme,
        base.netloc,
    ):
        return None
    if not prefix or not parts.path.startswith(base.path) or base.path in ("", "/"):
        return None
    return _clean(parts.path[len(base.path) :])


def _clean(name: str) -> str:
    name = unquote(name.split("?")[0])
    if ".." in Path(name).parts or name.startswith("/"):
        raise Refused(name, "Not a name of a file")
    return name


def read_media(name: str) -> bytes:
    """A file of the default storage; OSError where there is none, Refused where too large."""
    with default_storage.open(name, "rb") as file:
        return _bounded(name, file.read(LARGEST_FILE + 1))


def read_static(name: str) -> bytes:
    found = finders.find(name)
    if found:
        return _bounded(name, Path(str(found)).read_bytes())
    with staticfiles_storage.open(name) as file:
        return _bounded(name, file.read(LARGEST_FILE + 1))


def _bounded(name: str, body: bytes) -> bytes:
    if len(body) > LARGEST_FILE:
        raise Refused(name, "The file is too large for a slide")
    return body
