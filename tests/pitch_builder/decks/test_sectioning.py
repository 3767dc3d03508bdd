"""Sections of a deck: added, renamed, moved, removed; what the template requires stays."""

from __future__ import annotations

import pytest

from pitch_builder.decks import services
from pitch_builder.decks.history.services import redo, undo
from pitch_builder.decks.outlines import TemplateSection
from pitch_builder.decks.sectioning import (
    add_section,
    move_section,
    remove_section,
    rename_section,
)
from pitch_builder.decks.sections import outline_of
from pitch_builder.decks.starting import start_deck
from pitch_builder.errors import Conflict, NotAllowed, PitchError
from tests.factories.personas import AccountFactory
from tests.factories.pitch import case_study_with_slides, make_deck, make_template, start_slide

pytestmark = pytest.mark.django_db


def names(deck):
    deck.refresh_from_db()
    return [row.name for row in outline_of(deck, deck.deck_slides.all())]


def sections(deck):
    return list(deck.deck_slides.order_by("sort_order").values_list("section", flat=True))


@pytest.fixture
def template():
    template = make_template("Why", "Proof", "Next")
    template.sections.filter(name="Proof").update(required=True)
    return template


@pytest.fixture
def deck(rep, template):
    """A slide in each section."""
    deck = make_deck(rep, template=template)
    asset = case_study_with_slides()
    for child, section in zip(asset.slides, ("Why", "Proof", "Next"), strict=True):
        services.add_slides(
            deck, user=rep, asset=asset.asset_ptr, block_ids=[child.id], section=section
        )
    return deck


def test_the_template_gives_the_sections_until_the_rep_changes_them(rep, template, deck):
    TemplateSection.objects.create(template=template, name="Later", sort_order=9)
    assert names(deck) == ["Why", "Proof", "Next", "Later"]
    add_section(deck, user=rep, name=" Our   own ", after="Why")
    TemplateSection.objects.create(template=template, name="Latest", sort_order=10)
    assert names(deck) == ["Why", "Our own", "Proof", "Next", "Later"]


def test_what_marketing_requires_later_comes_at_its_place(rep, template, deck):
    add_section(deck, user=rep, name="Ours")
    TemplateSection.objects.create(template=template, name="Legal", sort_order=-1, required=True)
    assert names(deck) == ["Legal", "Why", "Proof", "Next", "Ours"]


def test_a_section_is_renamed_with_its_slides_and_keeps_its_hint(rep, template, deck):
    template.sections.filter(name="Why").update(hint="What it costs them")
    rename_section(deck, user=rep, name="Why", to="What it costs you")
    assert sections(deck) == ["What it costs you", "Proof", "Next"]
    found = outline_of(deck, ())[0]
    assert found.template.hint == "What it costs them"
    undo(deck, user=rep)
    assert sections(deck) == ["Why", "Proof", "Next"]
    assert names(deck) == ["Why", "Proof", "Next"]
    redo(deck, user=rep)
    assert names(deck) == ["What it costs you", "Proof", "Next"]


def test_a_section_moves_with_its_slides(rep, deck):
    move_section(deck, user=rep, name="Next", by=-1)
    assert sections(deck) == ["Why", "Next", "Proof"]
    move_section(deck, user=rep, name="Why", by=-1)  # already the first
    assert names(deck) == ["Why", "Next", "Proof"]


def test_only_an_empty_section_is_removed(rep, deck):
    with pytest.raises(PitchError, match="still has slides"):
        remove_section(deck, user=rep, name="Next")
    services.remove_slides(deck, user=rep, slide_ids=[deck.deck_slides.last().pk])
    remove_section(deck, user=rep, name="Next")
    assert names(deck) == ["Why", "Proof"]


def test_what_is_required_is_neither_renamed_nor_removed(rep, deck):
    proof = deck.deck_slides.get(section="Proof")
    services.remove_slides(deck, user=rep, slide_ids=[proof.pk])
    with pytest.raises(PitchError, match="Marketing keeps"):
        remove_section(deck, user=rep, name="Proof")
    with pytest.raises(PitchError, match="Marketing keeps"):
        rename_section(deck, user=rep, name="Proof", to="What others say")


def test_kept_sections_keep_their_order_among_each_other(rep, template):
    start_slide(template, "Next", case_study_with_slides(), locked=True)
    deck = start_deck(user=rep, template=template, title="x", account=AccountFactory()).deck
    with pytest.raises(PitchError, match="in this order"):
        move_section(deck, user=rep, name="Next", by=-1)  # locked, before the required one
    move_section(deck, user=rep, name="Why", by=1)
    assert names(deck) == ["Proof", "Why", "Next"]


@pytest.mark.parametrize("name", ["", "   ", "proof"])
def test_a_name_is_said_and_not_taken(rep, deck, name):
    with pytest.raises(PitchError):
        add_section(deck, user=rep, name=name)
    with pytest.raises(PitchError):
        rename_section(deck, user=rep, name="Why", to=name)


def test_a_section_that_is_gone_is_a_conflict(rep, deck):
    for change in (
        lambda: rename_section(deck, user=rep, name="Gone", to="x"),
        lambda: move_section(deck, user=rep, name="Gone", by=1),
        lambda: remove_section(deck, user=rep, name="Gone"),
        lambda: add_section(deck, user=rep, name="New", after="Gone"),
    ):
        with pytest.raises(Conflict):
            change()


def test_a_colleague_changes_no_sections(other_rep, deck):
    with pytest.raises(NotAllowed):
        add_section(deck, user=other_rep, name="New")


def test_another_template_brings_its_own_sections(rep, deck):
    add_section(deck, user=rep, name="Ours")
    other = make_template("One", "Two", name="Other")
    services.change_details(deck, user=rep, template=other)
    assert names(deck)[:2] == ["One", "Two"]
    undo(deck, user=rep)
    assert names(deck) == ["Why", "Proof", "Next", "Ours"]
