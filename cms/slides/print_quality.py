"""Pictures of slides at the quality of print: 300 dpi, or all that the original has.

A slide names the pictures that it shows on screens. Each is a rendition that says how it was
made, so the same can be made larger: the same picture, cut and coloured the same way.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wagtail.images import get_image_model
from wagtail.images.models import Filter

from cms.slides.fetching import read_media
from cms.slides.pictures import QUALITY

TIMES = 2  # the size on screens: 12 pixels a mm, 305 dpi
CUT = re.compile(r"fill-(\d+)x(\d+)(-c\d+)?\Z")
CUT_NAME = re.compile(r"\.fill-\d+x\d+")
TONED = re.compile(r"((?:tone|bleed)-[0-9a-f]+)(-\d+)?\Z")

logger = logging.getLogger(__name__)


def print_spec(spec: str) -> str:
    """How a picture for screens is made for print; empty where it is made for both.

    Logos are: a bit more than 300 dpi on screens too.
    """
    first, *others = spec.split("|")
    cut = CUT.match(first)
    if not cut:
        return ""
    width, height, close = int(cut[1]) * TIMES, int(cut[2]) * TIMES, cut[3] or ""
    toned = [match[1] for part in others if (match := TONED.match(part))]
    made = toned or ["format-jpeg", f"jpegquality-{QUALITY}"]
    return "|".join([f"fill-{width}x{height}{close}", *made])


@dataclass(slots=True)
class PrintPictures:
    """Pictures for print, by the names of those for screens; one query for all names.

    `kept` collects the names that have no larger picture any more: the original was deleted
    or replaced, or is cut otherwise by now.
    """

    names: Iterable[str]
    kept: list[str] = field(default_factory=list)
    _renditions: dict[str, Any] | None = None

    def larger(self, name: str, shown: bytes) -> bytes:
        """The picture for print; `shown`, the one for screens, where there is none."""
        rendition = self._known().get(name)
        if rendition is None:
            if CUT_NAME.search(name):
                self.kept.append(name)
            return shown
        spec = print_spec(rendition.filter_spec)
        if not spec:
            return shown
        if not self._is_same(rendition, shown):
            self.kept.append(name)
            return shown
        try:
            return read_media(rendition.image.get_rendition(spec).file.name)
        except (OSError, ValueError) as error:
            logger.warning("No picture for print in the place of %s: %s", name, error)
            self.kept.append(name)
            return shown

    def _known(self) -> dict[str, Any]:
        if self._renditions is None:
            model = get_image_model().get_rendition_model()
            found = model.objects.filter(file__in=list(self.names)).select_related("image")
            self._renditions = {rendition.file.name: rendition for rendition in found}
        return self._renditions

    def _is_same(self, rendition: Any, shown: bytes) -> bool:
        """Tell whether the rendition is what was shown, and would be cut the same way today."""
        cut = Filter(spec=rendition.filter_spec).get_cache_key(rendition.image)
        if cut != rendition.focal_point_key:
            return False
        try:
            now = read_media(rendition.file.name)
        except OSError:
            return False
        return hashlib.sha256(now).digest() == hashlib.sha256(shown).digest()
