"""The closed sets that describe an asset, declared once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssetKind(models.TextChoices):
    """What an asset is; each has a page type of its own."""

    CASE_STUDY = "case_study", _("Case study")
    PRODUCT_SHEET = "product_sheet", _("Product sheet")
    ARTICLE = "article", _("Article")
    COMPARISON = "comparison", _("Comparison")
    VIDEO = "video", _("Video")
    EBOOK = "ebook", _("E-book")
    LANDING_PAGE = "landing_page", _("Landing page")


class Visibility(models.TextChoices):
    """Who may see an asset outside the team."""

    PUBLIC = "public", _("Public: everybody, also on the website")
    BY_LINK = "by_link", _("By link: prospects with a personal link")
    INTERNAL = "internal", _("Internal: the team only")
