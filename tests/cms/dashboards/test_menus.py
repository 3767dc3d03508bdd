"""The menu of each role, as the page carries it."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.admin.menu import MenuItem

from cms.dashboards.menus import main_menu
from personas.access.roles import roles_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def menu(client):
    """`menu(user)`: names of the menu's items, and by name of a submenu those within."""

    def read(user) -> dict[str, list[str]]:
        client.force_login(user)
        client.get("/admin/")
        from wagtail.admin.menu import admin_menu

        request = RequestFactory().get("/admin/")
        request.user = user
        return {
            item.name: [child.name for child in item.menu.menu_items_for_request(request)]
            if hasattr(item, "menu")
            else []
            for item in admin_menu.menu_items_for_request(request)
        }

    return read


@pytest.mark.parametrize("role", ["rep", "sales_lead"])
def test_sales_see_what_they_work_with(role, request, menu):
    found = menu(request.getfixturevalue(role))
    assert {"find", "decks", "rooms", "facts", "people", "notifications", "help"} <= set(found)
    assert not {"explorer", "images", "documents", "import", "deck-templates", "tags"} & set(found)
    assert found["people"] == ["accounts", "prospects", "deals", "proposed-changes"]
    assert "settings" not in found


@pytest.mark.parametrize("role", ["marketer", "marketing_lead"])
def test_marketing_sees_content_and_whom_it_is_for(role, request, menu):
    found = menu(request.getfixturevalue(role))
    wanted = {"find", "explorer", "images", "documents", "facts", "import", "deck-templates"}
    assert wanted <= set(found)
    assert {"personas", "journey"} <= set(found["people"])


def test_an_administrator_sees_all(admin_user, menu):
    found = menu(admin_user)
    assert {"find", "explorer", "decks", "settings"} <= set(found)


def test_nobody_is_told_news_of_wagtail(menu, marketer, admin_user):
    for user in (marketer, admin_user):
        assert not [name for name in menu(user)["help"] if name.startswith("whats-new")]


def test_choosing_the_items_asks_the_database_for_nothing_but_the_roles(rep):
    request = RequestFactory().get("/admin/")
    request.user = rep
    roles_of(rep)
    items = [MenuItem("Pages", "/", name="explorer"), MenuItem("Decks", "/", name="decks")]
    with CaptureQueriesContext(connection) as asked:
        main_menu(request, items)
    assert len(asked) == 0
    assert [item.name for item in items] == ["decks"]


def test_one_users_menu_leaves_anothers_alone(menu, rep, marketer):
    menu(rep)
    assert "personas" in menu(marketer)["people"]


def test_the_page_carries_that_menu(client, rep):
    client.force_login(rep)
    page = client.get("/admin/").content.decode()
    props = page.split('id="wagtail-sidebar-props"', 1)[1].split(">", 1)[1].split("</script>")[0]
    assert '"/admin/find/"' in json.dumps(json.loads(props))
    assert '"/admin/images/"' not in json.dumps(json.loads(props))
