"""The demo's deck templates, decks with builds, and rooms with visits over the past months."""

from __future__ import annotations

from typing import Any

from pitch_builder.builds.models import Build
from pitch_builder.builds.services import build_now
from pitch_builder.decks import services as decks
from pitch_builder.decks.models import Deck
from pitch_builder.decks.outlines import DeckTemplate, TemplateSection, TemplateSlide
from pitch_builder.decks.starting import start_slides
from pitch_builder.demo.loading.blocks import BlockWriter
from pitch_builder.demo.loading.history import load_visits
from pitch_builder.demo.loading.shelf import Shelf
from pitch_builder.demo.selling import DemoDeck, DemoRoom, Section, SlideChoice
from pitch_builder.rooms.models import Room, RoomItem, RoomLink
from pitch_builder.rooms.passcodes import hashed


def load_templates(shelf: Shelf) -> None:
    writer = BlockWriter(shelf)
    for row in shelf.content.templates:
        template, made = DeckTemplate.objects.get_or_create(
            slug=row.slug,
            defaults={
                "name": row.name,
                "description": row.description,
                "rebuild_on_fact_change": row.rebuild_on_fact_change,
                "needs_approval": row.needs_approval,
                "theme": row.theme,
                "kinds": list(row.kinds) or None,
            },
        )
        if made:
            template.sections.set(
                [
                    _section(section, place, shelf, writer)
                    for place, section in enumerate(row.sections)
                ]
            )
            template.save()
        shelf.made += made
        shelf.templates[row.slug] = template


def _section(row: Section, place: int, shelf: Shelf, writer: BlockWriter) -> TemplateSection:
    section = TemplateSection(
        sort_order=place,
        name=row.name,
        hint=row.hint,
        query=row.query,
        stage=shelf.stages[row.stage] if row.stage else None,
        wanted=row.count,
        required=row.required,
    )
    section.start_slides.set(
        [_start_slide(choice, at, shelf, writer) for at, choice in enumerate(row.slides)]
    )
    return section


def _start_slide(
    choice: SlideChoice, place: int, shelf: Shelf, writer: BlockWriter
) -> TemplateSlide:
    slide = TemplateSlide(
        sort_order=place,
        asset=shelf.assets[choice.asset].asset_ptr,
        block_id=writer.slide_id(choice.asset, choice.label),
        locked=choice.locked,
    )
    slide.clean()
    return slide


def load_decks(shelf: Shelf) -> None:
    writer = BlockWriter(shelf)
    for row in shelf.content.decks:
        account = shelf.accounts[row.account]
        deck = Deck.objects.filter(title=row.title, account=account).first()
        if deck is None:
            deck = _make_deck(row, shelf, writer)
            shelf.made += 1
            shelf.new_decks += 1
        shelf.decks[row.slug] = deck


def _make_deck(row: DemoDeck, shelf: Shelf, writer: BlockWriter) -> Deck:
    owner = shelf.users[row.owner]
    cover, *choices = row.slides
    deck = decks.create_deck(
        user=owner,
        title=row.title,
        account=shelf.accounts[row.account],
        prospect=shelf.prospects[row.prospect] if row.prospect else None,
        deal=shelf.deals[row.deal] if row.deal else None,
        persona=shelf.personas[row.persona],
        stage=shelf.stages[row.stage],
        template=shelf.templates[row.template],
    )
    opening = _cover_fields(cover, shelf)
    deck.lead = writer.with_figures(opening.get("lead", ""))
    deck.cover_picture = shelf.image(opening.get("picture", ""))
    deck.save()
    section = ""
    for choice in choices:
        section = choice.section or section
        _place(deck, owner, choice, section, shelf, writer)
    _tie_to_template(deck)
    Deck.objects.filter(pk=deck.pk).update(created_at=shelf.moment(row.created_day))
    if row.built_day is not None:
        moment = shelf.moment(row.built_day)
        build = build_now(deck, user=owner, moment=moment)
        Build.objects.filter(pk=build.pk).update(created_at=moment)  # it says when a row is made
        Deck.objects.filter(pk=deck.pk).update(updated_at=moment)
    return deck


def _cover_fields(cover: SlideChoice, shelf: Shelf) -> Any:
    """Return the fields of the title slide that the deck's own cover takes after."""
    slide = cover.own or shelf.content.asset(cover.asset).slide(cover.label)
    return slide.fields


def _place(
    deck: Deck, owner: Any, choice: SlideChoice, section: str, shelf: Shelf, writer: BlockWriter
) -> None:
    at = deck.deck_slides.count()
    if choice.own is not None:
        decks.add_own_slide(
            deck,
            user=owner,
            block_type=choice.own.type,
            raw=writer.slide(choice.own, deck.title),
            section=section,
            at=at,
        )
        return
    asset = shelf.assets[choice.asset]
    decks.add_slides(
        deck,
        user=owner,
        asset=asset.asset_ptr,
        block_ids=[writer.slide_id(choice.asset, choice.label)],
        section=section,
        at=at,
    )


def _tie_to_template(deck: Deck) -> None:
    """Let the slides that the template brings be known as such, as `start_deck` does."""
    if deck.template is None:
        return
    brought = {(s.asset_id, s.block_id): s for s in start_slides(deck.template)}
    for slide in deck.deck_slides.all():
        slide.start_slide = brought.get((slide.asset_id, slide.block_id))
        slide.save()


def load_rooms(shelf: Shelf) -> None:
    for row in shelf.content.rooms:
        account = shelf.accounts[row.account]
        if Room.objects.filter(title=row.title, account=account).exists():
            continue
        _make_room(row, shelf)
        shelf.made += 1


def _make_room(row: DemoRoom, shelf: Shelf) -> None:
    owner = shelf.users[row.owner]
    first = shelf.prospects[row.links[0].prospect]
    room = Room.objects.create(
        title=row.title,
        account=shelf.accounts[row.account],
        persona=first.persona,
        stage=first.stage,
        owner=owner,
        message=row.message,
    )
    room.items = [
        *(RoomItem(deck=shelf.decks[slug], title=shelf.decks[slug].title) for slug in row.decks),
        *(
            RoomItem(asset=shelf.assets[slug].asset_ptr, title=shelf.assets[slug].title)
            for slug in row.assets
        ),
    ]
    room.save()
    Room.objects.filter(pk=room.pk).update(
        created_at=shelf.moment(row.created_day), updated_at=shelf.moment(row.created_day)
    )
    for sent in row.links:
        moment = shelf.moment(sent.sent_day)
        link = RoomLink.objects.create(
            room=room,
            prospect=shelf.prospects[sent.prospect],
            expires_at=shelf.moment(sent.expires_days),
            may_download=sent.may_download,
            revoked_at=shelf.moment(-1) if sent.revoked else None,
            passcode=hashed(sent.passcode),
            created_by=owner,
            mailed_at=moment,
        )
        RoomLink.objects.filter(pk=link.pk).update(created_at=moment)
        load_visits(link, sent.visits, row, shelf)
