"""What likeness adds to Wagtail's admin: addresses, and a report."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.errors import NotAllowed
from cms.likeness import views
from cms.likeness.services import check_may_compare

app_name = "likeness"

urlpatterns = [
    path("", views.PairListView.as_view(), name="index"),
    path("results/", views.PairListView.as_view(results_only=True), name="results"),
    path("again/", views.search_again, name="again"),
    path("<int:pk>/", views.pair, name="pair"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("of/<int:pk>/", views.notice, name="notice"),
]


def urls() -> list[URLResolver]:
    return [path("duplicates/", include((urlpatterns, app_name)))]


class PairsMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        try:
            check_may_compare(request.user)
        except NotAllowed:
            return False
        return True


def menu_item() -> MenuItem:
    return PairsMenuItem(
        _("Near duplicates"),
        reverse_lazy("likeness:index"),
        name="near-duplicates",
        icon_name="copy",
        order=300,
    )


def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/css/likeness.css"))


def register() -> None:
    """Register all of it; called once from `cms.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_reports_menu_item", menu_item)
    hooks.register("insert_global_admin_css", styles)
