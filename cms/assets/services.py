"""The one way in which assets are written: every path ends in `save_revision()`.

A page made by `add_child()` alone has no revision, so nothing for a manifest to name.
`user` is who acts; None is the system itself (commands, imports run by support).
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.assets.models import Asset
from cms.errors import NotAllowed
from cms.site.models import LibraryPage


def library() -> LibraryPage:
    """Return the root of all assets; `migrate` makes it."""
    return LibraryPage.objects.get()


def save_asset(
    asset: Asset,
    *,
    user: Any = None,
    parent: LibraryPage | None = None,
    publish: bool = False,
    incomplete: bool = False,
) -> Revision:
    """Validate and write a new or changed asset as a revision, and publish it if asked to.

    With `incomplete` a draft may lack required fields, as in the editor; it is not published.
    Raises NotAllowed, and ValidationError with the fields at fault; nothing is written then.
    """
    with transaction.atomic():
        if asset.pk is None:
            parent = parent or library()
            if user is not None and not parent.permissions_for_user(user).can_add_subpage():
                raise NotAllowed(_("You may not add assets."))
            asset.live = False
            asset.owner = asset.owner or user
            parent.add_child(instance=asset)
        elif user is not None and not asset.permissions_for_user(user).can_edit():
            raise NotAllowed(_("You may not change this asset."))
        revision = asset.save_revision(user=user, log_action=True, clean=not incomplete)
        if publish and not incomplete:
            publish_asset(asset, revision, user=user)
    return revision


def publish_asset(asset: Asset, revision: Revision | None = None, *, user: Any = None) -> None:
    """Publish a revision of the asset, the latest by default. Raises NotAllowed."""
    if user is not None and not asset.permissions_for_user(user).can_publish():
        raise NotAllowed(_("You may not publish this asset. Submit it for approval instead."))
    (revision or asset.get_latest_revision()).publish(user=user)
    asset.refresh_from_db()


def unpublish_asset(asset: Asset, *, user: Any = None) -> None:
    """Take an asset off the site, out of search and out of decks. Raises NotAllowed."""
    if user is not None and not asset.permissions_for_user(user).can_unpublish():
        raise NotAllowed(_("You may not unpublish this asset."))
    asset.unpublish(user=user)
