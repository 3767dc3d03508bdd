"""Industry and Product: the two taxonomies besides persona and stage."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.admin.widgets import SlugInput
from wagtail.search import index


class Term(index.Indexed, models.Model):
    """A named value that assets are tagged with."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)

    panels = [
        TitleFieldPanel("name", placeholder=False, classname=""),
        FieldPanel(
            "slug",
            widget=SlugInput,
            help_text=_("A lasting short name, such as food-and-drink. Imports refer to it."),
        ),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Industry(Term):
    class Meta(Term.Meta):
        verbose_name = _("industry")
        verbose_name_plural = _("industries")


class Product(Term):
    class Meta(Term.Meta):
        verbose_name = _("product")
        verbose_name_plural = _("products")
