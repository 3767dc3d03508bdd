"""The prospects who have read an asset, or seen a slide of it or a figure on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext
from wagtail.models import Page, ReferenceIndex

from cms.facts.models import Fact
from cms.library.usage import Subject, Use, UseState
from personas.engagement.enums import Verb
from personas.engagement.models import Engagement
from personas.prospects.models import Prospect

WHOLE = (Verb.OPENED, Verb.READ, Verb.PLAYED, Verb.DOWNLOADED)


@dataclass(slots=True)
class _Shown:
    """Where a fact stands: assets whose page shows it, and slides by (asset, block)."""

    pages: set[int] = field(default_factory=set)
    slides: set[tuple[int, str]] = field(default_factory=set)


def prospects_having_seen(subject: Subject, pks: Sequence[int], user: Any) -> dict[int, list[Use]]:
    """Return by asset or fact the prospects that `user` may see, who saw it last coming first.

    Counted is what a person did, or probably did: never a scanner, never one of us. A fact was
    seen with the page or the slide that shows it now. Two queries, three for facts.
    """
    seen = _seen_assets(pks, user) if subject is Subject.ASSET else _seen_facts(pks, user)
    people = {
        row.pk: row
        for row in Prospect.objects.filter(
            pk__in={pk for by_person in seen.values() for pk in by_person}
        ).select_related("account")
    }
    return {
        pk: [
            _use(people[person], moment)
            for person, moment in sorted(by_person.items(), key=lambda row: row[1], reverse=True)
            if person in people
        ]
        for pk, by_person in seen.items()
    }


def last_seen(subject: Subject, pk: int, user: Any) -> dict[int, datetime]:
    """Return by prospect when one asset or fact was seen last, as in `prospects_having_seen`."""
    seen = _seen_assets([pk], user) if subject is Subject.ASSET else _seen_facts([pk], user)
    return dict(seen.get(pk, {}))


Seen = dict[int, dict[int, datetime]]
"""By asset or fact, by prospect: when last."""


def _seen_assets(pks: Sequence[int], user: Any) -> Seen:
    rows = (
        _events(user)
        .filter(subject_id__in=pks, verb__in=[*WHOLE, Verb.SLIDE_SEEN])
        .values_list("subject_id", "prospect")
        .annotate(last=Max("occurred_at"))
    )
    seen: Seen = defaultdict(dict)
    for asset, person, last in rows:
        seen[asset][person] = last
    return dict(seen)


def _seen_facts(pks: Sequence[int], user: Any) -> Seen:
    shown = _shown(pks)
    pages = set().union(*(places.pages for places in shown.values()))
    blocks = {block for places in shown.values() for _asset, block in places.slides}
    rows = (
        _events(user)
        .filter(
            Q(subject_id__in=pages, verb__in=WHOLE)
            | Q(subject_part__in=blocks, verb=Verb.SLIDE_SEEN)
        )
        .values_list("subject_id", "subject_part", "verb", "prospect")
        .annotate(last=Max("occurred_at"))
    )
    seen: Seen = defaultdict(dict)
    for asset, part, verb, person, last in rows:
        on_slide = verb == Verb.SLIDE_SEEN
        for fact, places in shown.items():
            if (asset, part) in places.slides if on_slide else asset in places.pages:
                seen[fact][person] = max(last, seen[fact].get(person, last))
    return dict(seen)


def _shown(pks: Sequence[int]) -> dict[int, _Shown]:
    """Return where facts stand in published assets, as Wagtail's reference index knows it."""
    types = ContentType.objects.get_for_models(Fact, Page)
    rows = ReferenceIndex.objects.filter(
        to_content_type=types[Fact],
        to_object_id__in=[str(pk) for pk in pks],
        base_content_type=types[Page],
    ).values_list("to_object_id", "object_id", "content_path")
    shown: dict[int, _Shown] = defaultdict(_Shown)
    for fact, asset, path in rows:
        field_name, _dot, rest = path.partition(".")
        if field_name == "slides":
            shown[int(fact)].slides.add((int(asset), rest.partition(".")[0]))
        else:
            shown[int(fact)].pages.add(int(asset))
    return dict(shown)


def _events(user: Any) -> Any:
    return (
        Engagement.objects.defensible()
        .visible_to(user)
        .filter(prospect__isnull=False, subject_type=ContentType.objects.get_for_model(Page))
        .order_by()
    )


def _use(person: Prospect, moment: datetime) -> Use:
    return Use(
        title=str(person),
        url=reverse("prospect:inspect", args=[person.pk]),
        state=UseState.LIVE,
        said=date_format(timezone.localtime(moment), "j F Y"),
        detail=str(person.account) if person.account else "",
    )


def readers_said(uses: Sequence[Use]) -> str:
    text = ngettext(
        "%(n)d prospect has seen it, last on %(day)s",
        "%(n)d prospects have seen it, last on %(day)s",
        len(uses),
    )
    return text % {"n": len(uses), "day": uses[0].said}
