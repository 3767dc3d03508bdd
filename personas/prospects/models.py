from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from personas.access.owned import Owned, OwnedQuerySet
from personas.prospects.enums import ChangeState, Consent, Lifecycle


class ProspectQuerySet(OwnedQuerySet["Prospect"]):
    def of_account(self, account: Any) -> Self:
        return self.filter(account=account)

    def known(self) -> Self:
        """Those who have not been erased."""
        return self.filter(erased_at=None)

    def with_email(self, email: str) -> Self:
        """The prospect with this address, upper and lower case alike; none for a blank one."""
        return self.with_emails([email])

    def with_emails(self, emails: Iterable[str]) -> Self:
        """Those with one of the addresses; worded so that the unique index answers."""
        wanted = {email.strip().lower() for email in emails} - {""}
        lowered = self.alias(lowered_email=Lower("email"))
        return lowered.filter(~models.Q(email=""), lowered_email__in=wanted)

    def mailable(self) -> Self:
        return self.known().exclude(email="").filter(consent=Consent.GIVEN)

    def with_last_engagement(self) -> Self:
        """Each prospect with `last_engaged_at`, of defensible events only."""
        from personas.engagement.models import Engagement

        last = (
            Engagement.objects.defensible()
            .filter(prospect=models.OuterRef("pk"))
            .order_by("-occurred_at")
            .values("occurred_at")[:1]
        )
        return self.annotate(last_engaged_at=models.Subquery(last))

    def with_open_changes(self) -> Self:
        """Each prospect with `open_changes`, the number of proposed changes that wait."""
        waiting = models.Q(proposed_changes__state=ChangeState.OPEN)
        return self.annotate(
            open_changes=models.Count("proposed_changes", filter=waiting, distinct=True)
        )


class Prospect(Owned):
    """A person at an account. Erased prospects keep their row and lose everything personal."""

    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Imports and forms match by it; each only once.")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    title = models.CharField(
        _("job title"), max_length=120, blank=True, help_text=_("As on their card or profile.")
    )
    account = models.ForeignKey(
        "personas.Account",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="prospects",
        verbose_name=_("account"),
    )
    persona = models.ForeignKey(
        "personas.Persona",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="prospects",
        verbose_name=_("persona"),
        help_text=_("Decides what is recommended to them."),
    )
    persona_reason = models.CharField(
        _("why this persona"),
        max_length=250,
        blank=True,
        help_text=_(
            "So that a colleague can agree or correct: “CFO by title, asked for returns”."
        ),
    )
    stage = models.ForeignKey(
        "personas.JourneyStage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="prospects",
        verbose_name=_("journey stage"),
    )
    lifecycle = models.CharField(
        _("lifecycle"), max_length=20, choices=Lifecycle, default=Lifecycle.NEW
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_prospects",
        verbose_name=_("owner"),
        help_text=_(
            "The rep who looks after them. Reps see their own and those without an owner."
        ),
    )
    source = models.CharField(
        _("source"),
        max_length=120,
        blank=True,
        help_text=_("Where they came from: a form, a fair, a list."),
    )
    consent = models.CharField(
        _("consent to e-mail"), max_length=12, choices=Consent, default=Consent.UNKNOWN
    )
    consent_at = models.DateTimeField(_("consent since"), null=True, blank=True)
    records_visits = models.BooleanField(
        _("visits are recorded"),
        default=True,
        help_text=_("Off when the prospect switched recording off; nothing is recorded then."),
    )
    language = models.CharField(
        _("language"), max_length=12, default="en", help_text=_("Language code: en, de, pt-br.")
    )
    notes = models.TextField(_("notes"), blank=True, help_text=_("Seen by the team only."))
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    objects = ProspectQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        verbose_name = _("prospect")
        verbose_name_plural = _("prospects")
        permissions = [("erase_prospect", "Can erase the personal data of a prospect")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="personas_prospect_email_once",
                violation_error_message=_("Another prospect already has this e-mail address."),
            )
        ]
        indexes = [
            models.Index(fields=["owner", "lifecycle"], name="personas_prospect_owner"),
            models.Index(fields=["last_name", "first_name"], name="personas_prospect_name"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email or str(_("Unnamed prospect"))

    @property
    def full_name(self) -> str:
        if self.erased_at:
            return str(_("Erased prospect"))
        return f"{self.first_name} {self.last_name}".strip()

    def clean(self) -> None:
        self.email = self.email.strip()


class ProposedChangeQuerySet(models.QuerySet["ProposedChange"]):
    def waiting(self) -> Self:
        return self.filter(state=ChangeState.OPEN)

    def visible_to(self, user: Any) -> Self:
        return self.filter(prospect__in=Prospect.objects.visible_to(user))


class ProposedChange(models.Model):
    """A value that somebody typed into a form for a prospect whom we know already.

    `field` is the name of a Prospect field; `value` its text (a slug for persona and stage).
    """

    prospect = models.ForeignKey(
        Prospect,
        on_delete=models.CASCADE,
        related_name="proposed_changes",
        verbose_name=_("prospect"),
    )
    field = models.CharField(_("field"), max_length=40)
    value = models.TextField(_("proposed value"))
    source = models.CharField(_("source"), max_length=120, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ChangeState, default=ChangeState.OPEN
    )
    created_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = ProposedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        constraints = [
            models.UniqueConstraint(
                fields=["prospect", "field", "value"],
                condition=models.Q(state="open"),
                name="personas_change_waits_once",
            )
        ]
        indexes = [models.Index(fields=["state", "-created_at"], name="personas_change_waiting")]

    def __str__(self) -> str:
        return f"{self.prospect}: {self.field_label}"

    @property
    def field_label(self) -> str:
        return str(Prospect._meta.get_field(self.field).verbose_name)  # type: ignore[union-attr]

    @property
    def current_value(self) -> str:
        """The field's present value in words; persona and stage by name."""
        display = getattr(self.prospect, f"get_{self.field}_display", None)
        value = display() if display else getattr(self.prospect, self.field)
        return "" if value is None else str(value)
