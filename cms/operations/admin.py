"""What operations adds to Wagtail's admin: addresses, menu, styles and scripts."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

SCRIPTS = ("django_htmx/htmx-2.min.js", "cms/js/tandem-admin.js")


def urls() -> list[URLResolver]:
    return [path("", include("cms.operations.urls"))]


def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/css/tandem-admin.css"))


def scripts() -> SafeString:
    return format_html_join("", '<script src="{}"></script>', ((static(s),) for s in SCRIPTS))


class Bell(MenuItem):
    """The menu's line about notifications; a script writes the count beside it."""

    def render_component(self, request: Any) -> Any:
        self.attrs = {"data-t-unread-url": str(reverse_lazy("operations:notifications_count"))}
        return super().render_component(request)


def bell() -> MenuItem:
    return Bell(
        _("Notifications"),
        reverse_lazy("operations:notifications"),
        name="notifications",
        icon_name="bell",
        order=890,
    )


def jobs_item() -> MenuItem:
    return MenuItem(
        _("Jobs"), reverse_lazy("operations:jobs"), name="jobs", icon_name="cogs", order=700
    )


def mail_item() -> MenuItem:
    return MenuItem(
        _("Mail"), reverse_lazy("operations:mails"), name="mail", icon_name="mail", order=710
    )


def icons(names: list[str]) -> list[str]:
    return [*names, "cms/icons/bell.svg"]


def register() -> None:
    """Register all of it; called once from `cms.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
    # Early, so that styles and scripts of other apps can build on these.
    hooks.register("insert_global_admin_css", styles, order=-1)
    hooks.register("insert_global_admin_js", scripts, order=-1)
    hooks.register("register_admin_menu_item", bell)
    hooks.register("register_reports_menu_item", jobs_item)
    hooks.register("register_reports_menu_item", mail_item)
    hooks.register("register_icons", icons)
