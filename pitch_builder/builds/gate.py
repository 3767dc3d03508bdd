"""The freshness gate: what keeps a build from being made, and who may let it pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from pitch_builder.builds.manifest import ManifestOverride
from pitch_builder.decks.problems import Problem
from pitch_builder.decks.resolving import ResolvedSlide
from pitch_builder.errors import GateClosed, NotAllowed

RIGHT = "pitch_builder.override_gate"


def may_override(user: Any) -> bool:
    """Tell whether a user may let findings pass, by their name."""
    return bool(user is not None and user.has_perm(RIGHT))


def check_override(user: Any, reason: str) -> str:
    """Return the reason to put on record. Raises NotAllowed, and GateClosed without a reason."""
    if not may_override(user):
        raise NotAllowed(_("Only a lead may build a deck all the same."))
    if not reason.strip():
        raise GateClosed(_("Say why it has to be built all the same."), [])
    return reason.strip()[:300]


def pass_gate(
    slides: Sequence[ResolvedSlide], *, reason: str = "", by: Any = None
) -> tuple[ManifestOverride, ...]:
    """Return what is let pass, by name and with the `reason`; nothing where there is no finding.

    Raises GateClosed with a line for each slide that may not be shown now. What is gone cannot
    be let pass: there is nothing to show.
    """
    found = [(slide, problem) for slide in slides for problem in slide.problems]
    closed = found if not reason else [pair for pair in found if pair[0].value is None]
    if closed:
        raise GateClosed(
            _("Some slides may not be shown now."),
            [_line(slide, problem) for slide, problem in closed],
        )
    name = (by.get_full_name() or by.get_username()) if by else ""
    return tuple(
        ManifestOverride(slide.number, problem.code.value, problem.what, name, reason)
        for slide, problem in found
    )


def _line(slide: ResolvedSlide, problem: Problem) -> str:
    return _("Slide %(number)d, “%(title)s”: %(problem)s") % {
        "number": slide.number,
        "title": slide.title,
        "problem": problem.text,
    }
