"""The field that a chooser fills: it names only rows that its form offers."""

from __future__ import annotations

from typing import Any

from wagtail.admin.widgets import BaseChooser


class TeamChooser(BaseChooser):
    """Wagtail's chooser looks up any id that it is given, also one of an address or of a refused
    form; this one looks among the field's own rows, so that no hidden row is called by name."""

    choices: Any = None  # set by the form's field

    def get_instance(self, value: Any) -> Any:
        rows = getattr(self.choices, "queryset", None)
        if value is None or rows is None:
            return super().get_instance(value)
        try:
            return rows.filter(pk=getattr(value, "pk", value)).first()
        except (TypeError, ValueError):
            return None
