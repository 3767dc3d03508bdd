"""What a landing page's form leads to: a prospect, or proposed changes, and an engagement."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _

from personas.engagement.enums import Grade, Verb
from personas.engagement.services import EngagementEvent, record
from personas.prospects.services import create_or_propose, propose_changes

if TYPE_CHECKING:
    from cms.assets.kinds import LandingPage
    from personas.prospects.models import Prospect


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
    submission = create_or_propose(
        email=answers.email,
        values={**_values(answers), "language": language, "persona": _only_persona(page)},
        source=_source(page),
        persona_reason=_("Filled in the form of “%(title)s”") % {"title": page.title},
    )
    record([_submitted(page, answers, answers.email, prospect_id=submission.prospect.pk)])


@transaction.atomic
def take_known_submission(
    page: LandingPage,
    answers: Answers,
    *,
    prospect: Prospect,
    context: models.Model,
    grade: Grade,
    recorded: bool = True,
) -> bool:
    """Take the answers of a person who was known beforehand, by a link of their own.

    Nothing about them is changed: what differs waits as a proposed change. `context` is where
    the form stood; with `recorded` False no engagement is written. Returns whether this
    filling-in is a new one, as far as that is recorded.
    """
    propose_changes(prospect, _values(answers), source=_source(page))
    if not recorded:
        return True
    event = _submitted(page, answers, str(prospect.pk), prospect_id=prospect.pk)
    return record([replace(event, context=context, grade=grade)]) > 0


def _source(page: LandingPage) -> str:
    return _("Form: %(title)s") % {"title": page.title}


def _values(answers: Answers) -> dict[str, str]:
    return {
        "first_name": answers.first_name,
        "last_name": answers.last_name,
        "title": answers.title,
        "phone": answers.phone,
        "account": answers.company,
        "consent": "given",
    }


def _submitted(
    page: LandingPage, answers: Answers, who: str, *, prospect_id: int
) -> EngagementEvent:
    mark = f"{page.pk}:{who.lower()}:{answers.once}"
    return EngagementEvent(
        verb=Verb.SUBMITTED,
        grade=Grade.LIKELY,
        subject=page,
        label=page.title,
        prospect_id=prospect_id,
        key=f"form-{hashlib.sha256(mark.encode()).hexdigest()[:40]}" if answers.once else "",
        data={"answers": dict(answers.further)} if answers.further else {},
    )


def _only_persona(page: LandingPage) -> str:
    """The persona that a page is written for, when there is exactly one."""
    slugs = [persona.slug for persona in page.personas.all()]
    return slugs[0] if len(slugs) == 1 else ""
