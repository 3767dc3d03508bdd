"""The replacement of a withdrawn slide: shown where the slide stands, and put in its place."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pitch_builder.briefs import screen
from pitch_builder.briefs.replacing import replace_slide, replacement_for
from pitch_builder.decks.changing_views import PAGE, change_board
from pitch_builder.decks.forms import PutForm
from pitch_builder.decks.models import Deck
from pitch_builder.decks.views import may_edit, visible_deck
from pitch_builder.errors import Conflict, NotAllowed, PitchError
from search.errors import SearchError


@require_safe
def replacement(request: HttpRequest, pk: int, slide_id: int) -> HttpResponse:
    """What may stand in a withdrawn slide's place, drawn, with its reason."""
    deck = visible_deck(request, pk)
    context = {"deck": deck, "slide_id": slide_id, "may_edit": may_edit(request, deck)}
    try:
        offered = replacement_for(deck, slide_id)
    except Conflict as error:
        raise Http404(str(error)) from error
    except SearchError:
        context["trouble"] = True
    else:
        drawn = screen.drawn([offered.slide] if offered else [], deck.template)
        context |= {"offered": offered, "drawn": drawn[0][1] if drawn else None}
    return render(request, "pitch_builder/briefs/replacement.html", context)


@require_POST
def replace(request: HttpRequest, pk: int, slide_id: int) -> HttpResponse:
    """Put it there: from the storyboard, whose answer is the board, or from what changed."""
    form = PutForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    data = form.cleaned_data

    def change(deck: Deck) -> None:
        try:
            replace_slide(
                deck,
                user=request.user,
                slide_id=slide_id,
                asset_id=data["asset"],
                block_id=data["block"],
                token=data["token"],
            )
        except SearchError as error:
            raise PitchError(_("Search does not answer now. Nothing was changed.")) from error

    if PAGE in request.headers:
        return change_board(request, pk, change, data["token"], told=True)
    deck = visible_deck(request, pk)
    try:
        change(deck)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except PitchError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The slide is replaced. The storyboard can undo it."))
    return redirect("decks:changes", deck.pk)
