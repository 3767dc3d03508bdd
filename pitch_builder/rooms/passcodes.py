"""A word that a link asks for besides its address: kept as a hash, asked once a browser."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from cms.site.throttle import is_over
from pitch_builder.errors import PitchError
from pitch_builder.rooms.models import RoomLink
from pitch_builder.rooms.services import check_may_edit

SHORTEST, LONGEST = 6, 64
SALT = "room-passcode"
REMEMBERED_SECONDS = 30 * 24 * 60 * 60
TRIES_A_LINK = 10
TRIES_AN_ADDRESS = 30
TRIES_SECONDS = 15 * 60


class TooManyTries(PitchError):
    """Nothing is compared until some time has passed."""


def plain(passcode: str) -> str:
    """Return a passcode as it is compared: it is told by telephone, so capitals do not matter."""
    return unicodedata.normalize("NFKC", passcode).strip().casefold()


def set_passcode(link: RoomLink, *, user: Any, passcode: str) -> None:
    """Ask for this passcode from now on, also where an older one was given; "" asks for none.

    Raises NotAllowed, and PitchError for one that is too short or too long.
    """
    check_may_edit(user, link.room)
    link.passcode = hashed(passcode)
    link.save(update_fields=["passcode"])


def hashed(passcode: str) -> str:
    """Return what is stored of a passcode; "" for none. Raises PitchError for a bad length."""
    code = plain(passcode)
    if not code:
        return ""
    if not SHORTEST <= len(code) <= LONGEST:
        raise PitchError(
            _("A passcode has %(least)d to %(most)d characters.")
            % {"least": SHORTEST, "most": LONGEST}
        )
    return make_password(code)


def is_right(link: RoomLink, passcode: str, *, address: str) -> bool:
    """Compare what somebody typed. Raises TooManyTries, for the link or the network address.

    Every try counts before it is compared, so that many at once are no way round the limit.
    """
    over_address = is_over(
        "room-passcode-from", address, limit=TRIES_AN_ADDRESS, seconds=TRIES_SECONDS
    )
    with transaction.atomic():
        # Tries for one link are counted one after the other.
        RoomLink.objects.select_for_update().only("pk").get(pk=link.pk)
        over_link = is_over(
            "room-passcode", link.digest, limit=TRIES_A_LINK, seconds=TRIES_SECONDS
        )
    if over_address or over_link:
        raise TooManyTries(
            _("Too many tries. Please wait a quarter of an hour and try once more.")
        )
    return fits(link, passcode)


def fits(link: RoomLink, passcode: str) -> bool:
    """Compare without a limit; for what is not typed by a visitor. A third of a second."""
    return check_password(plain(passcode)[: LONGEST + 1], link.passcode)


# --- Remembered in the browser ----------------------------------------------------------
def is_open_for(request: HttpRequest, link: RoomLink) -> bool:
    """Tell whether this browser gave the link's present passcode, or none is asked."""
    if not link.passcode:
        return True
    try:
        known = signing.loads(
            request.COOKIES.get(cookie_name(link), ""), salt=SALT, max_age=REMEMBERED_SECONDS
        )
    except signing.BadSignature:
        return False
    return isinstance(known, str) and constant_time_compare(known, _mark(link))


def remember(response: HttpResponseBase, link: RoomLink) -> None:
    """Have this browser pass from now on: a cookie for the link's own addresses alone."""
    response.set_cookie(
        cookie_name(link),
        signing.dumps(_mark(link), salt=SALT),
        max_age=REMEMBERED_SECONDS,
        path=link.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def cookie_name(link: RoomLink) -> str:
    return f"room-{link.digest[:16]}"


def _mark(link: RoomLink) -> str:
    """What stands for this link with this passcode; another one makes another mark."""
    return salted_hmac(
        SALT, f"{link.pk}:{link.digest}:{link.passcode}", algorithm="sha256"
    ).hexdigest()
