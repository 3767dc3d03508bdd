"""Making and changing decks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation
from wagtail.models import ReferenceIndex

from cms.assets.services import unpublish_asset
from pitch_builder.decks import services
from pitch_builder.decks.models import Deck
from pitch_builder.decks.resolving import resolved
from pitch_builder.decks.starting import start_deck
from pitch_builder.errors import NotAllowed, PitchError
from tests.factories.cms import ImageFactory
from tests.factories.personas import AccountFactory, DealFactory, ProspectFactory
from tests.factories.pitch import case_study_with_slides, make_deck, make_template, start_slide

pytestmark = pytest.mark.django_db


def titles(deck):
    with resolved(deck) as slides:
        return [slide.title for slide in slides]


def order(deck):
    return [slide.pk for slide in deck.deck_slides.order_by("sort_order")]


def test_a_deck_takes_persona_and_stage_of_its_prospect(rep):
    prospect = ProspectFactory(account=AccountFactory())
    deck = services.create_deck(
        user=rep, title="Hello", account=prospect.account, prospect=prospect
    )
    assert (deck.persona, deck.stage) == (prospect.persona, prospect.stage)
    assert deck.owner == rep


def test_marketing_makes_no_decks(marketer):
    with pytest.raises(NotAllowed):
        services.create_deck(user=marketer, title="Hello", account=AccountFactory())


def test_a_prospect_of_another_account_is_refused(rep):
    prospect = ProspectFactory(account=AccountFactory())
    with pytest.raises(PitchError, match="another account"):
        services.create_deck(user=rep, title="x", account=AccountFactory(), prospect=prospect)


def test_a_deal_fills_title_and_own_slides_in_the_readers_notation(rep):
    account = AccountFactory(owner=rep)
    deal = DealFactory(name="Cold ledger", account=account, value=Decimal(77000), currency="EUR")
    deck = make_deck(rep, account=account, deal=deal, title="{{deal}}: {{deal_value}}")
    services.add_own_slide(
        deck,
        user=rep,
        block_type="bullets",
        raw={
            "title": "What {{deal_value}} buys",
            "items": [{"heading": "One", "text": "<p>x</p>"}],
        },
    )
    assert titles(deck)[:2] == ["Cold ledger: €77,000", "What €77,000 buys"]
    with translation.override("de"):
        assert titles(deck)[0] == "Cold ledger: €77.000"
    deal.delete()
    deck.refresh_from_db()
    assert titles(deck)[0] == "your project: a price to be agreed"


def test_a_deal_of_another_account_or_of_a_colleague_is_refused(rep, other_rep):
    account = AccountFactory(owner=rep)
    theirs = DealFactory(account=account, owner=other_rep)
    with pytest.raises(PitchError):
        make_deck(rep, account=account, deal=DealFactory())
    with pytest.raises(NotAllowed):
        make_deck(rep, account=account, deal=theirs)
    deck = make_deck(rep, account=account)
    with pytest.raises(PitchError):
        services.change_details(deck, user=rep, deal=DealFactory())
    with pytest.raises(NotAllowed):
        services.change_details(deck, user=rep, deal=theirs)
    deck.refresh_from_db()
    assert deck.deal is None


def test_a_deal_that_a_lead_chose_stays_when_the_rep_changes_the_rest(rep, other_rep, sales_lead):
    account = AccountFactory(owner=rep)
    deck = make_deck(rep, account=account)
    deal = DealFactory(account=account, owner=other_rep)
    services.change_details(deck, user=sales_lead, deal=deal)
    services.change_details(deck, user=rep, title="New title", deal=deal)
    deck.refresh_from_db()
    assert (deck.title, deck.deal) == ("New title", deal)


def test_a_copy_is_for_no_deal_yet(rep):
    account = AccountFactory(owner=rep)
    deck = make_deck(rep, account=account, deal=DealFactory(account=account))
    assert services.duplicate_deck(deck, user=rep, account=account).deal is None


def test_slides_of_an_asset_stand_behind_the_cover(rep):
    deck = make_deck(rep, case_study_with_slides())
    assert titles(deck)[0] == f"Fewer losses for {deck.account.name}"
    assert titles(deck)[1:4] == [
        "It saves 68\u00a0% a year.",
        "The pilot paid for itself before it ended",
        "We stopped arguing about whose fault it was.",
    ]


def test_the_reps_contact_ends_a_deck_that_has_no_call_to_action(rep):
    deck = make_deck(rep, case_study_with_slides())
    with resolved(deck) as slides:
        assert slides[-1].block_type == "call_to_action"
        assert slides[-1].is_frame
    services.add_own_slide(
        deck, user=rep, block_type="call_to_action", raw={"title": "Call me on Monday"}
    )
    with resolved(deck) as slides:
        assert [s.block_type for s in slides].count("call_to_action") == 1


@pytest.mark.parametrize("change", [{"visibility": "internal"}, {"may_mix": False}])
def test_an_asset_that_may_not_be_mixed_is_refused(rep, change):
    asset = case_study_with_slides(**change)
    deck = make_deck(rep)
    with pytest.raises(PitchError, match="may not stand on decks"):
        services.add_slides(deck, user=rep, asset=asset.asset_ptr)


def test_a_draft_may_not_stand_on_a_deck(rep):
    asset = case_study_with_slides()
    unpublish_asset(asset)
    with pytest.raises(PitchError):
        services.add_slides(make_deck(rep), user=rep, asset=asset.asset_ptr)


def test_a_deck_of_a_colleague_may_not_be_changed(rep, other_rep, sales_lead):
    deck = make_deck(rep, case_study_with_slides())
    with pytest.raises(NotAllowed):
        services.remove_slides(deck, user=other_rep, slide_ids=order(deck)[:1])
    services.remove_slides(deck, user=sales_lead, slide_ids=order(deck)[:1])
    assert len(order(deck)) == 2


def test_who_sees_a_deck(rep, other_rep, sales_lead, marketer, outsider):
    deck = make_deck(rep)
    seen = {
        user.username: Deck.objects.visible_to(user).filter(pk=deck.pk).exists()
        for user in (rep, other_rep, sales_lead, marketer, outsider)
    }
    assert seen == {
        "rep": True, "other_rep": False, "sales_lead": True, "marketer": True, "outsider": False,
    }  # fmt: skip


def test_new_slides_go_to_the_place_of_their_section(rep):
    template = make_template("Problem", "Proof", "Next")
    deck = make_deck(rep, template=template)
    asset = case_study_with_slides()
    ids = [child.id for child in asset.slides]
    for block_id, section in zip(ids, ("Next", "Problem", "Proof"), strict=True):
        services.add_slides(
            deck, user=rep, asset=asset.asset_ptr, block_ids=[block_id], section=section
        )
    sections = deck.deck_slides.order_by("sort_order").values_list("section", flat=True)
    assert list(sections) == ["Problem", "Proof", "Next"]


def test_a_copy_fills_the_merge_fields_anew(rep):
    deck = make_deck(rep, case_study_with_slides())
    services.add_own_slide(
        deck,
        user=rep,
        block_type="bullets",
        raw={"title": "What {{account}} gains", "items": [{"heading": "One", "text": "<p>x</p>"}]},
    )
    other = AccountFactory(name="Sennhof Dairy")
    copy = services.duplicate_deck(deck, user=rep, account=other)
    assert titles(copy)[0] == "Fewer losses for Sennhof Dairy"
    assert "What Sennhof Dairy gains" in titles(copy)
    assert len(order(copy)) == len(order(deck)) == 4
    assert set(order(copy)).isdisjoint(order(deck))


@pytest.mark.usefixtures("reference_index")
def test_wagtail_knows_what_a_new_deck_and_its_copy_name(rep):
    asset = case_study_with_slides()
    template = make_template("Why")
    start_slide(template, "Why", asset)
    account = AccountFactory(owner=rep)
    started = start_deck(user=rep, title="x", account=account, template=template).deck
    copy = services.duplicate_deck(started, user=rep, account=account)
    for deck in (started, copy):
        named = ReferenceIndex.get_references_for_object(deck)
        assert named.filter(to_object_id=str(asset.pk), content_path__endswith="asset").exists()


def test_a_copy_keeps_the_look_and_forgets_what_was_agreed_of_the_deck(rep):
    deck = make_deck(rep, case_study_with_slides())
    deck.cover_picture = ImageFactory()
    deck.save()
    deck.deck_slides.update(taken="x" * 64, notes="Slowly", hidden=True)
    copy = services.duplicate_deck(deck, user=rep, account=AccountFactory(owner=rep))
    assert copy.cover_picture == deck.cover_picture
    assert set(copy.deck_slides.values_list("taken", "notes", "hidden")) == {("", "Slowly", True)}


def test_an_own_slide_is_not_approved(rep):
    deck = make_deck(rep)
    slide = services.add_own_slide(
        deck, user=rep, block_type="quote", raw={"quote": "<p>Yes.</p>", "name": "Me"}
    )
    assert slide.is_own
    assert slide.title == "Yes."


def test_resolving_costs_the_same_for_many_slides(rep, django_assert_max_num_queries):
    deck = make_deck(rep, *(case_study_with_slides() for _ in range(4)))
    deck.deal = DealFactory(account=deck.account)
    deck.save()
    rows = Deck.objects.select_related("account", "prospect", "deal", "owner")
    deck = rows.get(pk=deck.pk)
    # slides, assets, facts
    with django_assert_max_num_queries(3), resolved(deck) as slides:
        assert len(slides) == 14
