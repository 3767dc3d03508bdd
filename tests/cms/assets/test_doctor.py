"""Doctor finds what was written past the services."""

from __future__ import annotations

import pytest

from cms.assets.doctor_probes import content
from cms.assets.models import Asset
from cms.facts.models import Fact
from cms.operations.probes import Level
from tests.factories.cms import ArticleFactory, FactFactory

pytestmark = pytest.mark.django_db


def test_content_written_by_the_services_is_well():
    ArticleFactory()
    FactFactory()
    assert content().level == Level.OK


def test_live_rows_without_a_revision_are_named():
    asset = ArticleFactory(title="Past the services")
    FactFactory(key="loose")
    Asset.objects.filter(pk=asset.pk).update(live_revision=None)
    Fact.objects.update(live_revision=None)
    finding = content()
    assert finding.level == Level.BAD
    assert "Past the services" in finding.text
    assert "fact loose" in finding.text
