"""Where an asset or a fact is used. Higher layers register what they know: decks, rooms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.facts.usage import asset_uses


class Subject(StrEnum):
    ASSET = "asset"
    FACT = "fact"


class UseState(StrEnum):
    """Whether others see a use now."""

    LIVE = "live"
    DRAFT = "draft"
    LEAVING = "leaving"
    """Seen now, and no longer in the newest draft."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place. `said` tells its state in words; `detail` what else matters there."""

    title: str
    url: str
    state: UseState
    said: str
    detail: str = ""

    @property
    def level(self) -> str:
        return {"live": "ok", "draft": "neutral", "leaving": "warn"}[self.state]


@dataclass(frozen=True, slots=True)
class UseGroup:
    heading: str
    uses: tuple[Use, ...]

    @property
    def live(self) -> int:
        return sum(use.state is not UseState.DRAFT for use in self.uses)


Provider = Callable[[Subject, int, Any], Sequence[Use]]

_providers: dict[str, tuple[Any, Provider]] = {}


def register_usage(name: str, heading: Any, provider: Provider) -> None:
    """Add a place to look: `provider(subject, pk, user)` gives the uses that `user` may see.

    Raises ImproperlyConfigured where the name is taken.
    """
    if name in _providers:
        raise ImproperlyConfigured(f"The usage provider {name!r} is registered already.")
    _providers[name] = (heading, provider)


def uses_of(subject: Subject, pk: int, user: Any) -> list[UseGroup]:
    """Return where an asset or a fact is used, by kind; kinds without use are left out."""
    groups = (
        UseGroup(str(heading), tuple(provider(subject, pk, user)))
        for heading, provider in _providers.values()
    )
    return [group for group in groups if group.uses]


def assets_using(subject: Subject, pk: int, user: Any) -> list[Use]:
    """Return the assets that show a fact."""
    if subject is not Subject.FACT:
        return []
    return [
        Use(
            title=use.title,
            url=reverse("wagtailadmin_pages:edit", args=[use.pk]),
            state=_state(use.is_live, use.in_draft),
            said=_said(use.is_live, use.in_draft),
            detail=use.kind,
        )
        for use in asset_uses(pk)
    ]


def _state(is_live: bool, in_draft: bool) -> UseState:
    if not is_live:
        return UseState.DRAFT
    return UseState.LIVE if in_draft else UseState.LEAVING


def _said(is_live: bool, in_draft: bool) -> str:
    if not is_live:
        return _("In a draft")
    return _("Live") if in_draft else _("Live, not in the draft")


register_usage("assets", gettext_lazy("Assets"), assets_using)
