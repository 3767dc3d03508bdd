from __future__ import annotations

from typing import Any

import django_filters
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column, DateColumn

from personas.access.columns import WIDE, WIDER, BadgeColumn, LinkColumn
from personas.access.lists import MineFilter, WagtailFilterSet
from personas.access.views import ListView
from personas.access.viewsets import TeamViewSet
from personas.engagement.enums import Grade, Verb
from personas.engagement.looks import dwell_words, grade_look
from personas.engagement.models import Engagement


class EngagementFilterSet(WagtailFilterSet):
    occurred_at = django_filters.DateFromToRangeFilter(
        label=_("When"), widget=DateRangePickerWidget
    )
    verb = django_filters.MultipleChoiceFilter(
        choices=Verb.choices, label=_("What"), widget=CheckboxSelectMultiple
    )
    grade = django_filters.MultipleChoiceFilter(
        choices=Grade.choices, label=_("Grade"), widget=CheckboxSelectMultiple
    )
    looked_after = MineFilter(field_name="prospect__owner", label=_("Prospect looked after by"))

    class Meta:
        model = Engagement
        fields: list[str] = []


class EngagementListView(ListView):
    """Read only: nothing here is added, edited or deleted by hand."""

    any_permission_required = ["view"]

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        return self._get_custom_column(field_name)

    def get_list_buttons(self, instance: Any) -> list[Any]:
        return []

    def get_add_url(self) -> None:
        return None


class EngagementViewSet(TeamViewSet):
    model = Engagement
    name = "engagement"
    url_prefix = "people/engagement"
    icon = "view"
    menu_label = _("Engagement")
    menu_name = "engagement"
    menu_order = 500
    index_view_class = EngagementListView
    inspect_view_enabled = False
    filterset_class = EngagementFilterSet
    search_fields = [
        "subject_label",
        "prospect__first_name",
        "prospect__last_name",
        "prospect__email",
        "account__name",
    ]
    ordering = ["-occurred_at", "-pk"]
    list_export = [
        "occurred_at",
        "verb",
        "grade",
        "prospect",
        "account",
        "subject_label",
        "subject_part",
        "dwell_ms",
    ]
    export_filename = "engagement"
    empty_title = _("Nobody has visited yet")
    empty_text = _(
        "When a prospect opens a link, reads an asset or sees a slide, it is listed here with the "
        "grade of evidence. Mail scanners and colleagues are kept apart and never counted."
    )
    list_display = [
        DateColumn("occurred_at", label=_("When"), sort_key="occurred_at"),
        LinkColumn("prospect", "prospect:inspect", label=_("Prospect")),
        LinkColumn("account", "account:inspect", label=_("Account"), classname=WIDER),
        "verb",
        Column("subject_label", label=_("Subject"), sort_key="subject_label"),
        Column("subject_part", label=_("Part"), classname=WIDER),
        Column(
            "dwell",
            label=_("In view"),
            accessor=lambda e: dwell_words(e.dwell_ms),
            sort_key="dwell_ms",
            classname=WIDER,
        ),
        BadgeColumn(
            "get_grade_display", grade_look, label=_("Grade"), sort_key="grade", classname=WIDE
        ),
    ]

    def annotate(self, rows: Any) -> models.QuerySet:
        return rows.select_related("prospect", "account")

    def get_edit_handler(self) -> None:
        return None

    def register_admin_url_finder(self) -> None:
        """There is no form to find."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
