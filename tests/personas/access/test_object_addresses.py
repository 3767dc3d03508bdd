"""Every admin address of one object x role: exactly who opens it, where a rep owns the object.

200 opens, 302 leads on, 404 is not there for this person, 405 is a POST that this person may
make; `home` is sent home with a word, `login` asks to sign in.
"""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from pitch_builder.decks.models import DeckSlide
from pitch_builder.recalls.models import Recall
from tests.factories.cms import FactFactory
from tests.factories.personas import (
    AccountFactory,
    DealFactory,
    JourneyStageFactory,
    PersonaFactory,
    ProspectFactory,
)
from tests.factories.pitch import case_study_with_slides, make_deck
from tests.factories.rooms import make_room

pytestmark = pytest.mark.django_db

ROLES = ("rep", "other_rep", "sales_lead", "marketer", "marketing_lead", "outsider")

# In the order of ROLES.
EVERYBODY = "200 200 200 200 200 login"
TEAMS_OWN = "200 404 200 200 200 login"  # reps see their own; leads and marketing see all
SALES_OWN = "200 404 200 home home login"  # changed by the owner and the sales lead
MARKETING = "home home home 200 200 login"
MARKETING_AND_LEADS = "home home 200 200 200 login"
LEADS = "home home 200 home 200 login"
MARKETING_LEAD = "home home home home 200 login"
MARKETING_LEAD_POSTS = "home home home home 405 login"
ANYBODY_POSTS = "405 405 405 405 405 login"  # what the view then refuses is tested with it

OPENS = {
    # People
    "account:delete": LEADS,
    "account:edit": "200 home 200 home 200 login",
    "account:history": EVERYBODY,
    "account:history_results": EVERYBODY,
    "account:inspect": EVERYBODY,
    "account:usage": "200 200 200 home 200 login",
    "account_chooser:chosen": EVERYBODY,
    "deal:delete": "home 404 200 home 200 login",
    "deal:edit": "200 404 200 home 200 login",
    "deal:history": TEAMS_OWN,
    "deal:history_results": TEAMS_OWN,
    "deal:inspect": TEAMS_OWN,
    "deal:lose": "200 404 200 home 200 login",
    "deal:reopen": "405 404 405 home 405 login",
    "deal:usage": "200 404 200 home 200 login",
    "deal:win": "200 404 200 home 200 login",
    "deal_chooser:chosen": TEAMS_OWN,
    "prospect:edit": "200 404 200 home 200 login",
    "prospect:erase": LEADS,
    "prospect:history": TEAMS_OWN,
    "prospect:history_results": TEAMS_OWN,
    "prospect:inspect": TEAMS_OWN,
    "prospect:personal_data": TEAMS_OWN,
    "prospect:usage": "200 404 200 home 200 login",
    "prospect_chooser:chosen": TEAMS_OWN,
    "personas_journeystage:delete": MARKETING_LEAD,
    "personas_journeystage:edit": MARKETING_AND_LEADS,
    "personas_journeystage:history": MARKETING_AND_LEADS,
    "personas_journeystage:history_results": MARKETING_AND_LEADS,
    "personas_journeystage:inspect": EVERYBODY,
    "personas_journeystage:usage": MARKETING_AND_LEADS,
    "personas_persona:confirm_workflow_cancellation": EVERYBODY,
    "personas_persona:copy": MARKETING_AND_LEADS,
    "personas_persona:delete": MARKETING_LEAD,
    "personas_persona:edit": MARKETING_AND_LEADS,
    "personas_persona:history": MARKETING_AND_LEADS,
    "personas_persona:history_results": MARKETING_AND_LEADS,
    "personas_persona:inspect": EVERYBODY,
    "personas_persona:lock": MARKETING_LEAD_POSTS,
    "personas_persona:preview_on_edit": MARKETING_AND_LEADS,
    "personas_persona:unlock": MARKETING_LEAD_POSTS,
    "personas_persona:unpublish": LEADS,
    "personas_persona:usage": MARKETING_AND_LEADS,
    "personas_persona:workflow_history": MARKETING_AND_LEADS,
    "wagtailsnippetchoosers_personas_journeystage:chosen": EVERYBODY,
    "wagtailsnippetchoosers_personas_persona:chosen": EVERYBODY,
    # Content
    "wagtailsnippetchoosers_cms_fact:chosen": EVERYBODY,
    "wagtailsnippets_cms_fact:confirm_workflow_cancellation": EVERYBODY,
    "wagtailsnippets_cms_fact:copy": MARKETING,
    "wagtailsnippets_cms_fact:delete": MARKETING_LEAD,
    "wagtailsnippets_cms_fact:edit": MARKETING,
    "wagtailsnippets_cms_fact:history": MARKETING,
    "wagtailsnippets_cms_fact:history_results": MARKETING,
    "wagtailsnippets_cms_fact:lock": MARKETING_LEAD_POSTS,
    "wagtailsnippets_cms_fact:preview_on_edit": MARKETING,
    "wagtailsnippets_cms_fact:unlock": MARKETING_LEAD_POSTS,
    "wagtailsnippets_cms_fact:unpublish": MARKETING_LEAD,
    "wagtailsnippets_cms_fact:usage": MARKETING,
    "wagtailsnippets_cms_fact:workflow_history": MARKETING,
    "wagtailadmin_pages:edit": MARKETING,
    "wagtailadmin_pages:delete": MARKETING_LEAD,
    "wagtailadmin_pages:history": MARKETING,
    "wagtailadmin_pages:move": MARKETING_LEAD,
    "wagtailadmin_pages:unpublish": MARKETING_LEAD,
    "wagtailadmin_pages:workflow_history": MARKETING,
    # Pitches
    "deck:delete": SALES_OWN,
    "deck:edit": SALES_OWN,
    "deck:history": TEAMS_OWN,
    "deck:history_results": TEAMS_OWN,
    "deck:usage": SALES_OWN,
    "decks:board": TEAMS_OWN,
    "decks:changes": TEAMS_OWN,
    "decks:copy": SALES_OWN,
    "decks:details": SALES_OWN,
    "decks:drawings": TEAMS_OWN,
    "decks:history": TEAMS_OWN,
    "decks:own_slide_new": SALES_OWN,
    "decks:pdf": "404 404 404 404 404 login",  # nothing is built
    "decks:sheet": TEAMS_OWN,
    "decks:since": "204 404 204 204 204 login",
    "decks:storyboard": TEAMS_OWN,
    "decks:suggestions": TEAMS_OWN,
    "decks:add": ANYBODY_POSTS,
    "decks:build": ANYBODY_POSTS,
    "decks:take_changes": ANYBODY_POSTS,
    "recalls:recall": EVERYBODY,
    "exports:downloads": TEAMS_OWN,
    "decks:notes": ANYBODY_POSTS,
    "decks:own_slide_draft": ANYBODY_POSTS,
    "decks:place": ANYBODY_POSTS,
    "decks:redo": ANYBODY_POSTS,
    "decks:undo": ANYBODY_POSTS,
    "decks:use_fact": ANYBODY_POSTS,
    "room_list:delete": SALES_OWN,
    "room_list:edit": SALES_OWN,
    "room_list:history": TEAMS_OWN,
    "room_list:history_results": TEAMS_OWN,
    "room_list:usage": SALES_OWN,
    "rooms:copy": SALES_OWN,
    "rooms:detail": TEAMS_OWN,
    "teamwork:team": TEAMS_OWN,
    "teamwork:comment": ANYBODY_POSTS,
    "teamwork:share": ANYBODY_POSTS,
    "teamwork:hand_over": ANYBODY_POSTS,
    "rooms:details": SALES_OWN,
    "rooms:find": TEAMS_OWN,
    "rooms:preview": "302 404 302 302 302 login",
    "rooms:visits": TEAMS_OWN,
    "rooms:add": ANYBODY_POSTS,
    # Slides of a deck
    "briefs:others": TEAMS_OWN,
    "briefs:replacement": TEAMS_OWN,
    "briefs:swap": ANYBODY_POSTS,
    "briefs:replace": ANYBODY_POSTS,
}
# Which object each of those addresses is of.
OBJECTS = {
    "account": "account",
    "prospect": "prospect",
    "deal": "deal",
    "_journeystage": "stage",  # before the app's name, which begins like "persona"
    "_persona": "persona",
    "_fact": "fact",
    "wagtailadmin_pages": "asset",
    "briefs": "slide",
    "deck": "deck",
    "teamwork": "deck",
    "exports": "deck",
    "room": "room",
    "recall": "recall",
}


@pytest.fixture
def objects(rep):
    """One of each; what belongs to somebody belongs to `rep`."""
    account = AccountFactory(owner=rep)
    asset = case_study_with_slides()
    deck = make_deck(rep, asset, account=account)
    return {
        "account": account,
        "prospect": ProspectFactory(account=account, owner=rep),
        "deal": DealFactory(account=account, owner=rep),
        "persona": PersonaFactory(),
        "stage": JourneyStageFactory(),
        "fact": FactFactory(),
        "asset": asset,
        "deck": deck,
        "slide": deck.deck_slides.first(),
        "room": make_room(rep, asset, account=account),
        "recall": Recall.objects.create(subject="asset", object_id=asset.pk, label="A", why="B"),
    }


def answer(client, url: str) -> str:
    response = client.get(url)
    if response.status_code != 302:
        return str(response.status_code)
    if response["Location"] == reverse("wagtailadmin_home"):
        return "home"
    return "login" if response["Location"].startswith(reverse("wagtailadmin_login")) else "302"


def names_of(thing) -> list[int]:
    """What an address names a thing by: a slide by its deck and itself."""
    return [thing.deck_id, thing.pk] if isinstance(thing, DeckSlide) else [thing.pk]


def of_which(name: str) -> str:
    return next(kind for part, kind in OBJECTS.items() if part in name)


def test_each_address_of_an_object_opens_for_these_roles_only(client, objects, request):
    found: dict[str, list[str]] = {name: [] for name in OPENS}
    for role in ROLES:
        client.force_login(request.getfixturevalue(role))
        for name in OPENS:
            url = reverse(name, args=names_of(objects[of_which(name)]))
            found[name].append(answer(client, url))
    told = {name: " ".join(answers) for name, answers in found.items()}
    assert {name: told[name] for name in OPENS if told[name] != OPENS[name]} == {}


# Addresses that change something by POST alone: their own tests say who may.
LEFT_OUT = ("template", "workflow_action", "collect_", "revisions_", "convert_", "delete_multiple")


def test_no_address_of_our_objects_is_left_out(client, objects, rep):
    """A new view of a prospect, deck, room or fact has to say here whom it opens for."""
    client.force_login(rep)
    missing = []
    for name in _names(get_resolver(), ""):
        kind = next((kind for part, kind in OBJECTS.items() if part in name), None)
        if kind in (None, "asset") or name in OPENS or any(word in name for word in LEFT_OUT):
            continue
        try:
            url = reverse(name, args=names_of(objects[kind]))
        except NoReverseMatch:
            continue
        if url.startswith(reverse("wagtailadmin_home")) and client.get(url).status_code == 200:
            missing.append(name)
    assert missing == []


def _names(resolver, namespace: str):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{namespace}:{pattern.name}" if namespace else pattern.name
        else:
            inner = pattern.namespace
            both = f"{namespace}:{inner}" if namespace and inner else inner or namespace
            yield from _names(pattern, both)
