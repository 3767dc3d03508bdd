"""What an import did, in numbers and in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.operations.reports import Item, Report

ITEMS = 500


class Outcome(TextChoices):
    CREATED = "created", gettext_lazy("New")
    UPDATED = "updated", gettext_lazy("Updated")
    UNCHANGED = "unchanged", gettext_lazy("Unchanged")
    EDITED = "edited", gettext_lazy("Kept as edited in Tandem")
    REFUSED = "refused", gettext_lazy("Not taken")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about one file; `asset` is the id of the asset where there is one."""

    path: str
    why: str
    asset: int | None = None


@dataclass(slots=True)
class ImportReport:
    """Counts by outcome, and remarks by weight: refused, conflicts, unfinished, notes."""

    name: str
    documents: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Outcome.values, 0))
    published: int = 0
    pictures: int = 0
    other_files: int = 0
    refused: list[Remark] = field(default_factory=list)
    conflicts: list[Remark] = field(default_factory=list)
    unfinished: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    seconds: float = 0.0
    dry_run: bool = False

    def count(self, outcome: Outcome) -> None:
        self.counts[outcome.value] += 1

    @property
    def summary(self) -> str:
        done = self.counts[Outcome.CREATED] + self.counts[Outcome.UPDATED]
        text = ngettext(
            "%(done)d document taken from “%(name)s”.",
            "%(done)d documents taken from “%(name)s”.",
            done,
        ) % {"done": done, "name": self.name}
        if self.dry_run:
            text = _("A trial: nothing was written. %(rest)s") % {"rest": text}
        return text

    def as_dict(self) -> dict[str, Any]:
        """Return everything, for machines."""
        return {"summary": self.summary, **asdict(self), "seconds": round(self.seconds, 2)}

    def as_report(self, links: list[dict[str, str]] | None = None) -> Report:
        """Return the report in the shape in which all jobs show theirs."""
        counts: dict[str, int | float | str] = {
            str(outcome.label): self.counts[outcome.value] for outcome in Outcome
        }
        counts[_("Published")] = self.published
        counts[_("Pictures")] = self.pictures
        counts[_("Other files, left alone")] = self.other_files
        problems = [*self.refused, *self.conflicts, *self.unfinished]
        report = Report(
            summary=self.summary,
            counts=counts,
            problems=_items(problems),
            taken=_items(self.notes),
        )
        if links:
            report["links"] = links  # type: ignore[typeddict-item]
        return report


def _items(remarks: list[Remark]) -> list[Item]:
    items = [
        Item(what=remark.path, why=remark.why, url=_edit_url(remark.asset))
        for remark in remarks[:ITEMS]
    ]
    if len(remarks) > ITEMS:
        rest = len(remarks) - ITEMS
        items.append(Item(what="…", why=_("and %(count)d more") % {"count": rest}))
    return items


def _edit_url(asset: int | None) -> str:
    from django.urls import reverse

    return reverse("wagtailadmin_pages:edit", args=[asset]) if asset else ""
