"""Slides that show: pictures, figures, charts, tables, logos, comparisons, timelines."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    ListBlock,
    StructBlock,
    StructBlockValidationError,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cms.charts.pasting import PasteError, read_chart, read_table
from cms.facts.blocks import FactChooserBlock
from cms.facts.numbers import FloatBlock
from cms.slides.blocks import fields
from cms.slides.blocks.base import PROOF, SlideBlock

BARS = 9
LINES = 4


class PictureBlock(SlideBlock):
    title = fields.title(_("At most 9 words."))
    image = fields.picture(required=True)
    alt = fields.line(
        _("In words"),
        _("What the picture shows, for those who do not see it."),
        required=True,
        size=240,
    )
    caption = fields.line(_("Caption"), _("At most 14 words."), size=160)
    text = fields.text(_("At most 35 words."), required=False)
    figure = fields.OptionalFigureBlock()
    variant = fields.variant(("inset", _("Picture beside text")), ("full", _("Full picture")))

    class Meta:
        icon = "image"
        group = PROOF
        label = _("Picture")
        label_format = "{title}"
        description = _("One picture with its point, inset or over the whole slide.")


class FiguresBlock(SlideBlock):
    title = fields.title(required=False)
    items = fields.items(fields.ComparedFigureBlock(), least=1, most=4, label=_("Figures"))
    reason = fields.text(
        _("Why it holds, at most 30 words; shown with one figure."),
        required=False,
        label=_("Reason"),
    )
    note = fields.line(_("Note"), _("What is assumed."), size=200)

    class Meta:
        icon = "tag"
        group = PROOF
        label = _("Figures")
        label_format = "{title}"
        description = _("One to four large figures, each with what it is compared to.")


class ChartRowBlock(StructBlock):
    label = fields.line(_("Name"), required=True, size=40)
    fact = FactChooserBlock()
    value = FloatBlock(required=False, label=_("Number"), help_text=_("Where no fact is chosen."))
    series = fields.line(_("Line"), _("Name of the line, in a line chart."), size=40)
    signal = BooleanBlock(required=False, label=_("Signal"))

    def clean(self, value: Mapping[str, Any]) -> Any:
        cleaned = super().clean(value)
        if cleaned.get("fact") is None and cleaned.get("value") is None:
            raise StructBlockValidationError(
                {"value": ValidationError(_("Choose a fact or type a number."))}
            )
        return cleaned

    class Meta:
        icon = "tag"
        label_format = "{label} {value}"


class PastedData(SlideBlock):
    """A block that takes pasted cells in the place of the data that it holds.

    What is read is gone from the field; what cannot be read stays there, and is said.
    """

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        value = super().value_from_datadict(data, files, prefix)
        text = value.get("pasted") or ""
        if text.strip():
            with suppress(PasteError):
                value.update(self.read_pasted(text), pasted="")
        return value

    def clean(self, value: Mapping[str, Any]) -> Any:
        text = value.get("pasted") or ""
        if text.strip():
            try:
                self.read_pasted(text)
            except PasteError as error:
                raise StructBlockValidationError(
                    {"pasted": ValidationError(str(error))}
                ) from error
        return super().clean(value)

    def get_prep_value(self, value: Any) -> Any:
        """What was read leaves no trace in what is stored, nor in its digest."""
        raw = super().get_prep_value(value)
        if not raw.get("pasted"):
            raw.pop("pasted", None)
        return raw

    def read_pasted(self, text: str) -> dict[str, Any]:
        """Return the fields that pasted cells fill. Raises PasteError."""
        raise NotImplementedError


class ChartBlock(PastedData):
    title = fields.title(_("The finding, as a sentence."))
    kind = ChoiceBlock(
        choices=[("bar", _("Bars")), ("line", _("Lines"))], default="bar", search_index=False
    )
    measure = fields.line(_("What is measured"), required=True, size=120)
    unit = fields.line(_("Unit"), size=16)
    pasted = fields.pasted()
    rows = ListBlock(ChartRowBlock(), min_num=2, max_num=240, label=_("Data"), collapsed=True)
    figures = fields.items(fields.FigureBlock(), most=2, label=_("Figures beside the bars"))
    source = fields.line(_("Source"), size=160)

    def clean(self, value: Mapping[str, Any]) -> Any:
        cleaned = super().clean(value)
        rows = cleaned["rows"]
        if cleaned["kind"] == "bar":
            if len(rows) > BARS:
                message = _("A bar chart has at most %(count)d bars.") % {"count": BARS}
                raise StructBlockValidationError({"rows": ValidationError(message)})
            if any((row["value"] or 0) < 0 for row in rows):
                below = ValidationError(
                    _("Bars start at zero: a number below zero needs a line or a table.")
                )
                raise StructBlockValidationError({"rows": below})
        elif len({row["series"] for row in rows}) > LINES:
            message = _("A line chart has at most %(count)d lines.") % {"count": LINES}
            raise StructBlockValidationError({"rows": ValidationError(message)})
        return cleaned

    def read_pasted(self, text: str) -> dict[str, Any]:
        rows = [
            {"label": row.label, "value": row.value, "series": row.series, "signal": False}
            for row in read_chart(text)
        ]
        return {"rows": self.child_blocks["rows"].to_python(rows)}

    class Meta:
        icon = "view"
        group = PROOF
        label = _("Chart")
        label_format = "{title}"
        description = _("Bars or lines; the title says the finding, the chart shows it.")


class TableBlock(PastedData):
    title = fields.title()
    pasted = fields.pasted()
    table = TypedTableBlock(
        [
            ("text", CharBlock(required=False, label=_("Text"))),
            ("number", FloatBlock(required=False, label=_("Number"))),
            ("fact", FactChooserBlock()),
        ],
        label=_("Table"),
        help_text=_("At most 10 rows and 6 columns. Units stand in the column's heading."),
    )
    total_row = BooleanBlock(required=False, label=_("The last row is the total"))
    note = fields.line(_("Note"), size=200)

    def clean(self, value: Mapping[str, Any]) -> Any:
        cleaned = super().clean(value)
        table = cleaned["table"]
        if not 2 <= len(table.columns) <= 6:
            message = ValidationError(_("A table on a slide has 2 to 6 columns."))
            raise StructBlockValidationError({"table": message})
        if not 1 <= len(table.row_data) <= 11:
            message = ValidationError(_("A table on a slide has 1 to 10 rows and a total."))
            raise StructBlockValidationError({"table": message})
        return cleaned

    def read_pasted(self, text: str) -> dict[str, Any]:
        columns = read_table(text)
        raw = {
            "columns": [
                {"type": "number" if column.is_number else "text", "heading": column.heading}
                for column in columns
            ],
            "rows": [
                {"values": list(cells)}
                for cells in zip(*(column.cells for column in columns), strict=True)
            ],
            "caption": "",
        }
        return {"table": self.child_blocks["table"].to_python(raw)}

    class Meta:
        icon = "table"
        group = PROOF
        label = _("Table")
        label_format = "{title}"
        description = _("Up to ten rows of text, numbers and facts.")


class LogoBlock(StructBlock):
    name = fields.line(_("Name"), required=True, size=40)
    image = fields.picture(_("Logo"))

    class Meta:
        icon = "image"
        label_format = "{name}"


class LogosBlock(SlideBlock):
    title = fields.title()
    logos = fields.items(LogoBlock(), least=1, most=12, label=_("Logos"))
    note = fields.line(_("Note"), size=200)

    class Meta:
        icon = "group"
        group = PROOF
        label = _("Logos")
        label_format = "{title}"
        description = _("Up to twelve customers, all in one tone.")


class OfferBlock(StructBlock):
    name = fields.line(_("Name"), required=True, size=40)
    own = BooleanBlock(required=False, label=_("Ours"))

    class Meta:
        icon = "tag"
        label_format = "{name}"


class CriterionBlock(StructBlock):
    criterion = fields.line(_("Criterion"), _("At most 5 words."), required=True, size=60)
    cells = ListBlock(CharBlock(max_length=60), label=_("Answers, in the columns' order"))

    class Meta:
        icon = "list-ul"
        label_format = "{criterion}"


class ComparisonBlock(SlideBlock):
    title = fields.title()
    criterion = fields.line(_("Heading of the criteria"), size=40)
    columns = fields.items(OfferBlock(), least=2, most=4, label=_("Columns"))
    rows = fields.items(CriterionBlock(), least=1, most=6, label=_("Rows"))
    note = fields.line(_("Note"), size=200)

    def clean(self, value: Mapping[str, Any]) -> Any:
        cleaned = super().clean(value)
        width = len(cleaned["columns"])
        for row in cleaned["rows"]:
            if len(row["cells"]) != width:
                message = _("The row “%(row)s” needs %(count)d answers, one for each column.") % {
                    "row": row["criterion"],
                    "count": width,
                }
                raise StructBlockValidationError({"rows": ValidationError(message)})
        if sum(bool(column["own"]) for column in cleaned["columns"]) > 1:
            several = ValidationError(_("Only one column is ours."))
            raise StructBlockValidationError({"columns": several})
        return cleaned

    class Meta:
        icon = "tasks"
        group = PROOF
        label = _("Comparison")
        label_format = "{title}"
        description = _("Criteria against offers, ours marked.")


class PhaseBlock(StructBlock):
    name = fields.line(_("Phase"), required=True, size=40)
    text = fields.line(_("Text"), _("At most 6 words."), size=80)
    start = FloatBlock(label=_("Starts"))
    end = FloatBlock(label=_("Ends"))
    signal = BooleanBlock(required=False, label=_("Signal"))

    def clean(self, value: Mapping[str, Any]) -> Any:
        cleaned = super().clean(value)
        start, end = cleaned["start"], cleaned["end"]
        # Either may be missing yet in a draft.
        if start is not None and end is not None and end <= start:
            raise StructBlockValidationError(
                {"end": ValidationError(_("A phase ends after it starts."))}
            )
        return cleaned

    class Meta:
        icon = "date"
        label_format = "{name} {start}-{end}"


class TimelineBlock(SlideBlock):
    title = fields.title()
    unit = fields.line(_("Unit of time"), _("Such as week."), required=True, size=20)
    phases = fields.items(PhaseBlock(), least=2, most=5, label=_("Phases"))
    note = fields.line(_("Note"), size=200)

    class Meta:
        icon = "history"
        group = PROOF
        label = _("Timeline")
        label_format = "{title}"
        description = _("Three to five phases, drawn to scale.")
