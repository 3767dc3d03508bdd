"""Every admin address of people x every role. A missing address fails the last test."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from personas.prospects.services import create_or_propose
from tests.factories.personas import (
    AccountFactory,
    DealFactory,
    EngagementFactory,
    JourneyStageFactory,
    PersonaFactory,
    ProspectFactory,
)

pytestmark = pytest.mark.django_db

USERS = ("marketer", "marketing_lead", "rep", "other_rep", "sales_lead", "outsider")
ALL = {"marketer", "marketing_lead", "rep", "other_rep", "sales_lead"}
LEADS = {"marketing_lead", "sales_lead"}
MARKETING = {"marketer", "marketing_lead"}
# The rows are the rep's: a colleague does not see the prospect, and reads the account.
SEE = ALL - {"other_rep"}
EDIT = {"rep", *LEADS}
EDIT_PERSONAS = {*MARKETING, "sales_lead"}
SALES_AND_LEADS = {"rep", "other_rep", *LEADS}

GET = {
    "account:index": ALL,
    "account:index_results": ALL,
    "account:inspect": ALL,
    "account:history": ALL,
    "account:history_results": ALL,
    "account:usage": SALES_AND_LEADS,
    "account:add": SALES_AND_LEADS,
    "account:import": SALES_AND_LEADS,
    "account:edit": EDIT,
    "account:delete": LEADS,
    "account_chooser:choose": ALL,
    "account_chooser:choose_results": ALL,
    "account_chooser:chosen": ALL,
    "account_chooser:chosen_multiple": ALL,
    "prospect:index": ALL,
    "prospect:index_results": ALL,
    "prospect:inspect": SEE,
    "prospect:history": SEE,
    "prospect:history_results": SEE,
    "prospect:usage": EDIT,
    "prospect:personal_data": SEE,
    "prospect:add": SALES_AND_LEADS,
    "prospect:import": SALES_AND_LEADS,
    "prospect:edit": EDIT,
    "prospect:erase": LEADS,
    "prospect_chooser:choose": ALL,
    "prospect_chooser:choose_results": ALL,
    "prospect_chooser:chosen": SEE,
    "prospect_chooser:chosen_multiple": ALL,
    "deal:index": ALL,
    "deal:index_results": ALL,
    "deal:inspect": SEE,
    "deal:history": SEE,
    "deal:history_results": SEE,
    "deal:usage": EDIT,
    "deal:add": SALES_AND_LEADS,
    "deal:import": SALES_AND_LEADS,
    "deal:people": SALES_AND_LEADS,
    "deal:edit": EDIT,
    "deal:delete": LEADS,
    "deal:win": EDIT,
    "deal:lose": EDIT,
    "deal_chooser:choose": ALL,
    "deal_chooser:choose_results": ALL,
    "deal_chooser:chosen": SEE,
    "deal_chooser:chosen_multiple": ALL,
    "engagement:index": ALL,
    "engagement:index_results": ALL,
    "proposedchange:index": ALL,
    "proposedchange:index_results": ALL,
    "personas_persona:list": ALL,
    "personas_persona:list_results": ALL,
    "personas_persona:inspect": ALL,
    "personas_persona:add": EDIT_PERSONAS,
    "personas_persona:edit": EDIT_PERSONAS,
    "personas_persona:copy": EDIT_PERSONAS,
    "personas_persona:delete": {"marketing_lead"},
    "personas_persona:history": EDIT_PERSONAS,
    "personas_persona:usage": EDIT_PERSONAS,
    "personas_journeystage:list": ALL,
    "personas_journeystage:list_results": ALL,
    "personas_journeystage:inspect": ALL,
    "personas_journeystage:add": EDIT_PERSONAS,
    "personas_journeystage:edit": EDIT_PERSONAS,
    "personas_journeystage:delete": {"marketing_lead"},
    "personas_journeystage:history": EDIT_PERSONAS,
    "personas_journeystage:usage": EDIT_PERSONAS,
}
POST = {
    "proposedchange:accept": EDIT,
    "proposedchange:reject": EDIT,
    "prospect:erase": LEADS,
    "deal:win": EDIT,
    "deal:lose": EDIT,
    "deal:reopen": EDIT,
    "deal_chooser:create": SALES_AND_LEADS,
    "account_chooser:create": SALES_AND_LEADS,
    "prospect_chooser:create": SALES_AND_LEADS,
}


@pytest.fixture
def things(rep):
    prospect = ProspectFactory(owner=rep, account=AccountFactory(owner=rep))
    EngagementFactory(prospect=prospect)
    submission = create_or_propose(email=prospect.email, values={"title": "CEO"}, source="Form")
    return {
        "account": prospect.account,
        "account_chooser": prospect.account,
        "prospect": prospect,
        "prospect_chooser": prospect,
        "deal": (deal := DealFactory(owner=rep, account=prospect.account)),
        "deal_chooser": deal,
        "proposedchange": submission.proposed[0],
        "engagement": prospect,
        "personas_persona": PersonaFactory(),
        "personas_journeystage": JourneyStageFactory(),
    }


def address(name: str, things) -> str:
    namespace, _, view = name.partition(":")
    needs_row = {
        "edit",
        "delete",
        "inspect",
        "history",
        "history_results",
        "usage",
        "copy",
        "erase",
        "personal_data",
        "chosen",
        "accept",
        "reject",
        "win",
        "lose",
        "reopen",
    }
    return reverse(name, args=[things[namespace].pk] if view in needs_row else [])


def allowed(response) -> bool:
    """Wagtail answers a refusal by a redirect to its home, or with 404 for an unseen row."""
    refused = response.status_code in (403, 404) or (
        response.status_code == 302
        and response["Location"]
        in (
            reverse("wagtailadmin_home"),
            reverse("wagtailadmin_login"),
        )
    )
    return not refused and "/login/" not in response.get("Location", "")


@pytest.mark.parametrize("name", GET)
def test_who_opens(name, client, request, things):
    may = set()
    for username in USERS:
        client.force_login(request.getfixturevalue(username))
        if allowed(client.get(address(name, things))):
            may.add(username)
    assert may == GET[name]


@pytest.mark.parametrize("username", USERS)
@pytest.mark.parametrize("name", POST)
def test_who_posts(name, username, client, request, things):
    client.force_login(request.getfixturevalue(username))
    response = client.post(address(name, things), {"next": "/admin/people/accounts/"})
    assert allowed(response) is (username in POST[name])


@pytest.mark.parametrize("name", GET)
def test_nobody_opens_without_signing_in(name, client, things):
    response = client.get(address(name, things))
    assert response.status_code == 302 and "/login/" in response["Location"]


def test_every_address_of_people_is_in_the_table():
    # Draft and workflow views of Wagtail's own snippets are Wagtail's to test.
    known = {*GET, *POST}
    namespaces = {name.partition(":")[0] for name in known}
    wagtails = {"personas_persona", "personas_journeystage"}
    for namespace, view in _views(get_resolver(), ""):
        if namespace in namespaces - wagtails:
            assert f"{namespace}:{view}" in known


def _views(resolver: URLResolver, namespace: str):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield namespace, pattern.name
        else:
            yield from _views(pattern, pattern.namespace or namespace)
