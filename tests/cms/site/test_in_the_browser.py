"""The public pages in real Chromium: accessible at every width, light and dark."""

import pytest

from tests.real_parts.chromium import looks, sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/library/",
    "/library/hollin/",
    "/library/walk/",
    "/library/?kind=nothing",
    "/nothing-here/",
    "/what-we-record/",
]


def test_pages_are_accessible_and_fit(page, live_server, library):
    elsewhere, refused = [], []
    page.on(
        "request",
        lambda request: (
            elsewhere.append(request.url)
            if not request.url.startswith((live_server.url, "data:"))
            else None
        ),
    )
    page.on(
        "console",
        lambda message: (
            refused.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    for address in PAGES:
        page.goto(f"{live_server.url}{address}")
        for look in looks(page):
            assert violations(page) == [], (address, look)
            assert sideways(page) <= 0, (address, look)
    assert elsewhere == []
    assert refused == []


def test_the_form_works_without_scripts_and_by_keyboard(chromium, live_server, library):
    context = chromium.new_context(java_script_enabled=False)
    window = context.new_page()
    window.goto(f"{live_server.url}/library/walk/")
    window.fill("#form-first_name", "Rosa")
    window.fill("#form-last_name", "Almeida")
    window.fill("#form-email", "rosa@almera.test")
    window.fill("#form-company", "Almera Fresh")
    window.check("#form-consent")
    window.wait_for_timeout(2100)
    window.focus("#form-consent")
    window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    window.wait_for_url("**/sent/**")
    assert window.inner_text("h1") == "Thank you"
    context.close()


def test_a_whole_page_stays_small(page, live_server, library):
    sizes = {}
    page.on(
        "response",
        lambda response: (
            sizes.update({response.url: int(response.headers.get("content-length", 0))})
            if response.request.resource_type in ("document", "stylesheet", "font", "script")
            else None
        ),
    )
    page.goto(f"{live_server.url}/library/hollin/")
    page.wait_for_load_state("networkidle")
    assert 10_000 < sum(sizes.values()) <= 150_000, sizes
