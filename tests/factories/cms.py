"""Facts, taxonomies and assets for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factory

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
