"""What is kept of each asset to compare it with others, and the pairs that were found."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext_lazy as _


class AssetSketch(models.Model):
    """An asset's newest draft in brief: one vector, and the hashes of its runs of words."""

    asset = models.OneToOneField("cms.Asset", on_delete=models.CASCADE, related_name="sketch")
    revision = models.PositiveBigIntegerField(null=True)
    model = models.CharField(max_length=120)
    # float32, little-endian, of length one; empty where the model does not serve the language.
    vector = models.BinaryField()
    # uint32, little-endian, rising.
    shingles = models.BinaryField()
    words = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("sketch of an asset")
        verbose_name_plural = _("sketches of assets")

    def __str__(self) -> str:
        return f"{self.asset_id}, {self.words} words"


class PairState(models.TextChoices):
    OPEN = "open", _("To be looked at")
    APART = "apart", _("Not duplicates")
    MERGED = "merged", _("One points to the other")


class NearPairQuerySet(models.QuerySet["NearPair"]):
    def open(self) -> Self:
        return self.filter(state=PairState.OPEN)

    def with_asset(self, pk: int) -> Self:
        return self.filter(Q(first=pk) | Q(second=pk))


class NearPair(models.Model):
    """Two assets that say much the same. `first` is the older one."""

    first = models.ForeignKey("cms.Asset", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("cms.Asset", on_delete=models.CASCADE, related_name="+")
    overlap = models.FloatField(
        _("words in common"), help_text=_("Share of the shorter text that the other has, too.")
    )
    closeness = models.FloatField(_("likeness of meaning"), help_text=_("Cosine of both texts."))
    state = models.CharField(
        _("state"), max_length=10, choices=PairState, default=PairState.OPEN, db_index=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    found_at = models.DateTimeField(_("found"), auto_now_add=True)

    objects: ClassVar[Any] = NearPairQuerySet.as_manager()

    class Meta:
        ordering = ["-overlap", "pk"]
        verbose_name = _("near duplicate")
        verbose_name_plural = _("near duplicates")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="near_pair_unique"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="near_pair_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}, {self.percent} %"

    @property
    def percent(self) -> int:
        return round(self.overlap * 100)


def likest_pair() -> Any:
    """Ids of an outer asset's open pairs, the likest only; for a subquery."""
    pairs = NearPair.objects.open().filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")))
    return pairs.order_by("-overlap").values("pk")[:1]
