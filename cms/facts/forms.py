"""The fact editor's form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm


class FactForm(WagtailAdminModelForm):
    """Shows 168 as 168; the database keeps six decimals of each value."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        value = self.initial.get("value")
        if isinstance(value, Decimal):
            self.initial["value"] = Decimal(format(value.normalize(), "f"))
