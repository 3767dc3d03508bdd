"""The address of files, and the check that stands before Wagtail's document view."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.documents.models import document_served

from cms.media.rights import is_public_file, may_see_file
from cms.media.serving import serve_media


def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve `/media/<name>` to those who may see it; to others it does not exist."""
    public = is_public_file(name)
    return serve_media(
        request, name, lambda file: public or may_see_file(request.user, file), public=public
    )


def document(request: HttpRequest, pk: int, file_name: str) -> HttpResponseBase:
    """Serve `/documents/<id>/<file name>`, in the place of Wagtail's own view.

    That one runs the same hooks (restricted collections, ours last), but takes no streamed
    answer from them, and then reads the whole file into memory.
    """
    found = get_object_or_404(get_document_model(), pk=pk)
    if found.filename != file_name:
        raise Http404("No such file.")
    for hook in hooks.get_hooks("before_serve_document"):
        answer = hook(found, request)
        if isinstance(answer, HttpResponseBase):
            document_served.send(sender=type(found), instance=found, request=request)
            return answer
    raise Http404("No such file.")


def serve_document(document: Any, request: HttpRequest) -> HttpResponseBase:
    """Serve `/documents/<id>/<file name>` by the same rule, after every other hook."""
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
