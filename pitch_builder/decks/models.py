"""Deck: an ordered choice of slides for one account. It pins nothing; a Build does."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.slides.blocks import SlidesBlock
from pitch_builder.merging import merge
from pitch_builder.owned import OwnedQuerySet


class DeckTemplate(models.Model):
    """Marketing's outline of a deck: its sections, in order, with what belongs in each."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    description = models.TextField(_("when to use it"), max_length=400, blank=True)
    sections = models.JSONField(
        _("sections"), default=list, help_text=_("A list of {name, hint}, in order.")
    )
    rebuild_on_fact_change = models.BooleanField(
        _("new figures reach rooms by themselves"),
        default=True,
        help_text=_("Where only a fact's value changed and the deck still fits."),
    )

    class Meta:
        verbose_name = _("deck template")
        verbose_name_plural = _("deck templates")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def section_names(self) -> list[str]:
        return [section["name"] for section in self.sections]


class Deck(index.Indexed, ClusterableModel):
    """A pitch in the making, for an account and perhaps one person there."""

    title = models.CharField(_("title"), max_length=160)
    lead = models.CharField(
        _("subtitle"), max_length=200, blank=True, help_text=_("Stands on the cover.")
    )
    account = models.ForeignKey(
        "personas.Account", on_delete=models.PROTECT, related_name="+", verbose_name=_("account")
    )
    prospect = models.ForeignKey(
        "personas.Prospect",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("prospect"),
    )
    persona = models.ForeignKey(
        "personas.Persona",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("persona"),
    )
    stage = models.ForeignKey(
        "personas.JourneyStage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stage"),
    )
    template = models.ForeignKey(
        DeckTemplate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="decks",
        verbose_name=_("template"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    cover_picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover picture"),
        help_text=_("Else the brand's."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects: ClassVar[Any] = OwnedQuerySet.as_manager()

    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = _("deck")
        verbose_name_plural = _("decks")
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def shown_title(self) -> str:
        """The title as the cover shows it, its merge fields filled."""
        if "{{" not in self.title:
            return self.title
        from pitch_builder.decks.resolving import merge_values

        return merge(self.title, merge_values(self))

    def get_absolute_url(self) -> str:
        return reverse("decks:storyboard", args=[self.pk])


class DeckSlide(Orderable):
    """One place on a deck: a slide block of an asset, or the rep's own slide."""

    deck = ParentalKey(Deck, on_delete=models.CASCADE, related_name="deck_slides")
    section = models.CharField(_("section"), max_length=80, blank=True)
    asset = models.ForeignKey(
        "cms.Asset",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asset"),
    )
    block_id = models.CharField(max_length=36, blank=True)
    own = StreamField(
        SlidesBlock(required=False), blank=True, max_num=1, verbose_name=_("own slide")
    )
    # What the slide was called when it was put here, for when its asset is gone.
    title = models.CharField(max_length=250, blank=True)
    asset_title = models.CharField(max_length=255, blank=True)
    reason = models.CharField(_("why it is here"), max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("slide")
        verbose_name_plural = _("slides")

    def __str__(self) -> str:
        return self.title or self.asset_title

    @property
    def is_own(self) -> bool:
        """Written by the rep, and so not approved by marketing."""
        return not self.block_id
