"""What recommendations rest on and what became of them: append-only, ids only."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.errors import ContentError
from cms.recommendations.weights import Weights


class Kept(ContentError):
    """Versions and the log are written once."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise Kept(str(_("This is written once, and not changed.")))

    def delete(self) -> NoReturn:
        raise Kept(str(_("This is written once, and not deleted by hand.")))

    def purge(self) -> int:
        """For housekeeping alone: delete these rows; returns how many with all below them."""
        return super().delete()[0]


class AppendOnly(models.Model):
    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Kept(str(_("This is written once, and not changed.")))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Kept(str(_("This is written once, and not deleted by hand.")))


class RecommendationWeights(AppendOnly):
    """The weights from one moment on. The highest number is in force; 0 stands for the defaults,
    of which there is no row."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    values = models.JSONField()
    reason = models.CharField(_("why"), max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("weights of recommendations")
        verbose_name_plural = _("weights of recommendations")
        ordering = ["-number"]
        default_permissions = ("add", "view")

    def __str__(self) -> str:
        return str(_("Weights, version %(number)d") % {"number": self.number})

    @property
    def weights(self) -> Weights:
        return Weights.read(self.values)


class Place(models.TextChoices):
    """Where a list was shown."""

    ROOM = "room", _("Room, to the reader")
    DECK = "deck", _("Storyboard")
    BRIEF = "brief", _("Draft from a brief")
    OFFER = "offer", _("Room, to the rep")
    LIKE = "like", _("More like this")
    OTHER = "other", _("Elsewhere")


class What(models.TextChoices):
    """What became of something recommended. Worth of each: `rewards`."""

    SHOWN = "shown", _("Shown to a person")
    OPENED = "opened", _("Opened")
    ON_DECK = "on_deck", _("Put on a deck")
    IN_ROOM = "in_room", _("Put in a room")
    SENT = "sent", _("Sent")
    READ = "read", _("Read by the prospect")
    WON = "won", _("Read, and a deal with them was won")


class BatchQuerySet(AppendOnlyQuerySet):
    def since(self, moment: datetime) -> Self:
        return self.filter(created_at__gte=moment)

    def _forget_person(self) -> int:
        """For the erasure service alone: cut the tie to the person, keep the list."""
        return models.QuerySet.update(self, prospect=None)


class RecommendationBatch(AppendOnly):
    """One list of recommendations. `about` names what it was made for, as "deck:7".

    `pool` holds what is needed to judge other weights: {"assets": ids, "features": one mapping a
    candidate, "alike": likeness of each pair in hundredths, "beside": in hundredths}.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    place = models.CharField(_("where"), max_length=10, choices=Place)
    about = models.CharField(max_length=40, blank=True)
    weights_version = models.PositiveIntegerField(_("weights"))
    persona = models.ForeignKey(
        "personas.Persona",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("persona"),
    )
    stage = models.ForeignKey(
        "personas.JourneyStage",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("stage"),
    )
    prospect = models.ForeignKey(
        "personas.Prospect", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("for"),
    )
    pool = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of recommendations")
        verbose_name_plural = _("lists of recommendations")
        ordering = ["-created_at", "pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.get_place_display()} {self.created_at:%Y-%m-%d %H:%M}"


class RecommendationItem(AppendOnly):
    """One place of a list. `terms` maps each term to its share of the score; `propensity` is the
    chance with which this asset stood here."""

    batch = models.ForeignKey(RecommendationBatch, on_delete=models.CASCADE, related_name="items")
    asset = models.ForeignKey("cms.Asset", on_delete=models.SET_NULL, null=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    candidate = models.PositiveSmallIntegerField(help_text="its place in the batch's pool")
    score = models.FloatField()
    terms = models.JSONField(default=dict)
    propensity = models.FloatField()
    explored = models.BooleanField(default=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["batch", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "position"], name="recommendation_one_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.position + 1}: {self.asset_id}"


class RecommendationOutcome(AppendOnly):
    """What became of an item; each thing is noted once."""

    item = models.ForeignKey(RecommendationItem, on_delete=models.CASCADE, related_name="outcomes")
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome of a recommendation")
        verbose_name_plural = _("outcomes of recommendations")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["item", "what"], name="recommendation_outcome_once")
        ]

    def __str__(self) -> str:
        return self.get_what_display()
