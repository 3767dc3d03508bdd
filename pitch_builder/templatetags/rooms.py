"""Times and states in the templates of rooms."""

from __future__ import annotations

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cms.templatetags.tandem_ui import meter
from personas.engagement.looks import dwell_words
from pitch_builder.rooms.models import RoomLink

register = template.Library()

SOON = 0.4
DEVICES = {"laptop": _("laptop"), "phone": _("phone"), "tablet": _("tablet"), "robot": _("robot")}


@register.filter
def dwell(milliseconds: int | None) -> str:
    """`75_000` as `1 min 15 s`."""
    return dwell_words(milliseconds)


@register.filter
def device(name: str) -> str:
    return str(DEVICES.get(name, name))


@register.simple_tag
def link_life(link: RoomLink) -> SafeString:
    """How much of a link's time is left, as a bar under its date."""
    whole = (link.expires_at - link.created_at).total_seconds() or 1
    left = max(0.0, (link.expires_at - timezone.now()).total_seconds() / whole)
    classes = "t-meter--full" + (" t-meter--warn" if left < SOON else "")
    return format_html('<span class="rm__life">{}</span>', meter(min(left, 1), 1, classes))
