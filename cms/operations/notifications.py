"""Telling a user of Tandem something, in the app and by mail where wanted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.operations import mail
from cms.operations.models import Notification


def notify(
    user: Any, text: str, *, kind: str, link: str = "", by_mail: bool = False
) -> Notification:
    """Write one sentence for a user, with the page where something can be done about it.

    `link` is an address within the site ("/admin/..."). With `by_mail` the same goes to
    the user's mail address, where there is one.
    """
    notification = Notification.objects.create(
        user=user, text=" ".join(text.split())[:500], kind=kind, link=link
    )
    if by_mail and user.email:
        lines = [notification.text]
        if link:
            lines += ["", f"{settings.BASE_URL}{link}"]
        lines += ["", _("You receive this because you use Tandem.")]
        mail.send(
            to=user.email,
            to_name=user.get_full_name(),
            subject=notification.text,
            text="\n".join(lines),
            kind=kind,
            recipient=user,
        )
    return notification


def unread_count(user: Any) -> int:
    return Notification.objects.of(user).unread().count()


def mark_read(user: Any, notification_id: int | None = None) -> int:
    """Mark one of the user's notifications as read, or all of them; return how many."""
    unread = Notification.objects.of(user).unread()
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    return unread.update(read_at=timezone.now())
