"""Buttons that higher layers put on the page of a person or a company."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from wagtail.admin.widgets.button import HeaderButton

MakeButton = Callable[[Any, Any], HeaderButton | None]

_buttons: dict[str, MakeButton] = {}


def register_profile_button(name: str, make: MakeButton) -> None:
    """Add a button: `make(user, row)` gives it, None where it does not apply.

    Raises ImproperlyConfigured where the name is taken.
    """
    if name in _buttons:
        raise ImproperlyConfigured(f"The profile button {name!r} is registered already.")
    _buttons[name] = make


def profile_buttons(user: Any, row: Any) -> list[HeaderButton]:
    """Return the buttons for a row, in the order of registration."""
    return [button for make in _buttons.values() if (button := make(user, row)) is not None]
