"""`manage.py draft_deck`: what it prints, in whose name, and what it refuses."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from personas.accounts.models import Account
from pitch_builder.decks.models import Deck
from tests.pitch_builder.briefs.conftest import BRIEF

pytestmark = pytest.mark.django_db


def run(capsys, *args, **options):
    call_command("draft_deck", *args, **options)
    return capsys.readouterr().out


def test_it_prints_reading_storyline_choices_and_the_deck(capsys, library, sales_lead):
    told = json.loads(run(capsys, BRIEF, template="own", json=True))
    assert told["reading"]["persona"] == "cfo"
    assert told["reading"]["stage"] == "notice"
    assert told["reading"]["industries"] == ["cold-storage"]
    assert [part["role"] for part in told["storyline"]] == [
        *("problem", "insight", "solution", "proof", "figures", "next")
    ]
    proof = told["storyline"][3]["slides"]
    assert proof[0]["asset"] == library["harrow"].pk
    assert proof[0]["reason"] and len(proof[0]["alternatives"]) == 2
    deck = Deck.objects.get(pk=told["deck"])
    assert told["slides"] == deck.deck_slides.count()
    assert 0 < told["seconds"] < 60
    assert told["user"] == {"name": "sales_lead", "why": "first sales lead"}


def test_without_an_account_one_stands_in_that_reads_well(capsys, library, sales_lead):
    run(capsys, BRIEF, json=True)
    run(capsys, BRIEF, json=True)
    account = Account.objects.get(name="your company")
    assert Deck.objects.filter(account=account).count() == 2
    assert "your company" in str(Deck.objects.first())


def test_it_acts_as_the_owner_of_the_account(capsys, library, sales_lead, rep, joan, account):
    by_option = json.loads(run(capsys, "energy at night", prospect="Joan Threlkeld", json=True))
    assert by_option["user"] == {"name": "rep", "why": "owner of Almera Fresh"}
    assert by_option["reading"]["prospect"]["id"] == joan.pk
    by_words = json.loads(run(capsys, "Joan Threlkeld, energy at night", json=True))
    assert by_words["user"]["name"] == "rep"
    named = json.loads(run(capsys, BRIEF, account="almera fresh", user="sales_lead", json=True))
    assert (named["user"]["name"], named["reading"]["account"]["id"]) == ("sales_lead", account.pk)
    assert set(Deck.objects.values_list("owner__username", flat=True)) == {"rep", "sales_lead"}


def test_a_dry_run_makes_nothing_and_lines_read_like_a_letter(
    capsys, library, template, sales_lead
):
    said = run(capsys, BRIEF, dry_run=True)
    assert not Deck.objects.exists()
    assert (
        "Understood as: Chief financial officer, Notice, Cold storage, “energy at night”" in said
    )
    assert "Storyline: First meeting" in said
    assert "comes with the template" in said
    assert "No deck was made" in said
    assert "Deck " in run(capsys, BRIEF, template="first-meeting")


def test_a_brief_about_something_else_makes_no_deck(capsys, library, sales_lead):
    told = json.loads(run(capsys, "zeppelin hangars", template="own", json=True))
    assert told["deck"] is None and told["reading"]["unheard"] == ["zeppelin hangars"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"prospect": "Nobody Here"}, "There is no prospect “Nobody Here”"),
        ({"account": "9999"}, "There is no account “9999”"),
        ({"template": "none-such"}, "There is no deck template"),
        ({"user": "nobody"}, "There is no user named nobody"),
        ({"user": "marketer"}, "Only sales makes decks"),
    ],
)
def test_what_is_not_there_is_refused_in_words(options, message, db, sales_lead, marketer):
    with pytest.raises(CommandError, match=message):
        call_command("draft_deck", BRIEF, **options)


def test_without_sales_somebody_has_to_be_named(db, marketer):
    with pytest.raises(CommandError, match="name a user"):
        call_command("draft_deck", BRIEF)
