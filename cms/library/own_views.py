"""What Find content keeps for a user: suggestions, the log of searches, saved searches."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.assets.rights import is_team
from cms.errors import ContentError
from cms.library import questions, saved
from cms.library.actions import kept_parameters
from cms.library.asking import Asked
from cms.library.finding import find
from cms.library.models import SavedSearch
from cms.library.suggesting import suggest
from cms.library.toasts import toast
from search.errors import SearchError


def _team_only(view: Any) -> Any:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_team(request.user):
            raise PermissionDenied
        response: HttpResponseBase = view(request, *args, **kwargs)
        return response

    return checked


@never_cache
@require_safe
@_team_only
def suggestions(request: HttpRequest) -> HttpResponse:
    """What may be asked, for the list under the field."""
    asked = Asked.read(request.GET, keep=kept_parameters())
    groups = suggest(request.user, asked.criteria.words, query_of=asked.for_words)
    context = {"groups": groups, "kept": asked.kept}
    return render(request, "cms/library/suggestions.html", context)


@require_POST
@_team_only
def looked(request: HttpRequest) -> HttpResponse:
    """Log a search whose answer was looked at; the script tells when somebody stops typing."""
    asked = _asked_in(request.POST.get("query", ""))
    if asked.criteria.words:
        try:
            page = find(asked.criteria, user=request.user, limit=1, understanding=True)
        except SearchError:
            return HttpResponse(status=204)
        questions.record(request.user, asked.criteria, page)
    return HttpResponse(status=204)


@require_POST
@_team_only
def forget(request: HttpRequest) -> HttpResponseBase:
    """Delete what the log holds of one's searches."""
    questions.forget(request.user)
    return _said(request, _("Your recent searches are forgotten."), reverse("library:saved"))


@require_safe
@_team_only
def saved_searches(request: HttpRequest) -> HttpResponse:
    """One's saved searches."""
    context = {
        "saved": [(row, saved.address_of(row)) for row in SavedSearch.objects.of(request.user)],
        "kept_days": questions.KEPT.days,
        "header_title": _("Saved searches"),
        "header_icon": "crosshairs",
        "breadcrumbs_items": [
            {"url": reverse("library:find"), "label": _("Find content")},
            {"url": "", "label": _("Saved searches")},
        ],
    }
    return render(request, "cms/library/saved.html", context)


@require_POST
@_team_only
def save(request: HttpRequest) -> HttpResponseBase:
    """Keep the present search under a name."""
    query = request.POST.get("query", "")
    back = f"{reverse('library:find')}{_asked_in(query).lasting}"
    try:
        kept = saved.save(
            request.user, request.POST.get("name", ""), query, tell=bool(request.POST.get("tell"))
        )
    except ContentError as error:
        return _said(request, str(error), back)
    return _said(request, _("Saved as “%(name)s”.") % {"name": kept.name}, back)


@require_POST
@_team_only
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Delete a saved search, or switch its news on or off."""
    kept = get_object_or_404(SavedSearch.objects.of(request.user), pk=pk)
    if request.POST.get("do") == "delete":
        kept.delete()
        return _said(request, _("Deleted “%(name)s”.") % {"name": kept}, reverse("library:saved"))
    kept.tell = not kept.tell
    kept.save(update_fields=["tell"])
    text = _("You are told of new answers.") if kept.tell else _("You are not told any more.")
    return _said(request, text, reverse("library:saved"))


def _asked_in(query: str) -> Asked:
    return Asked.read(QueryDict(query.lstrip("?")))


def _said(request: HttpRequest, text: str, back: str) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Trigger": toast(text)})
    messages.info(request, text)
    return redirect(back)
