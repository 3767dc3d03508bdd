"""Is a build still what is approved? Compares a manifest with the live state. No ORM."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from cms.facts.values import FactState, FactValue
from pitch_builder.builds.manifest import Manifest, ManifestSlide
from pitch_builder.decks.problems import ProblemCode
from pitch_builder.enums import WITHDRAWING, Freshness, ReasonCode


@dataclass(frozen=True, slots=True)
class LiveAsset:
    """An asset as it is now; `digests` holds the content digest of each of its slide blocks."""

    id: int
    title: str
    live: bool
    expired: bool
    internal: bool
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LiveState:
    """All that a set of manifests names, as it is now. What is absent was deleted."""

    today: date
    theme_version: int
    assets: Mapping[int, LiveAsset] = field(default_factory=dict)
    facts: Mapping[int, FactValue] = field(default_factory=dict)
    pictures: Mapping[int, str] = field(default_factory=dict)
    own: Mapping[int, str] = field(default_factory=dict)
    families: Mapping[int, str] = field(default_factory=dict)  # the look of each deck now


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a slide is not current; `before` and `after` are the words of a changed figure."""

    code: ReasonCode
    what: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class SlideFreshness:
    number: int
    title: str
    slide_id: int | None
    state: Freshness
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class BuildFreshness:
    """The state of a whole build: that of its worst slide."""

    slides: tuple[SlideFreshness, ...]

    @property
    def state(self) -> Freshness:
        return worst(slide.state for slide in self.slides)

    @property
    def changed(self) -> tuple[SlideFreshness, ...]:
        return tuple(slide for slide in self.slides if slide.state is not Freshness.CURRENT)

    @property
    def codes(self) -> frozenset[ReasonCode]:
        return frozenset(reason.code for slide in self.slides for reason in slide.reasons)

    @property
    def only_facts_changed(self) -> bool:
        """Outdated by nothing but new values of facts: rooms may take them by themselves."""
        return self.codes == {ReasonCode.FACT}


Noticed = Mapping[str, Mapping[str, str]]
"""Since when the reasons of slides hold: by slide number and reason code, in ISO 8601."""


def notice(before: Noticed, found: BuildFreshness, now: datetime) -> dict[str, dict[str, str]]:
    """Return since when each reason of each slide holds: as known `before`, else from `now`.

    What holds no longer is left out, so that what comes back later counts anew.
    """
    moment = now.isoformat(timespec="seconds")
    return {
        str(slide.number): {
            reason.code.value: before.get(str(slide.number), {}).get(reason.code.value, moment)
            for reason in slide.reasons
        }
        for slide in found.changed
    }


# What the gate finds, as the reason that it is for a build which has let it pass.
_PASSED = {
    ProblemCode.ASSET_EXPIRED.value: ReasonCode.EXPIRED,
    ProblemCode.ASSET_UNPUBLISHED.value: ReasonCode.UNPUBLISHED,
    ProblemCode.ASSET_INTERNAL.value: ReasonCode.RECALLED,
    ProblemCode.FACT_EXPIRED.value: ReasonCode.EXPIRED,
    ProblemCode.FACT_UNPUBLISHED.value: ReasonCode.UNPUBLISHED,
}

_ORDER = [Freshness.CURRENT, Freshness.OUTDATED, Freshness.WITHDRAWN]


def worst(states: Iterable[Freshness]) -> Freshness:
    """Return the worst of the states; current where there is none."""
    return max(states, key=_ORDER.index, default=Freshness.CURRENT)


def build_freshness(manifest: Manifest, live: LiveState) -> BuildFreshness:
    """Compare each slide of a manifest with the live state."""
    look = (live.theme_version, live.families.get(manifest.deck, manifest.theme))
    theme_changed = (manifest.theme_version, manifest.theme) != look
    passed: dict[int, set[tuple[ReasonCode, str]]] = {}
    for override in manifest.overrides:
        if (code := _PASSED.get(override.code)) is not None:
            passed.setdefault(override.slide, set()).add((code, override.what))
    return BuildFreshness(
        tuple(
            slide_freshness(slide, live, theme_changed, passed.get(slide.number, ()))
            for slide in manifest.slides
        )
    )


def slide_freshness(
    slide: ManifestSlide,
    live: LiveState,
    theme_changed: bool = False,
    passed: Collection[tuple[ReasonCode, str]] = (),
) -> SlideFreshness:
    """Return the state of one slide with all of its reasons, the gravest first.

    Reasons in `passed`, by code and by what they are of, were let pass when it was built.
    """
    reasons = [*_content_reasons(slide, live), *_fact_reasons(slide, live)]
    reasons += _picture_reasons(slide, live)
    if theme_changed:
        reasons.append(Reason(ReasonCode.THEME))
    reasons = [reason for reason in reasons if (reason.code, reason.what) not in passed]
    reasons.sort(key=lambda reason: reason.code not in WITHDRAWING)
    state = Freshness.CURRENT
    if reasons:
        grave = any(reason.code in WITHDRAWING for reason in reasons)
        state = Freshness.WITHDRAWN if grave else Freshness.OUTDATED
    return SlideFreshness(slide.number, slide.title, slide.slide_id, state, tuple(reasons))


def _content_reasons(slide: ManifestSlide, live: LiveState) -> list[Reason]:
    if slide.asset is None:
        if slide.slide_id is None:
            return []  # the cover, made from the deck's own fields
        now = live.own.get(slide.slide_id)
        # An own slide that was taken off the deck does not outdate the slides that were sent.
        return [Reason(ReasonCode.TEXT)] if now not in (None, slide.content_digest) else []
    asset = live.assets.get(slide.asset)
    if asset is None:
        return [Reason(ReasonCode.DELETED, slide.asset_title)]
    if asset.expired:
        return [Reason(ReasonCode.EXPIRED, asset.title)]
    if not asset.live:
        return [Reason(ReasonCode.UNPUBLISHED, asset.title)]
    if asset.internal:
        return [Reason(ReasonCode.RECALLED, asset.title)]
    now = asset.digests.get(slide.block)
    if now is None:
        return [Reason(ReasonCode.DELETED, slide.title)]
    if slide.edited:
        mine = live.own.get(slide.slide_id or 0)
        changed = now != slide.base_digest or mine not in (None, slide.content_digest)
    else:
        changed = now != slide.content_digest
    return [Reason(ReasonCode.TEXT, asset.title)] if changed else []


def _fact_reasons(slide: ManifestSlide, live: LiveState) -> list[Reason]:
    reasons = []
    for printed in slide.facts:
        now = live.facts.get(printed.id)
        if now is None:
            reasons.append(Reason(ReasonCode.DELETED, printed.label, printed.display))
        elif now.state(live.today) is FactState.UNPUBLISHED:
            reasons.append(Reason(ReasonCode.UNPUBLISHED, printed.label, printed.display))
        elif now.state(live.today) is FactState.EXPIRED:
            reasons.append(Reason(ReasonCode.EXPIRED, printed.label, printed.display))
        elif now.display != printed.display:
            reasons.append(Reason(ReasonCode.FACT, printed.label, printed.display, now.display))
    return reasons


def _picture_reasons(slide: ManifestSlide, live: LiveState) -> list[Reason]:
    return [
        Reason(ReasonCode.PICTURE)
        for picture in slide.pictures
        if live.pictures.get(picture.id) != picture.digest
    ][:1]
