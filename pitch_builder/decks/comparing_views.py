"""The screen of what changed since a deck's PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from pitch_builder.builds.services import request_build
from pitch_builder.decks.comparing import changes_of, take
from pitch_builder.decks.models import Deck
from pitch_builder.decks.views import number_in, visible_deck
from pitch_builder.errors import NotAllowed, PitchError


@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Every changed slide as it was printed and as it is now."""
    deck = visible_deck(request, pk)
    context: dict[str, Any] = {
        "deck": deck,
        "changes": changes_of(deck),
        "may_edit": Deck.objects.editable_by(request.user).filter(pk=deck.pk).exists(),
        "header_title": _("What changed since the PDF"),
        "breadcrumbs_items": [
            {"url": reverse("deck:index"), "label": _("Decks")},
            {"url": deck.get_absolute_url(), "label": deck.shown_title},
            {"url": "", "label": _("What changed")},
        ],
    }
    return render(request, "pitch_builder/decks/changes.html", context)


@require_POST
def take_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one slide (`slide`), or all; with `build` the PDF is built again."""
    deck = visible_deck(request, pk)
    wanted = request.POST.get("slide", "")
    ids = {number_in(wanted)} if wanted else None
    try:
        count = take(deck, user=request.user, slide_ids=ids)
        if "build" in request.POST:
            request_build(deck, user=request.user)
            messages.success(request, _("The PDF is being built with all of it."))
            return redirect(deck)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except PitchError as error:
        messages.error(request, str(error))
    else:
        text = ngettext("%(count)d slide taken.", "%(count)d slides taken.", count)
        messages.success(request, text % {"count": count})
    return redirect("decks:changes", deck.pk)
