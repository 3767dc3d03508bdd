"""The real parts answer as their users expect: what a test finds with them is the product's."""

from __future__ import annotations

import urllib.request

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

ACCESSIBLE = "<html lang=en><title>One</title><main><h1>One</h1><p>Text</p></main>"
INACCESSIBLE = "<html><body><img src='data:,'><input></body></html>"


def test_it_keeps_a_file_in_the_bucket(bucket):
    name = default_storage.save("a/b.txt", ContentFile(b"words"))
    assert bucket.names() == ["files/a/b.txt"]
    with default_storage.open(name) as file:
        assert file.read() == b"words"
    default_storage.delete(name)
    assert bucket.names() == []


def test_it_takes_mail(mailbox, settings):
    # pytest-django swaps the backend for one in memory; ask for the real one by name.
    connection = mail.get_connection("django.core.mail.backends.smtp.EmailBackend")
    mail.EmailMessage("Subject", "Body", to=["me@example.com"], connection=connection).send()
    assert mailbox.recipients == ["me@example.com"]
    assert mailbox.messages[0]["Subject"] == "Subject"


def test_it_tells_an_accessible_pdf_from_another(validate_pdf, tmp_path):
    weasyprint = pytest.importorskip("weasyprint")
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    weasyprint.HTML(string=ACCESSIBLE).write_pdf(good, pdf_variant="pdf/ua-1")
    weasyprint.HTML(string=INACCESSIBLE).write_pdf(bad)
    assert validate_pdf(good).is_valid, validate_pdf(good).report
    assert "FAIL" in validate_pdf(bad).report


@pytest.mark.browser
def test_it_finds_what_is_inaccessible_in_the_browser(page):
    from tests.real_parts.chromium import violations

    page.set_content(ACCESSIBLE)
    assert violations(page) == []
    page.set_content(INACCESSIBLE)
    assert any(line.startswith("image-alt") for line in violations(page))


@pytest.mark.browser
def test_it_shows_the_live_site(page_at, marketer):
    page = page_at("/admin/login/")
    page.fill("[name=username]", "marketer")
    page.fill("[name=password]", "pass")
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")


def test_it_serves_static_files_on_the_live_site(live_server):
    address = f"{live_server.url}/static/wagtailadmin/css/core.css"
    with urllib.request.urlopen(address) as response:
        assert response.status == 200
