"""What is done about a pair of near duplicates. `user` None is the system itself."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from cms.assets.models import Asset
from cms.assets.services import unpublish_asset
from cms.errors import ContentError, NotAllowed
from cms.likeness.models import NearPair, PairState


@transaction.atomic
def keep(pair: NearPair, kept: int, *, user: Any) -> Asset:
    """Take the other asset off the site and lead its address to the kept one; return the other.

    A draft that was never published has no address: it is left as it is, and the pair settled.
    Raises NotAllowed, and ContentError where `kept` is none of the two or is not published.
    """
    if kept not in (pair.first_id, pair.second_id):
        raise ContentError(_("Choose one of the two."))
    stays, goes = _asset(kept), _asset(pair.second_id if kept == pair.first_id else pair.first_id)
    _may_edit(goes, user)
    if goes.live:
        if not stays.live:
            raise ContentError(
                _("“%(title)s” is not published: readers would be led nowhere. Publish it first.")
                % {"title": stays.title}
            )
        site, _root, path = goes.get_url_parts() or (None, "", "")
        unpublish_asset(goes, user=user)
        if path:
            Redirect.objects.update_or_create(
                old_path=Redirect.normalise_path(path),
                site_id=site,
                defaults={"redirect_page": stays, "redirect_link": "", "is_permanent": True},
            )
    _decide(pair, PairState.MERGED, user)
    return goes


def set_apart(pair: NearPair, *, user: Any) -> None:
    """Remember that the two are no duplicates. Raises NotAllowed."""
    _may_edit(_asset(pair.first_id), user)
    _may_edit(_asset(pair.second_id), user)
    _decide(pair, PairState.APART, user)


def reopen(pair: NearPair, *, user: Any) -> None:
    """Take a decision back; what was unpublished stays so. Raises NotAllowed."""
    _may_edit(_asset(pair.first_id), user)
    _may_edit(_asset(pair.second_id), user)
    pair.state, pair.decided_by, pair.decided_at = PairState.OPEN, None, None
    pair.save(update_fields=["state", "decided_by", "decided_at"])


def _decide(pair: NearPair, state: PairState, user: Any) -> None:
    pair.state, pair.decided_by, pair.decided_at = state, user, timezone.now()
    pair.save(update_fields=["state", "decided_by", "decided_at"])


def _asset(pk: int) -> Asset:
    asset: Asset = Asset.objects.get(pk=pk).specific
    return asset


def _may_edit(asset: Asset, user: Any) -> None:
    if user is not None and not asset.permissions_for_user(user).can_edit():
        raise NotAllowed(_("You may not change this asset."))
