"""A deck's downloads. Thin: parse, check, call one service, render."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from pitch_builder.builds.files import read
from pitch_builder.builds.models import Build
from pitch_builder.decks.models import Deck
from pitch_builder.decks.views import visible_deck
from pitch_builder.errors import NotAllowed
from pitch_builder.exports import services
from pitch_builder.exports.enums import ExportKind, ExportState
from pitch_builder.exports.files import SIZES, WIDTHS, image_name
from pitch_builder.exports.listing import downloads_of, is_current, theme_of
from pitch_builder.exports.models import Export

CONTENT_TYPES = {
    ExportKind.PRINT: "application/pdf",
    ExportKind.POWERPOINT: (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ),
    ExportKind.IMAGES: "application/zip",
}


def visible_build(request: HttpRequest, build: UUID) -> Build:
    """Return a build of a deck that the user may see; to others it does not exist."""
    decks = Deck.objects.visible_to(request.user)
    builds = Build.objects.built().select_related("deck")
    return get_object_or_404(builds.filter(deck__in=decks), pk=build)


def _kind(name: str) -> ExportKind:
    if name not in ExportKind.values:
        raise Http404
    return ExportKind(name)


@require_GET
def downloads(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest build of a deck in all its forms."""
    deck = visible_deck(request, pk)
    build = services.newest_build(deck)
    title = deck.shown_title
    context: dict[str, Any] = {
        "deck": deck,
        "build": build,
        "header_title": _("Downloads"),
        "breadcrumbs_items": [
            {"url": reverse("deck:index"), "label": _("Decks")},
            {"url": deck.get_absolute_url(), "label": title},
            {"url": "", "label": _("Downloads")},
        ],
    }
    if build is not None:
        context["downloads"] = downloads_of(build)
        context["is_current"] = is_current(build, deck)
    return render(request, "pitch_builder/exports/downloads.html", context)


@require_POST
def make(request: HttpRequest, build: UUID, kind: str) -> HttpResponse:
    """Have an export made, or lead to it where it is there already."""
    found = visible_build(request, build)
    try:
        export = services.request_export(found, _kind(kind), user=request.user)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    if not export.is_made:
        target = reverse("exports:downloads", args=[found.deck_id])
    elif export.kind == ExportKind.IMAGES:
        target = reverse("exports:images", args=[found.pk])
    else:
        target = reverse("exports:file", args=[found.pk, export.kind])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)


def _made(build: Build, kind: ExportKind) -> Export:
    export = get_object_or_404(Export, build=build, kind=kind, state=ExportState.MADE)
    export.build = build
    return export


@require_GET
def file(request: HttpRequest, build: UUID, kind: str) -> HttpResponseBase:
    """A finished export, to be saved."""
    export = _made(visible_build(request, build), _kind(kind))
    try:
        parts = services.content_of(export)
        first = next(parts)
    except OSError as error:
        raise Http404 from error

    response = StreamingHttpResponse(_with(first, parts))
    response["Content-Type"] = CONTENT_TYPES[ExportKind(export.kind)]
    disposition = content_disposition_header(True, export.filename)
    response["Content-Disposition"] = disposition or "attachment"
    return response


def _with(first: bytes, parts: Any) -> Any:
    yield first
    yield from parts


@require_GET
def images(request: HttpRequest, build: UUID) -> HttpResponse:
    """All slides of a build as pictures, to look at, copy or save."""
    found = visible_build(request, build)
    export = _made(found, ExportKind.IMAGES)
    titles = [slide.title for slide in found.manifest.slides]
    downloads = reverse("exports:downloads", args=[found.deck_id])
    return render(
        request,
        "pitch_builder/exports/images.html",
        {
            "build": found,
            "export": export,
            "slides": list(enumerate(titles, 1)),
            "widths": SIZES,
            "header_title": _("Images of “%(title)s”") % {"title": found.manifest.deck_title},
            "breadcrumbs_items": [
                {"url": reverse("deck:index"), "label": _("Decks")},
                {"url": found.deck.get_absolute_url(), "label": found.manifest.deck_title},
                {"url": downloads, "label": _("Downloads")},
                {"url": "", "label": _("Images")},
            ],
        },
    )


@require_GET
@cache_control(private=True, max_age=86_400, immutable=True)
def image(request: HttpRequest, build: UUID, width: int, number: int) -> HttpResponse:
    """One slide as a PNG; it never changes."""
    found = visible_build(request, build)
    if width not in WIDTHS or not 1 <= number <= found.pages:
        raise Http404
    try:
        content = read(image_name(found.pk, width, number))
    except OSError as error:
        raise Http404 from error
    return HttpResponse(content, content_type="image/png")


@require_GET
def typefaces(request: HttpRequest, build: UUID) -> HttpResponse:
    """The fonts that a presentation names, to be installed."""
    from cms.slides.pptx.typefaces import typefaces_zip

    theme = theme_of(visible_build(request, build))
    response = HttpResponse(typefaces_zip(theme), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="typefaces-{theme.family}.zip"'
    return response
