"""Decks on the Find screen: "Add to deck", and with `?deck=7` the deck that is added to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cms.assets.enums import Visibility
from cms.assets.models import Asset
from cms.library.finding import Found
from pitch_builder.decks import services
from pitch_builder.decks.changing_views import undo_address
from pitch_builder.decks.models import Deck
from pitch_builder.decks.views import number_in
from pitch_builder.errors import NotAllowed, PitchError

PARAMETER = "deck"
_KEPT = "_deck_added_to"


@dataclass(frozen=True, slots=True)
class Target:
    """The deck that is added to, and the assets that stand on it already."""

    deck: Deck
    slides: int
    assets: frozenset[int]


def target_of(request: Any) -> Target | None:
    """Return the deck that the address names, if the user may edit it. Two queries a request."""
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, _target(request.user, request.GET.get(PARAMETER, "")))
    found: Target | None = getattr(request, _KEPT)
    return found


def _target(user: Any, pk: str) -> Target | None:
    if not pk.isdecimal():
        return None
    deck = Deck.objects.editable_by(user).select_related("account").filter(pk=pk[:18]).first()
    if deck is None:
        return None
    assets = list(deck.deck_slides.values_list("asset_id", flat=True))
    return Target(deck, len(assets), frozenset(pk for pk in assets if pk))


def add_to_deck(request: Any, found: Found) -> SafeString:
    """The button "Add to deck" of a search result."""
    asset = found.asset
    slides = len(asset.slides.raw_data)
    usable = asset.may_mix and asset.visibility != Visibility.INTERNAL and slides
    if not usable or not request.user.has_perm("pitch_builder.change_deck"):
        return SafeString("")
    context = {"found": found, "slides": slides, "target": target_of(request)}
    return render_to_string("pitch_builder/decks/add_to_deck.html", context)


def adding_to(request: Any) -> SafeString:
    """The line "Adding to: …" above the results."""
    target = target_of(request)
    if target is None:
        return SafeString("")
    context = {"target": target}
    return render_to_string("pitch_builder/decks/adding_to.html", context, request=request)


@require_GET
def adding(request: HttpRequest) -> HttpResponse:
    """That line alone, after the deck changed."""
    return HttpResponse(adding_to(request))


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Put all slides of a found asset on a deck, and stay with the results."""
    deck = get_object_or_404(Deck.objects.editable_by(request.user), pk=pk)
    asset = get_object_or_404(Asset, pk=number_in(request.POST.get("asset", "")))
    try:
        added = services.add_slides(deck, user=request.user, asset=asset)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except PitchError as error:
        return _said(request, deck, str(error))
    text = ngettext("%(n)d slide added to %(deck)s", "%(n)d slides added to %(deck)s", len(added))
    undo = undo_address(deck, request.user)
    return _said(request, deck, text % {"n": len(added), "deck": deck.title}, undo)


def _said(request: HttpRequest, deck: Deck, text: str, undo: str = "") -> HttpResponse:
    if request.headers.get("HX-Request"):
        toast = {"text": text, **({"undo": undo} if undo else {})}
        events = {"t-toast": toast, "deck-changed": {}}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(events)})
    messages.info(request, text)
    back = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=hosts) else deck)
