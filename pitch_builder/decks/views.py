"""The storyboard and what is done on it. Thin: parse, check, call one service, render."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers import deserialize, serialize
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cms.assets.models import Asset
from cms.operations.models import Job
from cms.recommendations.services import What, log_taken
from pitch_builder.builds.models import Build, BuildState
from pitch_builder.builds.services import JOB_KIND, request_build
from pitch_builder.decks import services
from pitch_builder.decks.board import board_of
from pitch_builder.decks.forms import (
    AddSlidesForm,
    CopyDeckForm,
    DeckDetailsForm,
    NewDeckForm,
    OrderForm,
)
from pitch_builder.decks.models import Deck
from pitch_builder.decks.outlines import TemplateSection
from pitch_builder.decks.starting import start_deck
from pitch_builder.decks.suggesting import suggest
from pitch_builder.errors import NotAllowed, PitchError
from search.errors import SearchError

UNDO_SECONDS = 600


def visible_deck(request: HttpRequest, pk: int) -> Deck:
    """Return a deck that the user may see; to others it does not exist."""
    decks = Deck.objects.select_related(
        "account", "prospect", "deal", "persona", "stage", "template", "owner"
    )
    return get_object_or_404(decks.visible_to(request.user), pk=pk)


def _may_edit(request: HttpRequest, deck: Deck) -> bool:
    return Deck.objects.editable_by(request.user).filter(pk=deck.pk).exists()


@require_GET
def storyboard(request: HttpRequest, pk: int) -> HttpResponse:
    deck = visible_deck(request, pk)
    return render(
        request,
        "pitch_builder/decks/storyboard.html",
        {**_board_context(request, deck), **_suggestions_context(request, deck)},
    )


@require_GET
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """The board alone, as it stands now."""
    return _board(request, visible_deck(request, pk))


def _board_context(request: HttpRequest, deck: Deck) -> dict[str, Any]:
    board = board_of(deck)
    job = None
    if board.latest and board.latest.state in (BuildState.WAITING, BuildState.BUILDING):
        job = Job.objects.filter(kind=JOB_KIND, args__build_id=str(board.latest.pk)).first()
    return {
        "deck": deck,
        "board": board,
        "job": job,
        "may_edit": _may_edit(request, deck),
        "header_title": board.cover.title,
        "breadcrumbs_items": [
            {"url": reverse("deck:index"), "label": _("Decks")},
            {"url": "", "label": board.cover.title},
        ],
    }


def _board(request: HttpRequest, deck: Deck, toast: str = "", undo: str = "") -> HttpResponse:
    deck.refresh_from_db()
    response = render(request, "pitch_builder/decks/board.html", _board_context(request, deck))
    if toast:
        detail = {"text": toast, **({"undo": undo} if undo else {})}
        response["HX-Trigger"] = json.dumps({"t-toast": detail})
    return response


def _change(
    request: HttpRequest, pk: int, change: Callable[[Deck], tuple[str, str] | str]
) -> HttpResponse:
    """Do one change, and answer with the board as it stands afterwards and a word about it."""
    deck = visible_deck(request, pk)
    try:
        said = change(deck)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except PitchError as error:
        return _board(request, deck, str(error))
    except ValidationError as error:
        return _board(request, deck, " ".join(error.messages))
    toast, undo = said if isinstance(said, tuple) else (said, "")
    return _board(request, deck, toast, undo)


@require_POST
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    form = OrderForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)

    def change(deck: Deck) -> str:
        services.arrange(
            deck,
            user=request.user,
            order=[services.Placing(*row) for row in form.cleaned_data["order"]],
            version=form.cleaned_data["version"],
        )
        return ""

    return _change(request, pk, change)


@require_POST
def move(request: HttpRequest, pk: int, slide_id: int, by: str) -> HttpResponse:
    steps = {"before": -1, "after": 1}

    def change(deck: Deck) -> str:
        services.move_slide(deck, user=request.user, slide_id=slide_id, by=steps[by])
        return ""

    if by not in steps:
        raise Http404
    return _change(request, pk, change)


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    form = AddSlidesForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    data = form.cleaned_data

    def change(deck: Deck) -> str:
        asset = get_object_or_404(Asset, pk=data["asset"])
        added = services.add_slides(
            deck,
            user=request.user,
            asset=asset,
            block_ids=[data["block"]] if data["block"] else None,
            section=data["section"],
            reason=data["reason"],
        )
        log_taken(data["batch"], asset.pk, What.ON_DECK)
        return ngettext(
            "%(count)d slide of “%(title)s” added.",
            "%(count)d slides of “%(title)s” added.",
            len(added),
        ) % {"count": len(added), "title": asset.title}

    return _change(request, pk, change)


@require_POST
def remove(request: HttpRequest, pk: int, slide_id: int) -> HttpResponse:
    def change(deck: Deck) -> tuple[str, str]:
        gone = services.remove_slides(deck, user=request.user, slide_ids=[slide_id])
        token = signing.dumps(serialize("json", gone), salt="deck-slides", compress=True)
        key = f"deck-undo-{deck.pk}"
        request.session[key] = token
        return _("Slide removed."), reverse("decks:restore", args=[deck.pk])

    return _change(request, pk, change)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back what was removed last."""
    deck = visible_deck(request, pk)
    token = request.session.pop(f"deck-undo-{deck.pk}", "")
    try:
        rows = signing.loads(token, salt="deck-slides", max_age=UNDO_SECONDS)
    except signing.BadSignature:
        return HttpResponse(status=410)
    slides: list[Any] = [row.object for row in deserialize("json", rows)]
    try:
        services.restore_slides(deck, user=request.user, slides=slides)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    return HttpResponse(status=204, headers={"HX-Trigger": "deck-changed"})


@require_POST
def build(request: HttpRequest, pk: int) -> HttpResponse:
    def change(deck: Deck) -> str:
        request_build(deck, user=request.user)
        return ""

    return _change(request, pk, change)


@require_GET
def suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    deck = visible_deck(request, pk)
    context = {"deck": deck, "may_edit": _may_edit(request, deck)}
    return render(
        request,
        "pitch_builder/decks/suggestions.html",
        {**context, **_suggestions_context(request, deck)},
    )


def _suggestions_context(request: HttpRequest, deck: Deck) -> dict[str, Any]:
    words = request.GET.get("q", "")[:300]
    section = _section(request, deck)
    context = {"words": words, "section": section}
    try:
        found = suggest(deck, words=words, section=section, user=request.user)
    except SearchError as error:
        return {**context, "suggested": None, "search_error": str(error)}
    return {**context, "suggested": found}


def _section(request: HttpRequest, deck: Deck) -> TemplateSection | None:
    """Return the section of the deck's template that the address names."""
    pk = _number(request.GET.get("section", ""))
    if not pk or deck.template is None:
        return None
    return deck.template.sections.select_related("stage").filter(pk=pk).first()


@require_GET
def pdf(request: HttpRequest, pk: int) -> FileResponse:
    """The newest PDF of a deck, for the team."""
    deck = visible_deck(request, pk)
    newest = Build.objects.built().filter(deck=deck).newest_first().first()
    if newest is None:
        raise Http404
    return FileResponse(newest.pdf.open("rb"), filename=newest.filename)


def new(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("pitch_builder.add_deck"):
        raise PermissionDenied
    form = NewDeckForm(request.POST or None, user=request.user, initial=_initial(request))
    asset = Asset.objects.filter(pk=_number(request.GET.get("asset", ""))).first()
    if request.method == "POST" and form.is_valid():
        try:
            started = start_deck(user=request.user, **form.cleaned_data)
        except PitchError as error:
            form.add_error(None, str(error))
        else:
            for text in started.left_out:
                messages.warning(request, _("Left out: %(slide)s") % {"slide": text})
            if asset is not None:
                _add(request, started.deck, asset)
            return redirect(started.deck)
    note = _("Slides of “%(title)s” will stand on it.") % {"title": asset} if asset else ""
    return _form_page(request, form, _("New deck"), _("Make the deck"), note)


def _initial(request: HttpRequest) -> dict[str, int]:
    """What a link to the form has chosen already; what is no number is left out."""
    names = ("account", "prospect", "deal")
    chosen = {name: _number(request.GET.get(name, "")) for name in names}
    return {name: pk for name, pk in chosen.items() if pk}


def _number(text: str) -> int:
    """Return the id that an address or a form names, 0 where it is none."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def details(request: HttpRequest, pk: int) -> HttpResponse:
    deck = visible_deck(request, pk)
    if not _may_edit(request, deck):
        raise PermissionDenied
    form = DeckDetailsForm(request.POST or None, instance=deck, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_details(deck, user=request.user, **form.cleaned_data)
        except PitchError as error:
            form.add_error("template", str(error))
        else:
            return redirect(deck)
    return _form_page(request, form, deck.title, _("Save"))


def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The rep's most frequent act: the same deck for another account."""
    deck = visible_deck(request, pk)
    if not request.user.has_perm("pitch_builder.add_deck"):
        raise PermissionDenied
    form = CopyDeckForm(request.POST or None, user=request.user, initial={"title": deck.title})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.duplicate_deck(deck, user=request.user, **form.cleaned_data)
        except PitchError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("A copy for %(account)s.") % {"account": made.account})
            return redirect(made)
    return _form_page(request, form, _("Copy “%(title)s”") % {"title": deck.title}, _("Copy"))


def _form_page(
    request: HttpRequest, form: Any, title: str, button: str, note: str = ""
) -> HttpResponse:
    return render(
        request,
        "pitch_builder/decks/form.html",
        {
            "form": form,
            "header_title": title,
            "button": button,
            "note": note,
            "media": form.media,
            "breadcrumbs_items": [
                {"url": reverse("deck:index"), "label": _("Decks")},
                {"url": "", "label": title},
            ],
        },
    )


def choose(request: HttpRequest) -> HttpResponse:
    """Which deck shall a found asset go to? The rep's own, the last changed first."""
    if not request.user.has_perm("pitch_builder.change_deck"):
        raise PermissionDenied
    asset = get_object_or_404(Asset, pk=_number(request.GET.get("asset", "")))
    decks = Deck.objects.editable_by(request.user).select_related("account", "deal", "owner")
    if request.method == "POST":
        deck = get_object_or_404(decks, pk=_number(request.POST.get("deck", "")))
        _add(request, deck, asset)
        return redirect(deck)
    return render(
        request,
        "pitch_builder/decks/choose.html",
        {
            "asset": asset,
            "decks": decks.annotate(slide_count=Count("deck_slides"))[:30],
            "header_title": _("Which deck?"),
            "breadcrumbs_items": [{"url": reverse("deck:index"), "label": _("Decks")}],
        },
    )


def _add(request: HttpRequest, deck: Deck, asset: Asset) -> None:
    try:
        services.add_slides(deck, user=request.user, asset=asset)
    except PitchError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(title)s” stands on the deck.") % {"title": asset.title})
