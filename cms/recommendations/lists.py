"""The log and the versions as lists: filtered, sorted, exported."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFromToRangeFilter, ModelChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.recommendations.models import (
    Place,
    RecommendationBatch,
    RecommendationWeights,
    What,
)
from personas.access.roles import is_lead, is_marketing
from personas.csv_files.export import SafeCsvMixin
from personas.journey.models import JourneyStage
from personas.persona.models import Persona


def visible_lists(user: Any) -> QuerySet[Any]:
    """Return the lists that a user may see: a rep those made for them, all others all."""
    rows = RecommendationBatch.objects.defer("pool").select_related("persona", "stage")
    return rows if is_lead(user) or is_marketing(user) else rows.filter(user=user)


class BatchFilterSet(WagtailFilterSet):
    place = ChoiceFilter(label=_("Where"), choices=Place.choices)
    persona = ModelChoiceFilter(label=_("Persona"), queryset=Persona.objects.all())
    stage = ModelChoiceFilter(label=_("Stage"), queryset=JourneyStage.objects.all())
    created_at = DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)

    class Meta:
        model = RecommendationBatch
        fields: list[str] = []


class BatchListView(SafeCsvMixin, ReportView):
    """Lists that were shown, and what came of them. A rep sees their own."""

    model = RecommendationBatch
    page_title = _("Recommendations")
    header_icon = "crosshairs"
    verbose_name_plural = _("lists")
    index_url_name = "recommendations:log"
    index_results_url_name = "recommendations:log_results"
    results_template_name = "cms/recommendations/log_results.html"
    filterset_class = BatchFilterSet
    default_ordering = "-created_at"
    export_filename = "recommendations"
    permission_policy = ModelPermissionPolicy(RecommendationBatch)
    any_permission_required = ["view"]
    list_export = [
        "id",
        "created_at",
        "get_place_display",
        "persona",
        "stage",
        "weights_version",
        "recommended",
        "trials",
        "taken",
        "sent",
        "read",
        "won",
    ]
    export_headings = {
        "get_place_display": _("where"),
        "recommended": _("recommended"),
        "trials": _("trials"),
        "taken": _("taken"),
        "sent": _("sent"),
        "read": _("read"),
        "won": _("won"),
    }
    columns = [
        TitleColumn(
            "place",
            label=_("Where"),
            accessor="get_place_display",
            sort_key="place",
            get_url=lambda batch: reverse("recommendations:list", args=[batch.pk]),
        ),
        DateColumn("created_at", label=_("When"), sort_key="created_at", width="16%"),
        Column("persona", label=_("Persona"), sort_key="persona__name", classname="t-wide"),
        Column("stage", label=_("Stage"), sort_key="stage__order", classname="t-wide"),
        Column("recommended", label=_("Shown"), sort_key="recommended", width="8%"),
        Column("trials", label=_("Trials"), sort_key="trials", width="8%", classname="t-wide"),
        Column("taken", label=_("Taken"), sort_key="taken", width="8%"),
        Column("sent", label=_("Sent"), sort_key="sent", width="8%", classname="t-wide"),
        Column("read", label=_("Read"), sort_key="read", width="8%"),
        Column("won", label=_("Won"), sort_key="won", width="8%", classname="t-wide"),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return visible_lists(self.request.user).annotate(
            recommended=Count("items", distinct=True),
            trials=Count("items", filter=Q(items__explored=True), distinct=True),
            taken=_with(What.ON_DECK, What.IN_ROOM),
            sent=_with(What.SENT),
            read=_with(What.READ),
            won=_with(What.WON),
        )

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "weights_url": reverse("recommendations:weights")}


def _with(*what: What) -> Count:
    """Items of a list of which one of these things came."""
    return Count("items", filter=Q(items__outcomes__what__in=what), distinct=True)


class VersionFilterSet(WagtailFilterSet):
    created_at = DateFromToRangeFilter(label=_("Since"), widget=DateRangePickerWidget)

    class Meta:
        model = RecommendationWeights
        fields: list[str] = []


class VersionListView(SafeCsvMixin, ReportView):
    """Every change of the weights: who, when, why."""

    model = RecommendationWeights
    page_title = _("Versions of the weights")
    header_icon = "crosshairs"
    verbose_name_plural = _("versions")
    index_url_name = "recommendations:versions"
    index_results_url_name = "recommendations:versions_results"
    results_template_name = "cms/recommendations/versions_results.html"
    filterset_class = VersionFilterSet
    is_searchable = True
    search_fields = ["reason"]
    default_ordering = "-number"
    export_filename = "recommendation-weights"
    permission_policy = ModelPermissionPolicy(RecommendationWeights)
    any_permission_required = ["view"]
    list_export = ["number", "created_at", "made_by", "reason", "values"]
    columns = [
        TitleColumn(
            "number",
            label=_("Version"),
            sort_key="number",
            get_url=lambda row: reverse("recommendations:version", args=[row.number]),
            width="14%",
        ),
        Column("reason", label=_("Why"), sort_key="reason"),
        UserColumn("made_by", label=_("By"), width="20%", classname="t-wide"),
        DateColumn("created_at", label=_("Since"), sort_key="created_at", width="18%"),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return RecommendationWeights.objects.select_related("made_by")
