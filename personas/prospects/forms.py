from __future__ import annotations

from typing import Any

from django.utils import timezone

from personas.access.forms import OwnedForm
from personas.prospects.enums import Consent


class ProspectForm(OwnedForm):
    """Keeps the moment at which consent was given or withdrawn."""

    def save(self, commit: bool = True) -> Any:
        if "consent" in self.changed_data:
            known = self.instance.consent != Consent.UNKNOWN
            self.instance.consent_at = timezone.now() if known else None
        return super().save(commit=commit)
