"""What a slide shows beside its own content."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from cms.brand.themes import FOLIO, Theme


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """The person on the contact card.

    `portrait` is a `media:` name or a data URI; `link` an address to open or book, shown as a QR
    code and, without its scheme, in words.
    """

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    portrait: str = ""
    link: str = ""
    link_label: str = ""


@dataclass(frozen=True, slots=True)
class SlideContext:
    """One slide's place in its deck.

    `verify_text` is the short address in the footer and `verify_link` the full one; the slide's
    number is added to both. `section` is the number of a section slide, 0 for none. `heading` is
    the level of the slide's title, 0 for the usual one: 1 on the first slide, else 2.
    """

    number: int = 1
    total: int = 1
    company: str = ""
    recipient: str = ""
    as_of: date | None = None
    date: date | None = None
    verify_text: str = ""
    verify_link: str = ""
    contact: ContactDetails | None = None
    language: str = "en"
    theme: Theme = field(default=FOLIO)
    section: int = 0
    heading: int = 0

    @property
    def is_last(self) -> bool:
        return self.number == self.total

    @property
    def title_level(self) -> int:
        return self.heading or (1 if self.number == 1 else 2)
