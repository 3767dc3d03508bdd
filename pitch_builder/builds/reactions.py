"""What a change of content does to the builds that show it.

Where only values of facts changed and the template lets them, the deck is built again and
rooms show the new PDF; any other change asks the owner, once for each build and reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from cms.operations import jobs
from cms.operations.enums import Queue
from cms.operations.models import Notification
from cms.operations.notifications import notify
from pitch_builder.builds.freshness import BuildFreshness
from pitch_builder.builds.live import freshness_of
from pitch_builder.builds.models import Build, BuildState
from pitch_builder.builds.services import request_build
from pitch_builder.enums import Freshness

JOB_KIND = "builds.react"


def touched_builds(kind: str, object_id: int) -> list[Build]:
    """Return the newest released builds that show an asset, fact or image."""
    return list(_newest_released().filter(uses__kind=kind, uses__object_id=object_id))


def wake(kind: str, object_id: int) -> None:
    """Start a job that looks after the builds of one changed asset, fact or image."""
    if Build.objects.filter(uses__kind=kind, uses__object_id=object_id).exists():
        jobs.start(
            JOB_KIND,
            owner=None,
            args={"kind": kind, "object_id": object_id},
            queue=Queue.INTERACTIVE,
            label=_("Look after the decks that show a change"),
            coalesce=True,
        )


def react(kind: str, object_id: int) -> dict[str, int]:
    """Rebuild or tell, as the module says; returns how many of each. Harmless to repeat."""
    return _look_after(touched_builds(kind, object_id))


def react_to_time() -> dict[str, int]:
    """Look after all released builds: what expired over night changed without an event."""
    return _look_after(list(_newest_released()))


def _newest_released() -> QuerySet[Build]:
    newest = (
        Build.objects.released().filter(deck=OuterRef("deck")).order_by("-number").values("pk")[:1]
    )
    return Build.objects.filter(pk=Subquery(newest)).select_related(
        "deck__template", "deck__owner", "deck__account"
    )


def _look_after(builds: list[Build]) -> dict[str, int]:
    freshness = freshness_of(builds)
    counts = {"rebuilt": 0, "told": 0}
    for build in builds:
        found = freshness[build.pk]
        if found.state is Freshness.CURRENT or _is_being_built(build):
            continue
        if _may_rebuild(build, found):
            request_build(build.deck, user=None, reason=_("A figure changed."))
            counts["rebuilt"] += 1
        elif _tell(build, found):
            counts["told"] += 1
    return counts


def _may_rebuild(build: Build, found: BuildFreshness) -> bool:
    """Only figures changed, the deck itself did not, and the template allows it."""
    template = build.deck.template
    return (
        found.only_facts_changed
        and build.deck.version == build.deck_version
        and (template is None or template.rebuild_on_fact_change)
    )


def _is_being_built(build: Build) -> bool:
    return Build.objects.filter(
        deck=build.deck, state__in=[BuildState.WAITING, BuildState.BUILDING]
    ).exists()


def _tell(build: Build, found: BuildFreshness) -> bool:
    """Tell the owner once a build and state what changed."""
    owner: Any = build.deck.owner
    if owner is None:
        return False
    kind = f"deck-{found.state.value}:{build.pk}"
    if Notification.objects.filter(user=owner, kind=kind).exists():
        return False
    numbers = ", ".join(str(slide.number) for slide in found.changed)
    words = {
        Freshness.OUTDATED: _("“%(deck)s” is outdated: slides %(numbers)s changed."),
        Freshness.WITHDRAWN: _("“%(deck)s” shows withdrawn content on slides %(numbers)s."),
    }
    notify(
        owner,
        words[found.state] % {"deck": build.manifest.deck_title, "numbers": numbers},
        kind=kind,
        link=build.deck.get_absolute_url(),
    )
    return True


def on_content_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A page or fact was published, unpublished or is about to be deleted."""
    from django.db import transaction

    from cms.assets.models import Asset
    from cms.facts.models import Fact

    kinds: Iterable[tuple[type[Any], str]] = ((Asset, "asset"), (Fact, "fact"))
    for model, kind in kinds:
        if isinstance(instance, model):
            pk = instance.pk
            transaction.on_commit(lambda kind=kind, pk=pk: wake(kind, pk))  # type: ignore[misc]


def connect() -> None:
    """Listen to Wagtail's events; called once, when the app is ready."""
    from django.db.models.signals import post_delete
    from wagtail.signals import page_published, page_unpublished, published, unpublished

    for signal in (page_published, page_unpublished, published, unpublished, post_delete):
        signal.connect(on_content_changed, dispatch_uid=f"build-reactions-{id(signal)}")
