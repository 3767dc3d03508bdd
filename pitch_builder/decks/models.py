"""Deck: an ordered choice of slides for one account. It pins nothing; a Build does."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.apps import apps
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
from personas.access.roles import is_sales
from pitch_builder.decks.outlines import DeckTemplate, TemplateSlide
from pitch_builder.merging import merge
from pitch_builder.owned import OwnedQuerySet


class DeckQuerySet(OwnedQuerySet["Deck"]):
    """Decks, with those that colleagues share."""

    def visible_to(self, user: Any) -> Self:
        return super().visible_to(user) | self._shared(user)

    def editable_by(self, user: Any) -> Self:
        return super().editable_by(user) | self._shared(user, may_edit=True)

    def _shared(self, user: Any, **may: bool) -> Self:
        if not is_sales(user):
            return self.none()
        shares = apps.get_model("pitch_builder", "DeckShare")._default_manager
        return self.filter(pk__in=shares.filter(user=user, **may).values("deck"))


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
    deal = models.ForeignKey(
        "personas.Deal",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deal"),
        help_text=_("What it is to win. Fills {{deal}} and {{deal_value}}."),
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
    # The rep's own order and names of sections, [{"name": …, "of": a TemplateSection's id or
    # null}]; null as long as they are the template's. See `decks.sections`.
    outline = models.JSONField(null=True, default=None, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects: ClassVar[Any] = DeckQuerySet.as_manager()

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
    """One place on a deck: a slide block of an asset, or the rep's own slide.

    With an asset *and* something in `own` it is the rep's edit of marketing's slide.
    """

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
    # The fingerprint of what it said when the rep last agreed to a change.
    taken = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    # Other slides for this place, as `decks.alternatives` keeps them.
    alternatives = models.JSONField(null=True, blank=True, editable=False)
    start_slide = models.ForeignKey(
        TemplateSlide,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("start slide"),
    )
    hidden = models.BooleanField(_("hidden"), default=False, db_default=False)
    notes = models.TextField(_("speaker notes"), blank=True, default="", db_default="")
    # What an edit was made from: the revision for people, the content's digest for comparing.
    based_on = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    based_digest = models.CharField(
        max_length=64, blank=True, default="", db_default="", editable=False
    )

    class Meta(Orderable.Meta):
        verbose_name = _("slide")
        verbose_name_plural = _("slides")

    def __str__(self) -> str:
        return self.title or self.asset_title

    @property
    def is_locked(self) -> bool:
        """Kept in place by the template that brought it, as long as the template says so."""
        return self.start_slide is not None and self.start_slide.locked

    @property
    def is_own(self) -> bool:
        """Written by the rep, and so not approved by marketing."""
        return not self.block_id

    @property
    def is_edited(self) -> bool:
        """Marketing's slide, changed by the rep for this deck, and so not approved either."""
        return bool(self.block_id and self.based_digest)
