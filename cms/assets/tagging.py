"""Adding tags to one asset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cms.assets.models import Asset
from cms.assets.services import save_asset
from cms.errors import NotAllowed


def add_tags(asset: Asset, terms: Mapping[str, Sequence[int]], *, user: Any) -> str:
    """Add tags, by field, to those that an asset has; return a remark or "".

    A live asset without other changes is published anew where `user` may; else the tags wait
    in its draft, and the remark says so. Raises NotAllowed, and ValidationError.
    """
    if user is not None and not asset.permissions_for_user(user).can_edit():
        raise NotAllowed(_("You may not change this asset."))
    draft = asset.get_latest_revision_as_object()
    for name, pks in terms.items():
        model: Any = Asset._meta.get_field(name).related_model
        getattr(draft, name).add(*model._default_manager.filter(pk__in=pks))
    publish = (
        asset.live
        and not asset.has_unpublished_changes
        and (user is None or asset.permissions_for_user(user).can_publish())
    )
    if not asset.live and asset.first_published_at is None:
        # Its row stands for the draft in lists and filters.
        draft.save(clean=False)
    save_asset(draft, user=user, publish=publish, incomplete=not asset.live)
    return "" if publish or not asset.live else _("The tags wait in its draft.")
