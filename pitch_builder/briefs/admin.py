"""What briefs add to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import HeaderButton

from personas.access.profiles import register_profile_button
from personas.accounts.models import Account
from personas.prospects.models import Prospect
from pitch_builder.briefs.home import BriefCard


def urls() -> list[URLResolver]:
    return [path("", include("pitch_builder.briefs.urls"))]


def draft_for(user: Any, row: Any) -> HeaderButton | None:
    """The button "Draft a deck" on the page of an account or a prospect."""
    names = {Account: "account", Prospect: "prospect"}
    name = names.get(type(row))
    if name is None or not user.has_perm("pitch_builder.add_deck"):
        return None
    if getattr(row, "erased_at", None):
        return None
    return HeaderButton(
        _("Draft a deck"),
        url=f"{reverse('briefs:brief')}?{name}={row.pk}",
        icon_name="comment",
    )


def home(request: Any, found: list[Any]) -> None:
    if request.user.has_perm("pitch_builder.add_deck"):
        found.append(BriefCard(request.user))


def register() -> None:
    """Register all of it; called once from `pitch_builder.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
    hooks.register("construct_homepage_panels", home)
    register_profile_button("draft-a-deck", draft_for)
