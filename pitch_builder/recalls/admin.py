"""What recalls add to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks

from cms.library.usage import Subject, register_usage_action
from pitch_builder.recalls.services import may_recall
from pitch_builder.recalls.viewsets import RecallViewSet


def urls() -> list[URLResolver]:
    return [path("recalls/", include("pitch_builder.recalls.urls"))]


def recall_button(request: Any, subject: Subject, pk: int) -> str:
    """The way from "used in" to the recall of what is used."""
    if not may_recall(request.user):
        return ""
    url = reverse("recalls:new", args=[subject.value, pk])
    return format_html('<a class="button no" href="{}">{}</a>', url, _("Recall it"))


def styles() -> SafeString:
    return format_html(
        '<link rel="stylesheet" href="{}">', static("pitch_builder/css/recalls.css")
    )


def register() -> None:
    """Register all of it; called once from `pitch_builder.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_admin_viewset", lambda: RecallViewSet())
    hooks.register("insert_global_admin_css", styles)
    register_usage_action("recall", recall_button)
