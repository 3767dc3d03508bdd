"""Handing out the PDF of a build: as it is, or with its reader's name on each page."""

from __future__ import annotations

import hashlib

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.brand.services import brand_now
from pitch_builder.builds.files import put, read
from pitch_builder.builds.models import Build
from pitch_builder.rooms.models import RoomLink
from pitch_builder.verification.models import IssuedCopy


def copy_for(build: Build, link: RoomLink) -> bytes:
    """Return the PDF for the reader of a link, the same bytes each time.

    Raises FileNotFoundError where the storage has lost the build's own file.
    """
    if not link.room.names_reader or link.prospect is None:
        with build.pdf.open("rb") as file:
            own: bytes = file.read()
        return own
    name = copy_name(build, link.pk)
    known = IssuedCopy.objects.filter(build=build, link=link).first()
    if known is not None and default_storage.exists(name):
        kept = read(name)
        if hashlib.sha256(kept).hexdigest() == known.sha256:
            return kept
    return _issue(build, link, name)


def copy_name(build: Build, link_id: int | None) -> str:
    """Return the storage's name of the copy for a link."""
    return f"builds/{build.pk}/copies/{link_id}.pdf"


def _issue(build: Build, link: RoomLink, name: str) -> bytes:
    """Make a copy, and have its hash on record before anybody has it."""
    from pitch_builder.verification.watermarking import stamp

    with build.pdf.open("rb") as file:
        own = file.read()
    with translation.override(build.manifest.language):
        day = date_format(timezone.localdate(), "j F Y")
        text = _("Issued to %(reader)s, %(account)s, on %(day)s") % {
            "reader": link.prospect,
            "account": link.room.account,
            "day": day,
        }
    made = stamp(own, text, brand_now().theme)
    with transaction.atomic():
        IssuedCopy.objects.get_or_create(
            build=build, sha256=hashlib.sha256(made).hexdigest(), defaults={"link": link}
        )
    put(name, made)
    return made
