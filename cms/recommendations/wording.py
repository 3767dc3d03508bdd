"""Terms in words that a rep understands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.recommendations import standing
from cms.recommendations.smoothing import LESS, MORE
from cms.recommendations.standing import Fit, History, Standing
from personas.engagement.outcomes import Outcome

LABELS = {
    "words": gettext_lazy("Words"),
    "meaning": gettext_lazy("Meaning"),
    "persona": gettext_lazy("Persona"),
    "stage": gettext_lazy("Stage"),
    "freshness": gettext_lazy("Freshness"),
    "outcome": gettext_lazy("How it did"),
    "seen": gettext_lazy("New to them"),
    "variety": gettext_lazy("Variety"),
    "trials": gettext_lazy("Trials"),
}
HELP = {
    "words": gettext_lazy("The words that were asked stand in it."),
    "meaning": gettext_lazy("It is about the same, in other words too."),
    "persona": gettext_lazy("It is tagged for the reader's persona."),
    "stage": gettext_lazy("It is tagged for the stage that the reader is at, or the one beside."),
    "freshness": gettext_lazy(
        "It was published lately. A year later it counts half, and half again when its review is "
        "overdue."
    ),
    "outcome": gettext_lazy(
        "Readers of this persona at this stage stayed with it, and deals with them were won "
        "afterwards. Where no deal is known of a reader, it counts whether they are a customer. "
        "Few readers change little."
    ),
    "seen": gettext_lazy("This person has not seen it yet."),
    "variety": gettext_lazy(
        "How much a result loses that resembles those above it: 0 nothing, 1 all of it."
    ),
    "trials": gettext_lazy(
        "At this share of places another fitting result is shown by lot, so that you learn "
        "whether it does better. 0.06 is one place in seventeen; 0 learns nothing."
    ),
}


SAID = 4  # of the words that stand in an asset, so many are named where nobody typed them
CLOSE = 0.02


def found_words(detail: str, *, asked: bool) -> str:
    """Say which words stand in it: those of a brief, or of what this persona asks."""
    if not detail:
        return _("None of the words stands in it")
    if asked:
        return detail
    return _("%(contains)s: what they ask and worry about") % {
        "contains": ", ".join(detail.split(", ")[:SAID])
    }


def meaning_words(detail: str, value: float) -> str:
    return detail if detail and value >= CLOSE else _("It is about something else")


def persona_words(fit: Fit, persona: Any) -> str:
    match fit.case:
        case standing.MADE:
            return _("Made for %(persona)s") % {"persona": persona}
        case standing.ANYBODY:
            return _("Made for nobody in particular")
    return _("Made for others than %(persona)s") % {"persona": persona}


def stage_words(fit: Fit, stage: Any) -> str:
    match fit.case:
        case standing.MADE:
            return _("Made for the stage %(stage)s") % {"stage": stage}
        case standing.BESIDE:
            return _("Made for the stage beside %(stage)s") % {"stage": stage}
        case standing.ANYBODY:
            return _("Made for no stage in particular")
    return _("Made for other stages than %(stage)s") % {"stage": stage}


def freshness_words(asset: Standing, now: datetime) -> str:
    changed = asset.published_at
    if changed is None:
        return _("Nobody noted when it was published")
    days = max(0, (now - changed).days)
    if days < 60:
        text = ngettext("Published %(n)d day ago", "Published %(n)d days ago", days) % {"n": days}
    else:
        months = days // 30
        text = _("Published %(n)d months ago") % {"n": months}
    if standing.is_overdue(asset, now):
        return _("%(published)s; its review is overdue") % {"published": text}
    return text


def outcome_words(history: History, persona: Any, stage: Any) -> str:
    """Say who read it and stayed, and how that compares with what is usual."""
    here, everywhere = history.here, history.everywhere
    if not everywhere.readers:
        return _("Nobody has read it yet: counted as usual")
    counted = here if here.readers else everywhere
    if persona is None and stage is None:
        words = ngettext(
            "%(stayed)d of %(n)d reader stayed",
            "%(stayed)d of %(n)d readers stayed",
            counted.readers,
        )
    elif here.readers:
        words = ngettext(
            "%(stayed)d of %(n)d reader like them stayed",
            "%(stayed)d of %(n)d readers like them stayed",
            counted.readers,
        )
    else:
        words = ngettext(
            "%(stayed)d of %(n)d other reader stayed",
            "%(stayed)d of %(n)d other readers stayed",
            counted.readers,
        )
    text = words % {"stayed": counted.stayed, "n": counted.readers}
    text += won_words(counted)
    if history.value > MORE:
        return _("%(readers)s: more than usual") % {"readers": text}
    if history.value < LESS:
        return _("%(readers)s: less than usual") % {"readers": text}
    return _("%(readers)s: as usual") % {"readers": text}


def won_words(counted: Outcome) -> str:
    """Say how many of the readers were won, as “ (2 with a won deal, 1 other customer)”."""
    parts = []
    if counted.by_deal:
        parts.append(_("%(n)d with a won deal") % {"n": counted.by_deal})
    if others := counted.won - counted.by_deal:
        words = (
            ngettext("%(n)d other customer", "%(n)d other customers", others)
            if counted.by_deal
            else ngettext("%(n)d customer", "%(n)d customers", others)
        )
        parts.append(words % {"n": others})
    return f" ({', '.join(parts)})" if parts else ""


def seen_words(at: datetime | None, prospect: Any) -> str:
    name = prospect.first_name or _("This person")
    if at is None:
        return _("%(name)s has not seen it yet") % {"name": name}
    return _("%(name)s saw it on %(day)s") % {"name": name, "day": date_format(at, "j F Y")}
