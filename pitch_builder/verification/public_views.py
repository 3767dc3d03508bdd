"""The page behind the code on every copy: is it still what is approved?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.brand.models import Brand
from cms.site.throttle import is_over
from cms.site.visitors import client_address
from pitch_builder.rooms.doors import is_same_origin, protect
from pitch_builder.verification.files import LARGEST_PDF, UnreadableFile
from pitch_builder.verification.forms import CheckForm, plain_code
from pitch_builder.verification.presenting import Page, page_of, page_of_file
from pitch_builder.verification.verdicts import verdict_on, verdict_on_file

TEN_MINUTES = 600
UNKNOWN_IN_TEN_MINUTES = 30
FILES_IN_TEN_MINUTES = 20
FORM_OVERHEAD = 64 * 1024


@csrf_exempt  # It changes nothing and knows nobody; what comes from another site is refused.
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponseBase:
    """Ask for a code or a file, and check the file."""
    if request.method != "POST":
        return _form(request, CheckForm())
    if not is_same_origin(request):
        return protect(HttpResponse(status=403))
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_PDF + FORM_OVERHEAD:
        return _refused(request, _("The file is too large to be a copy of ours."), 413)
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=400)
    file = form.cleaned_data["file"]
    if file is None:
        return redirect("verification:code", form.cleaned_data["code"])
    if is_over(
        "verify-file", client_address(request), limit=FILES_IN_TEN_MINUTES, seconds=TEN_MINUTES
    ):
        return _refused(request, _("Too many files. Please wait ten minutes."), 429)
    try:
        found = verdict_on_file(file.read())
    except UnreadableFile:
        return _refused(request, _("This file cannot be read as a PDF."), 400)
    return _verdict(request, page_of_file(found))


@require_safe
def code(request: HttpRequest, code: str, number: int = 0) -> HttpResponseBase:
    """Say what is known of the copies with a code; `number` is the slide it stood on."""
    verdict = verdict_on(plain_code(code))
    if verdict is None:
        over = is_over(
            "verify-code",
            client_address(request),
            limit=UNKNOWN_IN_TEN_MINUTES,
            seconds=TEN_MINUTES,
        )
        if over:
            return _refused(request, _("Too many tries. Please wait ten minutes."), 429)
        return _refused(
            request, _("There is no copy with this code. Please compare it once more."), 404
        )
    return _verdict(request, page_of(verdict, asked=number))


def _verdict(request: HttpRequest, page: Page) -> HttpResponseBase:
    return _render(request, "verdict.html", {"page_said": page})


def _form(request: HttpRequest, form: CheckForm, status: int = 200) -> HttpResponseBase:
    return _render(request, "check.html", {"form": form}, status)


def _refused(request: HttpRequest, error: str, status: int) -> HttpResponseBase:
    return _render(request, "check.html", {"form": CheckForm(), "error": error}, status)


def _render(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponseBase:
    context["company"] = Brand.for_request(request)
    return protect(
        render(request, f"pitch_builder/verification/{template}", context, status=status)
    )
