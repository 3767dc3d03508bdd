"""Find content. Thin: read the address, ask, render."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.assets.models import Asset
from cms.assets.rights import is_team
from cms.brand.services import theme_for
from cms.brand.themes import css_variables
from cms.errors import ContentError
from cms.facts.scope import fact_scope
from cms.library import questions, screen
from cms.library.actions import find_notes, kept_parameters, result_actions
from cms.library.asking import UNLOGGED, Asked
from cms.library.drawing import draw, wanted_of
from cms.library.finding import Criteria, Found, find
from cms.library.results import results_of
from cms.library.terms import facet_names
from cms.library.toasts import toast
from cms.library.wishes import ask_marketing
from cms.site.routing import know_roots
from personas.access.roles import is_marketing
from search.errors import SearchError

PER_PAGE = 8


@never_cache
@require_safe
def find_content(request: HttpRequest) -> HttpResponse:
    """The screen, or while typing its results alone."""
    if not is_team(request.user):
        raise PermissionDenied
    restored = bool(request.headers.get("HX-History-Restore-Request"))
    partial = bool(request.headers.get("HX-Request")) and not restored
    asked = Asked.read(request.GET, keep=kept_parameters(), typing=partial)
    context = {
        "asked": asked,
        "preferences": screen.preferences(asked, facet_names()),
        **_answer(request, asked),
    }
    template = "cms/library/answer.html" if partial else "cms/library/find.html"
    if not partial:
        ours = not restored and asked.page == 1 and UNLOGGED not in request.GET
        if "page" in context and ours:
            questions.record(request.user, asked.criteria, context["page"])
        context |= {
            "slides_style": css_variables(theme_for()),
            "header_title": _("Find content"),
            "header_icon": "crosshairs",
            "breadcrumbs_items": [{"url": "", "label": _("Find content")}],
        }
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _answer(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    try:
        page = find(
            asked.criteria,
            user=request.user,
            limit=PER_PAGE,
            offset=(asked.page - 1) * PER_PAGE,
            understanding=True,
        )
    except SearchError as error:
        return {"trouble": screen.trouble_with(error)}
    results = results_of(page.results)
    know_roots(request)
    first = (asked.page - 1) * PER_PAGE + 1
    return {
        "page": page,
        "rows": [
            (result, result_actions(request, result.found), _address(request, result.asset))
            for result in results
        ],
        "pills": screen.pills(asked, facet_names()),
        "understood": screen.understood(asked, page.reading),
        "facets": [(facet, asked.unfolding(facet.name)) for facet in page.facets],
        "notes": find_notes(request),
        "trouble": screen.trouble_of(page, asked),
        "examples": screen.examples(asked) if asked.is_blank or page.weak or not results else (),
        "may_edit": is_marketing(request.user),
        "kept": asked.kept_query,
        "everything": asked.for_words(asked.criteria.words),
        "first": first,
        "last": first + len(results) - 1,
        "previous": asked.address(page=asked.page - 1) if asked.page > 1 else "",
        "next": asked.address(page=asked.page + 1) if page.total > asked.page * PER_PAGE else "",
    }


def _address(request: HttpRequest, asset: Asset) -> str:
    """Return the address of an asset's page: of the root paths that the request holds alone."""
    parts = asset.get_url_parts(request)
    if parts is None:
        return ""
    _site, root, path = parts
    sites = {roots.site_id for roots in asset._get_site_root_paths(request)}
    return str(path if len(sites) == 1 else f"{root}{path}")


@require_POST
def ask(request: HttpRequest) -> HttpResponseBase:
    """Send a question that nothing answers to marketing."""
    if not is_team(request.user):
        raise PermissionDenied
    words = request.POST.get("words", "")
    link = f"{reverse('library:find')}{Asked(Criteria(words=words)).address()}"
    try:
        told = ask_marketing(request.user, words, link=f"{link}&{UNLOGGED}=1")
    except ContentError as error:
        text = str(error)
    else:
        text = _("Marketing knows now.") if told else _("Marketing has been told of it already.")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Trigger": toast(text)})
    messages.info(request, text)
    return redirect(link)


@require_safe
def slides(request: HttpRequest, pk: int) -> HttpResponse:
    """All slides of an asset, in a dialog, or as a page where there is no script."""
    if not is_team(request.user):
        raise PermissionDenied
    asset = get_object_or_404(Asset.objects.current().select_related("owner"), pk=pk)
    with fact_scope(asset.fact_ids, show_expired=True):
        drawn = draw(wanted_of(asset.slides.raw_data))
    context = {
        "asset": asset,
        "slides": drawn,
        "slides_style": css_variables(theme_for()),
        "actions": result_actions(request, Found(asset, None, ())),
        "header_title": asset.title,
        "breadcrumbs_items": [
            {"url": reverse("library:find"), "label": _("Find content")},
            {"url": "", "label": asset.title},
        ],
    }
    template = "slides_dialog" if request.headers.get("HX-Request") else "slides"
    response = render(request, f"cms/library/{template}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
