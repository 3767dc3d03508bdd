"""Facts in the admin: list, history, chooser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetChosenView
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from cms.facts.models import Fact
from cms.library.usage_views import UsedInPanel
from personas.access.columns import WIDE, WIDER, OwnerColumn
from personas.access.lists import MineFilter, owner_filter
from personas.csv_files.export import SafeCsvMixin
from personas.persona.viewsets import WordSearchMixin


class FactFilterSet(WagtailFilterSet):
    validity = django_filters.ChoiceFilter(
        label=_("Validity"),
        method="filter_validity",
        widget=RadioSelect,
        empty_label=_("Any"),
        choices=[
            ("valid", _("Valid today")),
            ("30", _("Ends within 30 days, or has ended")),
            ("expired", _("Expired")),
            ("draft", _("Never published, or withdrawn")),
        ],
    )
    looked_after = MineFilter(field_name="owner", widget=RadioSelect)
    owner = owner_filter()

    class Meta:
        model = Fact
        fields: list[str] = []

    def filter_validity(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        if value == "valid":
            return qs.filter(pk__in=Fact.objects.usable())
        if value == "30":
            return qs.filter(live=True, valid_until__lte=today + timedelta(days=30))
        if value == "expired":
            return qs.filter(live=True, valid_until__lt=today)
        return qs.filter(live=False)


class FigureColumn(Column):
    """The figure as readers see it."""

    def get_value(self, instance: Fact) -> str:
        return instance.current.display


class DayColumn(Column):
    """A day written out; how long ago it was says less."""

    def get_value(self, instance: Fact) -> str:
        day = super().get_value(instance)
        return date_format(day, "DATE_FORMAT") if day else ""


class ValidUntilColumn(Column):
    """The last day, and how near it is."""

    cell_template_name = "cms/facts/valid_until_cell.html"

    def get_cell_context_data(self, instance: Fact, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        until = instance.valid_until
        context["days"] = (until - timezone.localdate()).days if until else None
        return context


class FactListView(SafeCsvMixin, WordSearchMixin, IndexView):
    results_template_name = "personas/list_results.html"
    empty_title = _("Which figures do you quote?")
    empty_text = _(
        "A fact is one figure with its source and its last day. Texts and slides name it, so a "
        "change reaches all of them at once, and an old figure never stands on a deck."
    )


class FactChosenView(SnippetChosenView):
    """Answers with what the rich text editor needs to show the figure."""

    def get_chosen_response_data(self, item: Fact) -> dict[str, Any]:
        value = item.current
        return {
            **super().get_chosen_response_data(item),
            "title": value.display,
            "label": f"{value.label} ({value.key})",
            "fallback": value.fallback,
            "state": item.state.value,
            "prefer_this_title_as_link_text": True,
        }


class FactChooserViewSet(SnippetChooserViewSet):
    chosen_view_class = FactChosenView


class FactEditView(EditView):
    """The editor with “Used in” beside it: a change here is seen there."""

    def get_side_panels(self) -> MediaContainer:
        panels = list(super().get_side_panels())
        if not self.expects_json_response:
            panels.append(UsedInPanel(self.object, self.request))
        return MediaContainer(sorted(panels, key=lambda panel: panel.order))


class FactViewSet(SnippetViewSet):
    model = Fact
    icon = "decimal"
    menu_label = _("Facts")
    menu_name = "facts"
    menu_order = 220
    add_to_admin_menu = True
    index_view_class = FactListView
    index_results_template_name = "personas/list_results.html"
    search_fields = ["label", "key", "source", "notes"]
    list_display = [
        "label",
        FigureColumn("figure", label=_("Figure"), sort_key="value"),
        DayColumn("as_of", label=_("As of"), sort_key="as_of", classname=WIDER),
        ValidUntilColumn("valid_until", label=_("Valid until"), sort_key="valid_until"),
        OwnerColumn("owner", label=_("Owner"), sort_key="owner", classname=WIDE),
        LiveStatusTagColumn(classname=WIDER),
    ]
    list_export = [
        "key",
        "label",
        "value",
        "prefix",
        "unit",
        "decimals",
        "as_of",
        "source",
        "source_url",
        "valid_until",
        "fallback",
        "owner",
        "live",
    ]
    export_filename = "facts"
    filterset_class = FactFilterSet
    ordering = "label"
    list_per_page = 40
    chooser_viewset_class = FactChooserViewSet
    edit_view_class = FactEditView
    search_backend_name = None
    chooser_per_page = 20

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Fact.objects.select_related("owner")
