"""The gate, and those who may let findings pass: by right, by name, on record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.assets.services import unpublish_asset
from pitch_builder.builds.live import freshness_of
from pitch_builder.builds.models import Build
from pitch_builder.builds.services import build_now, request_build
from pitch_builder.enums import Freshness, ReasonCode
from pitch_builder.errors import GateClosed, NotAllowed
from pitch_builder.verification.verdicts import verdict_on
from tests.factories.cms import FactFactory
from tests.factories.pitch import case_study_with_slides, make_deck

pytestmark = pytest.mark.django_db
WHY = "The board meets tonight; the new figure comes on Monday."


@pytest.fixture
def fact():
    return FactFactory()


@pytest.fixture
def asset(fact):
    return case_study_with_slides(fact)


@pytest.fixture
def deck(rep, asset):
    return make_deck(rep, asset)


def expire(fact):
    fact.valid_until = timezone.localdate() - timedelta(days=1)
    fact.save_revision().publish()


def test_a_lead_lets_an_expired_figure_pass_and_the_manifest_says_who_and_why(
    deck, fact, sales_lead
):
    expire(fact)
    with pytest.raises(GateClosed):
        build_now(deck, user=sales_lead)
    manifest = build_now(deck, user=sales_lead, override=WHY).manifest
    said = {(o.slide, o.code, o.what, o.by, o.reason) for o in manifest.overrides}
    name = sales_lead.get_full_name()
    assert said == {
        (2, "fact_expired", fact.label, name, WHY),
        (3, "fact_expired", fact.label, name, WHY),
    }
    assert manifest.slides[1].facts[0].display == "68\u00a0%"


def test_a_lead_of_marketing_lets_pass_what_they_could_not_build_otherwise(
    deck, fact, marketing_lead
):
    expire(fact)
    with pytest.raises(NotAllowed):
        build_now(deck, user=marketing_lead)
    manifest = build_now(deck, user=marketing_lead, override=WHY).manifest
    assert {override.by for override in manifest.overrides} == {marketing_lead.get_full_name()}


def test_a_rep_may_not_and_nobody_without_a_reason(deck, fact, rep, sales_lead):
    expire(fact)
    with pytest.raises(NotAllowed):
        request_build(deck, user=rep, override=WHY)
    with pytest.raises(GateClosed, match="Say why"):
        request_build(deck, user=sales_lead, override="   ")
    assert not Build.objects.exists()


def test_a_marketing_lead_has_the_right_and_a_marketer_has_not(marketer, marketing_lead):
    from pitch_builder.builds.gate import may_override

    assert may_override(marketing_lead)
    assert not may_override(marketer)
    assert not may_override(None)


def test_what_was_let_pass_stays_shown_and_what_comes_after_does_not(
    deck, fact, asset, sales_lead
):
    expire(fact)
    build = build_now(deck, user=sales_lead, override=WHY)
    assert freshness_of([build])[build.pk].state is Freshness.CURRENT
    unpublish_asset(asset)
    found = freshness_of([build])[build.pk]
    assert (found.state, found.codes) == (Freshness.WITHDRAWN, {ReasonCode.UNPUBLISHED})


def test_whoever_verifies_learns_that_there_was_an_exception(deck, fact, sales_lead):
    expire(fact)
    build = build_now(deck, user=sales_lead, override=WHY)
    verdict = verdict_on(build.code)
    assert verdict.state is Freshness.CURRENT
    assert verdict.manifest.overrides


def test_what_is_gone_cannot_be_let_pass(deck, asset, sales_lead):
    asset.delete()
    with pytest.raises(GateClosed) as refused:
        build_now(deck, user=sales_lead, override=WHY)
    assert len(refused.value.findings) == 3


def test_an_unpublished_asset_can_be_let_pass(deck, asset, sales_lead):
    unpublish_asset(asset)
    manifest = build_now(deck, user=sales_lead, override=WHY).manifest
    assert {override.code for override in manifest.overrides} == {"asset_unpublished"}


def test_without_a_finding_an_override_leaves_no_mark(deck, sales_lead):
    assert build_now(deck, user=sales_lead, override=WHY).manifest.overrides == ()
