"""Suggested tags: of one asset, and of many with a threshold. Thin."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Prefetch, QuerySet
from django.forms import RadioSelect
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from cms.assets.models import Asset
from cms.errors import NotAllowed
from cms.importing.models import ImportRun
from cms.operations import jobs
from cms.operations.enums import Queue
from cms.operations.reports import Report
from cms.tagging import services
from cms.tagging.knowledge import term_names
from cms.tagging.models import TagField, TagSuggestion
from cms.tagging.suggesting import suggestions_for
from personas.csv_files.export import SafeCsvMixin
from search.errors import SearchError

USUAL = 50  # per cent from which on a suggestion is ticked
STEPS = (30, 40, 50, 60, 70, 80, 90)
AT_ONCE = 20  # more assets than these are tagged by a job


@require_http_methods(["GET", "HEAD", "POST"])
def of_asset(request: HttpRequest, pk: int) -> HttpResponse:
    """The tags suggested for one asset: a form, or the chips of its editor."""
    asset = get_object_or_404(Asset, pk=pk).specific
    if not asset.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    edit = reverse("wagtailadmin_pages:edit", args=[pk])
    if request.method == "POST":
        chosen = {f.value: _numbers(request.POST.getlist(f.value)) for f in TagField}
        wanted = {name: pks for name, pks in chosen.items() if pks}
        if wanted:
            _tell(request, services.accept({pk: wanted}, user=request.user))
        return redirect(edit)
    context: dict[str, Any] = {"asset": asset, "edit": edit, "usual": USUAL}
    try:
        context["groups"] = _groups(suggestions_for(asset), services.declined_of(asset))
    except SearchError as error:
        context["trouble"] = str(error)
    if request.headers.get("HX-Request"):
        return render(request, "cms/tagging/chips.html", context)
    context |= {
        "header_title": _("Suggested tags"),
        "header_icon": "tag",
        "breadcrumbs_items": [
            {"url": edit, "label": asset.get_admin_display_title()},
            {"url": "", "label": _("Suggested tags")},
        ],
    }
    return render(request, "cms/tagging/of_asset.html", context)


def _groups(suggestions: list[Any], declined: set[tuple[str, int]]) -> list[tuple[str, list[Any]]]:
    """Return suggestions by kind of tag, each kind with its name."""
    kept = [s for s in suggestions if (s.field.value, s.term) not in declined]
    groups = [(str(field.label), [s for s in kept if s.field is field]) for field in TagField]
    return [group for group in groups if group[1]]


class SuggestionFilterSet(WagtailFilterSet):
    run = django_filters.ModelChoiceFilter(
        field_name="imported__run", queryset=ImportRun.objects.all(), label=gettext_lazy("Import")
    )
    field = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind of tag"),
        method="filter_field",
        choices=TagField,
        widget=RadioSelect,
        empty_label=gettext_lazy("Any"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="filter_state",
        choices=[("draft", gettext_lazy("Drafts")), ("live", gettext_lazy("Published"))],
        widget=RadioSelect,
        empty_label=gettext_lazy("Any"),
    )

    class Meta:
        model = Asset
        fields: list[str] = []

    def filter_field(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(pk__in=TagSuggestion.objects.open().filter(field=value).values("asset"))

    def filter_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return qs.filter(live=value == "live")


class SuggestedColumn(Column):
    """The open suggestions as boxes to tick."""

    cell_template_name = "cms/tagging/suggested_cell.html"

    def __init__(self, at: int, **kwargs: Any) -> None:
        super().__init__("suggested", **kwargs)
        self.at = at

    def get_value(self, instance: Any) -> Any:
        return [row for row in instance.open_suggestions if row.name]

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "at": self.at}


class SuggestionListView(SafeCsvMixin, ReportView):
    model = Asset
    page_title = gettext_lazy("Suggested tags")
    header_icon = "tag"
    index_url_name = "tagging:index"
    index_results_url_name = "tagging:results"
    template_name = "cms/tagging/index.html"
    results_template_name = "cms/tagging/results.html"
    filterset_class = SuggestionFilterSet
    is_searchable = True
    default_ordering = "-likeliest"
    paginate_by = 20
    export_filename = "suggested-tags"
    list_export = ["title", "kind", "live", "suggested"]
    export_headings = {"suggested": gettext_lazy("Suggested tags")}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _check(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Asset]:
        return with_suggestions()

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return with_words(queryset, self.search_query or "")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": str(self.page_title)}]

    def decorate_paginated_queryset(self, queryset: Any) -> Any:
        name_terms([row for asset in queryset for row in asset.open_suggestions])
        return queryset

    def to_row_dict(self, item: Asset) -> dict[str, Any]:
        rows = item.open_suggestions
        if rows and not hasattr(rows[0], "name"):
            name_terms(rows)
        said = "; ".join(f"{row.name} {row.confidence:.0%}" for row in rows if row.name)
        return {
            "title": item.title,
            "kind": item.get_kind_display(),
            "live": item.live,
            "suggested": said,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = threshold(self.request.GET)
        return super().get_context_data(**kwargs) | {"at": at, "steps": STEPS}

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=_("Asset"),
                sort_key="title",
                width="30%",
                get_url=lambda asset: reverse("wagtailadmin_pages:edit", args=[asset.pk]),
            ),
            SuggestedColumn(
                threshold(self.request.GET), label=_("Suggested tags"), sort_key="likeliest"
            ),
        ]


def with_suggestions() -> QuerySet[Asset]:
    """Assets with open suggestions, each with them as `open_suggestions`, likeliest first."""
    rows = TagSuggestion.objects.open().order_by("-confidence", "pk")
    found: QuerySet[Asset] = (
        Asset.objects.filter(pk__in=TagSuggestion.objects.open().values("asset"))
        .defer("body", "slides", "summary")
        .annotate(likeliest=Max("tag_suggestions__confidence"))
        .prefetch_related(Prefetch("tag_suggestions", rows, to_attr="open_suggestions"))
    )
    return found


def with_words(assets: QuerySet, words: str) -> QuerySet:
    for word in words.split():
        assets = assets.filter(title__icontains=word)
    return assets


def name_terms(rows: list[Any]) -> None:
    """Give each suggestion the name of its term; "" where that was deleted."""
    by_field: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        by_field[row.field].add(row.term)
    names = {field: term_names(TagField(field), sorted(pks)) for field, pks in by_field.items()}
    for row in rows:
        row.name = names[row.field].get(row.term, "")
        row.percent = round(row.confidence * 100)


def threshold(data: QueryDict) -> int:
    """Return the per cent from which on suggestions are ticked."""
    text = data.get("at", "")
    return min(100, int(text)) if text.isdecimal() else USUAL


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Accept or decline suggestions: the ticked ones, or all of the list above a threshold."""
    _check(request.user)
    back = reverse("tagging:index") + request.POST.get("filters", "")
    what = request.POST.get("what", "")
    ids = _numbers(request.POST.getlist("tag"))
    if what == "accept_all":
        ids = _all_above(request)
    if not ids:
        messages.warning(request, _("Tick at least one tag first."))
        return redirect(back)
    try:
        if what == "decline":
            services.decline(ids, user=request.user)
            messages.success(request, _("Declined. These are not suggested again."))
            return redirect(back)
        assets = TagSuggestion.objects.filter(pk__in=ids).values("asset").distinct().count()
        if assets > AT_ONCE:
            job = jobs.start(
                "tagging.accept",
                owner=request.user,  # type: ignore[arg-type]
                args={"user_id": request.user.pk, "ids": ids},
                queue=Queue.BULK,
                label=_("Accept suggested tags"),
                link=back,
            )
            return redirect(job.get_absolute_url())
        _tell(request, services.accept_suggestions(ids, user=request.user))
    except NotAllowed as error:
        raise PermissionDenied from error
    return redirect(back)


def _all_above(request: HttpRequest) -> list[int]:
    filters = QueryDict(request.POST.get("filters", "").lstrip("?"))
    found = SuggestionFilterSet(filters, queryset=with_suggestions(), request=request).qs
    found = with_words(found, filters.get("q", "")).order_by().values("pk")
    rows = TagSuggestion.objects.open().filter(asset__in=found)
    if filters.get("field"):
        rows = rows.filter(field=filters["field"])
    # As the rounded figure on the screen.
    least = (threshold(request.POST) - 0.5) / 100
    return list(rows.filter(confidence__gte=least).values_list("pk", flat=True))


def _tell(request: HttpRequest, report: Report) -> None:
    messages.success(request, report["summary"])
    for item in report.get("problems", [])[:5]:
        messages.error(request, f"{item['what']}: {item['why']}")


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal()]


def _check(user: Any) -> None:
    try:
        services.check_may_tag(user)
    except NotAllowed as error:
        raise PermissionDenied from error
