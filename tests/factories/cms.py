"""Facts, taxonomies and assets for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import factory
from django.core.files.base import ContentFile
from PIL import Image as Bitmap
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms.assets.kinds import (
    Article,
    CaseStudy,
    Comparison,
    EBook,
    LandingPage,
    ProductSheet,
    Video,
)
from cms.assets.services import save_asset
from cms.facts.models import Fact
from cms.taxonomy.models import Industry, Product


class FactFactory(factory.django.DjangoModelFactory):
    """A published fact: 68 %, valid without end."""

    class Meta:
        model = Fact
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"fact-{n}")
    label = "Less energy per pallet"
    value = Decimal(68)
    unit = "%"
    as_of = date(2026, 10, 31)
    source = "Meter readings of 26 weeks"
    fallback = "about two thirds"

    @factory.post_generation
    def published(self, create, extracted, **kwargs):
        if create and extracted is not False:
            self.save_revision().publish()
            self.refresh_from_db()


class IndustryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Industry

    name = factory.Sequence(lambda n: f"Industry {n}")
    slug = factory.Sequence(lambda n: f"industry-{n}")


class ProductFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Product

    name = factory.Sequence(lambda n: f"Product {n}")
    slug = factory.Sequence(lambda n: f"product-{n}")


def png(width: int = 640, height: int = 360, colour: str = "#7a2f84") -> bytes:
    """A picture of one colour."""
    buffer = BytesIO()
    Bitmap.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


class ImageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Image

    title = factory.Sequence(lambda n: f"Picture {n}")
    width = 640
    height = 360
    file = factory.LazyFunction(lambda: ContentFile(png(), name=f"picture-{uuid4().hex[:8]}.png"))


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Document

    title = factory.Sequence(lambda n: f"Document {n}")
    file = factory.LazyFunction(
        lambda: ContentFile(b"%PDF-1.7\n" + b"0123456789" * 50, name=f"book-{uuid4().hex[:8]}.pdf")
    )


def block(kind: str, value, block_id: str | None = None) -> dict:
    """A block of a body or of slides, as a StreamField stores it."""
    return {"type": kind, "value": value, "id": block_id or str(uuid4())}


class _AssetFactory(factory.django.DjangoModelFactory):
    """Published by the one writing path; `publish=False` leaves a draft."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Cold stores save energy {n}")
    slug = factory.LazyFunction(lambda: f"asset-{uuid4().hex[:8]}")
    summary = "What a cold store saves, for those who pay for it."

    @classmethod
    def _create(cls, model_class, *args, publish=True, user=None, **kwargs):
        asset = model_class(**kwargs)
        save_asset(asset, user=user, publish=publish)
        return asset


class ArticleFactory(_AssetFactory):
    class Meta:
        model = Article


AssetFactory = ArticleFactory


class ProductSheetFactory(_AssetFactory):
    class Meta:
        model = ProductSheet


class CaseStudyFactory(_AssetFactory):
    class Meta:
        model = CaseStudy

    customer = "Harrow Cold Stores"
    challenge = "Three meters gave three totals."
    solution = "One ledger, checked every night."


class ComparisonFactory(_AssetFactory):
    class Meta:
        model = Comparison

    competitor = "Spreadsheets"


class VideoFactory(_AssetFactory):
    class Meta:
        model = Video

    video_file = factory.LazyFunction(
        lambda: ContentFile(bytes(range(256)) * 40, name=f"film-{uuid4().hex[:8]}.mp4")
    )
    captions = factory.LazyFunction(
        lambda: ContentFile(
            b"WEBVTT\n\n00:00.000 --> 00:02.000\nDoors open.\n",
            name=f"film-{uuid4().hex[:8]}.vtt",
        )
    )


class EBookFactory(_AssetFactory):
    class Meta:
        model = EBook

    document = factory.SubFactory(DocumentFactory)
    pages = 24


class LandingPageFactory(_AssetFactory):
    class Meta:
        model = LandingPage

    consent = "You may write to me about energy."
    thanks = "Somebody answers within two working days."
