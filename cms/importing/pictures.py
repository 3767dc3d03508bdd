"""Picture files of a folder as Wagtail images, each file once."""

from __future__ import annotations

import hashlib
import warnings
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import Collection

from cms.importing.errors import DocumentRefused
from cms.importing.limits import Limits
from cms.importing.reading import Folder, read_bytes

FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")


def checked_picture(data: bytes, limits: Limits) -> tuple[int, int]:
    """Return a picture's width and height. Raises DocumentRefused where it is none."""
    try:
        with warnings.catch_warnings():
            # Pillow warns of pictures that are large when unpacked; the limit is ours.
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            with Pillow.open(BytesIO(data), formats=FORMATS) as picture:
                width, height = picture.size
                if width * height > limits.image_pixels:
                    raise DocumentRefused(
                        _("It has %(width)d x %(height)d pixels, more than the limit.")
                        % {"width": width, "height": height}
                    )
                picture.load()
    except (OSError, SyntaxError, ValueError, Pillow.DecompressionBombError) as error:
        raise DocumentRefused(
            _("It is no picture that can be read, whatever its name says.")
        ) from error
    return width, height


class PictureShelf:
    """Finds or makes the Wagtail image of a path in the folder."""

    def __init__(self, folder: Folder, user: Any = None) -> None:
        self.folder = folder
        self.user = user
        self._ids: dict[str, int] = {}
        self._refused: dict[str, str] = {}
        self.taken: set[str] = set()

    def image_id(self, path: str, alt: str = "") -> int:
        """Return the id of the image. Raises DocumentRefused with the reason."""
        if path in self._refused:
            raise DocumentRefused(self._refused[path])
        if path not in self._ids:
            try:
                self._ids[path] = self._take(path, alt)
            except DocumentRefused as error:
                self._refused[path] = str(error)
                raise
        return self._ids[path]

    def _take(self, path: str, alt: str) -> int:
        model = get_image_model()
        data = read_bytes(self.folder.root / path, self.folder.limits.image)
        digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        known = model.objects.filter(file_hash=digest).values_list("pk", flat=True).first()
        if known is not None:
            return int(known)
        width, height = checked_picture(data, self.folder.limits)
        name = PurePosixPath(path).name
        image = model(
            title=(alt or PurePosixPath(path).stem.replace("-", " "))[:255],
            file=ImageFile(BytesIO(data), name=name),
            width=width,
            height=height,
            file_size=len(data),
            file_hash=digest,
            collection=Collection.get_first_root_node(),
            uploaded_by_user=self.user,
        )
        image.save()
        self.taken.add(path)
        return int(image.pk)
