"""Brand: how the company looks, as a setting of the site with numbered versions."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.images import get_image_model_string

from cms.brand.checking import Fault, Where, faults, nearest
from cms.brand.svg import NotADrawing, in_one_colour, sanitised
from cms.brand.themes import (
    CHANGEABLE,
    FAMILIES,
    Theme,
    to_tokens,
    with_colours,
    with_typefaces,
)

FAMILY_CHOICES = [
    ("folio", _("Folio: a serif for titles, warm greens")),
    ("vector", _("Vector: a grotesque throughout, clear blues")),
]
OWN = ("", _("The theme's own"))
TITLE_CHOICES = [OWN, ("folio", _("Folio Display, a serif")), ("vector", _("Vector Display"))]
TEXT_CHOICES = [OWN, ("folio", _("Folio Text")), ("vector", _("Vector Text"))]
colour_form = RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", _("Write a colour as #1a6b52."))

TOKEN_NAMES = {
    "accent": _("accent"),
    "accent_hover": _("accent under the pointer"),
    "accent_soft": _("soft accent"),
    "on_accent": _("text on the accent"),
    "signal": _("signal"),
    "signal_text": _("signal as text"),
    "signal_on_dark": _("signal on dark"),
    "ink": _("text"),
    "ink_2": _("second text"),
    "muted": _("second text"),
    "control": _("borders of fields"),
    "focus": _("focus ring"),
    "paper": _("white"),
    "tint": _("tint"),
    "bg": _("page"),
    "surface": _("cards"),
    "dark": _("dark ground"),
    "on_dark": _("text on dark"),
    "on_dark_muted": _("second text on dark"),
    "cover_ground": _("ground of the cover"),
    "cover_ink": _("text of the cover"),
    "cover_muted": _("second text of the cover"),
}
PLACES = {
    Where.SLIDES: _(
        "On slides, %(one)s on %(other)s has a contrast of %(ratio)s:1; it needs %(limit)s:1."
    ),
    Where.LIGHT: _(
        "On light pages, %(one)s on %(other)s has a contrast of %(ratio)s:1; it needs %(limit)s:1."
    ),
    Where.DARK: _(
        "On dark pages, %(one)s on %(other)s has a contrast of %(ratio)s:1; it needs %(limit)s:1."
    ),
}


def _too_faint(fault: Fault) -> ValidationError:
    pair = fault.pair
    return ValidationError(
        PLACES[fault.where],
        params={
            "one": TOKEN_NAMES.get(pair.foreground, pair.foreground),
            "other": TOKEN_NAMES.get(pair.ground, pair.ground),
            # Rounded down: what is too faint is never said to have the contrast that it needs.
            "ratio": f"{math.floor(pair.ratio * 100) / 100:.2f}",
            "limit": f"{pair.limit:g}",
        },
    )


def colour_field(name: Any, help_text: Any = "") -> models.CharField:
    return models.CharField(
        name, max_length=7, blank=True, validators=[colour_form], help_text=help_text
    )


class Brand(BaseSiteSetting, models.Model):
    """Name, look and legal details. A new version is kept each time the look changes."""

    company = models.CharField(_("company name"), max_length=80, blank=True)
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    family = models.CharField(
        _("theme"),
        max_length=16,
        choices=FAMILY_CHOICES,
        default="folio",
        help_text=_("Typefaces and colours that are not chosen below, and the shape of corners."),
    )
    title_typeface = models.CharField(
        _("typeface of titles and figures"),
        max_length=16,
        choices=TITLE_CHOICES,
        blank=True,
        default="",
        db_default="",
    )
    text_typeface = models.CharField(
        _("typeface of texts"),
        max_length=16,
        choices=TEXT_CHOICES,
        blank=True,
        default="",
        db_default="",
    )
    accent = colour_field(_("accent"), _("Numerals, icons, links, main series."))
    signal = colour_field(_("signal"), _("The one thing to see on a slide."))
    dark = colour_field(_("dark ground"), _("Ground of dark slides."))
    ink = colour_field(_("text"))
    tint = colour_field(_("tint"), _("Ground of quiet areas."))
    logo_svg = models.TextField(
        _("logo as SVG"),
        blank=True,
        help_text=_(
            "The text of an SVG file with its letters as paths. Scripts, styles and links "
            "are taken out."
        ),
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo as picture"),
        help_text=_("Used where there is no SVG."),
    )
    cover_picture = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover picture"),
        help_text=_(
            "Stands on covers that have no picture of their own. Without it one is drawn."
        ),
    )
    address = models.TextField(_("postal address"), blank=True)
    email = models.EmailField(_("contact e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    imprint_url = models.URLField(_("imprint"), blank=True)
    privacy_url = models.URLField(_("privacy notice"), blank=True)
    terms_url = models.URLField(_("terms"), blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("company"),
                FieldPanel("tagline"),
                FieldPanel("logo_svg"),
                FieldPanel("logo"),
            ],
            heading=_("Name"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("family"),
                FieldRowPanel([FieldPanel("title_typeface"), FieldPanel("text_typeface")]),
                FieldRowPanel([FieldPanel("accent"), FieldPanel("signal"), FieldPanel("dark")]),
                FieldRowPanel([FieldPanel("ink"), FieldPanel("tint")]),
                FieldPanel("cover_picture"),
            ],
            heading=_("Look"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
                FieldRowPanel(
                    [FieldPanel("imprint_url"), FieldPanel("privacy_url"), FieldPanel("terms_url")]
                ),
            ],
            heading=_("Contact and legal"),
        ),
    ]

    class Meta:
        verbose_name = _("brand")

    def __str__(self) -> str:
        return self.company or str(_("Brand"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        from cms.brand.services import record_version

        with transaction.atomic():
            super().save(*args, **kwargs)
            record_version(self)

    def clean(self) -> None:
        """Refuse colours that cannot be read on each other, and drawings that are none."""
        super().clean()
        if self.logo_svg.strip():
            try:
                self.logo_svg = sanitised(self.logo_svg.strip())
            except NotADrawing as error:
                raise ValidationError({"logo_svg": str(error)}) from error
        self._check_contrast()

    def _check_contrast(self) -> None:
        """Raise ValidationError naming each pair of colours with its contrast, at the colour that
        was chosen, and once for each choice what would do in its place."""
        chosen = self._chosen_colours()
        try:
            base = FAMILIES[self.family]
            found = faults(base, chosen)
        except (KeyError, ValueError):
            return  # the fields say what is wrong with them
        errors: dict[str, list[ValidationError]] = {}
        for fault in found:
            errors.setdefault(fault.choice or NON_FIELD_ERRORS, []).append(_too_faint(fault))
        for name, said in errors.items():
            if name != NON_FIELD_ERRORS and (colour := nearest(base, chosen, name)):
                near = _("The nearest colour that can be read is %(colour)s.")
                said.append(ValidationError(near, params={"colour": colour}))
        if errors:
            raise ValidationError(errors)

    def _chosen_colours(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in CHANGEABLE}

    def base_theme(self) -> Theme:
        """The theme with the brand's colours and typefaces, without its pictures."""
        coloured = with_colours(FAMILIES[self.family], self._chosen_colours())
        made = with_typefaces(coloured, self.title_typeface, self.text_typeface)
        return replace(made, company=self.company)


class BrandVersion(models.Model):
    """The look as it was from one moment on: what a manifest names and a rebuild needs."""

    number = models.PositiveIntegerField(unique=True)
    site = models.ForeignKey("wagtailcore.Site", on_delete=models.SET_NULL, null=True)
    tokens = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version of the brand")
        verbose_name_plural = _("versions of the brand")
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(_("Brand, version %(number)d") % {"number": self.number})


def tokens_of(brand: Brand) -> dict[str, Any]:
    """The brand's look as data, pictures made ready for slides."""
    from cms.slides import pictures

    theme = brand.base_theme()
    logo = brand.logo_svg
    on_dark = in_one_colour(logo, theme.colours.on_dark) if logo else ""
    if not logo and brand.logo:
        logo = pictures.source(brand.logo, "max-600x120|format-png")
        on_dark = pictures.logo(brand.logo, theme.colours.on_dark)
    if brand.cover_picture:
        theme = replace(
            theme,
            cover_tall=pictures.filled(brand.cover_picture, 126.5, 180),
            cover_wide=pictures.full_bleed(brand.cover_picture, theme),
        )
    return to_tokens(replace(theme, logo=logo, logo_on_dark=on_dark))
