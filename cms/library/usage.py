"""Where assets and facts are used, and who has seen them.

Higher layers register what they know: decks, rooms, templates, readers. A provider is asked about
many things at once, so that a page that lists a hundred asks no more often than one of one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page, ReferenceIndex

from cms.facts.usage import asset_uses_of


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
    """One place, or one person who saw it. `said` tells its state in words, `detail` what else
    matters there; `count` is how many of what the group's summary counts, such as open links.
    An empty `url` is one that the user may not follow."""

    title: str
    url: str
    state: UseState
    said: str
    detail: str = ""
    count: int = 0

    @property
    def level(self) -> str:
        return {"live": "ok", "draft": "neutral", "leaving": "warn"}[self.state]


class GroupKind(StrEnum):
    PLACES = "places"
    OUTSIDE = "outside"
    """Places where prospects see it: what is unpublished is withdrawn from them."""
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class UseGroup:
    """The uses of one kind; `summary` says in a few words how many they are."""

    name: str
    heading: str
    kind: GroupKind
    uses: tuple[Use, ...]
    summary: str

    @property
    def live(self) -> int:
        return sum(use.state is not UseState.DRAFT for use in self.uses)


Action = Callable[[Any, Subject, int], str]
"""Given request, kind and pk, returns a button as HTML; empty where it does not apply."""

Provider = Callable[[Subject, Sequence[int], Any], Mapping[int, Sequence[Use]]]
Summary = Callable[[Sequence[Use]], str]


@dataclass(frozen=True, slots=True)
class _Registered:
    heading: Any
    kind: GroupKind
    summary: Summary
    provider: Provider


_providers: dict[str, _Registered] = {}
_actions: dict[str, Action] = {}


def register_usage_action(name: str, render: Action) -> None:
    """Add a button to the page that says where something is used.

    Raises ImproperlyConfigured where the name is taken.
    """
    if name in _actions:
        raise ImproperlyConfigured(f"The usage action {name!r} is registered already.")
    _actions[name] = render


def usage_actions(request: Any, subject: Subject, pk: int) -> list[str]:
    """Return the buttons that apply, in the order of registration."""
    return [button for render in _actions.values() if (button := render(request, subject, pk))]


def register_usage(
    name: str,
    heading: Any,
    provider: Provider,
    *,
    summary: Summary,
    kind: GroupKind = GroupKind.PLACES,
) -> None:
    """Add a place to look: `provider(subject, pks, user)` gives, by pk, the uses `user` may see.

    Raises ImproperlyConfigured where the name is taken.
    """
    if name in _providers:
        raise ImproperlyConfigured(f"The usage provider {name!r} is registered already.")
    _providers[name] = _Registered(heading, kind, summary, provider)


def uses_of_many(
    subject: Subject, pks: Sequence[int], user: Any, *, kinds: Sequence[GroupKind] = ()
) -> dict[int, list[UseGroup]]:
    """Return by pk where assets or facts are used, by kind; kinds without use are left out.

    The queries do not grow with `pks`. `kinds` limits what is asked; people are asked for by name.
    """
    wanted = kinds or (GroupKind.PLACES, GroupKind.OUTSIDE)
    found: dict[int, list[UseGroup]] = {pk: [] for pk in pks}
    for name, place in _providers.items():
        if place.kind not in wanted or not pks:
            continue
        for pk, uses in place.provider(subject, pks, user).items():
            if uses and pk in found:
                group = UseGroup(
                    name, str(place.heading), place.kind, tuple(uses), place.summary(uses)
                )
                found[pk].append(group)
    return found


def uses_of(subject: Subject, pk: int, user: Any) -> list[UseGroup]:
    """Return where one asset or fact is used, by kind."""
    return uses_of_many(subject, [pk], user)[pk]


def reach_of(subject: Subject, pk: int, user: Any) -> list[UseGroup]:
    """Return what a change reaches: the uses, and who has seen it."""
    return uses_of_many(subject, [pk], user, kinds=tuple(GroupKind))[pk]


def assets_using(subject: Subject, pks: Sequence[int], user: Any) -> dict[int, list[Use]]:
    """Return the assets that show facts. Three queries."""
    if subject is not Subject.FACT:
        return {}
    return {
        fact: [
            Use(
                title=use.title,
                url=reverse("wagtailadmin_pages:edit", args=[use.pk]),
                state=_state(use.is_live, use.in_draft),
                said=_said(use.is_live, use.in_draft),
                detail=use.kind,
            )
            for use in uses
        ]
        for fact, uses in asset_uses_of(pks).items()
    }


def _state(is_live: bool, in_draft: bool) -> UseState:
    if not is_live:
        return UseState.DRAFT
    return UseState.LIVE if in_draft else UseState.LEAVING


def _said(is_live: bool, in_draft: bool) -> str:
    if not is_live:
        return _("In a draft")
    return _("Live") if in_draft else _("Live, not in the draft")


def pages_using(subject: Subject, pks: Sequence[int], user: Any) -> dict[int, list[Use]]:
    """Return the pages that link to assets. Two queries."""
    if subject is not Subject.ASSET:
        return {}
    page_type = ContentType.objects.get_for_model(Page)
    links = (
        ReferenceIndex.objects.filter(
            to_content_type=page_type,
            to_object_id__in=[str(pk) for pk in pks],
            base_content_type=page_type,
        )
        .order_by()
        .values_list("to_object_id", "object_id")
        .distinct()
    )
    sources: dict[int, set[int]] = defaultdict(set)
    for target, source in links:
        if target != source:
            sources[int(target)].add(int(source))
    if not sources:
        return {}
    pages = Page.objects.filter(pk__in=set().union(*sources.values())).order_by("title")
    known = {page.pk: page for page in pages.only("title", "live")}
    return {
        pk: [
            Use(
                title=page.title,
                url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                state=UseState.LIVE if page.live else UseState.DRAFT,
                said=_("Live") if page.live else _("Not published"),
            )
            for page in known.values()
            if page.pk in linking
        ]
        for pk, linking in sources.items()
    }


def _assets_said(uses: Sequence[Use]) -> str:
    return ngettext("%(n)d asset", "%(n)d assets", len(uses)) % {"n": len(uses)}


def _pages_said(uses: Sequence[Use]) -> str:
    return ngettext("%(n)d page", "%(n)d pages", len(uses)) % {"n": len(uses)}


register_usage("assets", gettext_lazy("Assets"), assets_using, summary=_assets_said)
register_usage("pages", gettext_lazy("Pages that link to it"), pages_using, summary=_pages_said)
