"""The frame of a CSV import: columns, duplicates, rights, comparison, one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from personas.csv_files.plan import (
    CellProblem,
    Change,
    ImportPlan,
    ImportReport,
    Outcome,
    RowPlan,
)
from personas.csv_files.reading import Row, Table
from personas.errors import CsvError


@dataclass
class Draft:
    """A row on its way to a plan: the values understood so far, and what is wrong with it."""

    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self, column: str) -> str:
        return self.row.cells.get(column, "").strip()

    def read(self, column: str, clean: Callable[[str], Any], field: str = "") -> None:
        """Take up the column's text as `clean` understands it, for `field` where that has another
        name. The ValidationError that `clean` raises is a problem of the row."""
        if not self.text(column):
            return
        try:
            self.values[field or column] = clean(self.text(column))
        except ValidationError as error:
            self.refuse(column, " ".join(error.messages))

    def refuse(self, column: str, reason: str) -> None:
        self.problems.append(CellProblem(column, reason))


class Importer:
    """Base of the importers. A blank cell leaves a known record's value as it is.

    Subclasses name `model` and `columns` (column -> other headings accepted for it), load what
    rows refer to in `prepare`, and understand, identify and match one row at a time without a
    query.
    """

    model: type[models.Model]
    columns: Mapping[str, tuple[str, ...]] = {}

    def __init__(self, user: Any) -> None:
        self.user = user

    def prepare(self, rows: Iterable[Row]) -> None:
        raise NotImplementedError

    def check_columns(self, columns: set[str]) -> None:
        raise NotImplementedError

    def understand(self, draft: Draft) -> None:
        raise NotImplementedError

    def identity(self, draft: Draft) -> tuple[str, ...]:
        """What makes two rows the same record; empty when nothing does."""
        raise NotImplementedError

    def match(self, draft: Draft) -> models.Model | None:
        """The known record that a row is about."""
        raise NotImplementedError

    def check_change(self, draft: Draft, known: Any) -> None:
        """Refuse what may not be changed in a known record."""

    def complete_new(self, instance: Any) -> None:
        """Last words on a new record."""

    def label(self, draft: Draft) -> str:
        raise NotImplementedError

    def read_text(self, draft: Draft, column: str) -> None:
        """Understand a column that is a text of the model."""
        limit = self.model._meta.get_field(column).max_length  # type: ignore[union-attr]

        def clean(text: str) -> str:
            if limit and len(text) > limit:
                raise ValidationError(_("longer than %(limit)d characters") % {"limit": limit})
            return text

        draft.read(column, clean)

    def value_of(self, instance: Any, name: str) -> Any:
        """What a record holds now, to compare a row's value with."""
        return getattr(instance, name)

    def set_value(self, instance: Any, name: str, value: Any) -> None:
        setattr(instance, name, value)

    def plan(self, table: Table) -> ImportPlan:
        """What an import of the table would do; writes nothing.

        The number of queries does not grow with the rows. Raises CsvError when columns that
        are needed are missing.
        """
        names = self._names(table.columns)
        self.check_columns(set(names.values()))
        rows = [
            Row(row.line, {names[c]: t for c, t in row.cells.items() if c in names}, row.problem)
            for row in table.rows
        ]
        self.prepare(rows)
        seen: dict[tuple[str, ...], int] = {}
        ignored = tuple(column for column in table.columns if column and column not in names)
        return ImportPlan(tuple(self._plan_row(row, seen) for row in rows), ignored)

    def _names(self, columns: Iterable[str]) -> dict[str, str]:
        accepted = {
            heading: column
            for column, others in self.columns.items()
            for heading in (column, *others)
        }
        names: dict[str, str] = {}
        for heading in columns:
            column = accepted.get(heading)
            if column is None:
                continue
            if column in names.values():
                raise CsvError(_("Two columns mean “%(name)s”.") % {"name": column})
            names[heading] = column
        return names

    def _plan_row(self, row: Row, seen: dict[tuple[str, ...], int]) -> RowPlan:
        draft = Draft(row)
        if row.problem:
            draft.refuse("", row.problem)
        else:
            self.understand(draft)
            self._refuse_twice(draft, self.identity(draft), seen)
        known = None if draft.problems else self._editable_match(draft)
        if known is not None:
            # Rows may name it in two ways; the second would be compared with what it was before.
            self._refuse_twice(draft, ("known", str(known.pk)), seen)
            self.check_change(draft, known)
        if draft.problems:
            return RowPlan(
                row.line, self.label(draft), Outcome.BAD, problems=tuple(draft.problems)
            )
        return self._outcome(draft, known)

    def _refuse_twice(
        self, draft: Draft, identity: tuple[str, ...], seen: dict[tuple[str, ...], int]
    ) -> None:
        if not identity:
            return
        first = seen.setdefault(identity, draft.row.line)
        if first != draft.row.line:
            draft.refuse("", _("the same as line %(line)d") % {"line": first})

    def _editable_match(self, draft: Draft) -> models.Model | None:
        known: Any = self.match(draft)
        if known is not None and not known.is_editable_by(self.user):
            owner = known.owner.get_full_name() or known.owner.get_username()
            draft.refuse("", _("looked after by %(owner)s; ask them or a lead") % {"owner": owner})
        return known

    def _outcome(self, draft: Draft, known: models.Model | None) -> RowPlan:
        instance = known if known is not None else self.model()
        changes = tuple(self._changes(instance, draft.values, is_new=known is None))
        for name, value in draft.values.items():
            self.set_value(instance, name, value)
        if known is None:
            self.complete_new(instance)
            outcome = Outcome.NEW
        else:
            outcome = Outcome.UPDATES if changes else Outcome.UNCHANGED
        notes = tuple(draft.notes) if outcome != Outcome.UNCHANGED else ()
        label = self.label(draft)
        return RowPlan(draft.row.line, label, outcome, changes, (), notes, instance)

    def _changes(
        self, instance: models.Model, values: Mapping[str, Any], *, is_new: bool
    ) -> Iterable[Change]:
        for name, value in values.items():
            before = None if is_new else self.value_of(instance, name)
            if before != value:
                yield Change(name, _words(before), _words(value))

    @transaction.atomic
    def apply(self, plan: ImportPlan) -> ImportReport:
        """Write the new and changed rows, all or none. Raises CsvError; then nothing is kept."""
        try:
            with transaction.atomic():
                for row in plan.rows:
                    if row.outcome in (Outcome.NEW, Outcome.UPDATES):
                        self._write(row)
        except (IntegrityError, ValidationError):
            raise CsvError(
                _("Somebody changed the same records meanwhile. Nothing was imported; try again.")
            ) from None
        return ImportReport(
            created=plan.count(Outcome.NEW),
            updated=plan.count(Outcome.UPDATES),
            unchanged=plan.count(Outcome.UNCHANGED),
            refused=plan.count(Outcome.BAD),
        )

    def _write(self, row: RowPlan) -> None:
        self.save(row.instance)
        action = "wagtail.create" if row.outcome == Outcome.NEW else "wagtail.edit"
        log(row.instance, action, user=self.user)

    def save(self, instance: Any) -> None:
        instance.save()


def _words(value: Any) -> str:
    """A value as a row of the file would give it."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return "" if value is None else str(value)
