from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from personas.access.owned import Owned, OwnedQuerySet
from personas.deals.enums import DealState
from personas.deals.money import clean_currency, home_currency, money


class DealQuerySet(OwnedQuerySet["Deal"]):
    def owned_by(self, user: Any) -> Self:
        return self.filter(owner=user)

    def open(self) -> Self:
        return self.filter(state=DealState.OPEN)

    def won(self) -> Self:
        return self.filter(state=DealState.WON)

    def of_account(self, account: Any) -> Self:
        return self.filter(account=account)

    def involving(self, prospect: Any) -> Self:
        return self.filter(prospects=prospect)

    def overdue(self, today: date | None = None) -> Self:
        """Open deals whose expected day has passed."""
        return self.open().filter(expected_close__lt=today or timezone.localdate())

    def open_first(self) -> Self:
        """Open deals by the day they are expected, then closed ones, the last closed first."""
        return self.with_rank().order_by("rank", "-closed_at", "expected_close", "name", "pk")

    def with_rank(self) -> Self:
        """Each deal with `rank`: 0 for an open one, 1 for a closed one."""
        is_open = models.When(state=DealState.OPEN, then=0)
        return self.annotate(
            rank=models.Case(is_open, default=1, output_field=models.IntegerField())
        )

    def last_won(self, until: datetime | None = None) -> dict[int, datetime | None]:
        """When a deal with each prospect was won last, before `until`; by prospect number.

        None for a prospect who has deals, none of them won. One query.
        """
        won = models.Q(state=DealState.WON)
        if until is not None:
            won &= models.Q(closed_at__lt=until)
        rows = self.filter(prospects__isnull=False).order_by().values_list("prospects")
        return dict(rows.annotate(last=models.Max("closed_at", filter=won)))


class Deal(Owned):
    """Something that an account may buy: open, won or lost."""

    name = models.CharField(
        _("name"), max_length=160, help_text=_("What it is about: “Licence for four sites”.")
    )
    account = models.ForeignKey(
        "personas.Account",
        on_delete=models.PROTECT,
        related_name="deals",
        verbose_name=_("account"),
    )
    prospects = models.ManyToManyField(
        "personas.Prospect",
        blank=True,
        related_name="deals",
        verbose_name=_("people involved"),
        help_text=_("They become customers when the deal is won."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_deals",
        verbose_name=_("owner"),
        help_text=_("The rep whose deal it is. Reps see their own and those without an owner."),
    )
    value = models.DecimalField(
        _("value"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In full, e.g. 77000."),
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default=home_currency,
        help_text=_("Its code of three letters: EUR, GBP, USD."),
    )
    state = models.CharField(
        _("state"), max_length=8, choices=DealState, default=DealState.OPEN, editable=False
    )
    expected_close = models.DateField(
        _("expected to close"),
        null=True,
        blank=True,
        help_text=_("The day on which you count on an answer."),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    lost_reason = models.CharField(_("why it was lost"), max_length=200, blank=True)
    competitor = models.CharField(
        _("competitor"),
        max_length=120,
        blank=True,
        help_text=_(
            "Whom they use today or ask besides you. When the deal is lost: to whom it went."
        ),
    )
    notes = models.TextField(_("notes"), blank=True, help_text=_("Seen by the team only."))
    reference = models.CharField(
        _("reference"),
        max_length=80,
        blank=True,
        help_text=_("Its number in another system. Imports match by it; each only once."),
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = DealQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        constraints = [
            models.UniqueConstraint(
                Lower("reference"),
                condition=~models.Q(reference=""),
                name="personas_deal_reference_once",
                violation_error_message=_("Another deal already has this reference."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=DealState.OPEN, closed_at=None)
                | models.Q(state__in=sorted(DealState.closed()), closed_at__isnull=False),
                name="personas_deal_closed_at",
                violation_error_message=_("A closed deal has a day of closing, an open one none."),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state"], name="personas_deal_owner"),
            models.Index(fields=["state", "expected_close"], name="personas_deal_expected"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.reference = self.reference.strip()
        try:
            self.currency = clean_currency(self.currency)
        except ValidationError as error:
            raise ValidationError({"currency": error.messages}) from error

    @property
    def is_open(self) -> bool:
        return self.state == DealState.OPEN

    @property
    def is_won(self) -> bool:
        return self.state == DealState.WON

    @property
    def closed_on(self) -> date | None:
        """The day of closing, where the reader is."""
        return timezone.localtime(self.closed_at).date() if self.closed_at else None

    @property
    def is_overdue(self) -> bool:
        """Open after the day on which it was expected to close."""
        return bool(
            self.is_open and self.expected_close and self.expected_close < timezone.localdate()
        )

    @property
    def money(self) -> str:
        """The value with its currency, as “£77,000”; blank where there is none."""
        return money(self.value, self.currency)

    def set_state(self, state: DealState, *, at: datetime | None = None, reason: str = "") -> None:
        """Set state, moment of closing and reason, so that they agree. Saves nothing.

        Without `at`, a deal that is closed already keeps its moment, and another takes now.
        """
        was_closed = self.closed_at
        self.state = state
        self.closed_at = None if state == DealState.OPEN else at or was_closed or timezone.now()
        self.lost_reason = reason if state == DealState.LOST else ""
