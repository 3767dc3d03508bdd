"""Suggested tags beside the tag fields of an asset's editor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from wagtail.admin.panels import Panel


class SuggestedTagsPanel(Panel):
    """Chips that tick the boxes below. Asked for when the page stands."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/tagging/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            pk = self.instance.pk
            return {**context, "url": reverse("tagging:of_asset", args=[pk]) if pk else ""}

        @property
        def media(self) -> forms.Media:
            return forms.Media(js=["cms/js/suggested-tags.js"])
