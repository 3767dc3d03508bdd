"""Making and changing decks. Plain arguments in, rights checked here too."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import ListBlock

from cms.assets.indexing import slide_title
from cms.assets.models import Asset
from cms.slides.blocks import SlidesBlock
from personas.access.roles import is_sales
from personas.accounts.models import Account
from personas.deals.models import Deal
from personas.prospects.models import Prospect
from pitch_builder.decks.history.recording import Step, changing, is_locked, slides_of
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.outlines import DeckTemplate
from pitch_builder.decks.references import index_references
from pitch_builder.decks.rights import check_may_see
from pitch_builder.decks.sections import outline_of
from pitch_builder.errors import Conflict, NotAllowed, PitchError


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
    """Copy a deck for another account: the same slides, its merge fields filled anew."""
    check_may_see(user, deck)
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
    copy.copied_from, copy.outline = deck, deck.outline
    copy.cover_picture_id = deck.cover_picture_id
    copy.save(update_fields=["copied_from", "outline", "cover_picture"])
    slides = slides_of(deck)
    for slide in slides:
        slide.pk, slide.deck, slide.taken = None, copy, ""
    DeckSlide.objects.bulk_create(slides)
    index_references(copy)
    return copy


def add_slides(
    deck: Deck,
    *,
    user: Any,
    asset: Asset,
    block_ids: Iterable[str] | None = None,
    section: str = "",
    at: int | None = None,
    before: int | None = None,
    reason: str = "",
    token: str = "",
) -> list[DeckSlide]:
    """Put slides of an asset on the deck, all of them by default, in one step.

    They go before the slide `before`, to place `at`, or to the end of their section. Raises
    NotAllowed, and PitchError where the asset may not stand on decks, or the template takes no
    assets of its kind.
    """
    with changing(deck, user=user, token=token) as step:
        template = step.deck.template
        if not Asset.objects.usable_in_decks().filter(pk=asset.pk).exists():
            raise PitchError(
                _(
                    "“%(title)s” may not stand on decks: it is not current, internal, not to be "
                    "mixed, or has no slides."
                )
                % {"title": asset.title}
            )
        if template is not None and not template.allows(asset.kind):
            raise PitchError(
                _("The template “%(template)s” takes no %(kind)s.")
                % {"template": template, "kind": str(asset.get_kind_display()).lower()}
            )
        slides = [
            DeckSlide(
                section=section,
                asset=asset,
                block_id=child.id,
                title=slide_title(child)[:250],
                asset_title=asset.title,
                reason=reason[:300],
            )
            for child in _children(asset, block_ids)
        ]
        put(step, slides, at=place_before(step, before) if at is None else at)
        step.label = ngettext(
            "%(n)d slide of “%(title)s” added", "%(n)d slides of “%(title)s” added", len(slides)
        ) % {"n": len(slides), "title": asset.title}
    return slides


def _children(asset: Asset, block_ids: Iterable[str] | None) -> list[Any]:
    wanted = None if block_ids is None else set(block_ids)
    children = [child for child in asset.slides if wanted is None or child.id in wanted]
    if wanted is not None and len(children) < len(wanted):
        raise PitchError(_("A slide is no longer in “%(title)s”.") % {"title": asset.title})
    return children


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
    if block_type not in SlidesBlock().child_blocks:
        raise PitchError(_("There is no slide of this kind."))
    with changing(deck, user=user) as step:
        slide = _set_own(DeckSlide(section=section), block_type, raw)
        put(step, [slide], at=at)
        step.label = _("“%(title)s” written") % {"title": slide}
    return slide


def change_details(deck: Deck, *, user: Any, **fields: Any) -> None:
    """Set title, lead, prospect, deal, persona, stage or template.

    Another template brings its own sections. Raises NotAllowed, and PitchError where slides of
    the present template are locked, or the deal or the prospect is of another account.
    """
    with changing(deck, user=user) as step:
        deal = fields.get("deal")
        if deal is not None and deal.pk != step.deck.deal_id:
            _check_deal(deal, step.deck.account, user)
        prospect = fields.get("prospect")
        if prospect is not None and prospect.account_id not in (None, step.deck.account_id):
            raise PitchError(_("This prospect belongs to another account."))
        template = fields.get("template", step.deck.template)
        if step.deck.template_id != (template.pk if template else None):
            _check_may_leave_template(step)
            fields["outline"] = None
        for name, value in fields.items():
            setattr(step.deck, name, value)
        step.deck.save(update_fields=[*fields, "updated_at"])
        step.label = _("Details changed")


def _check_may_leave_template(step: Step) -> None:
    locked = next((slide for slide in step.slides if slide.is_locked), None)
    if locked is not None:
        raise PitchError(
            _("“%(slide)s” is locked by the template. Make a new deck from another template.")
            % {"slide": locked}
        )


def _check_deal(deal: Deal | None, account: Account, user: Any) -> None:
    """Raise PitchError for a deal of another account, NotAllowed for one that is hidden."""
    if deal is None:
        return
    if deal.account_id != account.pk:
        raise PitchError(_("This deal is with another account."))
    if not Deal.objects.visible_to(user).filter(pk=deal.pk).exists():
        raise NotAllowed(_("This deal belongs to somebody else."))


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


def remove_slides(
    deck: Deck, *, user: Any, slide_ids: Iterable[int], token: str = ""
) -> list[DeckSlide]:
    """Take slides off the deck in one step, and return them.

    Raises NotAllowed, and PitchError for a slide that the template locks.
    """
    with changing(deck, user=user, token=token) as step:
        gone = chosen(step, slide_ids)
        DeckSlide.objects.filter(pk__in=[slide.pk for slide in gone]).delete()
        step.label = ngettext("“%(title)s” removed", "%(n)d slides removed", len(gone)) % {
            "n": len(gone),
            "title": gone[0] if gone else "",
        }
    return gone


def chosen(step: Step, slide_ids: Iterable[int]) -> list[DeckSlide]:
    """Return these slides in the deck's order; one that is gone already is left out.

    Raises PitchError for a slide that the template locks.
    """
    wanted = set(slide_ids)
    found = [slide for slide in step.slides if slide.pk in wanted]
    for slide in found:
        if slide.is_locked:
            raise is_locked(slide)
    return found


def put(step: Step, slides: list[DeckSlide], *, at: int | None = None) -> None:
    """Put new slides on the deck: to place `at`, or to the end of their section."""
    if not slides:
        return
    there = step.slides
    place = _place(step, slides[0].section) if at is None else max(0, min(at, len(there)))
    order = [*there[:place], *slides, *there[place:]]
    for number, slide in enumerate(order):
        if slide.pk is None:
            slide.deck, slide.sort_order = step.deck, number
    DeckSlide.objects.bulk_create(slides)
    write_order(step, order)


def write_order(step: Step, order: Sequence[DeckSlide]) -> None:
    """Number the slides in this order, and keep their sections. One query."""
    moved = []
    for place, slide in enumerate(order):
        slide.sort_order = place
        if step.places.get(slide.pk) != (place, slide.section):
            moved.append(slide)
    DeckSlide.objects.bulk_update(moved, ["sort_order", "section"])


def place_before(step: Step, slide_id: int | None) -> int | None:
    """Return the place of a slide, None where none is named; raises Conflict where it is gone."""
    if slide_id is None:
        return None
    found = next((n for n, slide in enumerate(step.slides) if slide.pk == slide_id), None)
    if found is None:
        raise Conflict(_("The slide that this was put before is no longer on the deck."))
    return found


def _place(step: Step, section: str) -> int:
    """Return where a new slide of a section goes: after its last, or where the section begins."""
    slides = step.slides
    names = [row.name for row in outline_of(step.deck, slides)]
    later = names[names.index(section) + 1 :] if section in names else []
    within = [place for place, slide in enumerate(slides, start=1) if slide.section == section]
    if within:
        return within[-1]
    return next((at for at, slide in enumerate(slides) if slide.section in later), len(slides))


def block_messages(error: Any) -> list[str]:
    """Return all messages of a StreamField block's validation error, with their fields."""

    def walk(data: Any, field: str) -> list[str]:
        label = field.replace("_", " ").capitalize()
        found = [f"{label}: {text}" if field else text for text in data.get("messages", ())]
        for name, inner in data.get("blockErrors", {}).items():
            found += walk(inner, name if isinstance(name, str) else field)
        return found

    if hasattr(error, "as_json_data"):
        return walk(error.as_json_data(), "")
    return list(error.messages)
