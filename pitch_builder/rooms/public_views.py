"""The room, its assets and its decks, as the prospect sees them."""

from __future__ import annotations

import io
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from cms.assets.enums import AssetKind
from cms.assets.models import Asset
from cms.facts.references import facts_in
from cms.facts.scope import fact_scope
from cms.media.grants import serve_media
from cms.site.links import links_through, pages_linked_in
from cms.site.middleware import allow_slide_styles
from cms.site.pictures import with_renditions
from pitch_builder.rooms.access import Guest
from pitch_builder.rooms.contents import Contents, ShownDeck, contents_of
from pitch_builder.rooms.doors import room_page
from pitch_builder.rooms.landing import RoomForm
from pitch_builder.rooms.opening import may_have_file, may_open, room_links
from pitch_builder.rooms.presenting import deck_view, room_view
from pitch_builder.verification.issuing import copy_for


def page(
    request: HttpRequest, guest: Guest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page of the room, with what all of them need."""
    shared = {
        "guest": guest,
        "room": guest.room,
        "token": guest.token,
        "home": guest.path,
        "records": guest.is_recorded,
    }
    response = TemplateResponse(
        request, f"pitch_builder/room/{template}", {**shared, **context}, status=status
    )
    return response.render()


@require_safe
@room_page
def home(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    view = room_view(guest)
    assets = [*(sent.asset for sent in view.assets), *(one.asset for one in view.recommended)]
    with fact_scope(facts_in([asset.summary for asset in assets])):
        with_renditions([*assets, view.photo_holder], ("card", "face"))
        response = page(request, guest, "home.html", {"view": view, "what": "room"})
    if view.decks:
        allow_slide_styles(response)
    return response


@require_safe
@room_page
def asset(request: HttpRequest, guest: Guest, pk: int) -> HttpResponseBase:
    found, contents = opened(guest, pk)
    form = RoomForm(found, guest) if found.kind == AssetKind.LANDING_PAGE else None
    return asset_page(request, guest, found, contents, form=form)


def opened(guest: Guest, pk: int) -> tuple[Any, Contents]:
    """Return an asset as its own kind, and what the room holds; 404 where it may not be open."""
    found = _specific(pk)
    contents = contents_of(guest.room)
    if found is None or not may_open(guest, found, contents):
        raise Http404
    return found, contents


def asset_page(
    request: HttpRequest,
    guest: Guest,
    found: Any,
    contents: Contents,
    *,
    form: RoomForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render an asset inside the room; a landing page with its form."""
    if not guest.link.may_download:
        found.may_download = False
    linked = pages_linked_in(found.body.get_prep_value() if found.body else [])
    rule = room_links(guest, found, contents)
    with fact_scope(found.fact_ids), links_through(rule, ids=linked):
        with_renditions([found], ("card", "hero"))
        context = {"asset": found, "form": form, "what": f"asset:{found.pk}"}
        return page(request, guest, "asset.html", context, status=status)


def _specific(pk: int) -> Any:
    """Return the asset as its own kind, or None."""
    plain = Asset.objects.filter(pk=pk).select_related("content_type").first()
    model = plain.specific_class if plain else None
    if model is None:
        return None
    rows = model._default_manager.select_related("hero_image", "owner", "locale")
    return rows.filter(pk=pk).first()


def _shown(guest: Guest, pk: int) -> ShownDeck:
    shown = contents_of(guest.room).deck(pk)
    if shown is None:
        raise Http404
    return shown


@require_safe
@room_page
def deck(request: HttpRequest, guest: Guest, pk: int) -> HttpResponseBase:
    return redirect("room:slide", guest.token, pk, 1)


@require_safe
@room_page
def slide(request: HttpRequest, guest: Guest, pk: int, number: int) -> HttpResponseBase:
    shown = _shown(guest, pk)
    if number not in shown.slides:
        raise Http404
    view = deck_view(guest, shown, number)
    what = f"slide:{shown.build.pk}:{number}"
    response = page(request, guest, "deck.html", {"view": view, "what": what})
    allow_slide_styles(response)
    return response


@require_safe
@room_page
def pdf(request: HttpRequest, guest: Guest, pk: int) -> HttpResponseBase:
    shown = _shown(guest, pk)
    if not guest.link.may_download:
        return page(request, guest, "no_pdf.html", {"shown": shown, "why": "right"}, status=403)
    if not shown.may_download:
        return page(request, guest, "no_pdf.html", {"shown": shown, "why": "gone"}, status=409)
    try:
        content = copy_for(shown.build, guest.link)
    except FileNotFoundError:
        return page(request, guest, "no_pdf.html", {"shown": shown, "why": "lost"}, status=503)
    return FileResponse(
        io.BytesIO(content), filename=shown.build.filename, content_type="application/pdf"
    )


@require_safe
@room_page
def media(request: HttpRequest, guest: Guest, name: str) -> HttpResponseBase:
    return serve_media(request, name, lambda file: may_have_file(guest, file))
