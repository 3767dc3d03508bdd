"""What the first screen does at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from pitch_builder.builds.services import request_build
from pitch_builder.decks.models import Deck
from pitch_builder.errors import PitchError


@require_POST
def update_and_build(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Build a deck's PDF anew from what is approved now, and go where its progress is seen."""
    deck = get_object_or_404(Deck.objects.editable_by(request.user), pk=pk)
    try:
        request_build(deck, user=request.user)
    except PitchError as error:
        messages.error(request, str(error))
    return redirect(deck)
