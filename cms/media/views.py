"""The address of files, and the check that stands before Wagtail's document view."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.media.rights import is_public_file, may_see_file
from cms.media.serving import serve_media


def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve `/media/<name>` to those who may see it; to others it does not exist."""
    public = is_public_file(name)
    return serve_media(
        request, name, lambda file: public or may_see_file(request.user, file), public=public
    )


def serve_document(document: Any, request: HttpRequest) -> HttpResponseBase:
    """Serve `/documents/<id>/<file name>` by the same rule; hooked before Wagtail's own view."""
    name = document.file.name
    public = is_public_file(name)
    response = serve_media(
        request,
        name,
        lambda file: public or may_see_file(request.user, file),
        public=public,
        download_as=document.filename,
    )
    if public:
        # The address holds an id, not the stored name: its bytes may be replaced.
        response["Cache-Control"] = "public, max-age=300"
    return response
