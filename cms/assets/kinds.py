"""The seven kinds of asset: what each has besides the fields that all share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
)
from wagtail.blocks import CharBlock, StructBlock
from wagtail.fields import RichTextField, StreamField

from cms.assets.enums import AssetKind, Visibility
from cms.assets.models import Asset
from cms.facts.blocks import FactChooserBlock


class ResultBlock(StructBlock):
    """A result figure of a case study: a fact, or a value with its unit."""

    fact = FactChooserBlock()
    value = CharBlock(label=_("Value"), required=False, max_length=24)
    unit = CharBlock(label=_("Unit"), required=False, max_length=24)
    label = CharBlock(label=_("What it says"), required=False, max_length=80)

    class Meta:
        icon = "tag"
        label_format = "{label}"


class CaseStudy(Asset):
    """What a customer did and what came of it."""

    KIND = AssetKind.CASE_STUDY
    is_creatable = True
    page_description = _("What a customer did, and what came of it.")
    customer = models.CharField(_("customer"), max_length=120)
    customer_industry = models.CharField(_("industry"), max_length=120, blank=True)
    customer_size = models.CharField(_("size"), max_length=120, blank=True)
    challenge = RichTextField(_("challenge"), features=["fact"], max_length=600)
    solution = RichTextField(_("solution"), features=["fact"], max_length=600)
    results = StreamField(
        [("result", ResultBlock())], blank=True, max_num=4, verbose_name=_("result figures")
    )

    template = "cms/site/case_study.html"
    edit_handler = Asset.tabs(
        FieldRowPanel(
            [FieldPanel("customer"), FieldPanel("customer_industry"), FieldPanel("customer_size")]
        ),
        FieldPanel("challenge"),
        FieldPanel("solution"),
        FieldPanel("results"),
    )

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")

    @property
    def fact_fields(self) -> list[Any]:
        return [*super().fact_fields, self.challenge, self.solution, self.results]


class ProductSheet(Asset):
    """What a product does, for whom, and what it needs."""

    KIND = AssetKind.PRODUCT_SHEET
    is_creatable = True
    page_description = _("What a product does, for whom, and what it needs.")
    template = "cms/site/asset.html"
    edit_handler = Asset.tabs()

    class Meta:
        verbose_name = _("product sheet")
        verbose_name_plural = _("product sheets")


class Article(Asset):
    """A text that teaches something."""

    KIND = AssetKind.ARTICLE
    is_creatable = True
    page_description = _("A text that teaches the reader something.")
    published_on = models.DateField(_("date"), null=True, blank=True)
    template = "cms/site/asset.html"
    edit_handler = Asset.tabs(FieldPanel("published_on"))

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class Comparison(Asset):
    """How we stand against a competitor; for the team unless somebody opens it."""

    KIND = AssetKind.COMPARISON
    is_creatable = True
    page_description = _("How we stand against a competitor. Internal until you open it.")
    competitor = models.CharField(_("competitor"), max_length=120)
    template = "cms/site/asset.html"
    edit_handler = Asset.tabs(FieldPanel("competitor"))

    class Meta:
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args:
            kwargs.setdefault("visibility", Visibility.INTERNAL)
        super().__init__(*args, **kwargs)


class VideoForm(WagtailAdminPageForm):
    """A draft may lack its film, as it may lack any other required part."""

    def _post_clean(self) -> None:
        self.instance.may_lack_film = self.is_deferred_validation
        super()._post_clean()


class Video(Asset):
    """A film: a file of ours with poster and captions, or a link to one elsewhere."""

    KIND = AssetKind.VIDEO
    is_creatable = True
    page_description = _("A film: a file of ours, or a link to one elsewhere.")
    video_file = models.FileField(
        _("video file"),
        upload_to="videos/",
        blank=True,
        validators=[FileExtensionValidator(["mp4", "webm"])],
        help_text=_("MP4 or WebM. Served by Tandem, so that visitors stay unknown to others."),
    )
    captions = models.FileField(
        _("captions"),
        upload_to="videos/",
        blank=True,
        validators=[FileExtensionValidator(["vtt"])],
        help_text=_("WebVTT. Without captions a video excludes people."),
    )
    external_url = models.URLField(
        _("address elsewhere"),
        blank=True,
        help_text=_("Shown as a card with a link; nothing of that site is loaded."),
    )
    duration = models.DurationField(_("length"), null=True, blank=True)
    template = "cms/site/video.html"
    edit_handler = Asset.tabs(
        FieldPanel("video_file"),
        FieldPanel("captions"),
        FieldPanel("external_url"),
        FieldPanel("duration"),
    )

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    base_form_class = VideoForm
    may_lack_film = False

    def clean(self) -> None:
        super().clean()
        has_file, has_address = bool(self.video_file), bool(self.external_url)
        if has_file == has_address and not (self.may_lack_film and not has_file):
            raise forms.ValidationError(
                {"video_file": _("Give either a video file or an address elsewhere.")}
            )


class EBook(Asset):
    """A document to keep."""

    KIND = AssetKind.EBOOK
    is_creatable = True
    page_description = _("A document to download and keep.")
    document = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("document"),
    )
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    template = "cms/site/ebook.html"
    edit_handler = Asset.tabs(FieldPanel("document"), FieldPanel("pages"))

    class Meta:
        verbose_name = _("e-book")
        verbose_name_plural = _("e-books")


class FormFieldBlock(StructBlock):
    """A question of a landing page's form."""

    name = CharBlock(label=_("Name"), max_length=40)
    label = CharBlock(label=_("Question"), max_length=120)

    class Meta:
        icon = "form"
        label_format = "{label}"


class LandingPage(Asset):
    """A page with a form that asks who is interested."""

    KIND = AssetKind.LANDING_PAGE
    is_creatable = True
    page_description = _("A page with a form that asks who is interested.")
    asks_title = models.BooleanField(_("ask for the job title"), default=True)
    asks_company = models.BooleanField(_("ask for the company"), default=True)
    asks_phone = models.BooleanField(_("ask for the phone number"), default=False)
    questions = StreamField(
        [("question", FormFieldBlock())],
        blank=True,
        max_num=5,
        verbose_name=_("further questions"),
    )
    button = models.CharField(_("words on the button"), max_length=40, default=_("Send"))
    consent = models.TextField(
        _("consent"),
        max_length=400,
        help_text=_("What the person agrees to, in one or two plain sentences."),
    )
    thanks = models.TextField(_("thank you"), max_length=400)
    template = "cms/site/landing_page.html"
    edit_handler = Asset.tabs(
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("asks_company"),
                        FieldPanel("asks_title"),
                        FieldPanel("asks_phone"),
                    ]
                ),
                FieldPanel("questions"),
                FieldPanel("button"),
                FieldPanel("consent"),
                FieldPanel("thanks"),
            ],
            heading=_("Form"),
        )
    )

    class Meta:
        verbose_name = _("landing page")
        verbose_name_plural = _("landing pages")


ASSET_TYPES: dict[str, type[Asset]] = {
    model.KIND.value: model
    for model in (CaseStudy, ProductSheet, Article, Comparison, Video, EBook, LandingPage)
}
"""Page type by kind."""
