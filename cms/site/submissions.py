"""What a landing page's form leads to: a prospect, or proposed changes, and an engagement."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from personas.engagement.enums import Grade, Verb
from personas.engagement.services import EngagementEvent, record
from personas.prospects.services import create_or_propose

if TYPE_CHECKING:
    from cms.assets.kinds import LandingPage


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody typed, checked. `once` names this filling-in: sent twice, it counts once."""

    email: str
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    title: str = ""
    phone: str = ""
    further: Mapping[str, str] = field(default_factory=dict)
    once: str = ""


@transaction.atomic
def take_submission(page: LandingPage, answers: Answers, *, language: str = "en") -> None:
    """Take a form's answers. A known person is never changed, only given proposals.

    Returns nothing on purpose: whoever sends the form learns nothing about who is known.
    """
    source = _("Form: %(title)s") % {"title": page.title}
    values = {
        "first_name": answers.first_name,
        "last_name": answers.last_name,
        "title": answers.title,
        "phone": answers.phone,
        "account": answers.company,
        "language": language,
        "consent": "given",
        "persona": _only_persona(page),
    }
    submission = create_or_propose(
        email=answers.email,
        values=values,
        source=source,
        persona_reason=_("Filled in the form of “%(title)s”") % {"title": page.title},
    )
    mark = f"{page.pk}:{answers.email.lower()}:{answers.once}"
    record(
        [
            EngagementEvent(
                verb=Verb.SUBMITTED,
                grade=Grade.LIKELY,
                subject=page,
                label=page.title,
                prospect_id=submission.prospect.pk,
                key=f"form-{hashlib.sha256(mark.encode()).hexdigest()[:40]}"
                if answers.once
                else "",
                data={"answers": dict(answers.further)} if answers.further else {},
            )
        ]
    )


def _only_persona(page: LandingPage) -> str:
    """The persona that a page is written for, when there is exactly one."""
    slugs = [persona.slug for persona in page.personas.all()]
    return slugs[0] if len(slugs) == 1 else ""
