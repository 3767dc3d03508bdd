"""Making and changing decks. Plain arguments in, rights checked here too."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.blocks import ListBlock

from cms.assets.indexing import slide_title
from cms.assets.models import Asset
from cms.slides.blocks import SlidesBlock
from personas.access.roles import is_sales
from personas.accounts.models import Account
from personas.deals.models import Deal
from personas.prospects.models import Prospect
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.outlines import DeckTemplate
from pitch_builder.errors import Conflict, NotAllowed, PitchError


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a slide shall stand: its row, and the section it is in."""

    slide_id: int
    section: str = ""


def check_may_edit(user: Any, deck: Deck) -> None:
    """Raise NotAllowed unless `user` may change the deck."""
    if not Deck.objects.editable_by(user).filter(pk=deck.pk).exists():
        raise NotAllowed(_("This deck belongs to somebody else."))


@transaction.atomic
def create_deck(
    *,
    user: Any,
    title: str,
    account: Account,
    prospect: Prospect | None = None,
    deal: Deal | None = None,
    persona: Any = None,
    stage: Any = None,
    template: DeckTemplate | None = None,
    lead: str = "",
) -> Deck:
    """Make an empty deck for an account; persona and stage default to the prospect's own.

    `starting.start_deck` puts the template's slides on it too. Raises NotAllowed, and PitchError
    where the prospect or the deal is of another account.
    """
    if not is_sales(user):
        raise NotAllowed(_("Only sales makes decks."))
    if prospect is not None and prospect.account_id not in (None, account.pk):
        raise PitchError(_("This prospect belongs to another account."))
    _check_deal(deal, account, user)
    return Deck.objects.create(
        title=title.strip(),
        lead=lead.strip(),
        account=account,
        prospect=prospect,
        deal=deal,
        persona=persona or (prospect.persona if prospect else None),
        stage=stage or (prospect.stage if prospect else None),
        template=template,
        owner=user,
    )


@transaction.atomic
def duplicate_deck(
    deck: Deck,
    *,
    user: Any,
    account: Account,
    prospect: Prospect | None = None,
    title: str = "",
) -> Deck:
    """Copy a deck for another account: the same slides, its merge fields filled anew.

    The copy is for no deal yet: that of the original is another pitch's to win.
    """
    if not Deck.objects.visible_to(user).filter(pk=deck.pk).exists():
        raise NotAllowed(_("You may not see this deck."))
    copy = create_deck(
        user=user,
        title=title or deck.title,
        lead=deck.lead,
        account=account,
        prospect=prospect,
        persona=(prospect.persona if prospect else None) or deck.persona,
        stage=(prospect.stage if prospect else None) or deck.stage,
        template=deck.template,
    )
    copy.copied_from = deck
    copy.save(update_fields=["copied_from"])
    slides = _slides(deck)
    for slide in slides:
        slide.pk, slide.deck = None, copy
    DeckSlide.objects.bulk_create(slides)
    return copy


@transaction.atomic
def add_slides(
    deck: Deck,
    *,
    user: Any,
    asset: Asset,
    block_ids: Iterable[str] | None = None,
    section: str = "",
    at: int | None = None,
    reason: str = "",
) -> list[DeckSlide]:
    """Put slides of an asset on the deck, all of them by default, at place `at` or the end.

    Raises NotAllowed, and PitchError where the asset may not stand on decks.
    """
    check_may_edit(user, deck)
    if not Asset.objects.usable_in_decks().filter(pk=asset.pk).exists():
        raise PitchError(
            _(
                "“%(title)s” may not stand on decks: it is not current, internal, not to be "
                "mixed, or has no slides."
            )
            % {"title": asset.title}
        )
    if deck.template is not None and not deck.template.allows(asset.kind):
        raise PitchError(
            _("The template “%(template)s” takes no %(kind)s.")
            % {"template": deck.template, "kind": str(asset.get_kind_display()).lower()}
        )
    wanted = None if block_ids is None else set(block_ids)
    children = [child for child in asset.slides if wanted is None or child.id in wanted]
    if wanted is not None and len(children) < len(wanted):
        raise PitchError(_("A slide is no longer in “%(title)s”.") % {"title": asset.title})
    slides = [
        DeckSlide(
            deck=deck,
            section=section,
            asset=asset,
            block_id=child.id,
            title=slide_title(child)[:250],
            asset_title=asset.title,
            reason=reason[:300],
        )
        for child in children
    ]
    return _insert(deck, slides, _place(deck, section) if at is None else at)


@transaction.atomic
def add_own_slide(
    deck: Deck,
    *,
    user: Any,
    block_type: str,
    raw: Any,
    section: str = "",
    at: int | None = None,
) -> DeckSlide:
    """Put a slide of the rep's own on the deck; it is marked as not approved by marketing."""
    check_may_edit(user, deck)
    block = SlidesBlock().child_blocks.get(block_type)
    if block is None:
        raise PitchError(_("There is no slide of this kind."))
    slide = DeckSlide(deck=deck, section=section)
    place = _place(deck, section) if at is None else at
    return _insert(deck, [_set_own(slide, block_type, raw)], place)[0]


@transaction.atomic
def save_own_slide(slide: DeckSlide, *, user: Any, stream: Any) -> DeckSlide:
    """Write an own slide from a cleaned StreamField value; a new one goes to its section."""
    check_may_edit(user, slide.deck)
    if not slide.is_own:
        raise NotAllowed(_("Marketing's slides are changed in their asset."))
    slide.own = stream
    slide.title = slide_title(stream[0])[:250]
    if slide.pk is None:
        return _insert(slide.deck, [slide], _place(slide.deck, slide.section))[0]
    slide.save()
    _touch(slide.deck)
    return slide


@transaction.atomic
def change_details(deck: Deck, *, user: Any, **fields: Any) -> None:
    """Set title, lead, deal, persona, stage or template.

    Raises NotAllowed, and PitchError where slides of the present template are locked, or the
    deal is of another account.
    """
    check_may_edit(user, deck)
    kept_deal = Deck.objects.values_list("deal", flat=True).get(pk=deck.pk)
    if (deal := fields.get("deal")) is not None and deal.pk != kept_deal:
        _check_deal(deal, deck.account, user)
    kept = Deck.objects.values_list("template", flat=True).get(pk=deck.pk)
    template = fields.get("template", deck.template)
    if kept != (template.pk if template else None) and (locked := _locked(deck)):
        raise PitchError(
            _("“%(slide)s” is locked by the template. Make a new deck from another template.")
            % {"slide": locked[0]}
        )
    for name, value in fields.items():
        setattr(deck, name, value)
    deck.save(update_fields=[*fields, "updated_at"])
    _touch(deck)


def _check_deal(deal: Deal | None, account: Account, user: Any) -> None:
    """Raise PitchError for a deal of another account, NotAllowed for one that is hidden."""
    if deal is None:
        return
    if deal.account_id != account.pk:
        raise PitchError(_("This deal is with another account."))
    if not Deal.objects.visible_to(user).filter(pk=deal.pk).exists():
        raise NotAllowed(_("This deal belongs to somebody else."))


@transaction.atomic
def save_in_place(slide: DeckSlide, *, user: Any) -> DeckSlide:
    """Write a slide that was changed where it stands. Raises NotAllowed and, for a slide that
    the template locks, PitchError."""
    check_may_edit(user, slide.deck)
    if slide.is_locked:
        raise _is_locked(slide)
    slide.save()
    _touch(slide.deck)
    return slide


def _set_own(slide: DeckSlide, block_type: str, raw: Any) -> DeckSlide:
    child = SlidesBlock().child_blocks[block_type]
    defaults = {
        name: [] if isinstance(part, ListBlock) else part.get_prep_value(part.get_default())
        for name, part in child.child_blocks.items()
    }
    try:
        value = child.clean(child.to_python({**defaults, **raw}))
    except ValidationError as error:
        raise PitchError(" ".join(block_messages(error))) from error
    stored = child.get_prep_value(value)
    stream_block = DeckSlide._meta.get_field("own").stream_block
    slide.own = stream_block.to_python(
        [{"type": block_type, "value": stored, "id": str(uuid.uuid4())}]
    )
    slide.title = slide_title(slide.own[0])[:250]
    return slide


@transaction.atomic
def remove_slides(deck: Deck, *, user: Any, slide_ids: Iterable[int]) -> list[DeckSlide]:
    """Take slides off the deck, and return them so that they can be put back.

    Raises NotAllowed, and PitchError for a slide that the template locks.
    """
    check_may_edit(user, deck)
    gone = list(deck.deck_slides.filter(pk__in=list(slide_ids)).select_related("start_slide"))
    for slide in gone:
        if slide.is_locked:
            raise _is_locked(slide)
    DeckSlide.objects.filter(pk__in=[slide.pk for slide in gone]).delete()
    _renumber(deck, list(_slides(deck)))
    _touch(deck)
    return gone


@transaction.atomic
def restore_slides(deck: Deck, *, user: Any, slides: Iterable[DeckSlide]) -> None:
    """Put removed slides back where they stood."""
    check_may_edit(user, deck)
    for slide in sorted(slides, key=lambda slide: slide.sort_order or 0):
        at = slide.sort_order or 0
        if not DeckSlide.objects.filter(pk=slide.pk).exists():
            _insert(deck, [slide], at)


@transaction.atomic
def move_slide(deck: Deck, *, user: Any, slide_id: int, by: int) -> None:
    """Move a slide `by` places; at the border of a section it goes over into the next.

    Raises what `arrange` raises, and PitchError for a slide that the template locks.
    """
    slides = _slides(deck)
    at = next((i for i, slide in enumerate(slides) if slide.pk == slide_id), None)
    if at is None:
        raise Conflict(_("This slide is no longer on the deck."))
    to = max(0, min(at + by, len(slides) - 1))
    slide = slides[at]
    if slide.is_locked:
        raise _is_locked(slide)
    neighbour = slides[to]
    if neighbour.section != slide.section:
        slide.section = neighbour.section  # first over the border, then on
    else:
        slides.insert(to, slides.pop(at))
    arrange(deck, user=user, order=[Placing(s.pk, s.section) for s in slides])


@transaction.atomic
def arrange(
    deck: Deck, *, user: Any, order: Sequence[Placing], version: int | None = None
) -> None:
    """Set order and sections of all slides. Locked ones keep their section and their order.

    `version` is the one that the caller has seen; raises Conflict where the deck has moved
    on since, or where `order` does not name exactly the deck's slides; PitchError where a
    locked slide would move.
    """
    check_may_edit(user, deck)
    held = Deck.objects.select_for_update().get(pk=deck.pk)
    if version is not None and version != held.version:
        raise Conflict(_("The deck was changed elsewhere. Here it is as it stands now."))
    slides = {slide.pk: slide for slide in _slides(held)}
    if [placing.slide_id for placing in order] != list(
        dict.fromkeys(placing.slide_id for placing in order)
    ) or {placing.slide_id for placing in order} != slides.keys():
        raise Conflict(_("The deck has other slides by now. Here it is as it stands now."))
    _check_locked(slides, order)
    for place, placing in enumerate(order):
        slides[placing.slide_id].sort_order = place
        slides[placing.slide_id].section = placing.section[:80]
    DeckSlide.objects.bulk_update(slides.values(), ["sort_order", "section"])
    _touch(deck)


def _check_locked(slides: Mapping[int, DeckSlide], order: Sequence[Placing]) -> None:
    """Raise PitchError where a locked slide would leave its section or its order."""
    kept = [slide for slide in slides.values() if slide.is_locked]
    wanted = [placing for placing in order if slides[placing.slide_id].is_locked]
    for slide, placing in zip(kept, wanted, strict=True):
        if placing.slide_id != slide.pk or placing.section != slide.section:
            raise _is_locked(slides[placing.slide_id])


def _locked(deck: Deck) -> list[DeckSlide]:
    return [slide for slide in _slides(deck) if slide.is_locked]


def _is_locked(slide: DeckSlide) -> PitchError:
    return PitchError(
        _("Marketing keeps “%(slide)s” in its place: the template locks it.") % {"slide": slide}
    )


def _place(deck: Deck, section: str) -> int:
    """Return where a new slide of a section goes: after its last, or where the section begins."""
    slides = _slides(deck)
    names = deck.template.section_names if deck.template else []
    later = names[names.index(section) + 1 :] if section in names else []
    within = [place for place, slide in enumerate(slides, start=1) if slide.section == section]
    if within:
        return within[-1]
    return next((at for at, slide in enumerate(slides) if slide.section in later), len(slides))


def _slides(deck: Deck) -> list[DeckSlide]:
    rows = DeckSlide.objects.filter(deck=deck).select_related("start_slide")
    return list(rows.order_by("sort_order", "pk"))


def _insert(deck: Deck, slides: list[DeckSlide], at: int | None) -> list[DeckSlide]:
    present = _slides(deck)
    place = len(present) if at is None else max(0, min(at, len(present)))
    for slide in slides:
        slide.deck = deck
        slide.save()
    _renumber(deck, [*present[:place], *slides, *present[place:]])
    _touch(deck)
    return slides


def _renumber(deck: Deck, slides: list[DeckSlide]) -> None:
    for place, slide in enumerate(slides):
        slide.sort_order = place
    DeckSlide.objects.bulk_update(slides, ["sort_order"])


def _touch(deck: Deck) -> None:
    """Count a change, so that others notice that what they see is not the newest."""
    from django.utils import timezone

    Deck.objects.filter(pk=deck.pk).update(version=F("version") + 1, updated_at=timezone.now())
    deck.refresh_from_db(fields=["version", "updated_at"])


def block_messages(error: Any) -> list[str]:
    """Return all messages of a StreamField block's validation error, with their fields."""

    def walk(data: Any, field: str) -> list[str]:
        found = [f"{field}: {text}" if field else text for text in data.get("messages", ())]
        for name, inner in data.get("blockErrors", {}).items():
            found += walk(inner, name if isinstance(name, str) else field)
        return found

    if hasattr(error, "as_json_data"):
        return walk(error.as_json_data(), "")
    return list(error.messages)
