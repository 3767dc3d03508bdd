"""Drafting a deck from a brief. Thin: read the form, draft, render; or make the deck."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.brand.services import theme_for
from cms.brand.themes import css_variables
from cms.library.screen import trouble_with
from pitch_builder.briefs import screen
from pitch_builder.briefs.drafting import Draft, draft
from pitch_builder.briefs.forms import BriefForm, MakeForm
from pitch_builder.briefs.making import make_deck
from pitch_builder.decks.alternatives import alternatives_of
from pitch_builder.decks.alternatives import swap as swap_slide
from pitch_builder.decks.changing_views import change_board
from pitch_builder.decks.forms import PutForm
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.outlines import family_of
from pitch_builder.decks.views import visible_deck
from pitch_builder.errors import PitchError
from search.errors import SearchError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: HttpRequest) -> HttpResponse:
    """The brief with the deck that it would make; a POST makes it."""
    if not request.user.has_perm("pitch_builder.add_deck"):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    form = BriefForm(sent or None, user=request.user)
    asked = form.is_bound and form.is_valid()
    context: dict[str, Any] = {"form": form}
    found = _drafted(request, form, context) if asked else None
    if found is not None and request.method == "POST":
        made = MakeForm(request.POST, user=request.user)
        if (done := _made(request, found, made)) is not None:
            return done
        context["make"] = made
    if found is not None:
        context |= _draft_context(request, found, form, context.get("make"))
    else:
        context["examples"] = screen.examples()
    return _page(request, context)


def _drafted(request: HttpRequest, form: BriefForm, context: dict[str, Any]) -> Draft | None:
    """Return the draft, or say in the context why there is none."""
    given = form.brief()
    if not given.words.strip() and given.prospect is None and request.method != "POST":
        return None
    try:
        return draft(given, user=request.user)
    except SearchError as error:
        context["trouble"] = trouble_with(error)
    except PitchError as error:
        form.add_error("words", str(error))
    return None


def _made(request: HttpRequest, found: Draft, form: MakeForm) -> HttpResponse | None:
    """Make the deck and go to it; None where something is missing, which the form says."""
    if not form.is_valid():
        return None
    try:
        made = make_deck(
            found,
            user=request.user,
            account=form.cleaned_data["for_account"],
            title=form.cleaned_data["title"],
            lead=form.cleaned_data["lead"],
            chosen=screen.chosen_of(found, request.POST),
        )
    except PitchError as error:
        form.add_error(None, _("%(error)s Nothing was made; all is kept here.") % {"error": error})
        return None
    for note in made.notes:
        messages.warning(request, note)
    messages.success(request, _("The deck is made. Every slide says why it is here."))
    return redirect(made.deck)


def _draft_context(
    request: HttpRequest, found: Draft, form: BriefForm, make: MakeForm | None
) -> dict[str, Any]:
    chosen = screen.chosen_of(found, request.POST) if request.method == "POST" else None
    sent = request.POST if request.method == "POST" else request.GET
    query = sent.copy()
    for name in [name for name in query if name not in BriefForm.base_fields and name != "not"]:
        del query[name]
    initial = {"title": found.title, "lead": found.lead, "for_account": found.account}
    return {
        "draft": found,
        "parts": screen.shown_parts(found, chosen),
        "understood": screen.understood(found, query),
        "corrections": screen.corrections(found, form),
        "make": make or MakeForm(user=request.user, initial=initial),
        "kept": [(name, value) for name, values in query.lists() for value in values if value],
    }


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    form, make, found = context["form"], context.get("make"), context.get("draft")
    return render(
        request,
        "pitch_builder/briefs/brief.html",
        {
            **context,
            "slides_style": css_variables(theme_for(family_of(found.template if found else None))),
            "media": form.media + make.media if make else form.media,
            "header_title": _("Draft a deck from a brief"),
            "header_icon": "comment",
            "breadcrumbs_items": [
                {"url": reverse("deck:index"), "label": _("Decks")},
                {"url": "", "label": _("Draft from a brief")},
            ],
        },
    )


@require_safe
def others(request: HttpRequest, pk: int, slide_id: int) -> HttpResponse:
    """The other slides for a place of the storyboard, drawn, each with its button."""
    deck = visible_deck(request, pk)
    slide = get_object_or_404(
        DeckSlide.objects.select_related("start_slide"), deck=deck, pk=slide_id
    )
    context = {
        "deck": deck,
        "slide": slide,
        "others": screen.drawn(alternatives_of(slide), deck.template),
    }
    return render(request, "pitch_builder/briefs/others.html", context)


@require_POST
def swap(request: HttpRequest, pk: int, slide_id: int) -> HttpResponse:
    """Put one of them in its place; the answer is the board."""
    form = PutForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    data = form.cleaned_data

    def change(deck: Deck) -> None:
        swap_slide(
            deck,
            user=request.user,
            slide_id=slide_id,
            asset_id=data["asset"],
            block_id=data["block"],
            token=data["token"],
        )

    return change_board(request, pk, change, data["token"], told=True)
