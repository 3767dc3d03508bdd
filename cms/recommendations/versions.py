"""The weights in force, and how they came to be: each change is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.errors import ContentError, NotAllowed
from cms.recommendations.models import RecommendationWeights
from cms.recommendations.weights import DEFAULTS, BadWeights, Weights

KEY = "recommendation-weights"
SECONDS = 20
MAY_CHANGE = "cms.add_recommendationweights"


@dataclass(frozen=True, slots=True)
class InForce:
    """The present weights and their version; 0 are the defaults."""

    version: int
    weights: Weights


def in_force() -> InForce:
    """Return the weights that count now. One query, every twenty seconds in a process."""
    cache = caches["renditions"]
    known: InForce | None = cache.get(KEY)
    if known is None:
        newest = RecommendationWeights.objects.order_by("-number").first()
        known = InForce(newest.number, newest.weights) if newest else InForce(0, DEFAULTS)
        cache.set(KEY, known, SECONDS)
    return known


def weights_of(version: int) -> Weights:
    """Return a version's weights. Raises RecommendationWeights.DoesNotExist."""
    if version == 0:
        return DEFAULTS
    found: RecommendationWeights = RecommendationWeights.objects.get(number=version)
    return found.weights


def change(values: Mapping[str, object], *, user: Any, reason: str) -> RecommendationWeights:
    """Put new weights in force. Raises NotAllowed, BadWeights, and ContentError without a reason,
    for weights that are in force already, or where a colleague was quicker."""
    if not user.has_perm(MAY_CHANGE):
        raise NotAllowed(_("Only leads of marketing change what recommendations weigh."))
    weights = Weights.read(values)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ContentError(_("Say why, for those who look back at this later."))
    newest = RecommendationWeights.objects.order_by("-number").first()
    if weights == (newest.weights if newest else DEFAULTS):
        raise ContentError(_("These weights are in force already."))
    number = newest.number + 1 if newest else 1
    try:
        with transaction.atomic():
            made = RecommendationWeights.objects.create(
                number=number, values=weights.as_dict(), reason=reason, made_by=user
            )
    except IntegrityError as error:
        raise ContentError(
            _("A colleague changed the weights at the same moment. Look at theirs first.")
        ) from error
    caches["renditions"].delete(KEY)
    return made


def restore(version: int, *, user: Any) -> RecommendationWeights:
    """Put an older version in force again, as a new one; 0 are the defaults.

    Raises what `change` raises.
    """
    return change(
        weights_of(version).as_dict(),
        user=user,
        reason=_("Back to version %(number)d") % {"number": version}
        if version
        else _("Back to the defaults"),
    )


__all__ = ["BadWeights", "InForce", "change", "in_force", "restore", "weights_of"]
