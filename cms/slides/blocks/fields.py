"""The small blocks that slide blocks are made of."""

from __future__ import annotations

from collections.abc import Mapping
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
    TextBlock,
)
from wagtail.images.blocks import ImageChooserBlock

from cms.facts.blocks import FactChooserBlock, SlideTextBlock
from cms.facts.numbers import FloatBlock

TITLE_HELP = _("A sentence with a verb and the result, at most 12 words.")

# Icons that a bullet may carry: names of drawings in cms/slides/icons.py.
ICON_CHOICES = [
    ("chart", _("Chart")),
    ("check", _("Check")),
    ("clock", _("Clock")),
    ("cloud", _("Cloud")),
    ("document", _("Document")),
    ("flag", _("Flag")),
    ("gear", _("Gear")),
    ("globe", _("Globe")),
    ("link", _("Link")),
    ("people", _("People")),
    ("pin", _("Pin")),
    ("route", _("Route")),
    ("shield", _("Shield")),
    ("signal", _("Signal")),
    ("speech", _("Speech")),
    ("target", _("Target")),
    ("truck", _("Truck")),
    ("wallet", _("Wallet")),
]


def pasted() -> TextBlock:
    """Cells of a spreadsheet that a block with `PastedData` reads into its own fields."""
    return TextBlock(
        label=_("Paste from a spreadsheet"),
        help_text=_(
            "Copy the cells with their headings and paste them here. They take the place of the "
            "data below."
        ),
        required=False,
        max_length=20_000,
        rows=2,
    )


def text(help_text: Any = "", *, label: Any = _("Text"), required: bool = True) -> SlideTextBlock:
    """Text that may carry a figure: bold and facts, nothing else."""
    return SlideTextBlock(help_text=help_text, label=label, required=required)


def title(help_text: Any = TITLE_HELP, *, required: bool = True) -> CharBlock:
    return CharBlock(label=_("Title"), help_text=help_text, max_length=255, required=required)


def line(label: Any, help_text: Any = "", *, required: bool = False, size: int = 160) -> CharBlock:
    return CharBlock(label=label, help_text=help_text, max_length=size, required=required)


def variant(*choices: tuple[str, Any]) -> ChoiceBlock:
    """The look of a slide; the first choice is the default."""
    return ChoiceBlock(
        choices=list(choices), default=choices[0][0], label=_("Variant"), search_index=False
    )


def picture(label: Any = _("Picture"), *, required: bool = False) -> ImageChooserBlock:
    return ImageChooserBlock(required=required, label=label)


def items(child: StructBlock, *, least: int = 0, most: int, label: Any) -> ListBlock:
    # A list that may be empty begins empty, not with a child whose fields would be asked for.
    default: dict[str, Any] = {} if least else {"default": []}
    return ListBlock(child, min_num=least, max_num=most, label=label, collapsed=True, **default)


class FigureBlock(StructBlock):
    """A figure: a fact at its live value, or a value typed in."""

    fact = FactChooserBlock()
    value = line(_("Value"), _("Only where no fact is chosen."), size=24)
    unit = line(_("Unit"), _("Such as % or weeks."), size=16)
    label = line(_("Label"), _("What the figure counts, at most 10 words."))

    def clean(self, value: Mapping[str, Any]) -> Any:
        cleaned = super().clean(value)
        if not cleaned.get("fact") and not (cleaned.get("value") or "").strip():
            raise StructBlockValidationError(
                {"value": ValidationError(_("Choose a fact or type a value."))}
            )
        return cleaned

    class Meta:
        icon = "tag"
        label = _("Figure")
        label_format = "{value} {unit} {label}"


class OptionalFigureBlock(FigureBlock):
    """A figure that may be left out altogether."""

    def clean(self, value: Mapping[str, Any]) -> Any:
        if any(value.get(name) for name in ("fact", "value", "unit", "label")):
            return super().clean(value)
        return value

    class Meta:
        label = _("Figure (optional)")
        collapsed = True


class ComparedFigureBlock(FigureBlock):
    """A large figure with what it is compared to."""

    note = line(_("Note"), _("At most 8 words, shown with four figures."), size=120)
    before_label = line(_("Before: name"), _("Such as last year."), size=40)
    before = FloatBlock(required=False, label=_("Before: number"), min_value=0)
    now = FloatBlock(required=False, label=_("Now: number"), min_value=0)
    signal = BooleanBlock(required=False, label=_("Signal"), help_text=_("The one figure to see."))

    def clean(self, value: Mapping[str, Any]) -> Any:
        cleaned = super().clean(value)
        if (cleaned.get("before") is None) != (cleaned.get("now") is None):
            raise StructBlockValidationError(
                {"now": ValidationError(_("Bars need both numbers, before and now."))}
            )
        return cleaned


class PassageBlock(StructBlock):
    """A heading with a text."""

    heading = line(_("Heading"), _("At most 6 words."), required=True, size=80)
    text = text(_("At most 16 words."), required=False)

    class Meta:
        icon = "list-ul"
        label_format = "{heading}"


class ColumnBlock(PassageBlock):
    heading = line(_("Heading"), _("At most 4 words."), size=80)
    text = text(_("At most 60 words, 75 beside a panel."), required=False)

    class Meta:
        collapsed = True


class PointBlock(PassageBlock):
    """A heading, a text or both; a text alone takes the room of the two."""

    heading = line(_("Heading"), _("At most 6 words."), size=80)
    text = text(_("At most 16 words, 30 without a heading."), required=False)
    icon = ChoiceBlock(choices=ICON_CHOICES, required=False, label=_("Icon"), search_index=False)

    def clean(self, value: Mapping[str, Any]) -> Any:
        cleaned = super().clean(value)
        if not cleaned.get("heading") and not str(cleaned.get("text") or ""):
            raise StructBlockValidationError(
                {"heading": ValidationError(_("Give a heading or a text."))}
            )
        return cleaned
