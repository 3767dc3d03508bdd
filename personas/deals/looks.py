"""How states of deals look: tone and icon beside their word."""

from __future__ import annotations

from personas.deals.enums import DealState
from personas.deals.models import Deal

STATES = {
    DealState.OPEN: ("neutral", "time"),
    DealState.WON: ("ok", "circle-check"),
    DealState.LOST: ("bad", "circle-xmark"),
}


def state_look(deal: Deal) -> tuple[str, str]:
    return STATES[DealState(deal.state)]
