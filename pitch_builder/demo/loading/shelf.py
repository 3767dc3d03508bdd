"""What was loaded so far, by the names that the demo's files use; and dates from day offsets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Collection

from pitch_builder.demo.content import DemoContent
from pitch_builder.demo.pictures.drawings import picture
from pitch_builder.demo.pictures.registry import ENTRIES

COLLECTION = "Demo"


@dataclass(slots=True)
class Shelf:
    """Rows by kind and name. `day(n)` and `moment(n)` count from the day of loading."""

    content: DemoContent
    today: date = field(default_factory=timezone.localdate)
    users: dict[str, Any] = field(default_factory=dict)
    personas: dict[str, Any] = field(default_factory=dict)
    stages: dict[str, Any] = field(default_factory=dict)
    industries: dict[str, Any] = field(default_factory=dict)
    products: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    assets: dict[str, Any] = field(default_factory=dict)
    accounts: dict[str, Any] = field(default_factory=dict)
    prospects: dict[str, Any] = field(default_factory=dict)
    deals: dict[str, Any] = field(default_factory=dict)
    templates: dict[str, Any] = field(default_factory=dict)
    decks: dict[str, Any] = field(default_factory=dict)
    made: int = 0
    new_decks: int = 0
    _images: dict[str, Any] = field(default_factory=dict)

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def moment(self, offset: int, at: time = time(9, 0)) -> datetime:
        """Return a moment on the day `offset` days from loading, never in the future of it."""
        return timezone.make_aware(datetime.combine(self.day(offset), at))

    def image(self, name: str, alt: str = "") -> Any:
        """Return the drawn picture as a Wagtail image; drawn and stored at first use."""
        if not name:
            return None
        if name not in self._images:
            self._images[name] = self._find(name) or self._draw(name, alt)
        return self._images[name]

    def _find(self, name: str) -> Any:
        images = get_image_model().objects.filter(collection__name=COLLECTION)
        return images.filter(title=ENTRIES[name].title).first()

    def _draw(self, name: str, alt: str) -> Any:
        drawn = picture(name)
        image = get_image_model()(
            title=drawn.title,
            description=(alt or drawn.title)[:255],
            collection=self._collection(),
            file=ImageFile(BytesIO(drawn.data), name=drawn.file_name),
        )
        image._set_image_file_metadata()
        image.save()
        self.made += 1
        return image

    def _collection(self) -> Collection:
        found = Collection.objects.filter(name=COLLECTION).first()
        if found is None:
            root = Collection.get_first_root_node()
            found = root.add_child(instance=Collection(name=COLLECTION))
        return found
