"""Assets in the admin: marketing's list of all of them, and the explorer's columns."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.assets.columns import (
    WIDE,
    KindColumn,
    TermsColumn,
    ValidUntilColumn,
    VisibilityColumn,
    visibility_name,
)
from cms.assets.filters import AssetFilterSet
from cms.assets.models import Asset
from cms.site.models import LibraryPage
from personas.csv_files.export import SafeCsvMixin


def may_list_assets(user: Any) -> bool:
    """Tell whether `user` has a right on pages; sales find content, and do not keep it."""
    policy = policy_registry.get_by_type(Page)
    return bool(policy.user_has_any_permission(user, IndexView.any_permission_required))


class AssetIndexView(SafeCsvMixin, IndexView):
    """All assets in one flat list. Search looks in titles and summaries, word by word."""

    page_title = _("Assets")
    results_template_name = "cms/assets/index_results.html"
    add_item_label = _("Add an asset")
    empty_title = _("What do your buyers read?")
    empty_text = _(
        "An asset is one piece of content: a case study, a product sheet, a film. It has a web "
        "page, and slides that sales put on their decks. Write the first, or import a folder."
    )

    def get_base_queryset(self) -> QuerySet:
        return (
            super()
            .get_base_queryset()
            .select_related("owner")
            .prefetch_related("personas", "stages", "industries", "products")
        )

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        for word in (self.search_query or "").split():
            queryset = queryset.filter(Q(title__icontains=word) | Q(summary__icontains=word))
        return queryset

    def get_add_url(self) -> str | None:
        parent = LibraryPage.objects.first()
        if parent is None or not parent.permissions_for_user(self.request.user).can_add_subpage():
            return None
        return reverse("wagtailadmin_pages:add_subpage", args=[parent.pk])

    def to_row_dict(self, item: Asset) -> dict[str, Any]:
        row = super().to_row_dict(item)
        for name in ("personas", "stages", "industries", "products"):
            row[name] = ", ".join(term.name for term in getattr(item, name).all())
        return {**row, "visibility": visibility_name(item), "kind": item.get_kind_display()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"import_url": reverse("importing:index"), **kwargs})


class AddAssetView(View):
    """Ask for the kind of the new asset; all of them stand in the library."""

    index_url_name = ""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        parent = LibraryPage.objects.first()
        if parent is None or not parent.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        return redirect("wagtailadmin_pages:add_subpage", parent.pk)


class AssetMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_list_assets(request.user)


class AssetListingViewSet(PageListingViewSet):
    model = Asset
    name = "assets"
    url_prefix = "assets"
    icon = "doc-full-inverse"
    menu_label = _("Assets")
    menu_name = "assets"
    menu_order = 90
    menu_item_class = AssetMenuItem
    add_to_admin_menu = True
    index_view_class = AssetIndexView
    choose_parent_view_class = AddAssetView
    filterset_class = AssetFilterSet
    list_per_page = 40
    ordering = "-latest_revision_created_at"
    export_filename = "assets"
    list_export = [
        "pk",
        "title",
        "kind",
        "visibility",
        "live",
        "personas",
        "stages",
        "industries",
        "products",
        "may_mix",
        "may_download",
        "owner",
        "review_by",
        "expire_at",
        "first_published_at",
        "last_published_at",
        "full_url",
    ]
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        KindColumn("kind", label=_("Kind"), sort_key="kind", classname=WIDE),
        VisibilityColumn("visibility", label=_("Seen by"), sort_key="visibility", classname=WIDE),
        TermsColumn("terms", label=_("For whom and when"), width="24%", classname=WIDE),
        ValidUntilColumn(
            "expire_at", label=_("Valid until"), sort_key="expire_at", classname=WIDE
        ),
        DateColumn(
            "latest_revision_created_at",
            label=_("Updated"),
            sort_key="latest_revision_created_at",
            classname=WIDE,
        ),
        PageStatusColumn("status", label=_("State"), sort_key="live"),
    ]


class LibraryIndexView(ExplorableIndexView):
    """The explorer inside the library: who may see an asset, and until when."""

    base_columns = [
        *ExplorableIndexView.base_columns[:-1],
        VisibilityColumn("visibility", label=_("Seen by"), width="10%", classname=WIDE),
        ValidUntilColumn(
            "expire_at", label=_("Valid until"), sort_key="expire_at", width="12%", classname=WIDE
        ),
        ExplorableIndexView.base_columns[-1],
    ]


class LibraryViewSet(PageViewSet):
    """Wagtail's own views of an asset; only the explorer's list of them differs."""

    model = Asset
    parent_models = [LibraryPage]
    index_view_class = LibraryIndexView
