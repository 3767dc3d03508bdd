"""The admin's screens about jobs."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_filters import ChoiceFilter, DateFromToRangeFilter
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views.reports import ReportView

from cms.operations import jobs
from cms.operations.enums import JobState, Queue
from cms.operations.models import Job
from cms.operations.permissions import may_stop, visible_jobs
from personas.access.roles import is_lead
from personas.csv_files.export import SafeCsvMixin, csv_lines

# Rows of a report's table that a page shows; the download has all.
ROWS_SHOWN = 500


class JobFilterSet(WagtailFilterSet):
    state = ChoiceFilter(label=gettext_lazy("State"), choices=JobState.choices)
    queue = ChoiceFilter(label=gettext_lazy("Queue"), choices=Queue.choices)
    created_at = DateFromToRangeFilter(label=gettext_lazy("Started"), widget=DateRangePickerWidget)

    class Meta:
        model = Job
        fields: list[str] = []


class StateColumn(Column):
    cell_template_name = "cms/operations/job_state_cell.html"


class JobListView(SafeCsvMixin, ReportView):
    """One's own jobs; leads see all, and who started them."""

    model = Job
    page_title = gettext_lazy("Jobs")
    header_icon = "cogs"
    verbose_name_plural = gettext_lazy("jobs")
    index_url_name = "operations:jobs"
    index_results_url_name = "operations:jobs_results"
    results_template_name = "cms/operations/jobs_results.html"
    filterset_class = JobFilterSet
    is_searchable = True
    search_fields = ["label", "error"]
    default_ordering = "-created_at"
    export_filename = "jobs"
    list_export = ["id", "kind", "label", "owner", "state", "created_at", "finished_at", "error"]

    def get_base_queryset(self) -> QuerySet[Job]:
        return visible_jobs(self.request.user).defer("report", "traceback")

    @property
    def columns(self) -> list[Column]:
        columns = [
            TitleColumn(
                "label",
                label=_("What is done"),
                get_url=lambda job: job.get_absolute_url(),
                sort_key="label",
            ),
            StateColumn("state", label=_("State"), sort_key="state", width="28%"),
            DateColumn("created_at", label=_("Started"), sort_key="created_at", width="15%"),
        ]
        if is_lead(self.request.user):
            columns.insert(2, UserColumn("owner", label=_("By"), width="15%", classname="t-wide"))
        return columns


@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Progress while it runs, the report afterwards; can be left and come back to."""
    found = get_object_or_404(visible_jobs(request.user), pk=pk)
    report = found.report
    if request.GET.get("format") == "json":
        return JsonResponse(found.as_dict())
    if request.GET.get("format") == "csv":
        return download(found)
    context = {
        "job": found,
        "report": report,
        "problems": report.get("problems", [])[:ROWS_SHOWN],
        "taken": report.get("taken", [])[:ROWS_SHOWN],
        "rows_shown": ROWS_SHOWN,
        "details": other_details(report),
        "took": words(found.duration) if found.duration else "",
        "may_stop": may_stop(request.user, found),
        "page_title": found.label,
        "header_title": found.label,
        "header_icon": "cogs",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("operations:jobs"), "label": _("Jobs")},
            {"url": "", "label": found.label},
        ],
    }
    return render(request, "cms/operations/job.html", context)


def download(found: Job) -> StreamingHttpResponse:
    """All rows of a job's report as CSV: what was taken, what not and why."""
    rows = [
        (outcome, item.get("what", ""), item.get("why", ""), item.get("url", ""))
        for outcome, key in ((_("not taken"), "problems"), (_("taken"), "taken"))
        for item in found.report.get(key, [])
    ]
    lines = csv_lines([_("Outcome"), _("What"), _("Why"), _("Page")], rows)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="job-{found.pk}.csv"'
    return response


def words(duration: timedelta) -> str:
    """A duration in the two largest units that it has: "2 min 5 s"."""
    seconds = round(duration.total_seconds())
    if seconds < 60:
        return _("%(s)d s") % {"s": seconds}
    if seconds < 3600:
        return _("%(m)d min %(s)d s") % {"m": seconds // 60, "s": seconds % 60}
    return _("%(h)d h %(m)d min") % {"h": seconds // 3600, "m": seconds % 3600 // 60}


def other_details(report: dict[str, Any]) -> list[tuple[str, str]]:
    """What a handler reported beyond the agreed keys, as names and values."""
    known = {"summary", "counts", "taken", "problems", "links"}
    plain = (str, int, float, bool)
    return [
        (name.replace("_", " ").capitalize(), str(value))
        for name, value in report.items()
        if name not in known and isinstance(value, plain)
    ]


@never_cache
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress part alone, asked for once a second until the job is over.

    The last answer sends the event `t-job`; with ?refresh=1 it also loads the page anew, so
    that a screen shows what the job made.
    """
    found = get_object_or_404(visible_jobs(request.user), pk=pk)
    refresh = request.GET.get("refresh") == "1"
    asked = request.GET.get("stop") == "1"
    context = {
        "job": found,
        "may_stop": asked and may_stop(request.user, found),
        "refresh": refresh,
        "large": request.GET.get("large") == "1",
        "no_link": request.GET.get("no_link") == "1",
    }
    response = render(request, "cms/operations/progress.html", context)
    if found.is_finished:
        response["HX-Trigger"] = json.dumps({"t-job": {"id": found.pk, "state": found.state}})
        if refresh:
            response["HX-Refresh"] = "true"
    return response


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Stop a job of one's own; leads stop any."""
    found = get_object_or_404(visible_jobs(request.user), pk=pk)
    if jobs.stop(found):
        messages.success(request, _("“%(job)s” was stopped.") % {"job": found.label})
    if request.headers.get("HX-Request"):
        return progress_part(request, found)
    return redirect(found.get_absolute_url())


def progress_part(request: HttpRequest, found: Job) -> HttpResponse:
    # The page that holds the part is loaded anew, and shows the message.
    response = render(request, "cms/operations/progress.html", {"job": found})
    response["HX-Refresh"] = "true"
    return response
