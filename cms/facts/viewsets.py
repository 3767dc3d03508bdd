"""Facts in the admin: list, history, chooser."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetChosenView
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.facts.models import Fact


class FactFilterSet(WagtailFilterSet):
    valid_until = django_filters.DateFromToRangeFilter(label=_("Valid until"))

    class Meta:
        model = Fact
        fields = ["owner", "valid_until", "live"]


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


class FactViewSet(SnippetViewSet):
    model = Fact
    icon = "tag"
    menu_label = _("Facts")
    menu_name = "facts"
    menu_order = 220
    add_to_admin_menu = True
    list_display = [
        "label",
        "display",
        "as_of",
        "valid_until",
        "owner",
        LiveStatusTagColumn(),
    ]
    list_export = [
        "key",
        "label",
        "value",
        "prefix",
        "unit",
        "as_of",
        "source",
        "valid_until",
        "owner",
        "live",
    ]
    filterset_class = FactFilterSet
    ordering = "label"
    list_per_page = 40
    chooser_viewset_class = FactChooserViewSet
    search_backend_name = None
    chooser_per_page = 20
