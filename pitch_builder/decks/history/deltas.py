"""What a change did to a deck, as plain data that can be done backwards. No ORM.

A delta is JSON: of the deck each changed field, of each changed slide the changed fields, before
and after; a slide that came or went has all of its fields on one side and None on the other.

    {"deck": {"title": ["Old", "New"]}, "slides": {"12": [{"section": "A"}, {"section": "B"}]}}
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Delta = dict[str, dict[str, list[Any]]]


@dataclass(frozen=True, slots=True)
class State:
    """A deck at one moment: its own fields, and those of its slides by id."""

    deck: Row = field(default_factory=dict)
    slides: dict[int, Row] = field(default_factory=dict)


def difference(before: State, after: State) -> Delta:
    """Return what leads from one state to the other; empty parts where nothing changed."""
    slides = {
        str(pk): pair
        for pk in {**before.slides, **after.slides}
        if (pair := _pair(before.slides.get(pk), after.slides.get(pk)))
    }
    deck = _pair(before.deck, after.deck)
    fields = {name: [deck[0][name], deck[1][name]] for name in deck[0]} if deck else {}
    return {"deck": fields, "slides": slides}


def _pair(before: Row | None, after: Row | None) -> list[Any]:
    if before is None or after is None:
        return [before, after]
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not changed:
        return []
    return [{name: row.get(name) for name in changed} for row in (before, after)]


def is_empty(delta: Delta) -> bool:
    return not delta["deck"] and not delta["slides"]


def applied(state: State, delta: Delta, *, backwards: bool = False) -> State:
    """Return the state after the change, or where it is taken back the state before it.

    A slide that is no longer there, whose fields it would change, is left out.
    """
    to = 0 if backwards else 1
    slides = dict(state.slides)
    for key, pair in delta["slides"].items():
        pk, row = int(key), pair[to]
        if row is None:
            slides.pop(pk, None)
        elif pair[1 - to] is None:
            slides[pk] = dict(row)
        elif pk in slides:
            slides[pk] = {**slides[pk], **row}
    deck = {**state.deck, **{name: pair[to] for name, pair in delta["deck"].items()}}
    return State(deck, slides)


def combined(first: Delta, then: Delta) -> Delta:
    """Return two changes, one done after the other, as one."""
    deck = dict(first["deck"])
    for name, (before, after) in then["deck"].items():
        deck[name] = [deck[name][0] if name in deck else before, after]
    slides = dict(first["slides"])
    for key, pair in then["slides"].items():
        slides[key] = _joined(slides[key], pair) if key in slides else pair
    return {
        "deck": {name: pair for name, pair in deck.items() if pair[0] != pair[1]},
        "slides": {key: pair for key, pair in slides.items() if pair[0] != pair[1]},
    }


def _joined(first: list[Any], then: list[Any]) -> list[Any]:
    """One slide's pair over both changes: what the first does not name is as `then` found it."""
    before, middle = first
    found, after = then
    if before is not None and middle is not None:
        before = {**(found or {}), **before}
    if after is not None and found is not None:
        after = {**(middle or {}), **after}
    if before is None or after is None:
        return [before, after]
    changed = [name for name in after if before.get(name) != after[name]]
    return [{name: row.get(name) for name in changed} for row in (before, after)]
