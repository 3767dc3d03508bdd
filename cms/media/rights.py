"""Who may see a file: everybody, when something public uses it; else the team.

The answer for everybody is kept for a minute in the process, and forgotten at once in the
process where content was published, withdrawn, moved or deleted.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db.models import Q
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from cms.assets.enums import Visibility
from cms.assets.rights import is_team
from cms.media.owners import FileKind, Owner, kind_of, owner_of
from personas.persona.models import Persona

KEEP_SECONDS = 60
_ROUND = "media-rights:round"


def may_see_file(user: Any, name: str) -> bool:
    """Tell whether `user` may have a file at its public address."""
    return is_public_file(name) or (kind_of(name) is not None and is_team(user))


def is_public_file(name: str) -> bool:
    """Tell whether everybody may have a file. Two queries at most, none within a minute."""
    if kind_of(name) in (None, FileKind.AVATAR):
        return False
    cache = caches["renditions"]
    key = f"media-rights:{cache.get(_ROUND, 0)}:{sha256(name.encode()).hexdigest()}"
    known = cache.get(key)
    if known is None:
        owner = owner_of(name)
        known = owner is not None and is_used_in_public(owner)
        cache.set(key, known, KEEP_SECONDS)
    return bool(known)


def is_used_in_public(owner: Owner) -> bool:
    """Tell whether a page that everybody may see, the brand or a live persona uses a file."""
    if owner.kind is FileKind.VIDEO:
        return _public_pages(owner).filter(pk=owner.pk).exists()
    model = get_image_model() if owner.kind is FileKind.IMAGE else get_document_model()
    sources = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model), to_object_id=str(owner.pk)
    ).values_list("base_content_type_id", "object_id")
    by_type: dict[int, set[str]] = {}
    for type_id, object_id in sources:
        by_type.setdefault(type_id, set()).add(object_id)
    pages = by_type.get(ContentType.objects.get_for_model(Page).pk)
    if pages and _public_pages(owner).filter(pk__in=pages).exists():
        return True
    if owner.kind is not FileKind.IMAGE:
        return False
    personas = by_type.get(ContentType.objects.get_for_model(Persona).pk)
    if personas and Persona.objects.live().filter(pk__in=personas).exists():
        return True
    return any(_is_brand(type_id) for type_id in by_type)


def _public_pages(owner: Owner) -> Any:
    """Live pages that are no asset, and current public assets; one query, whatever the kind."""
    now = timezone.now()
    is_open = Q(asset__visibility=Visibility.PUBLIC)
    if owner.kind is FileKind.DOCUMENT:
        is_open &= Q(asset__may_download=True)
    return (
        Page.objects.live()
        .filter(Q(expire_at=None) | Q(expire_at__gt=now))
        .filter(Q(asset=None) | is_open)
    )


def _is_brand(type_id: int) -> bool:
    found = ContentType.objects.get_for_id(type_id)
    return found.app_label == "cms" and found.model.startswith("brand")


def forget(**kwargs: Any) -> None:
    """Ask anew for every file, from now on; a signal receiver."""
    cache = caches["renditions"]
    cache.add(_ROUND, 0, None)
    cache.incr(_ROUND)


def connect() -> None:
    """Forget what was public whenever content changes; called once, when the app is ready."""
    from django.db.models.signals import post_delete, post_save
    from wagtail.signals import page_published, page_unpublished, post_page_move

    signals = {
        "published": page_published,
        "unpublished": page_unpublished,
        "moved": post_page_move,
    }
    for name, signal in signals.items():
        signal.connect(forget, dispatch_uid=f"media-rights-{name}")
    post_delete.connect(_forget_page, dispatch_uid="media-rights-deleted")
    post_save.connect(forget, sender=Persona, dispatch_uid="media-rights-persona")


def _forget_page(sender: Any, **kwargs: Any) -> None:
    if issubclass(sender, Page | Persona | get_image_model() | get_document_model()):
        forget()
