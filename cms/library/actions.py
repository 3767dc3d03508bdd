"""What can be done with a found asset. A higher layer adds its own, such as "add to deck".

An action or a note may read `request.GET`: with `?deck=7` it speaks of that deck. An action that
changes something is a submit button of the form `find-act`, with a `formaction` of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from cms.library.finding import Found

Render = Callable[[Any, "Found"], "SafeString"]
Note = Callable[[Any], "SafeString"]

_actions: dict[str, tuple[int, Render]] = {}
_parameters: list[str] = []
_notes: dict[str, Note] = {}


def register_result_action(name: str, render: Render, *, order: int = 0) -> None:
    """Add an action: `render(request, found)` gives its button, empty where it does not apply.

    Those of a lower `order` come first. Raises ImproperlyConfigured where the name is taken.
    """
    if name in _actions:
        raise ImproperlyConfigured(f"The result action {name!r} is registered already.")
    _actions[name] = (order, render)


def result_actions(request: Any, found: Found) -> list[SafeString]:
    """Return the buttons of a result: by their order, then in that of registration."""
    ordered = sorted(_actions.values(), key=lambda action: action[0])
    return [button for _order, render in ordered if (button := render(request, found))]


def register_find_note(name: str, render: Note, *, parameter: str = "") -> None:
    """Add a line above the results: `render(request)` gives it, empty where it does not apply.

    `parameter` is the query parameter that it reads; every address on the screen keeps it.
    Raises ImproperlyConfigured where the name is taken.
    """
    if name in _notes:
        raise ImproperlyConfigured(f"The note {name!r} is registered already.")
    _notes[name] = render
    if parameter:
        _parameters.append(parameter)


def find_notes(request: Any) -> list[SafeString]:
    """Return the lines above the results, in the order of registration."""
    return [note for render in _notes.values() if (note := render(request))]


def kept_parameters() -> tuple[str, ...]:
    """Return the names of the query parameters that belong to notes and actions."""
    return tuple(_parameters)
