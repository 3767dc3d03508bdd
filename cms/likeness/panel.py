"""A line in an asset's editor: what it is close to."""

from __future__ import annotations

from django.urls import reverse
from wagtail.admin.panels import Panel


class LikenessPanel(Panel):
    """Asked for when the page stands, so that editing is quick."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/likeness/panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.pk)

        @property
        def notice_url(self) -> str:
            return reverse("likeness:notice", args=[self.instance.pk])
