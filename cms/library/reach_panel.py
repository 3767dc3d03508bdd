"""A line in the editor of an asset or a fact: what its next publication reaches."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class ReachPanel(Panel):
    """`subject` is "asset" or "fact". Asked for when the page stands, so that editing is quick."""

    def __init__(self, subject: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.subject = subject

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "subject": self.subject}

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/library/reach_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.pk)

        @property
        def usage_url(self) -> str:
            return reverse("usage", args=[self.panel.subject, self.instance.pk])
