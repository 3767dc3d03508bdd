"""Is a slide still what is approved? Pure comparison of manifest and live state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cms.facts.values import FactValue
from pitch_builder.builds.freshness import (
    LiveAsset,
    LiveState,
    build_freshness,
    slide_freshness,
    worst,
)
from pitch_builder.builds.manifest import (
    Manifest,
    ManifestFact,
    ManifestPicture,
    ManifestSlide,
)
from pitch_builder.enums import Freshness, ReasonCode

TODAY = date(2026, 11, 22)
ASSET = LiveAsset(5, "A case", live=True, expired=False, internal=False, digests={"b": "d1"})
FACT = FactValue(
    id=3,
    key="saving",
    label="Saving",
    number=Decimal(68),
    prefix="",
    unit="%",
    decimals=0,
    as_of=None,
    source="",
    valid_until=None,
    fallback="most",
    version=7,
)
SLIDE = ManifestSlide(
    number=2,
    title="It saves 68 %",
    kind="statement",
    slide_id=11,
    block="b",
    asset=5,
    asset_title="A case",
    content_digest="d1",
    facts=(ManifestFact(3, "saving", "Saving", 7, FACT.display),),
    pictures=(ManifestPicture(9, "p1"),),
)
LIVE = LiveState(
    today=TODAY, theme_version=1, assets={5: ASSET}, facts={3: FACT}, pictures={9: "p1"}
)


def with_asset(**changes) -> LiveState:
    return replace(LIVE, assets={5: replace(ASSET, **changes)})


def with_fact(**changes) -> LiveState:
    return replace(LIVE, facts={3: replace(FACT, **changes)})


@pytest.mark.parametrize(
    ("live", "state", "codes"),
    [
        (LIVE, Freshness.CURRENT, []),
        (with_asset(digests={"b": "d2"}), Freshness.OUTDATED, [ReasonCode.TEXT]),
        (with_asset(digests={}), Freshness.WITHDRAWN, [ReasonCode.DELETED]),
        (with_asset(live=False), Freshness.WITHDRAWN, [ReasonCode.UNPUBLISHED]),
        (with_asset(live=False, expired=True), Freshness.WITHDRAWN, [ReasonCode.EXPIRED]),
        (with_asset(internal=True), Freshness.WITHDRAWN, [ReasonCode.RECALLED]),
        (replace(LIVE, assets={}), Freshness.WITHDRAWN, [ReasonCode.DELETED]),
        (with_fact(number=Decimal(71)), Freshness.OUTDATED, [ReasonCode.FACT]),
        (with_fact(version=8), Freshness.CURRENT, []),
        (with_fact(published=False), Freshness.WITHDRAWN, [ReasonCode.UNPUBLISHED]),
        (
            with_fact(valid_until=TODAY - timedelta(days=1)),
            Freshness.WITHDRAWN,
            [ReasonCode.EXPIRED],
        ),
        (with_fact(valid_until=TODAY), Freshness.CURRENT, []),
        (replace(LIVE, facts={}), Freshness.WITHDRAWN, [ReasonCode.DELETED]),
        (replace(LIVE, pictures={9: "p2"}), Freshness.OUTDATED, [ReasonCode.PICTURE]),
        (replace(LIVE, pictures={}), Freshness.OUTDATED, [ReasonCode.PICTURE]),
    ],
)
def test_each_change_has_its_state_and_reason(live, state, codes):
    found = slide_freshness(SLIDE, live)
    assert (found.state, [reason.code for reason in found.reasons]) == (state, codes)


def test_a_changed_figure_tells_both_values():
    [reason] = slide_freshness(SLIDE, with_fact(number=Decimal(71))).reasons
    assert (reason.before, reason.after) == ("68\u00a0%", "71\u00a0%")


def test_the_gravest_reason_comes_first():
    live = replace(with_fact(number=Decimal(71)), assets={})
    codes = [reason.code for reason in slide_freshness(SLIDE, live).reasons]
    assert codes == [ReasonCode.DELETED, ReasonCode.FACT]


def test_a_new_theme_outdates_every_slide():
    manifest = Manifest("b", 1, "D", 1, "", "", "", "en", "folio", 1, "", slides=(SLIDE,))
    assert build_freshness(manifest, LIVE).state is Freshness.CURRENT
    changed = build_freshness(manifest, replace(LIVE, theme_version=2))
    assert changed.codes == {ReasonCode.THEME}
    # The template of the deck asks for another look.
    changed = build_freshness(manifest, replace(LIVE, families={1: "vector"}))
    assert changed.codes == {ReasonCode.THEME}


def test_an_own_slide_is_outdated_by_a_change_and_not_by_its_removal():
    own = replace(SLIDE, asset=None, block="", facts=(), pictures=())
    assert slide_freshness(own, replace(LIVE, own={11: "d1"})).state is Freshness.CURRENT
    assert slide_freshness(own, replace(LIVE, own={11: "d2"})).state is Freshness.OUTDATED
    assert slide_freshness(own, LIVE).state is Freshness.CURRENT


def test_the_worst_slide_names_the_state_of_the_build():
    assert worst([]) is Freshness.CURRENT
    assert worst([Freshness.OUTDATED, Freshness.WITHDRAWN]) is Freshness.WITHDRAWN


def test_only_new_figures_are_told_apart_from_other_changes():
    manifest = Manifest("b", 1, "D", 1, "", "", "", "en", "folio", 1, "", slides=(SLIDE,))
    figure = with_fact(number=Decimal(71))
    assert build_freshness(manifest, figure).only_facts_changed
    both = replace(figure, pictures={})
    assert not build_freshness(manifest, both).only_facts_changed
