"""What is kept about a prospect: shown in full, switched off, erased."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from personas.errors import ErasedProspectError
from personas.prospects.enums import Consent
from personas.prospects.models import Prospect


@dataclass(frozen=True, slots=True)
class DataHolder:
    """An app's part of what is kept about a prospect.

    `export(prospect)` returns plain JSON values; `erase(prospect)` removes what is personal and
    runs in the erasing transaction.
    """

    name: str
    export: Callable[[Prospect], Any]
    erase: Callable[[Prospect], None]


_holders: dict[str, DataHolder] = {}


def register_holder(holder: DataHolder) -> DataHolder:
    """For apps above this one, in `AppConfig.ready`. A name twice is an ImproperlyConfigured."""
    if holder.name in _holders:
        raise ImproperlyConfigured(f"Personal data {holder.name!r} is registered already.")
    _holders[holder.name] = holder
    return holder


def export_prospect(prospect: Prospect) -> dict[str, Any]:
    """All that is kept about a prospect, as plain JSON values; moments in ISO 8601, UTC offset."""
    return {
        "exported_at": timezone.now().isoformat(),
        "prospect": _own_fields(prospect),
        "proposed_changes": [
            {
                "field": c.field,
                "value": c.value,
                "source": c.source,
                "state": c.state,
                "at": c.created_at.isoformat(),
            }
            for c in prospect.proposed_changes.all()
        ],
        "engagement": [
            {
                "at": e.occurred_at.isoformat(),
                "what": e.verb,
                "subject": e.subject_label,
                "part": e.subject_part,
                "dwell_ms": e.dwell_ms,
                "grade": e.grade,
                "data": e.data,
            }
            for e in prospect.engagements.order_by("occurred_at")
        ],
        **{holder.name: holder.export(prospect) for holder in _holders.values()},
    }


def _own_fields(prospect: Prospect) -> dict[str, Any]:
    texts = (
        "first_name",
        "last_name",
        "email",
        "phone",
        "title",
        "persona_reason",
        "lifecycle",
        "source",
        "consent",
        "records_visits",
        "language",
        "notes",
    )
    moments = ("consent_at", "created_at", "updated_at")
    owner = prospect.owner
    return {
        **{name: getattr(prospect, name) for name in texts},
        **{
            name: value.isoformat() if (value := getattr(prospect, name)) else None
            for name in moments
        },
        "account": str(prospect.account or ""),
        "persona": str(prospect.persona or ""),
        "stage": str(prospect.stage or ""),
        "looked_after_by": (owner.get_full_name() or owner.get_username()) if owner else "",
    }


def set_recording(prospect: Prospect, *, allowed: bool) -> None:
    """Switch the recording of visits on or off. Raises ErasedProspectError."""
    if prospect.erased_at:
        raise ErasedProspectError
    prospect.records_visits = allowed
    prospect.save(update_fields=["records_visits", "updated_at"])


@transaction.atomic
def erase_prospect(prospect: Prospect) -> int:
    """Remove the person and keep the events without them; returns how many events were kept.

    The row stays, so that decks and rooms keep their place; it holds nothing personal. Names in
    the change history go too. Cannot be undone. Raises ErasedProspectError the second time.
    """
    if prospect.erased_at:
        raise ErasedProspectError
    for holder in _holders.values():
        holder.erase(prospect)
    kept = prospect.engagements.all()._forget_person()
    prospect.proposed_changes.all().delete()
    for name in (
        "first_name",
        "last_name",
        "email",
        "phone",
        "title",
        "persona_reason",
        "source",
        "notes",
    ):
        setattr(prospect, name, "")
    prospect.consent = Consent.UNKNOWN
    prospect.consent_at = None
    prospect.records_visits = False
    prospect.language = "en"
    prospect.erased_at = timezone.now()
    prospect.save()
    _blank_history(prospect)
    return kept


def _blank_history(prospect: Prospect) -> None:
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Prospect), object_id=str(prospect.pk)
    )
    entries.update(label=_("Erased prospect"), data={})
