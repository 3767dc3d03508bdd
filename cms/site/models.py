"""The pages of the public site that are not assets."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Page


class HomePage(Page):
    """The company's front page; the library stands under it."""

    headline = models.CharField(_("headline"), max_length=120)
    lead = models.TextField(_("lead"), max_length=400)
    featured = models.ForeignKey(
        "cms.Asset",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shown first"),
    )

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["cms.LibraryPage", "cms.TextPage"]
    template = "cms/site/home.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("lead"),
        PageChooserPanel("featured", "cms.Asset"),
    ]

    class Meta:
        verbose_name = _("home page")


class LibraryPage(Page):
    """The root of all assets. Permissions go by subtree, so all of them stand here."""

    headline = models.CharField(_("headline"), max_length=120)
    lead = models.TextField(_("lead"), max_length=400)

    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = [
        "cms.CaseStudy",
        "cms.ProductSheet",
        "cms.Article",
        "cms.Comparison",
        "cms.Video",
        "cms.EBook",
        "cms.LandingPage",
    ]
    template = "cms/site/library.html"
    content_panels = [*Page.content_panels, FieldPanel("headline"), FieldPanel("lead")]

    class Meta:
        verbose_name = _("library")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.site.listing import library_context

        return {
            **super().get_context(request, *args, **kwargs),
            **library_context(self, request.GET),
        }


class TextPage(Page):
    """A plain page: imprint, privacy, accessibility."""

    body = models.TextField(_("text"))

    parent_page_types = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "cms/site/text_page.html"
    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("text page")
