"""Which assets and files a room opens: what was sent, is recommended, or is linked there."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from cms.assets.enums import Visibility
from cms.assets.models import Asset
from cms.media.grants import files_of
from cms.media.owners import FileKind, owner_of
from cms.media.rights import is_public_file
from cms.site.links import LinkTo
from pitch_builder.rooms.access import Guest
from pitch_builder.rooms.contents import Contents, contents_of, is_showable
from pitch_builder.rooms.recommending import recommended_ids

FILE_SECONDS = 20


def offered_ids(guest: Guest, contents: Contents) -> set[int]:
    """Assets that were sent, stand on a deck, or are recommended; not yet asked if showable."""
    return {
        *contents.sent_ids,
        *contents.deck_asset_ids,
        *recommended_ids(guest.room, guest.prospect, contents),
    }


def linked_from(asset_ids: Collection[int]) -> set[int]:
    """Pages that the bodies of these assets link to. One query."""
    pages = ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.objects.filter(
        base_content_type=pages,
        object_id__in=[str(pk) for pk in asset_ids],
        to_content_type=pages,
    ).values_list("to_object_id", flat=True)
    return {int(pk) for pk in rows if pk.isdecimal()}


def may_open(guest: Guest, asset: Asset, contents: Contents) -> bool:
    """Tell whether an asset has a page in this room.

    Public ones do: they are everybody's. One "by link" does where it was sent, stands on a
    deck, is recommended, or is linked from one of these. An internal one never does.
    """
    if not is_showable(asset):
        return False
    if asset.visibility == Visibility.PUBLIC:
        return True
    offered = offered_ids(guest, contents)
    return asset.pk in offered or asset.pk in linked_from(_showable(offered))


def room_links(guest: Guest, from_asset: Asset, contents: Contents) -> LinkTo:
    """Return the rule for links in an asset's text inside the room: they stay in the room.

    A link to an asset that `may_open` refuses becomes plain text. Other pages of the site are
    linked as they are.
    """
    offered = offered_ids(guest, contents)

    def link_to(page: Page) -> str | None:
        if not isinstance(page, Asset):
            return str(page.get_url() or "") or None if page.live else None
        is_open = is_showable(page) and (
            page.visibility == Visibility.PUBLIC or page.pk in offered or from_asset.pk in offered
        )
        return reverse("room:asset", args=[guest.token, page.pk]) if is_open else None

    return link_to


def may_have_file(guest: Guest, name: str) -> bool:
    """Tell whether a file belongs to something that this room shows now.

    Public files do. Else it is the rep's photo, a picture on a slide that is not withdrawn, or
    a file of an asset that may be opened here; documents only where the link allows downloads.
    """
    if is_public_file(name):
        return True
    owner = owner_of(name)
    if owner is None:
        return False
    images, assets = _own_files(guest)
    if owner.kind is FileKind.IMAGE and owner.pk in images:
        return True
    return files_of(_showable(assets), downloads=guest.link.may_download).hold(name)


def _own_files(guest: Guest) -> tuple[set[int], set[int]]:
    """Ids of pictures and of assets that the room offers, kept for a few seconds.

    A page asks for a dozen files at once; whether the assets are showable is asked each time.
    """
    key = f"room-files:{guest.room.pk}:{guest.prospect.pk if guest.prospect else 0}"
    cache = caches["renditions"]
    known = cache.get(key)
    if known is None:
        contents = contents_of(guest.room)
        images = {
            picture.id
            for shown in contents.decks
            for slide in shown.manifest.slides
            if slide.number not in shown.withdrawn
            for picture in slide.pictures
        }
        card = getattr(guest.room.owner, "contact_card", None)
        if card is not None and card.photo_id:
            images.add(card.photo_id)
        images |= _named_in_slides(contents)
        offered = offered_ids(guest, contents)
        known = images, offered | linked_from(offered)
        cache.set(key, known, FILE_SECONDS)
    return known


def _named_in_slides(contents: Contents) -> set[int]:
    """Pictures that the printed slides name beside their own, such as a portrait or cover."""
    from cms.slides.screen import NAMED

    names = {
        found[1]
        for shown in contents.decks
        for number in range(1, shown.count + 1)
        for found in NAMED.findall(shown.section(number))
    }
    if not names:
        return set()
    image = get_image_model()
    renditions = image.get_rendition_model().objects.filter(file__in=names)
    return {
        *image.objects.filter(file__in=names).values_list("pk", flat=True),
        *renditions.values_list("image_id", flat=True),
    }


def _showable(asset_ids: Collection[int]) -> list[int]:
    return list(
        Asset.objects.showable_to_prospects().filter(pk__in=asset_ids).values_list("pk", flat=True)
    )
