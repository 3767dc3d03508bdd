"""Choosing one slide of an asset by hand: search, look, press. Used in deck templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.assets.models import Asset
from cms.assets.rights import is_team
from cms.brand.services import theme_for
from cms.brand.themes import css_variables
from cms.facts.scope import fact_scope
from cms.library.drawing import DrawnSlide, WantedSlide, draw, wanted_of
from cms.library.finding import Criteria, find
from search.errors import SearchError

ASSETS = 6  # shown at once
SLIDES = 12  # of one asset, those that answer best first


@dataclass(frozen=True, slots=True)
class Offer:
    """An asset with its slides, drawn."""

    asset: Asset
    slides: tuple[DrawnSlide, ...]


class SlideChoice(forms.Widget):
    """Chooses asset and slide at once: stands on `block_id`, and fills the `asset` beside it."""

    template_name = "pitch_builder/decks/slide_choice.html"

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            css={"all": ["cms/css/slides-screen.css", "pitch_builder/css/slide-choice.css"]},
            js=["cms/js/slide-thumb.js", "pitch_builder/js/slide-choice.js"],
        )

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["slides_style"] = css_variables(theme_for())
        return context


def offers(words: str, user: Any) -> list[Offer]:
    """Return assets that answer `words`, or the first of all, with their slides drawn.

    Raises search's errors.
    """
    page = find(
        Criteria(
            words=words, visibility=("public", "by_link"), mixable_only=True, typing=bool(words)
        ),
        user=user,
        limit=ASSETS,
    )
    wanted = {
        found.asset.pk: wanted_of(found.asset.slides.raw_data, found.slide_ids[:SLIDES])
        for found in page.results
    }
    drawn = _drawn([found.asset for found in page.results], wanted)
    return [Offer(found.asset, drawn[found.asset.pk]) for found in page.results]


def _drawn(
    assets: Iterable[Asset], wanted: Mapping[int, list[WantedSlide]]
) -> dict[int, tuple[DrawnSlide, ...]]:
    """Draw the slides of several assets at once, so that their queries are shared."""
    ids = set().union(*(asset.fact_ids for asset in assets))
    with fact_scope(ids, show_expired=True):
        slides = iter(draw([slide for rows in wanted.values() for slide in rows]))
        return {pk: tuple(next(slides) for _slide in rows) for pk, rows in wanted.items()}


@never_cache
@require_safe
def choices(request: HttpRequest) -> HttpResponse:
    """The dialog, or while typing its results alone."""
    if not is_team(request.user):
        raise PermissionDenied
    words = request.GET.get("q", "")[:300]
    context: dict[str, Any] = {"words": words, "slides_style": css_variables(theme_for())}
    try:
        context["offers"] = offers(words, request.user)
    except SearchError as error:
        context["trouble"] = str(error)
    part = "slide_offers" if "q" in request.GET else "slide_dialog"
    return render(request, f"pitch_builder/decks/{part}.html", context)


@never_cache
@require_safe
def chosen(request: HttpRequest, asset: int, block: str) -> HttpResponse:
    """The slide that is chosen now, or why it cannot be shown."""
    if not is_team(request.user):
        raise PermissionDenied
    found = get_object_or_404(Asset, pk=asset)
    with fact_scope(found.fact_ids, show_expired=True):
        drawn = draw(wanted_of(found.slides.raw_data, [block]))
    usable = Asset.objects.usable_in_decks().filter(pk=asset).exists()
    context = {"asset": found, "slide": drawn[0] if drawn else None, "usable": usable}
    return render(request, "pitch_builder/decks/slide_chosen.html", context)
