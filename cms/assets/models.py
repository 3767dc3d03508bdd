"""Asset: one piece of marketing's content, with a web body and slides. Its kinds: `kinds`."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.assets.batches import is_indexing_put_off
from cms.assets.body import BodyBlock
from cms.assets.enums import AssetKind, Visibility
from cms.assets.querysets import AssetManager
from cms.assets.rights import may_see_asset
from cms.assets.text import asset_text
from cms.facts.blocks import plain_text
from cms.facts.references import facts_in
from cms.facts.scope import fact_scope
from cms.library.question_panel import QuestionPanel
from cms.library.reach_panel import ReachPanel
from cms.likeness.panel import LikenessPanel
from cms.site.routing import SitePage
from cms.slides.blocks import SlidesBlock
from cms.tagging.panel import SuggestedTagsPanel

WORDS_A_MINUTE = 220


class Asset(SitePage, Page):
    """Every field that all assets share. Lists, facets and foreign keys use this class only."""

    KIND: ClassVar[AssetKind]
    is_creatable = False
    show_in_menus_default = False
    parent_page_types = ["cms.LibraryPage"]
    subpage_types: ClassVar[list[str]] = []

    kind = models.CharField(
        _("kind"), max_length=20, choices=AssetKind.choices, editable=False, db_index=True
    )
    summary = RichTextField(
        _("summary"),
        features=["fact"],
        max_length=400,
        help_text=_("Two sentences: what it shows and for whom."),
    )
    hero_image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    hero_alt = models.CharField(
        _("what the picture shows"),
        max_length=300,
        blank=True,
        help_text=_("Read aloud instead of the picture. Leave empty for decoration."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("web body"))
    slides = StreamField(SlidesBlock(required=False), blank=True, verbose_name=_("slides"))

    personas = ParentalManyToManyField(
        "personas.Persona", blank=True, related_name="+", verbose_name=_("personas")
    )
    stages = ParentalManyToManyField(
        "personas.JourneyStage", blank=True, related_name="+", verbose_name=_("stages")
    )
    industries = ParentalManyToManyField(
        "cms.Industry", blank=True, related_name="assets", verbose_name=_("industries")
    )
    products = ParentalManyToManyField(
        "cms.Product", blank=True, related_name="assets", verbose_name=_("products")
    )

    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
        db_index=True,
    )
    may_download = models.BooleanField(
        _("may be downloaded"), default=True, help_text=_("Prospects may save it as a file.")
    )
    may_mix = models.BooleanField(
        _("may be mixed"),
        default=True,
        help_text=_("Single slides may stand on decks beside slides of other assets."),
    )
    review_by = models.DateField(
        _("review by"), null=True, blank=True, help_text=_("The owner is reminded on this day.")
    )
    import_key = models.CharField(max_length=400, blank=True, editable=False, db_index=True)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)
    minutes = models.PositiveSmallIntegerField(_("reading time"), default=1, editable=False)

    objects: ClassVar[Any] = AssetManager()

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary_text"),
        index.SearchField("text_for_search"),
        index.FilterField("kind"),
        index.FilterField("visibility"),
        index.RelatedFields("personas", [index.FilterField("slug")]),
        index.RelatedFields("stages", [index.FilterField("slug")]),
    ]

    content_panels = [
        QuestionPanel(),
        ReachPanel("asset"),
        LikenessPanel(),
        *Page.content_panels,
        FieldPanel(
            "summary",
            help_text=_("Two sentences: what it shows and for whom. Type / to put in a fact."),
        ),
    ]
    body_panels = [
        MultiFieldPanel([FieldPanel("hero_image"), FieldPanel("hero_alt")], heading=_("Picture")),
        FieldPanel("body"),
    ]
    slide_panels = [FieldPanel("slides")]
    tag_panels = [
        SuggestedTagsPanel(heading=_("Suggested tags"), icon="tag"),
        FieldPanel("personas", widget=forms.CheckboxSelectMultiple),
        FieldPanel("stages", widget=forms.CheckboxSelectMultiple),
        FieldPanel("industries", widget=forms.CheckboxSelectMultiple),
        FieldPanel("products", widget=forms.CheckboxSelectMultiple),
    ]
    rule_panels = [
        FieldPanel("visibility"),
        FieldRowPanel([FieldPanel("may_download"), FieldPanel("may_mix")]),
        FieldPanel("review_by"),
        HelpPanel(
            _(
                "To publish it later, or to end it on a day, open “Status” at the top right and "
                "choose “Set schedule”. What has ended leaves the site, the search and the decks."
            )
        ),
        PublishingPanel(),
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("For search engines"),
            classname="collapsed",
        ),
        FieldPanel("owner"),
    ]

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")

    # --- Editing ----------------------------------------------------------------------
    @classmethod
    def tabs(cls, *own_panels: Any) -> TabbedInterface:
        """Return the editor of a kind: its own panels stand between summary and body."""
        return TabbedInterface(
            [
                ObjectList(
                    [*cls.content_panels, *own_panels, *cls.body_panels], heading=_("Content")
                ),
                ObjectList(cls.slide_panels, heading=_("Slides")),
                ObjectList(cls.tag_panels, heading=_("For whom and when")),
                ObjectList(cls.rule_panels, heading=_("Rules")),
            ]
        )

    def minimal_clean(self) -> None:
        """A draft may lack fields, yet lists tell its kind."""
        self.kind = self.KIND
        super().minimal_clean()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.kind = self.KIND
        self.minutes = reading_minutes(asset_text(self))
        super().full_clean(*args, **kwargs)

    def get_indexed_instance(self) -> Any:
        return None if is_indexing_put_off() else super().get_indexed_instance()

    # --- Reading ----------------------------------------------------------------------
    @property
    def text_for_search(self) -> str:
        """All words of body and slides with facts at their live value, for Wagtail's index."""
        return asset_text(self)

    @property
    def fact_ids(self) -> set[int]:
        """The facts that this asset's texts embed and its slides and tables choose."""
        fields = [field for field in self.fact_fields if field]
        return facts_in(
            [field if isinstance(field, str) else field.get_prep_value() for field in fields]
        )

    @property
    def fact_fields(self) -> list[Any]:
        """The rich texts and StreamFields that may name facts."""
        return [self.summary, self.body, self.slides]

    @property
    def summary_text(self) -> str:
        """The summary as plain text, with its facts at their live value."""
        return plain_text(self.summary) if "<" in self.summary else self.summary

    @property
    def is_current(self) -> bool:
        """Published and not past its expiry, whether or not the scheduler has run."""
        return self.live and (self.expire_at is None or self.expire_at > timezone.now())

    @property
    def meta_description(self) -> str:
        return self.search_description or self.summary_text

    # --- Serving ----------------------------------------------------------------------
    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Serve the page to those who may see it; to others it does not exist."""
        if not (self.is_current or getattr(request, "is_preview", False)):
            raise Http404
        if not may_see_asset(request.user, self):
            raise Http404
        from cms.site.asset_page import asset_response

        response = asset_response(request, self)
        if self.visibility != Visibility.PUBLIC:
            response["Cache-Control"] = "private, no-store"
            response["X-Robots-Tag"] = "noindex"
        return response

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        if self.visibility != Visibility.PUBLIC or not self.is_current:
            return []
        return super().get_sitemap_urls(request)

    preview_modes = [("", _("Web page")), ("slides", _("Slides"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        request.is_preview = True  # type: ignore[attr-defined]
        with fact_scope(self.fact_ids, show_expired=True):
            if mode_name == "slides":
                from cms.slides.preview import preview_response

                return preview_response(request, self.slides, title=self.title)
            response = super().serve_preview(request, mode_name)
            if hasattr(response, "render"):
                response.render()
            return response


def reading_minutes(text: str) -> int:
    """Return whole minutes to read `text`, at least 1."""
    return max(1, math.ceil(len(text.split()) / WORDS_A_MINUTE))
