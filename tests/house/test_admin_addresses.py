"""Every admin address without arguments x every role: never an error, never for outsiders."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

pytestmark = pytest.mark.django_db

ROLES = ("marketer", "marketing_lead", "rep", "sales_lead", "outsider")
# Open to whoever is signed in or not, or no page at all; `error_test` fails on purpose.
OPEN = {
    "error_test",
    "login",
    "logout",
    "password_reset",
    "jsi18n",
    "javascript_catalog",
    "sprite",
}


def addresses() -> set[str]:
    """All of `/admin/` that a link without a row can lead to."""
    found = set()
    for name in _names(get_resolver(), ""):
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if url.startswith("/admin/") and not any(word in name for word in OPEN):
            found.add(url)
    return found


def _names(resolver: URLResolver, namespace: str):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{namespace}:{pattern.name}" if namespace else pattern.name
        else:
            inner = pattern.namespace
            both = f"{namespace}:{inner}" if namespace and inner else inner or namespace
            yield from _names(pattern, both)


@pytest.mark.parametrize("role", ROLES)
def test_no_address_breaks_and_outsiders_open_none(role, client, request):
    client.raise_request_exception = False
    client.force_login(request.getfixturevalue(role))
    answers = {url: client.get(url).status_code for url in sorted(addresses())}
    assert len(answers) > 60
    assert {url: code for url, code in answers.items() if code >= 500} == {}
    if role == "outsider":
        assert {url for url, code in answers.items() if code == 200} == set()


# What each role opens of the content layer's own screens, and of deals.
OPENS = {
    "deal:index": {"marketer", "marketing_lead", "rep", "sales_lead"},
    "deal:add": {"marketing_lead", "rep", "sales_lead"},
    "deal:import": {"marketing_lead", "rep", "sales_lead"},
    "assets:index": {"marketer", "marketing_lead"},
    "assets:choose_parent": {"marketer", "marketing_lead"},
    "wagtailsnippets_cms_fact:list": {"marketer", "marketing_lead", "rep", "sales_lead"},
    "wagtailsnippets_cms_fact:add": {"marketer", "marketing_lead"},
    "wagtailsnippets_cms_industry:add": {"marketer", "marketing_lead"},
    "wagtailsnippets_cms_product:add": {"marketer", "marketing_lead"},
    "importing:index": {"marketer", "marketing_lead"},
}


@pytest.mark.parametrize("name", OPENS)
def test_who_opens_these_screens(name, client, request):
    may = set()
    for role in ROLES:
        client.force_login(request.getfixturevalue(role))
        response = client.get(reverse(name), follow=True)
        refused = response.status_code != 200 or response.request["PATH_INFO"] in (
            reverse("wagtailadmin_home"),
            reverse("wagtailadmin_login"),
        )
        if not refused:
            may.add(role)
    assert may == OPENS[name]
