"""Which record a stored file belongs to, told by its name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.media.addresses import is_plain


class FileKind(Enum):
    """Where a file comes from. Each has a folder of its own in the storage."""

    IMAGE = "image"
    DOCUMENT = "document"
    VIDEO = "video"
    AVATAR = "avatar"


FOLDERS = {
    "original_images": FileKind.IMAGE,
    "images": FileKind.IMAGE,
    "documents": FileKind.DOCUMENT,
    "videos": FileKind.VIDEO,
    "avatar_images": FileKind.AVATAR,
}


@dataclass(frozen=True, slots=True)
class Owner:
    kind: FileKind
    pk: int


def kind_of(name: str) -> FileKind | None:
    """Return what a name says the file is; None for folders that are never served from here."""
    folder, slash, _rest = name.partition("/")
    return FOLDERS.get(folder) if slash and is_plain(name) else None


def owner_of(name: str) -> Owner | None:
    """Return the image (for a rendition too), document or video of a file, or None. One query."""
    from cms.assets.kinds import Video

    kind = kind_of(name)
    pk: int | None = None
    if kind is FileKind.IMAGE:
        image = get_image_model()
        if name.startswith("original_images/"):
            pk = image.objects.filter(file=name).values_list("pk", flat=True).first()
        else:
            renditions = image.get_rendition_model().objects
            pk = renditions.filter(file=name).values_list("image_id", flat=True).first()
    elif kind is FileKind.DOCUMENT:
        pk = get_document_model().objects.filter(file=name).values_list("pk", flat=True).first()
    elif kind is FileKind.VIDEO:
        videos = Video.objects.filter(Q(video_file=name) | Q(captions=name))
        pk = videos.values_list("pk", flat=True).first()
    return Owner(kind, pk) if kind and pk else None
