"""Whatever a build holds: it is current as long as nothing changes, and each single change is
said with its own reason, on the slides that show what changed and on no others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cms.facts.values import FactValue
from pitch_builder.builds.freshness import LiveAsset, LiveState, build_freshness
from pitch_builder.builds.manifest import (
    Manifest,
    ManifestFact,
    ManifestOverride,
    ManifestPicture,
    ManifestSlide,
)
from pitch_builder.decks.problems import ProblemCode
from pitch_builder.enums import WITHDRAWING, Freshness, ReasonCode

TODAY = date(2026, 11, 22)
DECK = 7
ids = st.integers(1, 4)
BLOCKS = ("b1", "b2")


@st.composite
def live_states(draw: st.DrawFn) -> LiveState:
    """Everything is there and may be shown: assets with two slides each, facts, pictures."""
    assets = {
        pk: LiveAsset(
            pk,
            f"Asset {pk}",
            live=True,
            expired=False,
            internal=False,
            digests={block: f"{pk}-{block}" for block in BLOCKS},
        )
        for pk in range(1, 5)
    }
    facts = {
        pk: FactValue(
            id=pk,
            key=f"fact-{pk}",
            label=f"Fact {pk}",
            number=Decimal(draw(st.integers(-999, 9999))),
            prefix=draw(st.sampled_from(["", "£"])),
            unit=draw(st.sampled_from(["", "%", "t"])),
            decimals=draw(st.integers(0, 2)),
            as_of=None,
            source="",
            valid_until=draw(st.none() | st.just(TODAY) | st.just(TODAY + timedelta(days=9))),
            fallback="",
            version=draw(st.integers(1, 99)),
        )
        for pk in range(1, 5)
    }
    return LiveState(
        today=TODAY,
        theme_version=draw(st.integers(0, 9)),
        assets=assets,
        facts=facts,
        pictures={pk: f"p{pk}" for pk in range(1, 5)},
        own={pk: f"own-{pk}" for pk in range(1, 9)},
        families={DECK: "folio"},
    )


@st.composite
def slides(draw: st.DrawFn, live: LiveState, number: int) -> ManifestSlide:
    """A slide printed from the live state: an asset's, the rep's version of one, or an own one."""
    kind = draw(st.sampled_from(["asset", "edited", "own"])) if number > 1 else "cover"
    printed = ManifestSlide(
        number=number,
        title=f"Slide {number}",
        kind="statement",
        slide_id=None if kind == "cover" else number - 1,
        facts=tuple(
            ManifestFact(pk, live.facts[pk].key, live.facts[pk].label, 1, live.facts[pk].display)
            for pk in sorted(draw(st.sets(ids, max_size=3)))
        ),
        pictures=tuple(
            ManifestPicture(pk, live.pictures[pk]) for pk in sorted(draw(st.sets(ids, max_size=2)))
        ),
    )
    if kind in ("cover", "own"):
        return replace(printed, content_digest=live.own.get(number - 1, ""), approved=False)
    asset, block = live.assets[draw(ids)], draw(st.sampled_from(BLOCKS))
    now = asset.digests[block]
    printed = replace(printed, asset=asset.id, asset_title=asset.title, block=block)
    if kind == "edited":
        mine = live.own[number - 1]
        return replace(printed, edited=True, base_digest=now, content_digest=mine)
    return replace(printed, content_digest=now)


@dataclass(frozen=True)
class Built:
    manifest: Manifest
    live: LiveState


@st.composite
def builds(draw: st.DrawFn) -> Built:
    live = draw(live_states())
    count = draw(st.integers(1, 8))
    manifest = Manifest(
        "b", DECK, "A deck", 1, "", "", "", "en", "folio", live.theme_version, "",
        slides=tuple(draw(slides(live, number)) for number in range(1, count + 1)),
    )  # fmt: skip
    return Built(manifest, live)


@dataclass(frozen=True)
class Change:
    """What happens to the live state, why slides are then not current, and which slides."""

    make: Callable[[LiveState, int], LiveState]
    code: ReasonCode | None
    hits: Callable[[ManifestSlide, int], bool]


def on_asset(**changed: Any) -> Callable[[LiveState, int], LiveState]:
    def make(live: LiveState, pk: int) -> LiveState:
        return replace(live, assets={**live.assets, pk: replace(live.assets[pk], **changed)})

    return make


def on_fact(**changed: Any) -> Callable[[LiveState, int], LiveState]:
    def make(live: LiveState, pk: int) -> LiveState:
        return replace(live, facts={**live.facts, pk: replace(live.facts[pk], **changed)})

    return make


def another_value(live: LiveState, pk: int) -> LiveState:
    return on_fact(number=live.facts[pk].number + 1)(live, pk)


def without(name: str) -> Callable[[LiveState, int], LiveState]:
    def make(live: LiveState, pk: int) -> LiveState:
        held = getattr(live, name)
        return replace(live, **{name: {key: held[key] for key in held if key != pk}})

    return make


def shows_asset(slide: ManifestSlide, pk: int) -> bool:
    return slide.asset == pk


def shows_first_block(slide: ManifestSlide, pk: int) -> bool:
    return slide.asset == pk and slide.block == "b1"


def shows_fact(slide: ManifestSlide, pk: int) -> bool:
    return pk in {fact.id for fact in slide.facts}


def shows_picture(slide: ManifestSlide, pk: int) -> bool:
    return pk in {picture.id for picture in slide.pictures}


def is_written_by_the_rep(slide: ManifestSlide, pk: int) -> bool:
    return slide.slide_id == pk and (slide.edited or slide.asset is None)


def every_slide(slide: ManifestSlide, pk: int) -> bool:
    return True


def none(slide: ManifestSlide, pk: int) -> bool:
    return False


YESTERDAY = TODAY - timedelta(days=1)
CHANGES = {
    "new words on a slide of an asset": Change(
        lambda live, pk: on_asset(digests={**live.assets[pk].digests, "b1": "new"})(live, pk),
        ReasonCode.TEXT,
        shows_first_block,
    ),
    "a slide of an asset is gone": Change(
        lambda live, pk: on_asset(digests={"b2": live.assets[pk].digests["b2"]})(live, pk),
        ReasonCode.DELETED,
        shows_first_block,
    ),
    "an asset expired": Change(
        on_asset(expired=True, live=False), ReasonCode.EXPIRED, shows_asset
    ),
    "an asset was unpublished": Change(
        on_asset(live=False), ReasonCode.UNPUBLISHED, shows_asset
    ),
    "an asset was recalled": Change(on_asset(internal=True), ReasonCode.RECALLED, shows_asset),
    "an asset was deleted": Change(without("assets"), ReasonCode.DELETED, shows_asset),
    "an asset has another title": Change(on_asset(title="Renamed"), None, none),
    "a figure has another value": Change(another_value, ReasonCode.FACT, shows_fact),
    "a figure has a new version with the value it had": Change(on_fact(version=100), None, none),
    "a figure expired": Change(
        on_fact(valid_until=YESTERDAY), ReasonCode.EXPIRED, shows_fact
    ),
    "a figure was unpublished": Change(
        on_fact(published=False), ReasonCode.UNPUBLISHED, shows_fact
    ),
    "a figure was deleted": Change(without("facts"), ReasonCode.DELETED, shows_fact),
    "another picture": Change(
        lambda live, pk: replace(live, pictures={**live.pictures, pk: "new"}),
        ReasonCode.PICTURE,
        shows_picture,
    ),
    "a picture was deleted": Change(without("pictures"), ReasonCode.PICTURE, shows_picture),
    "the rep wrote something else": Change(
        lambda live, pk: replace(live, own={**live.own, pk: "new"}),
        ReasonCode.TEXT,
        is_written_by_the_rep,
    ),
    "the rep took a slide off": Change(without("own"), None, none),
    "the brand has a new version": Change(
        lambda live, pk: replace(live, theme_version=live.theme_version + pk),
        ReasonCode.THEME,
        every_slide,
    ),
    "the template asks for another look": Change(
        lambda live, pk: replace(live, families={DECK: "vector"}), ReasonCode.THEME, every_slide
    ),
}  # fmt: skip


@given(builds())
def test_what_did_not_change_is_current(built):
    found = build_freshness(built.manifest, built.live)
    assert found.state is Freshness.CURRENT
    assert found.changed == ()
    assert [slide.number for slide in found.slides] == [s.number for s in built.manifest.slides]


@given(builds(), st.sampled_from(sorted(CHANGES)), ids)
def test_each_single_change_is_said_with_its_reason_where_it_shows_and_nowhere_else(
    built, name, pk
):
    change = CHANGES[name]
    found = build_freshness(built.manifest, change.make(built.live, pk))
    for slide, fresh in zip(built.manifest.slides, found.slides, strict=True):
        codes = [reason.code for reason in fresh.reasons]
        assert codes == ([change.code] if change.hits(slide, pk) else [])
        expected = Freshness.CURRENT
        if codes:
            grave = change.code in WITHDRAWING
            expected = Freshness.WITHDRAWN if grave else Freshness.OUTDATED
        assert fresh.state is expected
    hit = any(change.hits(slide, pk) for slide in built.manifest.slides)
    assert (found.state is Freshness.CURRENT) == (not hit)
    assert found.only_facts_changed == (hit and change.code is ReasonCode.FACT)


@given(builds(), ids)
def test_what_was_let_pass_by_name_is_no_reason(built, pk):
    """An override holds for its slide and its finding, not for the same finding elsewhere."""
    live = CHANGES["a figure expired"].make(built.live, pk)
    holding = [slide for slide in built.manifest.slides if shows_fact(slide, pk)]
    if not holding:
        return
    passed = ManifestOverride(
        holding[0].number, ProblemCode.FACT_EXPIRED.value, f"Fact {pk}", "A lead", "Agreed"
    )
    found = build_freshness(replace(built.manifest, overrides=(passed,)), live)
    withdrawn = {slide.number for slide in found.changed}
    assert withdrawn == {slide.number for slide in holding[1:]}
