"""What can be done with a found asset. A higher layer adds its own, such as "add to deck"."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from cms.library.finding import Found

Render = Callable[[Any, "Found"], "SafeString"]

_actions: dict[str, Render] = {}


def register_result_action(name: str, render: Render) -> None:
    """Add an action: `render(request, found)` gives its button, empty where it does not apply.

    Raises ImproperlyConfigured where the name is taken.
    """
    if name in _actions:
        raise ImproperlyConfigured(f"The result action {name!r} is registered already.")
    _actions[name] = render


def result_actions(request: Any, found: Found) -> list[SafeString]:
    """Return the buttons of a result, in the order of registration."""
    return [button for render in _actions.values() if (button := render(request, found))]
