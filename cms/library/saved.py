"""Searches that users keep, and the news of them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.errors import ContentError
from cms.library.asking import Asked
from cms.library.finding import find
from cms.library.models import SavedSearch
from cms.library.questions import NEW_RESULTS
from cms.operations.notifications import notify

MOST = 50  # saved searches a user
LOOKED_AT = 20  # results, when new ones are looked for


@transaction.atomic
def save(user: Any, name: str, query: str, *, tell: bool = False) -> SavedSearch:
    """Keep a search under a name; one of the same name is replaced. Raises ContentError."""
    name = " ".join(name.split())[:80]
    asked = Asked.read(QueryDict(query.lstrip("?")))
    if not name:
        raise ContentError(_("Give the search a name."))
    if asked.is_blank and not asked.criteria.boosts:
        raise ContentError(_("There is nothing to keep yet: ask something first."))
    others = SavedSearch.objects.of(user).exclude(name=name)
    if others.count() >= MOST:
        raise ContentError(_("You keep %(n)d searches. Delete one first.") % {"n": MOST})
    kept, _made = SavedSearch.objects.update_or_create(
        user=user,
        name=name,
        defaults={"query": asked.lasting[:2000], "tell": tell, "looked_at": timezone.now()},
    )
    return kept


def address_of(saved: SavedSearch) -> str:
    """Return where a saved search opens."""
    return f"{reverse('library:find')}{saved.query}"


def tell_of_new() -> int:
    """Tell users of what was published since for the searches that they watch."""
    told = 0
    watched = SavedSearch.objects.filter(tell=True, user__is_active=True).select_related("user")
    for saved in watched:
        began = timezone.now()
        asked = Asked.read(QueryDict(saved.query.lstrip("?")))
        page = find(asked.criteria, user=saved.user, limit=LOOKED_AT, understanding=True)
        new = [
            found.asset
            for found in (() if page.weak else page.results)
            if found.asset.first_published_at and found.asset.first_published_at > saved.looked_at
        ]
        if new:
            text = ngettext(
                "New for “%(name)s”: “%(title)s”.",
                "New for “%(name)s”: “%(title)s” and %(more)d more.",
                len(new),
            )
            values = {"name": saved.name, "title": new[0].title, "more": len(new) - 1}
            notify(saved.user, text % values, kind=NEW_RESULTS, link=address_of(saved)[:500])
            told += 1
        SavedSearch.objects.filter(pk=saved.pk).update(looked_at=began)
    return told
