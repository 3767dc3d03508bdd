"""Room: content gathered for an account. RoomLink: one person's way in. Visit: one stay."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from personas.engagement.enums import Grade
from pitch_builder.merging import MergeValues, merge_for_all
from pitch_builder.owned import OwnedQuerySet

TOKEN_BYTES = 24


def new_token() -> str:
    """Return a token of 192 random bits, safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_digest(token: str) -> str:
    """Return the digest by which a token is looked up, so that no comparison leaks it."""
    return hashlib.sha256(token.encode()).hexdigest()


class Room(ClusterableModel):
    """What was sent to an account: assets, decks and a message."""

    title = models.CharField(
        _("headline"), max_length=160, help_text=_("The first words that the prospect reads.")
    )
    account = models.ForeignKey(
        "personas.Account", on_delete=models.PROTECT, related_name="+", verbose_name=_("account")
    )
    persona = models.ForeignKey(
        "personas.Persona",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("persona"),
    )
    stage = models.ForeignKey(
        "personas.JourneyStage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stage"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    message = models.TextField(_("message"), blank=True, max_length=2000)
    next_step = models.CharField(_("next step"), max_length=120, blank=True)
    next_step_text = models.TextField(_("what it means"), blank=True, max_length=400)
    next_step_link = models.URLField(_("link of the next step"), blank=True)
    names_reader = models.BooleanField(
        _("PDFs name their reader"),
        default=False,
        db_default=False,
        help_text=_("The reader's name and the day stand small at the foot of each page."),
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def shown_title(self) -> str:
        """The headline as colleagues read it: for the account, to nobody by name."""
        return self.listed(self.title)

    @property
    def shown_message(self) -> str:
        return self.listed(self.message)

    @property
    def shown_next_step(self) -> str:
        return self.listed(self.next_step)

    def listed(self, text: str) -> str:
        """Return a text of this room with its merge fields filled, as colleagues read it."""
        if "{{" not in text:
            return text
        rep = (self.owner.get_full_name() or self.owner.get_username()) if self.owner else ""
        today = date_format(timezone.localdate(), "j F Y")
        return merge_for_all(text, MergeValues(account=self.account.name, rep=rep, date=today))

    def get_absolute_url(self) -> str:
        return reverse("rooms:detail", args=[self.pk])


class RoomItem(Orderable):
    """An asset or a deck in a room."""

    room = ParentalKey(Room, on_delete=models.CASCADE, related_name="items")
    asset = models.ForeignKey(
        "cms.Asset", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    deck = models.ForeignKey(
        "pitch_builder.Deck", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=255, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("item")

    def __str__(self) -> str:
        return self.title


class RoomLinkQuerySet(models.QuerySet["RoomLink"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(room__in=Room.objects.visible_to(user))

    def usable(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def expiring_within(self, days: int) -> Self:
        limit = timezone.now() + timedelta(days=days)
        return self.usable().filter(expires_at__lte=limit).order_by("expires_at")


class RoomLink(models.Model):
    """One person's link to a room. Who has the token is taken to be that person."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="links")
    prospect = models.ForeignKey(
        "personas.Prospect", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    token = models.CharField(max_length=64, default=new_token, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    may_download = models.BooleanField(_("may download"), default=True)
    passcode = models.CharField(
        max_length=128,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="hashed; empty: none is asked",
    )
    recording_stopped_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = RoomLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("room link")
        verbose_name_plural = _("room links")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.room} → {self.prospect or '…'}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.digest = token_digest(self.token)
        super().save(*args, **kwargs)

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def has_passcode(self) -> bool:
        return bool(self.passcode)

    @property
    def path(self) -> str:
        return reverse("room:home", args=[self.token])

    @property
    def address(self) -> str:
        """The whole address, as it is copied and mailed."""
        return f"{settings.BASE_URL}{self.path}"


class VisitQuerySet(models.QuerySet["Visit"]):
    def real(self) -> Self:
        """By people, as far as the evidence goes: no scanner, no colleague."""
        return self.filter(grade__in=Grade.defensible())

    def visible_to(self, user: Any) -> Self:
        return self.filter(link__room__in=Room.objects.visible_to(user))

    def owned_by(self, user: Any) -> Self:
        """Visits to this rep's own rooms."""
        return self.filter(link__room__owner=user)

    def since(self, moment: datetime) -> Self:
        """Going on at that moment or later."""
        return self.filter(last_seen_at__gte=moment)


class Visit(models.Model):
    """One stay of a person behind a link. Holds no address and no fingerprint."""

    link = models.ForeignKey(RoomLink, on_delete=models.CASCADE, related_name="visits")
    key = models.CharField(max_length=40, help_text="random, made by the page of this stay")
    grade = models.CharField(max_length=10, choices=Grade.choices, default=Grade.LIKELY)
    device = models.CharField(max_length=20, blank=True)
    # The evidence that the grade rests on.
    visible_ms = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    gestures = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    alerted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-started_at"]
        constraints = [models.UniqueConstraint(fields=["link", "key"], name="visit_key_per_link")]

    def __str__(self) -> str:
        return f"{self.link} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_real(self) -> bool:
        return Grade(self.grade) in Grade.defensible()

    @property
    def is_now(self) -> bool:
        """Heard of within the last minute and a half: the page is still open."""
        return self.last_seen_at > timezone.now() - timedelta(seconds=90)
