"""CSV downloads of lists, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wagtail.admin.views.mixins import Echo, SpreadsheetExportMixin
from wagtail.coreutils import multigetattr

from personas.csv_files.cells import neutralise


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Encoded lines of a CSV file, each cell neutralised; for streaming responses."""
    writer = csv.writer(Echo())
    yield writer.writerow([neutralise(heading) for heading in headings])
    for row in rows:
        yield writer.writerow([neutralise("" if cell is None else cell) for cell in row])


class SafeCsvMixin(SpreadsheetExportMixin):
    """For list and report views: neutralised CSV, and CSV only.

    Put it before Wagtail's IndexView or ReportView. `ONLY` one format keeps round trips exact.
    """

    FORMATS = (SpreadsheetExportMixin.FORMAT_CSV,)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Dotted names stop at a related record that is not there."""
        return {name: _follow(item, name) for name in self.list_export}

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        value = super().preprocess_field_value(field, value, export_format)
        if export_format != self.FORMAT_CSV:
            return value
        return neutralise("" if value is None else value)

    def get_heading(self, queryset: Any, field: str) -> Any:
        return neutralise(super().get_heading(queryset, field))

    @property
    def header_more_buttons(self) -> list[Any]:
        xlsx = self.xlsx_export_url
        buttons = super().header_more_buttons
        return [button for button in buttons if getattr(button, "url", None) != xlsx]


def _follow(item: Any, name: str) -> Any:
    for part in name.split("."):
        if item is None:
            return None
        item = multigetattr(item, part)
    return item
