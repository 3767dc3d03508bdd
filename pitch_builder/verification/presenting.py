"""A verdict in a reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.slides.typography import NBSP
from pitch_builder.builds.freshness import Reason
from pitch_builder.enums import Freshness, ReasonCode
from pitch_builder.verification.verdicts import (
    ChangedSlide,
    FileVerdict,
    Origin,
    Verdict,
    compared_at,
)


@dataclass(frozen=True, slots=True)
class SlideLine:
    """A changed slide: what is said of it, and how it looks now, where the reader may know."""

    number: int
    title: str
    badge: tuple[str, str, str]
    words: str
    html: str = ""
    asked: bool = False
    """The page was opened for this slide."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the page says. `level` is ok, warn or bad."""

    level: str
    icon: str
    heading: str
    lede: str
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[SlideLine, ...] = ()
    notes: tuple[str, ...] = ()
    verdict: Verdict | None = None


def badge_of(state: Freshness) -> tuple[str, str, str]:
    """Return level, word and icon of a state."""
    return {
        Freshness.CURRENT: ("ok", _("Current"), "check"),
        Freshness.OUTDATED: ("warn", _("Outdated"), "clock"),
        Freshness.WITHDRAWN: ("bad", _("Withdrawn"), "no"),
    }[state]


def page_of(
    verdict: Verdict, *, asked: int = 0, full: bool = False, slides: Sequence[Any] = ()
) -> Page:
    """Put a verdict into words. `full` names titles and new values, for a reader who may open
    the deck as it is now; `slides` are its slides' HTML by their number in the copy."""
    level, _word, icon = badge_of(verdict.state)
    looks = dict(slides)
    return Page(
        level=level,
        icon=icon,
        heading=_heading(verdict),
        lede=_lede(verdict),
        facts=_facts(verdict),
        lines=tuple(
            SlideLine(
                changed.number,
                changed.title if full else "",
                badge_of(changed.state),
                _line(changed, full=full),
                looks.get(changed.number, ""),
                changed.number == asked,
            )
            for changed in verdict.changed
        ),
        notes=tuple(_notes(verdict, asked)),
        verdict=verdict,
    )


def page_of_file(found: FileVerdict) -> Page:
    """Put what is known of an uploaded file into words."""
    verdict = found.verdict
    if found.origin is Origin.UNKNOWN:
        return Page(
            "warn",
            "alert",
            _("We do not know this file"),
            _(
                "It is no copy that was issued here, and it carries no list of ours. A file that "
                "was printed or scanned anew is one that we cannot check: use the code at the "
                "foot of its pages."
            ),
        )
    if found.origin is Origin.FORGED or verdict is None:
        return Page(
            "bad",
            "alert",
            _("This file was not issued here as it is"),
            _(
                "It carries a list of what stands on its pages, but that list is not signed by "
                "us, or it was changed. Please do not rely on what the file says."
            ),
        )
    page = page_of(verdict)
    if found.origin is Origin.ALTERED:
        return Page(
            "bad",
            "alert",
            _("This file was changed since we issued it"),
            _(
                "The signed list inside is ours, but the file is none of the copies that were "
                "issued: a program saved it anew, or somebody changed its pages. What the list "
                "names is shown below; whether the pages say the same, we cannot tell."
            ),
            page.facts,
            page.lines,
            page.notes,
            verdict,
        )
    return Page(
        page.level,
        page.icon,
        page.heading,
        _("This is, byte by byte, a copy that was issued here.") + " " + page.lede,
        page.facts,
        page.lines,
        page.notes,
        verdict,
    )


def _heading(verdict: Verdict) -> str:
    count = len(verdict.changed)
    if verdict.state is Freshness.CURRENT:
        return _("Your copy is current")
    if verdict.state is Freshness.OUTDATED:
        return ngettext(
            "One slide has changed since your copy",
            "%(count)d slides have changed since your copy",
            count,
        ) % {"count": count}
    if verdict.manifest is None:
        return _("This copy was withdrawn")
    return _("Your copy shows content that was withdrawn")


def _lede(verdict: Verdict) -> str:
    if verdict.manifest is None:
        return _("The deck that it is from is no longer kept. Please do not use this copy.")
    if verdict.state is Freshness.CURRENT:
        return ngettext(
            "Its slide is what we use today. Compared just now, on %(when)s.",
            "All %(count)d slides are what we use today. Compared just now, on %(when)s.",
            verdict.pages,
        ) % {"count": verdict.pages, "when": moment(compared_at())}
    numbers = _numbers([slide.number for slide in verdict.changed])
    kept = ngettext(
        "One slide is still current.", "%(count)d slides are still current.", verdict.unchanged
    ) % {"count": verdict.unchanged}
    if verdict.state is Freshness.OUTDATED:
        warning = _("Please do not rely on %(slides)s of this copy.") % {"slides": numbers}
    else:
        gone = [s.number for s in verdict.changed if s.state is Freshness.WITHDRAWN]
        warning = _("Please do not use %(slides)s of this copy any more.") % {
            "slides": _numbers(gone)
        }
    return f"{kept} {warning}" if verdict.unchanged else warning


def _numbers(numbers: Sequence[int]) -> str:
    listed = [str(number) for number in numbers]
    if len(listed) == 1:
        return _("slide %(number)s") % {"number": listed[0]}
    return _("slides %(first)s and %(last)s") % {
        "first": ", ".join(listed[:-1]),
        "last": listed[-1],
    }


def _facts(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    manifest = verdict.manifest
    rows = [
        (_("Deck"), manifest.deck_title if manifest else ""),
        (_("Built on"), moment(verdict.built_at) if verdict.built_at else ""),
        (_("Slides"), str(verdict.pages or "")),
        (_("Withdrawn on"), moment(verdict.retired_at) if verdict.retired_at else ""),
        (_("Code"), verdict.code),
    ]
    # They stand in a column that is narrow on a telephone: there a moment may take two lines.
    return tuple((name, value.replace(NBSP, " ")) for name, value in rows if value)


def _notes(verdict: Verdict, asked: int) -> list[str]:
    notes = []
    changed = {slide.number for slide in verdict.changed}
    if asked and verdict.changed and asked <= verdict.pages and asked not in changed:
        notes.append(_("Slide %(number)d of your copy is still current.") % {"number": asked})
    if verdict.manifest and verdict.manifest.overrides:
        notes.append(_("Some of it was released by an exception that is on record."))
    if verdict.newer_at:
        notes.append(
            _("A newer version of this deck was made on %(day)s.")
            % {"day": date_format(localtime(verdict.newer_at), "j F Y").replace(" ", NBSP)}
        )
    return notes


def _line(changed: ChangedSlide, *, full: bool) -> str:
    said = " ".join(dict.fromkeys(reason_words(reason, full=full) for reason in changed.reasons))
    if changed.since is None:
        return said
    day = date_format(localtime(changed.since), "j F Y").replace(" ", NBSP)
    since = (
        _("Withdrawn since %(day)s.")
        if changed.state is Freshness.WITHDRAWN
        else _("Outdated since %(day)s.")
    )
    return f"{since % {'day': day}} {said}"


def reason_words(reason: Reason, *, full: bool) -> str:
    """Say why a slide is not current; with old and new value for who may know."""
    if reason.code is ReasonCode.FACT and full:
        return _("%(what)s: now %(after)s, your copy says %(before)s.") % {
            "what": reason.what,
            "after": reason.after,
            "before": reason.before,
        }
    return {
        ReasonCode.TEXT: _("Its text changed."),
        ReasonCode.FACT: _("A figure changed."),
        ReasonCode.PICTURE: _("Its picture changed."),
        ReasonCode.THEME: _("The look changed."),
        ReasonCode.EXPIRED: _("What it says was valid until a day that has passed."),
        ReasonCode.UNPUBLISHED: _("What it says was taken back."),
        ReasonCode.DELETED: _("What it says was taken back."),
        ReasonCode.RECALLED: _("What it says was taken back."),
    }[reason.code]


def moment(when: datetime) -> str:
    """Write a moment as 29 November 2026, 19:40, kept on one line."""
    return date_format(localtime(when), "j F Y, H:i").replace(" ", NBSP)
