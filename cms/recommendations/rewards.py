"""What each outcome of a recommendation is worth. Pure: declared once here."""

from __future__ import annotations

from collections.abc import Iterable

# Of several outcomes the best counts. Deals are few and have many reasons: that one was won adds
# a quarter to what reading is worth, and no more.
REWARDS = {
    "shown": 0.0,
    "opened": 0.3,
    "on_deck": 0.5,
    "in_room": 0.5,
    "sent": 0.7,
    "read": 0.8,
    "won": 1.0,
}


def reward(outcomes: Iterable[str]) -> float:
    """Return 0 to 1; 0 for what was shown and left."""
    return max((REWARDS.get(what, 0.0) for what in outcomes), default=0.0)
