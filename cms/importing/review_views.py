"""The review list: imported assets, to be tagged and published many at a time."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from cms.assets.enums import AssetKind
from cms.assets.models import Asset
from cms.errors import NotAllowed
from cms.importing.models import ImportRun
from cms.importing.services import check_may_import
from cms.likeness.models import likest_pair
from personas.csv_files.export import SafeCsvMixin

UNTAGGED = Q(personas=None) | Q(stages=None)


class ReviewFilterSet(WagtailFilterSet):
    run = ModelChoiceFilter(
        field_name="imported__run", queryset=ImportRun.objects.all(), label=gettext_lazy("Import")
    )
    tags = ChoiceFilter(
        label=gettext_lazy("Tags"),
        method="filter_tags",
        choices=[
            ("none", gettext_lazy("Without persona or stage")),
            ("some", gettext_lazy("Tagged")),
        ],
    )
    state = ChoiceFilter(
        label=gettext_lazy("State"),
        method="filter_state",
        choices=[
            ("draft", gettext_lazy("Drafts")),
            ("ready", gettext_lazy("Drafts that can be published")),
            ("lacking", gettext_lazy("Drafts that lack something")),
            ("live", gettext_lazy("Published")),
        ],
    )
    kind = ChoiceFilter(label=gettext_lazy("Kind"), choices=AssetKind.choices)

    class Meta:
        model = Asset
        fields: list[str] = []

    def filter_tags(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        tagged = Asset.objects.exclude(UNTAGGED).values("pk")
        return qs.filter(pk__in=tagged) if value == "some" else qs.exclude(pk__in=tagged)

    def filter_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        if value == "live":
            return qs.filter(live=True)
        drafts = qs.filter(Q(live=False) | Q(has_unpublished_changes=True))
        if value == "ready":
            return drafts.filter(imported__missing=[])
        if value == "lacking":
            return drafts.exclude(imported__missing=[])
        return drafts


class ChosenColumn(Column):
    header_template_name = "cms/importing/chosen_header.html"
    cell_template_name = "cms/importing/chosen_cell.html"


class StateColumn(Column):
    cell_template_name = "cms/importing/state_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        # The choice's name, without what explains it.
        context["visibility"] = instance.get_visibility_display().partition(":")[0]
        return context


class TagsColumn(Column):
    cell_template_name = "cms/importing/tags_cell.html"


class ReviewView(SafeCsvMixin, ReportView):
    model = Asset
    page_title = gettext_lazy("Review imported content")
    header_icon = "upload"
    index_url_name = "importing:review"
    index_results_url_name = "importing:review_results"
    template_name = "cms/importing/review.html"
    results_template_name = "cms/importing/review_results.html"
    filterset_class = ReviewFilterSet
    is_searchable = True
    search_fields = ["title", "import_key"]
    default_ordering = "title"
    export_filename = "imported"
    list_export = ["title", "kind", "visibility", "live", "import_key"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Asset]:
        return (
            imported()
            .defer("body", "slides")
            .annotate(twin=Subquery(likest_pair()))
            .prefetch_related("personas", "stages", "industries")
        )

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Look in titles and file names; the index knows no file names."""
        return with_words(queryset, self.search_query or "")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("importing:index"), "label": _("Import")},
            {"url": "", "label": _("Review")},
        ]

    @property
    def columns(self) -> list[Column]:
        return [
            ChosenColumn("chosen", label="", width="4%"),
            TitleColumn(
                "title",
                label=_("Title"),
                sort_key="title",
                get_url=lambda asset: reverse("wagtailadmin_pages:edit", args=[asset.pk]),
            ),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind",
                   width="12%", classname="t-wide"),
            TagsColumn("tags", label=_("Tags"), width="28%", classname="t-wide"),
            StateColumn("state", label=_("State"), width="20%"),
        ]  # fmt: skip


def imported() -> QuerySet[Asset]:
    return Asset.objects.filter(imported__isnull=False).select_related("imported")


def with_words(assets: QuerySet, words: str) -> QuerySet:
    """Narrow to assets whose title or file name holds all of the words."""
    for word in words.split():
        assets = assets.filter(Q(title__icontains=word) | Q(import_key__icontains=word))
    return assets


def check(user: Any) -> None:
    try:
        check_may_import(user)
    except NotAllowed as error:
        raise PermissionDenied from error
