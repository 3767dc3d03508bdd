"""Slides made of words: title, statement, bullets, columns, quote, agenda, next steps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, StructBlock

from cms.facts.numbers import IntegerBlock
from cms.slides.blocks import fields
from cms.slides.blocks.base import FLOW, WORDS, SlideBlock


class TitleBlock(SlideBlock):
    title = fields.title(_("At most 6 words."))
    lead = fields.line(_("Lead"), _("At most 14 words."), size=200)
    picture = fields.picture(_("Picture (else one is drawn in the brand's colours)"))
    variant = fields.variant(
        ("split", _("Words and picture")), ("full", _("Full picture")), ("section", _("Section"))
    )

    class Meta:
        icon = "title"
        group = FLOW
        label = _("Title")
        label_format = "{title}"
        description = _("A cover, or the start of a section.")


class StatementBlock(SlideBlock):
    statement = fields.text(_("At most 20 words, one thought."), label=_("Statement"))
    emphasis = fields.line(
        _("Emphasis"), _("The last clause, set in the signal colour. It follows the statement.")
    )
    source = fields.line(_("Source"), _("Where this comes from."), size=240)
    proofs = fields.items(fields.PassageBlock(), most=3, label=_("Proofs (variant Evidence)"))
    variant = fields.variant(("dark", _("Dark")), ("evidence", _("Evidence")))

    class Meta:
        icon = "openquote"
        group = WORDS
        label = _("Statement")
        label_format = "{statement}"
        description = _("One thought in large type, alone or with up to three proofs.")


class BulletsBlock(SlideBlock):
    title = fields.title()
    items = fields.items(fields.PointBlock(), least=1, most=6, label=_("Points"))
    variant = fields.variant(
        ("numbers", _("Numbered, 3 or 4 points")), ("icons", _("Icons, 3 to 6 points"))
    )

    class Meta:
        icon = "list-ol"
        group = WORDS
        label = _("Bullets")
        label_format = "{title}"
        description = _("Points of equal weight, numbered or with icons.")


class TwoColumnsBlock(SlideBlock):
    title = fields.title()
    left = fields.ColumnBlock(label=_("Left"))
    right = fields.ColumnBlock(label=_("Right"))
    figures = fields.items(fields.FigureBlock(), most=3, label=_("Figures (variant Panel)"))
    variant = fields.variant(("text", _("Two texts")), ("panel", _("Text and panel of figures")))

    class Meta:
        icon = "grip"
        group = WORDS
        label = _("Two columns")
        label_format = "{title}"
        description = _("Two texts side by side, or a text beside a panel of figures.")


class QuoteBlock(SlideBlock):
    quote = fields.text(_("At most 22 words, without quotation marks."), label=_("Quote"))
    name = fields.line(_("Name"), required=True, size=80)
    role = fields.line(_("Role and company"), size=120)
    portrait = fields.picture(_("Portrait"))
    variant = fields.variant(
        ("portrait", _("Large portrait")), ("dark", _("Dark, small portrait"))
    )

    class Meta:
        icon = "openquote"
        group = WORDS
        label = _("Quote")
        label_format = "{name}: {quote}"
        description = _("What a customer said, with name and face.")


class AgendaItemBlock(StructBlock):
    heading = fields.line(_("Point"), _("At most 4 words."), required=True, size=60)
    text = fields.line(_("Second line"), _("At most 8 words."), size=100)
    minutes = IntegerBlock(required=False, min_value=1, max_value=600, label=_("Minutes"))

    class Meta:
        icon = "time"
        label_format = "{heading}"


class AgendaBlock(SlideBlock):
    title = fields.title()
    items = fields.items(AgendaItemBlock(), least=1, most=5, label=_("Points"))
    when = fields.line(_("When and where"), size=160)

    class Meta:
        icon = "list-ul"
        group = FLOW
        label = _("Agenda")
        label_format = "{title}"
        description = _("Up to five points of a meeting, with minutes.")


class StepBlock(StructBlock):
    when = fields.line(_("When"), _("A date or a word."), required=True, size=40)
    text = fields.line(_("Step"), _("At most 8 words."), required=True, size=120)

    class Meta:
        icon = "date"
        label_format = "{when}: {text}"


class CallToActionBlock(SlideBlock):
    title = fields.title(_("At most 9 words."))
    steps = fields.items(StepBlock(), most=4, label=_("Next steps"))
    contact = BooleanBlock(required=False, default=True, label=_("Show the contact card"))

    class Meta:
        icon = "arrow-right"
        group = FLOW
        label = _("Call to action")
        label_format = "{title}"
        description = _("What happens next, by when, and whom to call.")
