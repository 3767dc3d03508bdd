"""The list of recalls."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls.resolvers import URLPattern
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from personas.access.columns import WIDE, OwnerColumn
from personas.access.lists import WagtailFilterSet
from personas.access.views import ListView
from personas.access.viewsets import TeamViewSet
from pitch_builder.recalls.models import Recall


class RecallFilterSet(WagtailFilterSet):
    class Meta:
        model = Recall
        fields = ["subject", "recalled_by"]


class RecallListView(ListView):
    any_permission_required = ["view"]

    def get_base_queryset(self) -> Any:
        return Recall.objects.select_related("recalled_by", "replacement")

    @cached_property
    def add_url(self) -> str | None:
        return None

    def get_edit_url(self, instance: Any) -> str:
        return str(instance.get_absolute_url())

    def get_inspect_url(self, instance: Any) -> str:
        return self.get_edit_url(instance)

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        return []


class RecallViewSet(TeamViewSet):
    model = Recall
    name = "recall_list"
    url_prefix = "recalls/all"
    icon = "warning"
    menu_label = _("Recalls")
    menu_name = "recalls"
    menu_order = 240
    add_to_admin_menu = True
    index_view_class = RecallListView
    inspect_view_enabled = False
    filterset_class = RecallFilterSet
    form_fields = ["why"]  # asked for by the base; there is no form
    search_fields = ["label", "why"]
    ordering = ["-recalled_at"]
    list_display = [
        TitleColumn("label", label=_("What"), sort_key="label", url_name="recalls:recall"),
        Column("get_subject_display", label=_("Kind"), sort_key="subject", classname=WIDE),
        Column("why", label=_("Why"), classname=WIDE),
        OwnerColumn("recalled_by", label=_("By"), sort_key="recalled_by", classname=WIDE),
        DateColumn("recalled_at", label=_("When"), sort_key="recalled_at"),
    ]
    list_export = ["recalled_at", "subject", "label", "why", "replacement", "recalled_by"]
    export_filename = "recalls"
    empty_title = _("Nothing was recalled yet")
    empty_text = _(
        "Where an asset or a figure must not be used any more, open “Used in” and choose Recall: "
        "you see who has it, it is hidden at once, and the reps get the words to say."
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list alone: a recall is made from what is recalled, and never changed."""
        return [one for one in super().get_urlpatterns() if (one.name or "").startswith("index")]

    def get_edit_handler(self) -> None:
        return None

    def register_admin_url_finder(self) -> None:
        """There is no form to find."""

    def annotate(self, rows: Any) -> QuerySet:
        return rows.select_related("recalled_by")
