"""Near duplicates: a list, and two of them side by side. Thin."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import RadioSelect
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from cms.assets.columns import WIDE
from cms.assets.enums import AssetKind
from cms.assets.models import Asset
from cms.errors import ContentError, NotAllowed
from cms.likeness import deciding, services
from cms.likeness.comparing import compared
from cms.likeness.models import NearPair, PairState
from cms.operations.models import Job
from personas.csv_files.export import SafeCsvMixin


class PairFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=PairState,
        widget=RadioSelect,
        empty_label=gettext_lazy("Any"),
    )
    least = django_filters.ChoiceFilter(
        label=gettext_lazy("Words in common"),
        method="filter_least",
        widget=RadioSelect,
        empty_label=gettext_lazy("Any"),
        choices=[
            ("95", gettext_lazy("95 % or more: the same text")),
            ("75", gettext_lazy("75 % or more")),
        ],
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"),
        method="filter_kind",
        choices=AssetKind.choices,
        widget=RadioSelect,
        empty_label=gettext_lazy("Any"),
    )
    published = django_filters.ChoiceFilter(
        label=gettext_lazy("Published"),
        method="filter_published",
        widget=RadioSelect,
        empty_label=gettext_lazy("Any"),
        choices=[("both", gettext_lazy("Both are")), ("draft", gettext_lazy("One is a draft"))],
    )

    class Meta:
        model = NearPair
        fields: list[str] = []

    def filter_least(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(overlap__gte=int(value) / 100)

    def filter_kind(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(Q(first__kind=value) | Q(second__kind=value))

    def filter_published(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        both = Q(first__live=True, second__live=True)
        return qs.filter(both) if value == "both" else qs.exclude(both)


class OverlapColumn(Column):
    cell_template_name = "cms/likeness/overlap_cell.html"


class PairStateColumn(Column):
    cell_template_name = "cms/likeness/state_cell.html"


class PairColumn(TitleColumn):
    """Both titles; the link leads to the two side by side."""

    cell_template_name = "cms/likeness/pair_cell.html"


class PairListView(SafeCsvMixin, ReportView):
    model = NearPair
    page_title = gettext_lazy("Near duplicates")
    header_icon = "copy"
    index_url_name = "likeness:index"
    index_results_url_name = "likeness:results"
    results_template_name = "cms/likeness/results.html"
    filterset_class = PairFilterSet
    is_searchable = True
    default_ordering = "-overlap"
    export_filename = "near-duplicates"
    list_export = [
        "first.title",
        "second.title",
        "percent",
        "closeness",
        "first.kind",
        "second.kind",
        "first.live",
        "second.live",
        "state",
        "found_at",
    ]
    export_headings = {
        "first.title": gettext_lazy("First"),
        "second.title": gettext_lazy("Second"),
        "percent": gettext_lazy("Words in common, %"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _check(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[NearPair]:
        pairs: QuerySet[NearPair] = NearPair.objects.select_related(
            "first", "second", "decided_by"
        )
        heavy = ("body", "slides", "summary")
        return pairs.defer(*(f"{side}__{name}" for side in ("first", "second") for name in heavy))

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Each word must stand in the title of one of the two."""
        for word in (self.search_query or "").split():
            queryset = queryset.filter(
                Q(first__title__icontains=word) | Q(second__title__icontains=word)
            )
        return queryset

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job = Job.objects.filter(kind="likeness.find").order_by("-created_at").first()
        return super().get_context_data(**kwargs) | {
            "job": job,
            "never": job is None,
            "open_count": NearPair.objects.open().count(),
        }

    @property
    def columns(self) -> list[Column]:
        return [
            PairColumn(
                "pair",
                label=_("Assets"),
                accessor="first.title",
                sort_key="first__title",
                get_url=lambda pair: reverse("likeness:pair", args=[pair.pk]),
            ),
            OverlapColumn("overlap", label=_("Words in common"), sort_key="overlap", width="22%"),
            PairStateColumn(
                "state", label=_("State"), sort_key="state", width="20%", classname=WIDE
            ),
        ]


@require_POST
def search_again(request: HttpRequest) -> HttpResponse:
    """Compare all assets now, in the background."""
    try:
        job = services.start(request.user)
    except NotAllowed as error:
        raise PermissionDenied from error
    return redirect(job.get_absolute_url())


@require_safe
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Two assets side by side."""
    _check(request.user)
    found = get_object_or_404(NearPair.objects.select_related("decided_by"), pk=pk)
    sides, rows = compared(found, request.user)
    return render(
        request,
        "cms/likeness/pair.html",
        {
            "header_title": _("Two assets side by side"),
            "header_icon": "copy",
            "breadcrumbs_items": [
                {"url": reverse("likeness:index"), "label": _("Near duplicates")},
                {"url": "", "label": _("Side by side")},
            ],
            "pair": found,
            "sides": sides,
            "rows": rows,
            "changed": sum(not row.same for row in rows),
        },
    )


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep one of the two, or say that they are no duplicates, or take that back."""
    _check(request.user)
    found = get_object_or_404(NearPair, pk=pk)
    what = request.POST.get("what", "")
    kept = request.POST.get("keep", "")
    here = reverse("likeness:pair", args=[pk])
    try:
        if kept.isdecimal():
            goes = deciding.keep(found, int(kept), user=request.user)
            text = _("“%(title)s” is off the site; its address leads to the one that you kept.")
            if not goes.url_path or goes.first_published_at is None:
                text = _("Settled. “%(title)s” was never published; delete its draft if you like.")
            messages.success(request, text % {"title": goes.title})
        elif what == "apart":
            deciding.set_apart(found, user=request.user)
            messages.success(request, _("Remembered: these two are no duplicates."))
        elif what == "reopen":
            deciding.reopen(found, user=request.user)
            return redirect(here)
    except NotAllowed as error:
        raise PermissionDenied from error
    except ContentError as error:
        messages.error(request, str(error))
        return redirect(here)
    return redirect("likeness:index")


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A line in an asset's editor: what it is close to; nothing where that is nothing."""
    asset = get_object_or_404(Asset, pk=pk)
    if not asset.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    found = services.duplicates_of(asset, fresh=True)
    return render(request, "cms/likeness/notice.html", {"found": found})


def _check(user: Any) -> None:
    try:
        services.check_may_compare(user)
    except NotAllowed as error:
        raise PermissionDenied from error
