"""The screen of a CSV import: choose a file, see what would happen, confirm."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from personas.csv_files.export import csv_lines
from personas.csv_files.importing import Importer
from personas.csv_files.plan import ImportPlan, Outcome
from personas.csv_files.reading import MAX_BYTES, MAX_ROWS, read_table
from personas.errors import CsvError

KEPT_SECONDS = 3600
SHOWN_ROWS = 200


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
    )


class CsvImportView(View):
    """Nothing is written before the confirmation; the file waits in the cache for an hour."""

    importer_class: type[Importer]
    model: type[models.Model]
    page_title: str | Promise = ""
    index_url_name = ""
    match_help: str | Promise = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        policy = policy_registry.get_by_type(self.model)
        for action in ("add", "change"):
            if not policy.user_has_permission(request.user, action):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        if "template" in request.GET:
            return self._empty_file()
        return self._upload_page(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if "token" in request.POST:
            return self._confirm(request.POST["token"], request.POST.get("digest", ""))
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._upload_page(form)
        data = form.cleaned_data["file"].read(MAX_BYTES + 1)
        try:
            plan = self._plan(data)
        except CsvError as error:
            form.add_error("file", str(error))
            return self._upload_page(form)
        return self._plan_page(plan, self._keep(data))

    def _plan(self, data: bytes) -> ImportPlan:
        return self.importer_class(self.request.user).plan(read_table(data))

    def _confirm(self, token: str, digest: str) -> HttpResponse:
        data = cache.get(self._cache_key(token))
        if data is None:
            messages.error(
                self.request,
                _("This check is over an hour old. Nothing was imported; choose the file again."),
            )
            return redirect(self.request.path)
        importer = self.importer_class(self.request.user)
        try:
            plan = importer.plan(read_table(data))
            if plan.digest != digest:
                messages.warning(
                    self.request,
                    _("Somebody changed these records meanwhile. Check again what would happen."),
                )
                return self._plan_page(plan, token)
            report = importer.apply(plan)
        except CsvError as error:
            messages.error(self.request, str(error))
            return redirect(self.request.path)
        cache.delete(self._cache_key(token))
        messages.success(
            self.request,
            _(
                "Imported: %(created)d new, %(updated)d updated, %(unchanged)d unchanged, "
                "%(refused)d left out."
            )
            % {
                "created": report.created,
                "updated": report.updated,
                "unchanged": report.unchanged,
                "refused": report.refused,
            },
        )
        return redirect(self.index_url_name)

    def _keep(self, data: bytes) -> str:
        token = secrets.token_urlsafe(24)
        cache.set(self._cache_key(token), data, KEPT_SECONDS)
        return token

    def _cache_key(self, token: str) -> str:
        return f"csv-import:{self.model._meta.label_lower}:{self.request.user.pk}:{token[:64]}"

    def _upload_page(self, form: UploadForm) -> HttpResponse:
        columns = [
            (name, ", ".join(other.replace("_", " ") for other in others))
            for name, others in self.importer_class.columns.items()
        ]
        context = {
            "form": form,
            "columns": columns,
            "match_help": self.match_help,
            "max_rows": MAX_ROWS,
            "max_megabytes": MAX_BYTES // (1024 * 1024),
        }
        status = 422 if form.errors else 200
        return self._page("personas/csv_files/upload.html", context, status)

    def _plan_page(self, plan: ImportPlan, token: str) -> HttpResponse:
        rank = {outcome: number for number, outcome in enumerate(Outcome)}
        rows = sorted(plan.rows, key=lambda row: (rank[row.outcome], row.line))
        context = {
            "plan": plan,
            "rows": rows[:SHOWN_ROWS],
            "more": max(0, len(rows) - SHOWN_ROWS),
            "token": token,
            "outcomes": Outcome,
        }
        return self._page("personas/csv_files/plan.html", context)

    def _page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        plural = str(self.model._meta.verbose_name_plural)
        context |= {
            "page_title": self.page_title,
            "header_title": self.page_title,
            "header_icon": "upload",
            "index_url": reverse(self.index_url_name),
            "plural": plural,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": reverse(self.index_url_name), "label": plural.capitalize()},
                {"url": "", "label": self.page_title},
            ],
        }
        return TemplateResponse(self.request, template, context, status=status)

    def _empty_file(self) -> StreamingHttpResponse:
        name = self.model._meta.verbose_name_plural
        response = StreamingHttpResponse(
            csv_lines(list(self.importer_class.columns), []), content_type="text/csv"
        )
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
