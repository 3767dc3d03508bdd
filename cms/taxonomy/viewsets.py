"""Industries and products in the admin, each with the assets that carry it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import (
    DeleteView,
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from cms.taxonomy.models import Industry, Product
from personas.csv_files.export import SafeCsvMixin


class TermListView(SafeCsvMixin, IndexView):
    results_template_name = "personas/list_results.html"
    empty_title: Any = ""
    empty_text: Any = ""


class IndustryListView(TermListView):
    empty_title = gettext_lazy("Which industries do you sell to?")
    empty_text = gettext_lazy(
        "An industry is a tag of assets. A rep who prepares a meeting narrows the search to it."
    )


class ProductListView(TermListView):
    empty_title = gettext_lazy("What do you sell?")
    empty_text = gettext_lazy(
        "A product is a tag of assets. It leads from a product's sheet to all that shows it."
    )


class TermDeleteView(DeleteView):
    """Says how many assets lose the tag; it takes nothing else with it."""

    @property
    def confirmation_message(self) -> str:
        count = self.object.assets.count()
        if not count:
            return _("Delete “%(name)s”? No asset carries it.") % {"name": self.object}
        return ngettext(
            "Delete “%(name)s”? %(count)d asset carries it and will lose this tag.",
            "Delete “%(name)s”? %(count)d assets carry it and will lose this tag.",
            count,
        ) % {"name": self.object, "count": count}


class AssetCountColumn(Column):
    """How many assets carry the term, linked to the list of them."""

    cell_template_name = "cms/taxonomy/asset_count_cell.html"

    def __init__(self, filter_name: str) -> None:
        super().__init__("asset_count", label=gettext_lazy("Assets"), sort_key="asset_count")
        self.filter_name = filter_name

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["url"] = f"{reverse('assets:index')}?{self.filter_name}={instance.pk}"
        return context


class TermViewSet(SnippetViewSet):
    delete_view_class = TermDeleteView
    index_results_template_name = "personas/list_results.html"
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = False
    ordering = "name"
    list_per_page = 50
    list_export = ["name", "slug", "asset_count"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.model._default_manager.annotate(asset_count=Count("assets"))


class IndustryViewSet(TermViewSet):
    model = Industry
    icon = "globe"
    menu_label = gettext_lazy("Industries")
    menu_name = "industries"
    index_view_class = IndustryListView
    export_filename = "industries"
    list_display = ["name", "slug", AssetCountColumn("industries")]


class ProductViewSet(TermViewSet):
    model = Product
    icon = "tag"
    menu_label = gettext_lazy("Products")
    menu_name = "products"
    index_view_class = ProductListView
    export_filename = "products"
    list_display = ["name", "slug", AssetCountColumn("products")]


class TaxonomyViewSetGroup(SnippetViewSetGroup):
    """The menu “Tags”; personas and stages stand under People."""

    menu_label = gettext_lazy("Tags")
    menu_name = "tags"
    menu_icon = "tag"
    menu_order = 225
    items = (IndustryViewSet, ProductViewSet)
