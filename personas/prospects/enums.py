from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.TextChoices):
    """What a prospect has agreed to receive from us."""

    UNKNOWN = "unknown", _("Not asked")
    GIVEN = "given", _("Given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Lifecycle(models.TextChoices):
    """How far the two teams have got with a prospect."""

    NEW = "new", _("New")
    NURTURED = "nurtured", _("Nurtured")
    WARM = "warm", _("Warm lead")
    ACCEPTED = "accepted", _("Accepted by sales")
    OPPORTUNITY = "opportunity", _("Opportunity")
    CUSTOMER = "customer", _("Customer")
    CLOSED = "closed", _("Not now")

    @classmethod
    def with_marketing(cls) -> frozenset[Lifecycle]:
        return frozenset({cls.NEW, cls.NURTURED})

    @classmethod
    def with_sales(cls) -> frozenset[Lifecycle]:
        return frozenset({cls.WARM, cls.ACCEPTED, cls.OPPORTUNITY})


class ChangeState(models.TextChoices):
    """What became of a proposed change."""

    OPEN = "open", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
