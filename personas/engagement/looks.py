"""How verbs and grades look: tone and icon beside their word."""

from __future__ import annotations

from personas.engagement.enums import Grade, Verb
from personas.engagement.models import Engagement

GRADES = {
    Grade.HUMAN: ("ok", "user"),
    Grade.LIKELY: ("ok", "user"),
    Grade.SCANNER: ("neutral", "cogs"),
    Grade.INTERNAL: ("neutral", "home"),
}

VERBS = {
    Verb.OPENED: "view",
    Verb.READ: "doc-full",
    Verb.SLIDE_SEEN: "desktop",
    Verb.PLAYED: "media",
    Verb.DOWNLOADED: "download",
    Verb.CLICKED: "link",
    Verb.SUBMITTED: "form",
    Verb.ASKED: "help",
    Verb.BOOKED: "calendar-check",
    Verb.SHARED: "group",
}


def grade_look(event: Engagement) -> tuple[str, str]:
    return GRADES[Grade(event.grade)]


def verb_icon(event: Engagement) -> str:
    return VERBS.get(Verb(event.verb), "view")


def dwell_words(milliseconds: int | None) -> str:
    """`75_000` -> "1 min 15 s"; blank for nothing measured."""
    if not milliseconds:
        return ""
    seconds = max(1, round(milliseconds / 1000))
    if seconds < 60:
        return f"{seconds} s"
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
