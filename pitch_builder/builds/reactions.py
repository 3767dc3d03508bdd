"""What a change of content does to the builds that show it.

Every one of them is marked, old ones too, for whoever verifies a copy. Of what rooms show now:
where only values of facts changed and the template lets them, the deck is built again and rooms
show the new PDF; of any other change the owner is told, once, together with what else changed
about the same time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.operations import jobs
from cms.operations.enums import Queue
from cms.operations.notifications import notify
from pitch_builder.builds.freshness import BuildFreshness, notice
from pitch_builder.builds.listening import showing
from pitch_builder.builds.live import freshness_of
from pitch_builder.builds.models import Build
from pitch_builder.builds.services import request_build
from pitch_builder.enums import Freshness

TELL_KIND = "builds.tell"
BATCH = 200  # builds in memory at once, each with all that its manifest names
GATHERED = timedelta(seconds=20)  # what changes within this is told of together


def react(kind: str, object_id: int) -> dict[str, int]:
    """Mark, and rebuild or tell, as the module says; returns how many. Harmless to repeat."""
    return _look_after(showing(kind, object_id).built().distinct())


def react_to_all() -> dict[str, int]:
    """Look after all builds: the look changed, or something expired, which is no event."""
    return _look_after(Build.objects.built())


def _look_after(touched: QuerySet[Build]) -> dict[str, int]:
    counts = {"marked": 0, "rebuilt": 0, "told": 0}
    pks = list(touched.values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        for name, count in _look_after_some(pks[start : start + BATCH]).items():
            counts[name] += count
    if counts["told"]:
        transaction.on_commit(_tell_soon)
    return counts


def _look_after_some(pks: Sequence[Any]) -> dict[str, int]:
    at_work = Build.objects.unfinished().filter(deck=OuterRef("deck"))
    rows = Build.objects.filter(pk__in=pks).select_related("deck__template")
    builds: list[Any] = list(rows.with_shown().annotate(is_being_built=Exists(at_work)))
    found = freshness_of(builds)
    counts = {"marked": _mark(builds, found), "rebuilt": 0, "told": 0}
    for build in builds:
        if build.pk != build.shown_build:
            continue
        if found[build.pk].state is Freshness.CURRENT or build.is_being_built:
            continue
        if _may_rebuild(build, found[build.pk]):
            request_build(build.deck, user=None, reason=_("A figure changed."))
            counts["rebuilt"] += 1
        elif build.told != build.freshness:
            counts["told"] += 1
    return counts


def _mark(builds: Iterable[Build], found: dict[Any, BuildFreshness]) -> int:
    """Write down how each build compares now, and since when; return how many changed."""
    changed = []
    now = timezone.now()
    for build in builds:
        noticed = notice(build.noticed or {}, found[build.pk], now)
        state = found[build.pk].state.value
        if state != build.freshness or noticed != (build.noticed or {}):
            build.freshness, build.noticed = state, noticed
            if found[build.pk].state is Freshness.CURRENT:
                build.told = ""
            changed.append(build)
    Build.objects.bulk_update(changed, ["freshness", "noticed", "told"], batch_size=50)
    return len(changed)


def _may_rebuild(build: Build, found: BuildFreshness) -> bool:
    """Only figures changed, the deck itself did not, and the template allows it."""
    template = build.deck.template
    return (
        found.only_facts_changed
        and build.deck.version == build.deck_version
        and (template is None or template.rebuild_on_fact_change)
    )


def _tell_soon() -> None:
    jobs.start(
        TELL_KIND,
        owner=None,
        queue=Queue.INTERACTIVE,
        label=_("Tell owners which decks changed"),
        coalesce=True,
        after=GATHERED,
    )


def tell_owners() -> int:
    """Tell each owner once of all their decks that changed since they were told last.

    Returns how many were told. A deck that is current again by now is not spoken of.
    """
    waiting = (
        Build.objects.with_shown()
        .filter(pk=F("shown_build"))
        .exclude(freshness=Freshness.CURRENT)
        .exclude(told=F("freshness"))
        .exclude(deck__owner=None)
        .select_related("deck__owner")
        .order_by("deck__title")
    )
    by_owner: dict[Any, list[Build]] = {}
    for build in waiting:
        by_owner.setdefault(build.deck.owner, []).append(build)
    for owner, builds in by_owner.items():
        with transaction.atomic():
            first = builds[0]
            one = len(builds) == 1
            notify(
                owner,
                _words(first)
                if one
                else _("%(count)d decks changed: ") % {"count": len(builds)}
                + "; ".join(_named(build) for build in builds),
                kind="decks-changed",
                link=first.deck.get_absolute_url() if one else reverse("deck:index"),
            )
            for build in builds:
                build.told = build.freshness
            Build.objects.bulk_update(builds, ["told"])
    return len(by_owner)


def _numbers(build: Build) -> str:
    return ", ".join(sorted(build.noticed or {}, key=int))


def _words(build: Build) -> str:
    words = {
        Freshness.OUTDATED.value: _("“%(deck)s” is outdated: slides %(numbers)s changed."),
        Freshness.WITHDRAWN.value: _("“%(deck)s” shows withdrawn content on slides %(numbers)s."),
    }[build.freshness]
    return words % {"deck": build.manifest.deck_title, "numbers": _numbers(build)}


def _named(build: Build) -> str:
    words = {
        Freshness.OUTDATED.value: _("“%(deck)s” (slides %(numbers)s)"),
        Freshness.WITHDRAWN.value: _("“%(deck)s” (withdrawn: slides %(numbers)s)"),
    }[build.freshness]
    return words % {"deck": build.manifest.deck_title, "numbers": _numbers(build)}
