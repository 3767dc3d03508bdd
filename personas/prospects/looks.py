"""How lifecycles and consents look: tone and icon beside their word."""

from __future__ import annotations

from personas.prospects.enums import Consent, Lifecycle
from personas.prospects.models import Prospect

LIFECYCLES = {
    Lifecycle.NEW: ("neutral", "plus"),
    Lifecycle.NURTURED: ("neutral", "time"),
    Lifecycle.WARM: ("warn", "warning"),
    Lifecycle.ACCEPTED: ("ok", "check"),
    Lifecycle.OPPORTUNITY: ("ok", "crosshairs"),
    Lifecycle.CUSTOMER: ("ok", "circle-check"),
    Lifecycle.CLOSED: ("neutral", "minus"),
}

CONSENTS = {
    Consent.UNKNOWN: ("neutral", "help"),
    Consent.GIVEN: ("ok", "check"),
    Consent.WITHDRAWN: ("bad", "no-view"),
}


def lifecycle_look(prospect: Prospect) -> tuple[str, str]:
    return LIFECYCLES[Lifecycle(prospect.lifecycle)]


def consent_look(prospect: Prospect) -> tuple[str, str]:
    return CONSENTS[Consent(prospect.consent)]
