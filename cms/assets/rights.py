"""Who may see an asset. Asked wherever bytes leave: pages, files, renditions, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.assets.enums import Visibility

if TYPE_CHECKING:
    from cms.assets.models import Asset


def is_team(user: Any) -> bool:
    """Tell whether `user` works in the admin, and so may see all approved content."""
    return bool(
        user
        and user.is_authenticated
        and user.is_active
        and user.has_perm("wagtailadmin.access_admin")
    )


def may_see_asset(user: Any, asset: Asset) -> bool:
    """Tell whether `user` may see `asset` on the site; rooms have rules of their own."""
    return asset.visibility == Visibility.PUBLIC or is_team(user)
