"""What an import would do, row by row. Plain values; nothing here writes."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Outcome(TextChoices):
    BAD = "bad", _("Cannot be taken")
    NEW = "new", _("New")
    UPDATES = "updates", _("Updates")
    UNCHANGED = "unchanged", _("Unchanged")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a cell cannot be taken; `column` is blank when the whole row is meant."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row of the file. `instance` holds the new values, unsaved; None for a bad row."""

    line: int
    label: str
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    notes: tuple[str, ...] = ()
    instance: Any = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    rows: tuple[RowPlan, ...]
    ignored_columns: tuple[str, ...] = ()

    def count(self, outcome: Outcome) -> int:
        return Counter(row.outcome for row in self.rows)[outcome]

    @property
    def counts(self) -> list[tuple[Outcome, int]]:
        return [(outcome, self.count(outcome)) for outcome in Outcome]

    @property
    def writes(self) -> int:
        return self.count(Outcome.NEW) + self.count(Outcome.UPDATES)

    @property
    def digest(self) -> str:
        """Equal for plans that do the same, so that what was shown is what is confirmed."""
        lines = (f"{r.line}|{r.label}|{r.outcome}|{r.changes}|{r.problems}" for r in self.rows)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, in rows."""

    created: int
    updated: int
    unchanged: int
    refused: int
