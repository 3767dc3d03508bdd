"""Columns of lists of assets: the explorer's and marketing's own."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.tables import Column

from cms.assets.models import Asset

# Columns that step aside on a narrow screen.
WIDE = "t-wide"


class VisibilityColumn(Column):
    """Who may see an asset, in the one or two words that name the choice."""

    def get_value(self, instance: Any) -> str:
        return visibility_name(instance) if isinstance(instance, Asset) else ""


class KindColumn(Column):
    def get_value(self, instance: Any) -> str:
        return str(instance.get_kind_display())


class TermsColumn(Column):
    """Personas and stages as chips, or what is missing."""

    cell_template_name = "cms/assets/terms_cell.html"


class ValidUntilColumn(Column):
    """The last day, and how near it is."""

    cell_template_name = "cms/assets/valid_until_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        expires = instance.expire_at
        now = timezone.now()
        context["expired"] = expires is not None and expires <= now
        context["days"] = (expires - now).days if expires and expires > now else None
        return context


def visibility_name(asset: Asset) -> str:
    """Return the choice's name without what explains it: “Public”."""
    return str(asset.get_visibility_display()).partition(":")[0]
