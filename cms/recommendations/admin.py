"""What recommendations add to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.library.actions import register_result_action
from cms.library.finding import Found
from cms.recommendations import versions

MAY_SEE = "cms.view_recommendationweights"


def urls() -> list[URLResolver]:
    return [path("recommendations/", include("cms.recommendations.urls"))]


class LogMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_SEE))


class WeightsMenuItem(MenuItem):
    """For those who may change the weights; the log's page links to them for all others."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(versions.MAY_CHANGE))


def settings_item() -> MenuItem:
    return WeightsMenuItem(
        _("Recommendations"),
        reverse_lazy("recommendations:weights"),
        name="recommendation-weights",
        icon_name="sliders",
        order=300,
    )


def report_item() -> MenuItem:
    return LogMenuItem(
        _("Recommendations"),
        reverse_lazy("recommendations:log"),
        name="recommendation-log",
        icon_name="crosshairs",
        order=120,
    )


def more_like_this(request: Any, found: Found) -> SafeString:
    """The button "More like this" of a found asset."""
    context = {
        "url": reverse("recommendations:like", args=[found.asset.pk]),
        "title": found.asset.title,
        # Only the results of a search have a place for a dialog beside them.
        "dialog": found.hit is not None,
    }
    return render_to_string("cms/recommendations/like_button.html", context)


def register() -> None:
    """Register all of it; called once from `cms.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_settings_menu_item", settings_item)
    hooks.register("register_reports_menu_item", report_item)
    register_result_action("more-like-this", more_like_this, order=100)
