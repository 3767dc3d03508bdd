"""Writing a slide of one's own: the same blocks as marketing's, marked as not approved."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, ObjectList

from pitch_builder.decks import services
from pitch_builder.decks.forms import MERGE_HELP
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.views import visible_deck

_editor: Any = None


def _bound_editor() -> Any:
    global _editor
    if _editor is None:
        _editor = ObjectList([FieldPanel("own")]).bind_to_model(DeckSlide)
    return _editor


def own_slide(request: HttpRequest, pk: int, slide_id: int | None = None) -> HttpResponse:
    """Write a new slide, or change one that the rep wrote."""
    deck: Deck = visible_deck(request, pk)
    if not Deck.objects.editable_by(request.user).filter(pk=deck.pk).exists():
        raise PermissionDenied
    slide = DeckSlide(deck=deck, section=request.GET.get("section", "")[:80])
    if slide_id is not None:
        slide = get_object_or_404(DeckSlide, deck=deck, pk=slide_id)
        if not slide.is_own:
            raise Http404
    editor = _bound_editor()
    form = editor.get_form_class()(request.POST or None, instance=slide, for_user=request.user)
    if request.method == "POST" and form.is_valid():
        stream = form.cleaned_data["own"]
        if len(stream):
            services.save_own_slide(slide, user=request.user, stream=stream)
            return redirect(deck)
        form.add_error(None, _("Choose a layout, and write the slide."))
    panel = editor.get_bound_panel(instance=slide, request=request, form=form)
    title = slide.title or _("A slide of your own")
    return render(
        request,
        "pitch_builder/decks/own_slide.html",
        {
            "deck": deck,
            "slide": slide,
            "form": form,
            "panel": panel,
            "merge_help": MERGE_HELP,
            "media": panel.media + form.media,
            "header_title": title,
            "breadcrumbs_items": [
                {"url": reverse("deck:index"), "label": _("Decks")},
                {"url": deck.get_absolute_url(), "label": deck.shown_title},
                {"url": "", "label": title},
            ],
        },
    )
