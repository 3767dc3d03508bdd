"""The storyboard, and the pages round it. What is done on the board: `changing_views`."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cms.assets.models import Asset
from cms.operations.models import Job
from pitch_builder.builds.models import Build, BuildState
from pitch_builder.builds.services import JOB_KIND
from pitch_builder.decks import services
from pitch_builder.decks.board import board_of
from pitch_builder.decks.forms import CopyDeckForm, DeckDetailsForm, NewDeckForm
from pitch_builder.decks.models import Deck
from pitch_builder.decks.outlines import TemplateSection
from pitch_builder.decks.starting import start_deck
from pitch_builder.decks.suggesting import drawings_of, suggest
from pitch_builder.decks.wording import board_words
from pitch_builder.errors import PitchError
from search.errors import SearchError

DRAWN_AT_ONCE = 40


def visible_deck(request: HttpRequest, pk: int) -> Deck:
    """Return a deck that the user may see; to others it does not exist."""
    decks = Deck.objects.select_related(
        "account", "prospect", "deal", "persona", "stage", "template", "owner"
    )
    decks = decks.prefetch_related("template__sections")
    return get_object_or_404(decks.visible_to(request.user), pk=pk)


def may_edit(request: HttpRequest, deck: Deck) -> bool:
    return Deck.objects.editable_by(request.user).filter(pk=deck.pk).exists()


@require_GET
def storyboard(request: HttpRequest, pk: int) -> HttpResponse:
    deck = visible_deck(request, pk)
    return render(
        request,
        "pitch_builder/decks/storyboard.html",
        {
            **board_context(request, deck),
            **_suggestions_context(request, deck),
            "words": board_words(),
            "known": frozenset(),
        },
    )


@require_GET
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """The board alone, as it stands now."""
    return board_response(request, visible_deck(request, pk))


def board_response(
    request: HttpRequest, deck: Deck, toast: str = "", *, told: bool = False
) -> HttpResponse:
    """The board as it stands, without the drawings that the page says it has already.

    With `told` a toast names the user's newest step, and takes it back.
    """
    context = board_context(request, deck)
    undo = ""
    if told and (step := context["board"].steps.undo):
        toast, undo = f"{step.label}.", f"{reverse('decks:undo', args=[deck.pk])}?change={step.pk}"
    context["known"] = frozenset(request.headers.get("X-Drawings", "").split(","))
    response = render(request, "pitch_builder/decks/board.html", context)
    response["X-Deck-Version"] = deck.version
    if toast:
        detail = {"text": toast, **({"undo": undo} if undo else {})}
        response["HX-Trigger"] = json.dumps({"t-toast": detail})
    return response


def board_context(request: HttpRequest, deck: Deck) -> dict[str, Any]:
    board = board_of(deck, request.user)
    job = None
    if board.latest and board.latest.state in (BuildState.WAITING, BuildState.BUILDING):
        job = Job.objects.filter(kind=JOB_KIND, args__build_id=str(board.latest.pk)).first()
    return {
        "deck": deck,
        "board": board,
        "job": job,
        "may_edit": may_edit(request, deck),
        "header_title": board.cover.title,
        "breadcrumbs_items": [
            {"url": reverse("deck:index"), "label": _("Decks")},
            {"url": "", "label": board.cover.title},
        ],
    }


@require_GET
def suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    deck = visible_deck(request, pk)
    context = {"deck": deck, "may_edit": may_edit(request, deck)}
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
    pk = number_in(request.GET.get("section", ""))
    if not pk or deck.template is None:
        return None
    return deck.template.sections.select_related("stage").filter(pk=pk).first()


@require_GET
def panel_drawings(request: HttpRequest, pk: int) -> HttpResponse:
    """Drawings of slides that the panel offers, as JSON: “asset:block” to HTML."""
    deck = visible_deck(request, pk)
    wanted = [name.partition(":")[::2] for name in request.GET.getlist("slide")[:DRAWN_AT_ONCE]]
    slides = [(number_in(asset), block) for asset, block in wanted]
    return JsonResponse(drawings_of(deck, slides))


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The slides with their notes, to present from or to print."""
    deck = visible_deck(request, pk)
    board = board_of(deck, request.user)
    title = _("Notes of “%(title)s”") % {"title": board.cover.title}
    return render(
        request,
        "pitch_builder/decks/sheet.html",
        {
            "deck": deck,
            "board": board,
            "cards": [card for card in (board.cover, *board.shown, board.closing) if card],
            "header_title": title,
            "breadcrumbs_items": [
                {"url": reverse("deck:index"), "label": _("Decks")},
                {"url": deck.get_absolute_url(), "label": board.cover.title},
                {"url": "", "label": _("Notes")},
            ],
        },
    )


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
    asset = Asset.objects.filter(pk=number_in(request.GET.get("asset", ""))).first()
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
    chosen = {name: number_in(request.GET.get(name, "")) for name in names}
    return {name: pk for name, pk in chosen.items() if pk}


def number_in(text: str) -> int:
    """Return the id that an address or a form names, 0 where it is none."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def details(request: HttpRequest, pk: int) -> HttpResponse:
    deck = visible_deck(request, pk)
    if not may_edit(request, deck):
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
    asset = get_object_or_404(Asset, pk=number_in(request.GET.get("asset", "")))
    decks = Deck.objects.editable_by(request.user).select_related("account", "deal", "owner")
    if request.method == "POST":
        deck = get_object_or_404(decks, pk=number_in(request.POST.get("deck", "")))
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
