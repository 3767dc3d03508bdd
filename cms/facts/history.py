"""The values that facts had before, out of their revisions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from wagtail.models import Revision

from cms.facts.models import Fact
from cms.facts.restating import KnownFact

KEEP_SECONDS = 300
_KEY = "facts-with-history"


def known_facts() -> tuple[KnownFact, ...]:
    """Return all published facts with the values that they had before, the newest first.

    Two queries, none within some minutes in which no fact was saved.
    """
    cache = caches["renditions"]
    known: tuple[KnownFact, ...] | None = cache.get(_KEY)
    if known is None:
        facts = list(Fact.objects.filter(live=True))
        before = _values_before(facts)
        known = tuple(KnownFact(fact.current, before.get(fact.pk, ())) for fact in facts)
        cache.set(_KEY, known, KEEP_SECONDS)
    return known


def _values_before(facts: Iterable[Fact]) -> dict[int, tuple[Decimal, ...]]:
    live = {fact.pk: fact for fact in facts}
    revisions = (
        Revision.objects.filter(content_type=ContentType.objects.get_for_model(Fact))
        .order_by("-created_at", "-pk")
        .values_list("object_id", "pk", "content__value")
    )
    found: dict[int, list[Decimal]] = {}
    for object_id, pk, written in revisions:
        fact = live.get(int(object_id))
        # A revision that came after the live one is a draft: nobody has seen its value.
        if fact is None or (fact.live_revision_id and pk > fact.live_revision_id):
            continue
        try:
            value = Decimal(str(written))
        except InvalidOperation:
            continue
        values = found.setdefault(fact.pk, [])
        if value != fact.value and value not in values:
            values.append(value)
    return {pk: tuple(values) for pk, values in found.items()}


def forget(**kwargs: object) -> None:
    """Read facts anew at the next question; a signal receiver."""
    caches["renditions"].delete(_KEY)


def connect() -> None:
    """Called once, when the app is ready."""
    from django.db.models.signals import post_delete, post_save

    for signal in (post_save, post_delete):
        signal.connect(forget, sender=Fact, dispatch_uid=f"facts-history-{id(signal)}")
