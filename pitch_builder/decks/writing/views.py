"""The editor of a slide: the form beside the slide as it prints, saved as a draft while typing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.panels import FieldPanel, ObjectList

from pitch_builder.builds.context import deck_context
from pitch_builder.decks.drawing import theme_style
from pitch_builder.decks.forms import MERGE_HELP, DraftForm
from pitch_builder.decks.history.services import changes_since
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.views import may_edit, visible_deck
from pitch_builder.decks.writing import drafts, layouts, services
from pitch_builder.decks.writing.models import SlideDraft
from pitch_builder.decks.writing.previewing import SlidePreview, load_engine_beside, preview_of
from pitch_builder.errors import Conflict, NotAllowed, PitchError

_editor: Any = None


def _bound_editor() -> Any:
    global _editor
    if _editor is None:
        _editor = ObjectList([FieldPanel("own", heading=_("Slide"))]).bind_to_model(DeckSlide)
    return _editor


def _editable_deck(request: HttpRequest, pk: int) -> Deck:
    deck = visible_deck(request, pk)
    if not may_edit(request, deck):
        raise PermissionDenied
    return deck


def write(request: HttpRequest, pk: int, slide_id: int | None = None) -> HttpResponse:
    """Write a new slide, change one's own, or edit a copy of marketing's."""
    deck = _editable_deck(request, pk)
    slide = None
    if slide_id is not None:
        slides = DeckSlide.objects.select_related("asset", "start_slide", "deck")
        slide = get_object_or_404(slides, deck=deck, pk=slide_id)
    try:
        draft = _draft(request, deck, slide)
    except PitchError as error:
        messages.error(request, str(error))
        return redirect(deck)
    layout = request.GET.get("layout", "")
    begins = slide is None and not draft.content and layouts.is_layout(layout)
    if begins:
        draft.content = [layouts.blank(layout)]
    editor = _bound_editor()
    shown = DeckSlide(deck=deck, own=draft.content)
    form = editor.get_form_class()(request.POST or None, instance=shown, for_user=request.user)
    conflict = None
    if request.method == "POST" and form.is_valid():
        stream = form.cleaned_data["own"]
        if len(stream):
            try:
                done = _put_on_deck(request, deck, slide, draft, stream)
            except Conflict as error:
                conflict = _conflict(request.user, deck, slide, str(error))
            except NotAllowed as error:
                raise PermissionDenied(str(error)) from error
            except PitchError as error:
                form.add_error(None, str(error))
            else:
                return redirect(f"{deck.get_absolute_url()}#slide-{done.pk}")
        else:
            form.add_error(None, _("Choose a layout, and write the slide."))
    return _page(request, deck, slide, draft, form, conflict, layout if begins else "")


def _draft(request: HttpRequest, deck: Deck, slide: DeckSlide | None) -> SlideDraft:
    """Return the draft that the address or the form names, or what begins one."""
    named = request.POST.get("draft") or request.GET.get("draft") or ""
    if named.isdecimal():
        user: Any = request.user
        rows = SlideDraft.objects.filter(deck=deck, user=user, set_aside=False)
        found = rows.filter(pk=int(named[:18])).first()
        if found is not None:
            return found
    section = request.POST.get("section", request.GET.get("section", ""))
    draft = drafts.begin_draft(deck, user=request.user, slide=slide, section=section)
    if draft.pk is None and "seen" in request.POST:
        draft.seen_digest = request.POST["seen"][:64]  # as this page found it
    return draft


def _put_on_deck(
    request: HttpRequest, deck: Deck, slide: DeckSlide | None, draft: SlideDraft, stream: Any
) -> DeckSlide:
    if slide is None:
        done = services.write_new_slide(
            deck, user=request.user, stream=stream, section=draft.section
        )
    else:
        done = services.change_slide(
            slide,
            user=request.user,
            stream=stream,
            seen=None if request.POST.get("take") == "mine" else draft.seen_digest,
            based_on=draft.based_on_id,
            based_digest=draft.based_digest,
        )
    if draft.pk is not None:
        draft.delete()
    return done


def _conflict(user: Any, deck: Deck, slide: DeckSlide | None, message: str) -> dict[str, Any]:
    """Both versions are there: the form holds the one, this shows the other."""
    if slide is None:
        return {"message": message}
    slide.refresh_from_db()
    changes = changes_since(deck, 0)
    last = next((one for one in changes if str(slide.pk) in one.delta["slides"]), None)
    return {
        "message": message,
        "theirs": _preview(deck, slide.own.raw_data, _number(deck, slide)),
        "told": last.told_to(user) if last else "",
    }


def _page(
    request: HttpRequest,
    deck: Deck,
    slide: DeckSlide | None,
    draft: SlideDraft,
    form: Any,
    conflict: Any,
    layout: str,
) -> HttpResponse:
    load_engine_beside()
    panel = _bound_editor().get_bound_panel(instance=form.instance, request=request, form=form)
    number = _number(deck, slide)
    title = (slide.title if slide else draft.title) or _("A slide of your own")
    shared = deck_context(deck, total=number)
    return render(
        request,
        "pitch_builder/decks/write.html",
        {
            "deck": deck,
            "slide": slide,
            "draft": draft,
            "is_edit": bool(slide and slide.block_id),
            "aside": drafts.aside_of(draft),
            "layouts": [] if slide else layouts.layouts(shared),
            "example": layouts.example_of(layout, shared) if layout else "",
            "preview": None if layout else _preview(deck, draft.content, number),
            "number": number,
            "style": theme_style(shared),
            "conflict": conflict,
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


def _number(deck: Deck, slide: DeckSlide | None) -> int:
    """Return the slide's number on the deck, that after the last for a new one."""
    shown = DeckSlide.objects.filter(deck=deck, hidden=False)
    if slide is not None:
        shown = shown.filter(sort_order__lt=slide.sort_order or 0)
    return shown.count() + 2


def _preview(deck: Deck, content: Any, number: int) -> SlidePreview | None:
    first = next(iter(content), None)
    return preview_of(deck, first, number=number) if first else None


@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being written, and show it: one answer for both, while typing."""
    deck = _editable_deck(request, pk)
    asked = DraftForm(request.POST)
    try:
        written = drafts.read_form(request.POST, request.FILES)
    except ValueError:
        return HttpResponse(status=400)
    if not asked.is_valid():
        return HttpResponse(status=400)
    data = asked.cleaned_data
    slide = None
    if data["slide"]:
        slides = DeckSlide.objects.select_related("asset", "start_slide")
        slide = get_object_or_404(slides, deck=deck, pk=data["slide"])
    try:
        held = _draft(request, deck, slide)
        return _keep(deck, held, written, data)
    except Conflict as error:
        return _two_windows(deck, str(error), held, data["number"])
    except PitchError as error:
        return JsonResponse({"message": str(error)}, status=422)


def _keep(deck: Deck, held: SlideDraft, written: drafts.Written, data: Any) -> JsonResponse:
    answer: dict[str, Any] = {}
    title = ""
    if written.shown:
        preview = preview_of(deck, written.shown[0], number=data["number"])
        title = preview.title
        notices = [*written.lacking, *preview.notices]
        answer = {"html": preview.html, "title": title, "notices": notices}
    if not written.raw and held.pk is None:
        return JsonResponse(answer)  # nothing is written yet
    version = data["version"] or 0
    if data["take"] == "theirs":
        drafts.put_aside(held, written.raw, title)
        return JsonResponse({**answer, "reload": True})
    if data["take"] == "mine" and held.pk is not None:
        drafts.put_aside(held, held.content, held.title)
        version = held.version
    kept = drafts.save_draft(held, content=written.raw, title=title or held.title, version=version)
    answer |= {"draft": kept.pk, "version": kept.version, "saved": _time(kept.saved_at)}
    return JsonResponse(answer)


def _time(moment: Any) -> str:
    return date_format(localtime(moment), "H:i")


def _two_windows(deck: Deck, message: str, held: SlideDraft, number: int) -> JsonResponse:
    """Another window has written since: its version, so that the writer can choose."""
    held.refresh_from_db()
    theirs = _preview(deck, held.content, number)
    return JsonResponse(
        {
            "message": message,
            "html": theirs.html if theirs else "",
            "title": theirs.title if theirs else "",
            "saved": _time(held.saved_at),
        },
        status=409,
    )


@require_POST
def drop(request: HttpRequest, pk: int, draft_id: int) -> HttpResponse:
    """Let a draft go."""
    deck = _editable_deck(request, pk)
    get_object_or_404(SlideDraft, deck=deck, user=request.user, pk=draft_id).delete()
    messages.success(request, _("The draft is gone; the deck is as it was."))
    return redirect(deck)


@require_POST
def back(request: HttpRequest, pk: int, draft_id: int) -> HttpResponse:
    """Write on with a version that was put aside."""
    deck = _editable_deck(request, pk)
    kept = get_object_or_404(SlideDraft, deck=deck, user=request.user, pk=draft_id, set_aside=True)
    drafts.bring_back(kept)
    return redirect("decks:own_slide", deck.pk, kept.slide_id)
