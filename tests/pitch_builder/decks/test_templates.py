"""Decks made from templates: start slides, locks, sections that wait for slides."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import ReferenceIndex

from cms.facts.models import Fact
from cms.operations.models import Job
from cms.operations.tasks import run_job
from pitch_builder.builds.live import freshness_of
from pitch_builder.builds.services import build_now
from pitch_builder.decks import services
from pitch_builder.decks.board import board_of
from pitch_builder.decks.history.recording import changing
from pitch_builder.decks.history.services import undo
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.outlines import TemplateSlide
from pitch_builder.decks.selection import hide_slides, move_slides, place_slides, write_notes
from pitch_builder.decks.starting import start_deck
from pitch_builder.decks.writing.services import change_slide, live_block, take_marketings
from pitch_builder.enums import Freshness, ReasonCode
from pitch_builder.errors import GateClosed, PitchError
from tests.factories.personas import AccountFactory
from tests.factories.pitch import case_study_with_slides, make_template, start_slide
from tests.soup import soup, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset():
    return case_study_with_slides(title="Harrow")


@pytest.fixture
def template():
    return make_template("Why", "Proof", "Next")


def start(user, template):
    return start_deck(user=user, title="x", account=AccountFactory(owner=user), template=template)


def placed(deck):
    rows = deck.deck_slides.order_by("sort_order")
    return [(slide.section, slide.block_id) for slide in rows]


def test_start_slides_stand_in_their_sections(rep, template, asset):
    later = start_slide(template, "Next", asset, number=2)
    first = start_slide(template, "Why", asset, number=1)
    started = start(rep, template)
    assert started.left_out == ()
    assert placed(started.deck) == [("Why", first.block_id), ("Next", later.block_id)]


def test_what_may_not_be_shown_is_left_out_and_said(rep, template, asset):
    gone = case_study_with_slides(Fact.objects.get(), title="Withdrawn")
    start_slide(template, "Why", gone)
    kept = start_slide(template, "Proof", asset)
    gone.unpublish()
    started = start(rep, template)
    assert [block for _section, block in placed(started.deck)] == [kept.block_id]
    assert "“Withdrawn” is not published." in started.left_out[0]


def test_a_deleted_asset_leaves_the_start_slides_name(rep, template, asset):
    start_slide(template, "Why", asset)
    asset.delete()
    started = start(rep, template)
    assert started.left_out[0].endswith(": “Harrow” was deleted.")


def test_a_locked_slide_is_neither_removed_nor_moved(rep, template, asset):
    start_slide(template, "Why", asset, locked=True)
    start_slide(template, "Why", asset, number=1)
    deck = start(rep, template).deck
    locked, free = deck.deck_slides.order_by("sort_order").values_list("pk", flat=True)
    with pytest.raises(PitchError, match="template locks it"):
        services.remove_slides(deck, user=rep, slide_ids=[locked])
    with pytest.raises(PitchError, match="template locks it"):
        move_slides(deck, user=rep, slide_ids=[locked], by=1)
    with pytest.raises(PitchError, match="template locks it"):
        place_slides(deck, user=rep, slide_ids=[locked], section="Next")
    place_slides(deck, user=rep, slide_ids=[free], section="Why", before=locked)
    assert list(deck.deck_slides.order_by("sort_order").values_list("pk", flat=True)) == [
        free,
        locked,
    ]


def test_locked_slides_keep_their_order(rep, template, asset):
    for number in range(2):
        start_slide(template, "Why", asset, number=number, locked=True)
    deck = start(rep, template).deck
    with pytest.raises(PitchError, match="template locks it"), changing(deck, user=rep) as step:
        services.write_order(step, step.slides[::-1])


def test_marketing_unlocks_in_the_template(rep, template, asset):
    start_slide(template, "Why", asset, locked=True)
    deck = start(rep, template).deck
    TemplateSlide.objects.update(locked=False)
    services.remove_slides(deck, user=rep, slide_ids=[deck.deck_slides.get().pk])
    assert not deck.deck_slides.exists()


def test_what_the_rep_hid_or_edited_before_it_was_locked_holds_nothing_up(rep, template, asset):
    for number in range(3):
        start_slide(template, "Why", asset, number=number)
    deck = start(rep, template).deck
    hidden, edited, other = deck.deck_slides.order_by("sort_order")
    hide_slides(deck, user=rep, slide_ids=[hidden.pk])
    edit(edited, rep)
    TemplateSlide.objects.filter(pk__in=[hidden.start_slide_id, edited.start_slide_id]).update(
        locked=True
    )
    write_notes(deck, user=rep, slide_id=other.pk, notes="Slowly")
    undo(deck, user=rep)
    hide_slides(deck, user=rep, slide_ids=[hidden.pk], hidden=False)
    take_marketings(deck, user=rep, slide_id=edited.pk)
    assert not deck.deck_slides.filter(hidden=True).exists()
    assert not deck.deck_slides.get(pk=edited.pk).is_edited
    with pytest.raises(PitchError, match="template locks it"):
        hide_slides(deck, user=rep, slide_ids=[hidden.pk])
    with pytest.raises(PitchError, match="template locks it"):
        undo(deck, user=rep)  # would bring the edit back


def edit(slide, user):
    base = live_block(slide)
    stream = DeckSlide._meta.get_field("own").to_python([base.raw])
    change_slide(slide, user=user, stream=stream, based_on=base.revision, based_digest=base.digest)


def test_a_copy_is_locked_as_its_deck_is(rep, template, asset):
    start_slide(template, "Why", asset, locked=True)
    deck = start(rep, template).deck
    copy = services.duplicate_deck(deck, user=rep, account=AccountFactory(owner=rep))
    assert [slide.is_locked for slide in copy.deck_slides.all()] == [True]


def test_the_template_is_not_changed_under_a_locked_slide(rep, template, asset):
    start_slide(template, "Why", asset, locked=True)
    deck = start(rep, template).deck
    with pytest.raises(PitchError, match="locked by the template"):
        services.change_details(deck, user=rep, template=make_template(name="Other"))
    services.change_details(deck, user=rep, title="Another", template=template)
    assert deck.title == "Another"


def test_the_board_says_what_a_section_waits_for(rep, template, asset):
    template.sections.filter(name="Proof").update(required=True, wanted=2, hint="Two customers.")
    start_slide(template, "Why", asset)
    board = board_of(start(rep, template).deck, rep)
    assert [section.lacking for section in board.sections] == [0, 2, 1]
    assert [section.name for section in board.missing] == ["Proof"]
    client = Client()
    client.force_login(rep)
    page = client.get(reverse("decks:storyboard", args=[board.deck.pk])).content.decode()
    assert "Two customers." in page
    assert "Required, still empty" in page


def test_the_start_slide_takes_its_names_when_it_is_chosen(template, asset):
    slide = start_slide(template, "Why", asset, number=1)
    assert slide.title == "The pilot paid for itself before it ended"
    assert slide.asset_title == "Harrow"
    with pytest.raises(ValidationError, match="no longer in"):
        TemplateSlide(
            section=slide.section, asset=asset.asset_ptr, block_id="no-such-block"
        ).clean()


@pytest.mark.usefixtures("reference_index")
def test_wagtail_knows_which_templates_use_an_asset(template, asset):
    start_slide(template, "Why", asset)
    assert ReferenceIndex.get_references_to(asset.page_ptr).count() == 1
    found = ReferenceIndex.get_references_to(asset.page_ptr).get()
    assert found.content_type.model == "decktemplate"


def test_marketing_writes_a_template_with_its_slides(marketer, asset):
    client = Client()
    client.force_login(marketer)
    page = client.get(reverse("deck_template:add"))
    assert page.status_code == 200
    assert "<slide-choice" in page.content.decode()
    block = asset.slides[0].id
    data = {
        "name": "Second meeting",
        "slug": "second-meeting",
        "description": "",
        "rebuild_on_fact_change": "on",
        "needs_approval": "on",
        "kinds": ["case_study", "article"],
        "theme": "vector",
        "sections-TOTAL_FORMS": "2",
        "sections-INITIAL_FORMS": "0",
        "sections-0-name": "Proof",
        "sections-0-hint": "Figures.",
        "sections-0-query": "What did it save?",
        "sections-0-wanted": "2",
        "sections-0-ORDER": "2",
        "sections-0-start_slides-TOTAL_FORMS": "1",
        "sections-0-start_slides-INITIAL_FORMS": "0",
        "sections-0-start_slides-0-asset": str(asset.pk),
        "sections-0-start_slides-0-block_id": block,
        "sections-0-start_slides-0-locked": "on",
        "sections-0-start_slides-0-ORDER": "1",
        "sections-1-name": "Why",
        "sections-1-hint": "",
        "sections-1-query": "",
        "sections-1-wanted": "1",
        "sections-1-required": "on",
        "sections-1-ORDER": "1",
        "sections-1-start_slides-TOTAL_FORMS": "0",
        "sections-1-start_slides-INITIAL_FORMS": "0",
    }
    answer = client.post(reverse("deck_template:add"), data)
    assert answer.status_code == 302, BeautifulSoup(answer.content, "html.parser").select(
        ".w-field__errors, .error-message"
    )
    slide = TemplateSlide.objects.get()
    assert (slide.block_id, slide.locked, slide.asset_title) == (block, True, "Harrow")
    template = slide.section.template
    assert template.section_names == ["Why", "Proof"]
    assert (template.needs_approval, template.theme) == (True, "vector")
    assert template.kinds == ["case_study", "article"]


def test_a_start_slide_is_of_a_kind_that_the_template_takes(marketer, template, asset):
    start_slide(template, "Why", asset)
    client = Client()
    client.force_login(marketer)
    address = reverse("deck_template:edit", args=[template.pk])
    form = soup(client.get(address)).select_one(f'form[action="{address}"]')
    data = values(form) | {"kinds": ["article"]}
    answer = client.post(address, data)
    assert "is of another kind" in answer.content.decode()
    template.refresh_from_db()
    assert template.kinds is None
    data["kinds"] = ["article", "case_study"]
    assert client.post(address, data).status_code == 302
    template.refresh_from_db()
    assert template.kinds == ["article", "case_study"]


def test_a_template_takes_assets_of_its_kinds_only(rep, template, asset):
    template.kinds = ["article"]
    template.save()
    deck = start(rep, template).deck
    with pytest.raises(PitchError, match="takes no case study"):
        services.add_slides(deck, user=rep, asset=asset.asset_ptr)
    # What was there before the template changed is named and keeps the deck from its PDF.
    template.kinds = None
    template.save()
    deck = Deck.objects.get(pk=deck.pk)
    services.add_slides(deck, user=rep, asset=asset.asset_ptr)
    template.kinds = ["article"]
    template.save()
    with pytest.raises(GateClosed) as closed:
        build_now(Deck.objects.get(pk=deck.pk), user=rep)
    assert all("does not take “Harrow”" in finding for finding in closed.value.findings)


def test_a_deck_wears_its_templates_theme_and_is_outdated_by_another(
    rep, template, asset, django_capture_on_commit_callbacks
):
    template.theme = "vector"
    template.save()
    deck = start(rep, template).deck
    services.add_slides(deck, user=rep, asset=asset.asset_ptr)
    build = build_now(Deck.objects.get(pk=deck.pk), user=rep)
    assert build.manifest.theme == "vector"
    assert freshness_of([build])[build.pk].state is Freshness.CURRENT
    with django_capture_on_commit_callbacks(execute=True):
        template.theme = ""
        template.save()
    run_job.call(Job.objects.get(kind="builds.react").pk)
    build.refresh_from_db()
    assert build.freshness == Freshness.OUTDATED
    assert freshness_of([build])[build.pk].codes == {ReasonCode.THEME}


def test_the_dialog_offers_slides_and_shows_the_chosen_one(marketer, asset, outsider):
    client = Client()
    client.force_login(marketer)
    assert client.get(reverse("decks:slide_choices")).status_code == 200
    address = reverse("decks:slide_chosen", args=[asset.pk, asset.slides[1].id])
    page = client.get(address).content.decode()
    assert "The pilot paid for itself" in page
    assert "Left out of new decks" not in page
    asset.unpublish()
    assert "Left out of new decks" in client.get(address).content.decode()
