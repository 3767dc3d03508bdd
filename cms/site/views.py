"""Views of the public site that are not pages: forms, feed helpers, brand colours, robots."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.assets.kinds import LandingPage
from cms.assets.rights import may_see_asset
from cms.site.asset_page import asset_response
from cms.site.brand_css import brand_css
from cms.site.forms import LandingForm
from cms.site.submissions import Answers, take_submission
from cms.site.throttle import is_over
from cms.site.visitors import client_address


def _landing_page(request: HttpRequest, pk: int) -> LandingPage:
    rows = LandingPage.objects.select_related("hero_image", "owner", "locale")
    page: LandingPage = get_object_or_404(rows, pk=pk)
    if not page.is_current or not may_see_asset(request.user, page):
        raise Http404
    return page


@require_POST
def submit_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a landing page's form, or show it again with what was typed and what is wrong."""
    page = _landing_page(request, pk)
    form = LandingForm(page, request.POST)
    if is_over("form", client_address(request)):
        form.is_valid()
        form.add_error(
            None,
            _(
                "Too many forms came from your network in the last hour. Nothing was sent. "
                "Please try again later or write to us."
            ),
        )
        return asset_response(request, page, form=form, status=429)
    if form.is_from_program:
        return redirect("form-sent", pk=page.pk)
    if not form.is_valid():
        return asset_response(request, page, form=form, status=422)
    given = form.cleaned_data
    take_submission(
        page,
        Answers(
            **{name: given.get(name) or "" for name in LandingForm.ORDER},
            further=form.answers,
            once=given["token"],
        ),
        language=(get_language() or "en").split("-")[0],
    )
    return redirect("form-sent", pk=page.pk)


@require_safe
def form_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Thank for a form; the same page for everybody who asks for it."""
    page = _landing_page(request, pk)
    return render(request, "cms/site/form_sent.html", {"page": page, "asset": page})


@require_safe
def colours(request: HttpRequest, version: str = "") -> HttpResponse:
    """The brand's colours and type as a stylesheet; the address changes with the brand."""
    response = HttpResponse(brand_css(request), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /r/",
        "Disallow: /forms/",
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def what_we_record(request: HttpRequest) -> HttpResponse:
    """Say what the public site keeps about a visit. Rooms have a page of their own."""
    return render(request, "cms/site/what_we_record.html", {})
