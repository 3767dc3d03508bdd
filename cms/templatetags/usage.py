"""Where a thing is used, named on the pages that ask before it is deleted or unpublished."""

from __future__ import annotations

from typing import Any

from django import template

from cms.assets.models import Asset
from cms.facts.models import Fact
from cms.library.usage import Subject, uses_of

register = template.Library()


@register.inclusion_tag("cms/library/used_in.html", takes_context=True)
def used_in(context: Any) -> dict[str, Any]:
    """The uses of the page's `object` or `page` that the user may see; none for other things."""
    thing = context.get("object") or context.get("page") or context.get("instance")
    request = context.get("request")
    subject = _subject(thing)
    if subject is None or request is None:
        return {"groups": []}
    return {"groups": uses_of(subject, thing.pk, request.user)}


def _subject(thing: Any) -> Subject | None:
    if isinstance(thing, Fact):
        return Subject.FACT
    if isinstance(thing, Asset) or issubclass(
        getattr(thing, "specific_class", None) or object, Asset
    ):
        return Subject.ASSET
    return None
