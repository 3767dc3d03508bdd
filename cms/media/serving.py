"""Sending a stored file after a check of rights, whole or in parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import cast
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from cms.media.addresses import is_plain
from cms.media.ranges import ByteRange, RangeNotSatisfiable, parse_range
from cms.media.storage import FileInfo, MediaStorage

# Shown in the browser. Whatever is not in this list is offered as a file to save.
SHOWN = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".vtt": "text/vtt; charset=utf-8",
    ".webm": "video/webm",
    ".webp": "image/webp",
}
SAVED = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".rtf": "application/rtf",
    ".txt": "text/plain; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
# A file is data: even where a browser takes it for a document, nothing in it runs.
INERT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'; sandbox"
# Browsers' own PDF viewers refuse a sandbox; PDF scripts never run with our origin.
INERT_PDF = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
# A name never gets other bytes; caches between us and the browser ask again after a day, so
# that what is withdrawn is soon gone from them.
PUBLIC_CACHE = "public, max-age=31536000, s-maxage=86400, immutable"
PRIVATE_CACHE = "private, no-store"

_GONE = "No such file."


def serve_media(
    request: HttpRequest,
    name: str,
    may_see: Callable[[str], bool],
    *,
    public: bool = False,
    download_as: str = "",
) -> HttpResponseBase:
    """Send the file `name` of the default storage if `may_see(name)`.

    Answers Range, If-Range, conditional and HEAD requests. `public` lets caches keep it;
    `download_as` offers it under that name where it is not shown in the browser. Raises Http404
    for names that are unknown, malformed or not to be seen: the three cannot be told apart.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not is_plain(name) or not may_see(name):
        raise Http404(_GONE)
    storage = cast(MediaStorage, default_storage)
    try:
        info = storage.info(name)
    except FileNotFoundError:
        raise Http404(_GONE) from None
    unchanged = get_conditional_response(
        request, etag=info.etag, last_modified=int(info.modified.timestamp())
    )
    response = unchanged or _file_response(request, storage, name, info)
    _describe(response, name, info, public=public, download_as=download_as)
    return response


def _file_response(
    request: HttpRequest, storage: MediaStorage, name: str, info: FileInfo
) -> HttpResponseBase:
    part = ByteRange(0, info.size - 1)
    status = 200
    header = request.headers.get("Range", "")
    if header and _range_still_holds(request, info):
        try:
            asked = parse_range(header, info.size)
        except RangeNotSatisfiable:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{info.size}"})
        if asked is not None:
            part, status = asked, 206
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(status=status)
    else:
        response = StreamingHttpResponse(
            storage.parts(name, part.start, part.length), status=status
        )
    response["Content-Length"] = str(part.length)
    if status == 206:
        response["Content-Range"] = f"bytes {part.start}-{part.end}/{info.size}"
    return response


def _range_still_holds(request: HttpRequest, info: FileInfo) -> bool:
    """Tell whether the part that a client has is of the file as it is now (If-Range)."""
    condition = request.headers.get("If-Range")
    if condition is None:
        return True
    if condition.startswith(('"', "W/")):
        return condition == info.etag
    return parse_http_date_safe(condition) == int(info.modified.timestamp())


def _describe(
    response: HttpResponseBase, name: str, info: FileInfo, *, public: bool, download_as: str
) -> None:
    ending = PurePosixPath(name).suffix.lower()
    shown = SHOWN.get(ending)
    response["Content-Type"] = shown or SAVED.get(ending, "application/octet-stream")
    if shown is None:
        file_name = download_as or PurePosixPath(name).name
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name)}"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = info.etag
    response["Last-Modified"] = http_date(info.modified.timestamp())
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = INERT_PDF if ending == ".pdf" else INERT
    response["Cross-Origin-Resource-Policy"] = "same-site"
    response["Cache-Control"] = PUBLIC_CACHE if public else PRIVATE_CACHE
    if not public:
        response["X-Robots-Tag"] = "noindex"
