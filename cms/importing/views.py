"""The admin's import page: what was imported, and one more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from cms.errors import NotAllowed
from cms.importing.errors import ImportingError
from cms.importing.limits import LIMITS, MEGABYTE, readable_size
from cms.importing.models import ImportRun
from cms.importing.services import check_may_import
from cms.importing.uploads import start_import, too_large

RUNS_SHOWN = 20


class UploadForm(forms.Form):
    archive = forms.FileField(
        label=_("ZIP file of a folder"),
        widget=forms.FileInput(
            attrs={"accept": ".zip,application/zip", "data-max-bytes": LIMITS.archive}
        ),
    )
    name = forms.CharField(
        label=_("Name of the source"),
        required=False,
        max_length=80,
        help_text=_(
            "Keep it the same when you import the folder again: documents are known by it. "
            "Left empty, it is the file's name."
        ),
    )


@csrf_exempt
def index(request: HttpRequest) -> HttpResponse:
    """Refuse what is too large by its announced size, before anything reads the body."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and int(announced) > LIMITS.archive + MEGABYTE:
        _check(request.user)
        response = _page(request, UploadForm(), error=too_large(int(announced)))
        response.status_code = 413
        return response
    return _index(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _index(request: HttpRequest) -> HttpResponse:
    _check(request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            job = start_import(
                form.cleaned_data["archive"], user=request.user, name=form.cleaned_data["name"]
            )
        except ImportingError as error:
            form.add_error("archive", str(error))
        else:
            return redirect(job.get_absolute_url())
    return _page(request, form)


def _check(user: Any) -> None:
    try:
        check_may_import(user)
    except NotAllowed as error:
        raise PermissionDenied from error


def _page(request: HttpRequest, form: forms.Form, error: str = "") -> TemplateResponse:
    runs = ImportRun.objects.select_related("job", "started_by")[:RUNS_SHOWN]
    return TemplateResponse(
        request,
        "cms/importing/index.html",
        {
            "page_title": _("Import"),
            "header_icon": "upload",
            "breadcrumbs_items": [{"url": "", "label": _("Import")}],
            "form": form,
            "error": error,
            "runs": list(runs),
            "limit": readable_size(LIMITS.archive),
            "files": LIMITS.files,
        },
    )
