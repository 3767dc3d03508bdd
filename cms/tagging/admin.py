"""What suggested tags add to Wagtail's admin: addresses, and a report."""

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
from cms.tagging import views
from cms.tagging.services import check_may_tag

app_name = "tagging"

urlpatterns = [
    path("", views.SuggestionListView.as_view(), name="index"),
    path("results/", views.SuggestionListView.as_view(results_only=True), name="results"),
    path("act/", views.act, name="act"),
    path("of/<int:pk>/", views.of_asset, name="of_asset"),
]


def urls() -> list[URLResolver]:
    return [path("suggested-tags/", include((urlpatterns, app_name)))]


class SuggestedTagsMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        try:
            check_may_tag(request.user)
        except NotAllowed:
            return False
        return True


def menu_item() -> MenuItem:
    return SuggestedTagsMenuItem(
        _("Suggested tags"),
        reverse_lazy("tagging:index"),
        name="suggested-tags",
        icon_name="tag",
        order=310,
    )


def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/css/suggested-tags.css"))


def register() -> None:
    """Register all of it; called once from `cms.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_reports_menu_item", menu_item)
    hooks.register("insert_global_admin_css", styles)
