"""What is done on the storyboard. Thin: parse, call one service, answer with the board.

Every change names its request by a token, so that a page that heard no answer may ask again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms.assets.models import Asset
from cms.recommendations.services import What, log_taken
from pitch_builder.builds.gate import check_override
from pitch_builder.builds.services import request_build
from pitch_builder.decks import sectioning, selection, services
from pitch_builder.decks.forms import (
    AddSlidesForm,
    FactForm,
    NotesForm,
    PlaceForm,
    SectionForm,
    SlidesForm,
    StepForm,
)
from pitch_builder.decks.history import services as history
from pitch_builder.decks.models import Deck
from pitch_builder.decks.views import board_response, visible_deck
from pitch_builder.decks.writing import services as writing
from pitch_builder.decks.writing.figures import use_fact as put_fact
from pitch_builder.errors import Conflict, NotAllowed, PitchError

Change = Callable[[Deck], None]
PAGE = "X-Drawings"  # sent by the storyboard's own script, which takes the board as an answer


def change_board(
    request: HttpRequest, pk: int, change: Change, token: str = "", *, told: bool = False
) -> HttpResponse:
    """Do one change, and answer with the board as it stands afterwards.

    What is refused is said in a toast; a conflict is answered with who changed what (409).
    """
    deck = visible_deck(request, pk)
    if history.by_token(deck, token):
        return board_response(request, deck)
    try:
        change(deck)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except Conflict as error:
        return conflict_response(request, error)
    except PitchError as error:
        return board_response(request, deck, str(error))
    except ValidationError as error:
        return board_response(request, deck, " ".join(error.messages))
    return board_response(request, deck, told=told)


def conflict_response(request: HttpRequest, error: Conflict) -> HttpResponse:
    return render(request, "pitch_builder/decks/conflict.html", {"error": error}, status=409)


def _read(form: forms.Form) -> dict[str, Any] | None:
    return form.cleaned_data if form.is_valid() else None


@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Drag and drop: these slides to that place."""
    data = _read(PlaceForm(request.POST))
    if data is None:
        return HttpResponse(status=400)

    def change(deck: Deck) -> None:
        selection.place_slides(
            deck,
            user=request.user,
            slide_ids=data["slides"],
            section=data["section"],
            before=data["before"],
            version=data["version"],
            token=data["token"],
        )

    return change_board(request, pk, change, data["token"])


def _one(service: Callable[..., None], deck: Deck, *, slide_ids: list[int], **given: Any) -> None:
    service(deck, slide_id=slide_ids[0], **given)


ACTS: Mapping[str, Callable[..., Any]] = {
    "before": partial(selection.move_slides, by=-1),
    "after": partial(selection.move_slides, by=1),
    "remove": services.remove_slides,
    "duplicate": selection.duplicate_slides,
    "hide": selection.hide_slides,
    "show": partial(selection.hide_slides, hidden=False),
    "take": partial(_one, writing.take_marketings),
    "keep": partial(_one, writing.keep_edit),
}


@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """What is done with one slide or with all that are selected."""
    service = ACTS.get(name)
    if service is None:
        raise Http404
    data = _read(SlidesForm(request.POST))
    if data is None:
        return HttpResponse(status=400)

    def change(deck: Deck) -> None:
        service(deck, user=request.user, slide_ids=data["slides"], token=data["token"])

    return change_board(request, pk, change, data["token"], told=name == "remove")


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Slides of an asset, to a place or to the end of their section."""
    data = _read(AddSlidesForm(request.POST))
    if data is None:
        return HttpResponse(status=400)

    def change(deck: Deck) -> None:
        asset = get_object_or_404(Asset, pk=data["asset"])
        services.add_slides(
            deck,
            user=request.user,
            asset=asset,
            block_ids=[data["block"]] if data["block"] else None,
            section=data["section"],
            before=data["before"],
            reason=data["reason"],
            token=data["token"],
        )
        log_taken(data["batch"], asset.pk, What.ON_DECK)

    return change_board(request, pk, change, data["token"], told=True)


@require_POST
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    data = _read(NotesForm(request.POST))
    if data is None:
        return HttpResponse(status=400)

    def change(deck: Deck) -> None:
        selection.write_notes(
            deck,
            user=request.user,
            slide_id=data["slide"],
            notes=data["notes"],
            was=data["was"],
            token=data["token"],
        )

    return change_board(request, pk, change, data["token"])


@require_POST
def section(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """What is done with a section: add, rename, up, down, remove."""
    data = _read(SectionForm(request.POST))
    if data is None:
        return HttpResponse(status=400)
    given = {"user": request.user, "token": data["token"]}
    acts: Mapping[str, Change] = {
        "add": lambda deck: sectioning.add_section(
            deck, name=data["to"], after=data["after"] or None, **given
        ),
        "rename": lambda deck: sectioning.rename_section(
            deck, name=data["name"], to=data["to"], **given
        ),
        "up": lambda deck: sectioning.move_section(deck, name=data["name"], by=-1, **given),
        "down": lambda deck: sectioning.move_section(deck, name=data["name"], by=1, **given),
        "remove": lambda deck: sectioning.remove_section(deck, name=data["name"], **given),
    }
    if name not in acts:
        raise Http404
    return change_board(request, pk, acts[name], data["token"])


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    return _turn(request, pk, history.undo, _("Undone: %(step)s"))


@require_POST
def redo(request: HttpRequest, pk: int) -> HttpResponse:
    return _turn(request, pk, history.redo, _("Redone: %(step)s"))


def _turn(request: HttpRequest, pk: int, turn: Callable[..., Any], words: str) -> HttpResponse:
    """Take a step back or do it again, from the storyboard or from a toast of another page."""
    data = _read(StepForm(request.GET if "change" in request.GET else request.POST))
    if data is None:
        return HttpResponse(status=400)
    done: list[str] = []

    def change(deck: Deck) -> None:
        step = turn(deck, user=request.user, change=data["change"], token=data["token"])
        done.append(step.label)

    answer = change_board(request, pk, change, data["token"])
    if PAGE in request.headers or not done:
        return answer
    events = {"t-toast": {"text": words % {"step": done[0]}}, "deck-changed": {}}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(events)})


def undo_address(deck: Deck, user: Any) -> str:
    """Return where a toast takes back the user's newest step, empty where there is none."""
    step = history.steps_of(deck, user).undo
    return f"{reverse('decks:undo', args=[deck.pk])}?change={step.pk}" if step else ""


@require_POST
def use_fact(request: HttpRequest, pk: int) -> HttpResponse:
    """A fact instead of a number that is typed on a slide."""
    data = _read(FactForm(request.POST))
    if data is None:
        return HttpResponse(status=400)

    def change(deck: Deck) -> None:
        put_fact(
            deck,
            user=request.user,
            slide_id=data["slide"],
            written=data["written"],
            fact_id=data["fact"],
            token=data["token"],
        )

    return change_board(request, pk, change, data["token"], told=True)


@require_POST
def build(request: HttpRequest, pk: int) -> HttpResponse:
    """Build the deck; with `override`, a reason in words, past the gate in the user's name."""
    override = request.POST.get("override")

    def change(deck: Deck) -> None:
        reason = "" if override is None else check_override(request.user, override)
        request_build(deck, user=request.user, override=reason)

    return change_board(request, pk, change)


@require_GET
def since(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing (204) as long as the deck has the version that the page shows; else what changed."""
    deck = get_object_or_404(Deck.objects.visible_to(request.user).only("version"), pk=pk)
    seen = request.GET.get("version", "")
    if not seen.isdecimal() or int(seen[:9]) == deck.version:
        return HttpResponse(status=204)
    changes = history.changes_since(deck, int(seen[:9]))
    error = Conflict(
        _("The deck was changed elsewhere, after you opened it."),
        [change.told_to(request.user) for change in changes],
    )
    return render(request, "pitch_builder/decks/conflict.html", {"error": error})


@require_GET
def history_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The steps of a deck: what, by whom, when."""
    deck = visible_deck(request, pk)
    return render(
        request,
        "pitch_builder/decks/history.html",
        {
            "deck": deck,
            "changes": history.changes_since(deck, 0),
            "header_title": _("Steps of “%(title)s”") % {"title": deck.shown_title},
            "breadcrumbs_items": [
                {"url": reverse("deck:index"), "label": _("Decks")},
                {"url": deck.get_absolute_url(), "label": deck.shown_title},
                {"url": "", "label": _("Steps")},
            ],
        },
    )
