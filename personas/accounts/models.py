from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from personas.access.owned import Owned, OwnedQuerySet
from personas.access.roles import is_marketing, is_sales
from personas.accounts.domains import bare_domain


class AccountQuerySet(OwnedQuerySet["Account"]):
    def visible_to(self, user: Any) -> Self:
        """All accounts for the whole team: a company hidden from a rep would be made twice."""
        return self.all() if is_marketing(user) or is_sales(user) else self.none()

    def with_prospect_count(self) -> Self:
        """Each account with `prospect_count`, erased prospects left out."""
        return self.annotate(
            prospect_count=models.Count(
                "prospects", filter=models.Q(prospects__erased_at=None), distinct=True
            )
        )


class Account(Owned):
    """A company that we sell to."""

    name = models.CharField(_("name"), max_length=160)
    domain = models.CharField(
        _("domain"),
        max_length=120,
        blank=True,
        help_text=_("Their web address without www, e.g. “example.com”. Imports match by it."),
    )
    industry = models.CharField(
        _("industry"), max_length=80, blank=True, help_text=_("E.g. “Logistics”.")
    )
    size = models.PositiveIntegerField(
        _("employees"), null=True, blank=True, help_text=_("How many people work there.")
    )
    turnover = models.PositiveBigIntegerField(
        _("turnover"),
        null=True,
        blank=True,
        help_text=_("Of a year, in full and in your own currency, e.g. 12000000."),
    )
    region = models.CharField(
        _("region"), max_length=80, blank=True, help_text=_("Country or sales region.")
    )
    current_supplier = models.CharField(
        _("current supplier"),
        max_length=120,
        blank=True,
        help_text=_("What they use today, a competitor or “spreadsheets”."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_accounts",
        verbose_name=_("owner"),
        help_text=_("The rep who looks after this account."),
    )
    notes = models.TextField(_("notes"), blank=True)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("domain"),
                condition=~models.Q(domain=""),
                name="personas_account_domain_once",
                violation_error_message=_("Another account already has this domain."),
            )
        ]
        indexes = [
            models.Index(Lower("name"), name="personas_account_name"),
            models.Index(fields=["industry"], name="personas_account_industry"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.domain = bare_domain(self.domain)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.domain = bare_domain(self.domain)
