"""Where things are used, named on the pages that ask before they are deleted or unpublished."""

from __future__ import annotations

from typing import Any

from django import template

from cms.assets.models import Asset
from cms.facts.models import Fact
from cms.library.usage import GroupKind, Subject, Use, UseGroup, UseState, uses_of_many

register = template.Library()

_KEPT = "_uses_asked_for"


@register.inclusion_tag("cms/library/used_in.html", takes_context=True)
def used_in(context: Any) -> dict[str, Any]:
    """The uses of the page's thing that the user may see; none for what is never used.

    Where it is to be unpublished, what prospects see now is left to `withdrawn_from`.
    """
    groups = [(group.heading, group.uses) for group in _groups(context)]
    if context.get("unpublish_url"):
        groups = [
            (group.heading, uses)
            for group in _groups(context)
            if (uses := tuple(use for use in group.uses if not _is_withdrawn(group, use)))
        ]
    return {"groups": groups}


@register.inclusion_tag("cms/library/withdrawn_from.html", takes_context=True)
def withdrawn_from(context: Any) -> dict[str, Any]:
    """The decks and rooms that show the page's thing to prospects now."""
    groups = [
        (group.heading, live)
        for group in _groups(context)
        if (live := [use for use in group.uses if _is_withdrawn(group, use)])
    ]
    return {"groups": groups}


def _is_withdrawn(group: UseGroup, use: Use) -> bool:
    return group.kind is GroupKind.OUTSIDE and use.state is not UseState.DRAFT


def _groups(context: Any) -> list[UseGroup]:
    thing, request = _thing(context), context.get("request")
    subject = _subject(thing)
    if subject is None or request is None:
        return []
    kept = getattr(request, _KEPT, None)
    if kept is None or (subject, thing.pk) not in kept:
        kept = _ask(request.user, [thing, *_others(context)])
        setattr(request, _KEPT, kept)
    return kept[subject, thing.pk]


def _ask(user: Any, things: list[Any]) -> dict[tuple[Subject, int], list[UseGroup]]:
    """Ask for all things of the page at once, so that the queries do not grow with them."""
    found: dict[tuple[Subject, int], list[UseGroup]] = {}
    for subject in Subject:
        pks = list(dict.fromkeys(thing.pk for thing in things if _subject(thing) is subject))
        uses = uses_of_many(subject, pks, user)
        found |= {(subject, pk): groups for pk, groups in uses.items()}
    return found


def _thing(context: Any) -> Any:
    """Return what the page speaks of; in a bulk action, the row that is being written."""
    for name in ("snippet", "page", "object", "instance"):
        thing = context.get(name)
        if isinstance(thing, dict):
            thing = thing.get("item")
        if thing is not None:
            return thing
    rows = _others(context)
    return rows[0] if len(rows) == 1 else None


def _others(context: Any) -> list[Any]:
    rows = context.get("items")
    return [row["item"] for row in rows] if isinstance(rows, list) else []


def _subject(thing: Any) -> Subject | None:
    if isinstance(thing, Fact):
        return Subject.FACT
    if isinstance(thing, Asset) or issubclass(
        getattr(thing, "specific_class", None) or object, Asset
    ):
        return Subject.ASSET
    return None
