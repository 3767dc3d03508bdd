"""The pages of the public site that are not assets."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.site.routing import SitePage, know_roots, route_below


class HomePage(SitePage, Page):
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
    contact_page = models.ForeignKey(
        "cms.Asset",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page for getting in touch"),
        help_text=_("The button at the top of every page leads there."),
    )
    contact_label = models.CharField(
        _("words on that button"), max_length=30, blank=True, default="Talk to us"
    )
    imprint_line = models.CharField(
        _("line at the foot of every page"),
        max_length=120,
        blank=True,
        help_text=_("Such as the company's name and place."),
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
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [PageChooserPanel("contact_page", "cms.Asset"), FieldPanel("contact_label")]
                ),
                FieldPanel("imprint_line"),
            ],
            heading=_("On every page"),
        ),
    ]

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        know_roots(request)
        if path_components:
            return route_below(self, request, path_components)
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.site.home import home_context

        return {**super().get_context(request, *args, **kwargs), **home_context(self)}


class LibraryPage(SitePage, Page):
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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.site.listing import library_context

        return {
            **super().get_context(request, *args, **kwargs),
            **library_context(self, request.GET),
        }


class TextPage(SitePage, Page):
    """A plain page: imprint, privacy, accessibility."""

    body = RichTextField(
        _("text"), features=["h2", "h3", "bold", "italic", "link", "document-link", "ol", "ul"]
    )

    parent_page_types = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "cms/site/text_page.html"
    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("text page")
