"""What the editor makes of imported content when somebody opens and saves it."""

from __future__ import annotations

from typing import Any

from cms.assets.body import BodyBlock
from tests.cms.editing import forms

BODY = BodyBlock()


def as_saved(raw: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a body after it went through its form: loaded, shown, submitted, cleaned."""
    _stored, back = forms.as_saved(BODY, raw)
    return BODY.get_prep_value(back)
