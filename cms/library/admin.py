"""What finding adds to Wagtail's admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.library.usage_views import editor_button, usage
from personas.access.roles import is_marketing


def urls() -> list[URLResolver | URLPattern]:
    return [
        path("find/", include("cms.library.urls")),
        path("used/<slug:subject>/<int:pk>/", usage, name="usage"),
    ]


def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/css/usage.css"))


def menu_item() -> MenuItem:
    return MenuItem(
        _("Find content"),
        reverse_lazy("library:find"),
        name="find",
        icon_name="crosshairs",
        order=50,
    )


class QuestionsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_marketing(request.user)


def questions_item() -> MenuItem:
    return QuestionsMenuItem(
        _("Searches without an answer"),
        reverse_lazy("library:questions"),
        name="questions",
        icon_name="crosshairs",
        order=100,
    )


def register() -> None:
    """Register all of it; called once from `cms.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_admin_menu_item", menu_item)
    hooks.register("register_reports_menu_item", questions_item)
    hooks.register("register_page_header_buttons", editor_button)
    hooks.register("insert_global_admin_css", styles)
