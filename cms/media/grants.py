"""Files for pages with rights of their own, such as rooms.

Such a page opens `media_base("/r/TOKEN/media/")` round its rendering, so that all addresses of
files made inside go through it, and serves that address with `serve_media()`, deciding with
`files_of(asset_ids).hold`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from cms.media.addresses import media_base, media_url
from cms.media.owners import FileKind, owner_of
from cms.media.serving import serve_media

__all__ = ["Files", "files_of", "media_base", "media_url", "serve_media"]


@dataclass(frozen=True, slots=True)
class Files:
    """Ids of images and documents, and names of other files, that assets use."""

    images: frozenset[int] = frozenset()
    documents: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()

    def hold(self, name: str) -> bool:
        """Tell whether a file, a rendition too, is one of these. At most one query."""
        if name in self.names:
            return True
        owner = owner_of(name)
        if owner is None:
            return False
        if owner.kind is FileKind.IMAGE:
            return owner.pk in self.images
        return owner.kind is FileKind.DOCUMENT and owner.pk in self.documents


def files_of(asset_ids: Iterable[int], *, downloads: bool = True) -> Files:
    """Return the files of published assets: heroes, pictures of body and slides, documents, films.

    Documents count for assets that may be downloaded only; `downloads=False` leaves all out.
    Whether the assets themselves may be shown is the caller's question. Two or three queries.
    """
    from cms.assets.kinds import Video
    from cms.assets.models import Asset

    ids = set(asset_ids)
    if not ids:
        return Files()
    image_type, document_type = _type_of(get_image_model()), _type_of(get_document_model())
    rows = ReferenceIndex.objects.filter(
        base_content_type=_type_of(Page),
        object_id__in=[str(pk) for pk in ids],
        to_content_type__in=[image_type, document_type],
    ).values_list("to_content_type_id", "to_object_id", "object_id")
    references = list(rows)
    open_ids: set[int] = set()
    if downloads and any(kind == document_type.pk for kind, _to, _from in references):
        open_ids = set(
            Asset.objects.filter(pk__in=ids, may_download=True).values_list("pk", flat=True)
        )
    films = Video.objects.filter(pk__in=ids).values_list("video_file", "captions")
    return Files(
        images=frozenset(int(to) for kind, to, _ in references if kind == image_type.pk),
        documents=frozenset(
            int(to)
            for kind, to, source in references
            if kind == document_type.pk and int(source) in open_ids
        ),
        names=frozenset(name for pair in films for name in pair if name),
    )


def _type_of(model: Any) -> ContentType:
    return ContentType.objects.get_for_model(model)
