"""Deck templates: marketing's outline of a deck, with the slides that it brings."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from cms.assets.indexing import slide_title
from cms.brand.models import FAMILY_CHOICES

MOST_SLIDES = 30


class DeckTemplate(ClusterableModel):
    """Marketing's outline of a deck: its sections, in order, with what belongs in each."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    description = models.TextField(_("when to use it"), max_length=400, blank=True)
    rebuild_on_fact_change = models.BooleanField(
        _("new figures reach rooms by themselves"),
        default=True,
        help_text=_("Where only a fact's value changed and the deck still fits."),
    )

    needs_approval = models.BooleanField(
        _("a lead approves"),
        default=False,
        db_default=False,
        help_text=_("Rooms show a new PDF only once a lead who did not ask for it has agreed."),
    )
    kinds = models.JSONField(
        _("kinds of asset"),
        null=True,
        blank=True,
        help_text=_("Which may stand on its decks together. None chosen: all."),
    )
    theme = models.CharField(
        _("theme"),
        max_length=16,
        choices=FAMILY_CHOICES,
        blank=True,
        default="",
        db_default="",
        help_text=_("Typefaces and colours. Else the brand's."),
    )

    class Meta:
        verbose_name = _("deck template")
        verbose_name_plural = _("deck templates")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def allows(self, kind: str) -> bool:
        """Tell whether assets of a kind may stand on its decks."""
        return not self.kinds or kind in self.kinds

    @property
    def section_names(self) -> list[str]:
        return [section.name for section in self.sections.all()]


def family_of(template: DeckTemplate | None) -> str:
    """Return the theme family that a template asks for; empty where the brand's holds."""
    return template.theme if template else ""


class TemplateSection(ClusterableModel, Orderable):
    """One part of the outline: what it is for, what answers it, and how many slides it wants."""

    template = ParentalKey(DeckTemplate, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(_("name"), max_length=80)
    hint = models.CharField(
        _("hint"),
        max_length=300,
        blank=True,
        help_text=_("What belongs here, for the rep who fills it."),
    )
    query = models.CharField(
        _("question"),
        max_length=300,
        blank=True,
        help_text=_("In the buyer's words. Slides that answer it are suggested."),
    )
    stage = models.ForeignKey(
        "personas.JourneyStage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stage"),
        help_text=_("Preferred here. Else the deck's own stage."),
    )
    wanted = models.PositiveSmallIntegerField(
        _("slides wanted"), default=1, validators=[MaxValueValidator(MOST_SLIDES)]
    )
    required = models.BooleanField(
        _("required"),
        default=False,
        help_text=_("The storyboard says so as long as it is empty."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.name


class TemplateSlide(Orderable):
    """A slide of an asset that stands in its section from the start."""

    section = ParentalKey(TemplateSection, on_delete=models.CASCADE, related_name="start_slides")
    asset = models.ForeignKey(
        "cms.Asset",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("asset"),
    )
    block_id = models.CharField(_("slide"), max_length=36)
    locked = models.BooleanField(
        _("locked"),
        default=False,
        help_text=_("Reps can neither take it off nor move it."),
    )
    # What the slide was called when it was chosen, for when its asset is gone.
    title = models.CharField(max_length=250, blank=True, editable=False)
    asset_title = models.CharField(max_length=255, blank=True, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("start slide")
        verbose_name_plural = _("start slides")

    def __str__(self) -> str:
        return self.title or self.asset_title

    def clean(self) -> None:
        """Take the names of what was chosen; raises ValidationError where the slide is gone."""
        super().clean()
        if self.asset is None:
            return
        block = next((child for child in self.asset.slides if child.id == self.block_id), None)
        if block is None:
            raise ValidationError(
                {
                    "block_id": _now("This slide is no longer in “%(title)s”. Choose another.")
                    % {"title": self.asset.title}
                }
            )
        self.title = slide_title(block)[:250]
        self.asset_title = self.asset.title[:255]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.asset is not None and not self.asset_title:
            self.asset_title = self.asset.title[:255]
        super().save(*args, **kwargs)
