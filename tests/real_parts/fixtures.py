"""Fixtures of the real parts. What is not installed is a skip that says why; in CI, a failure.

The parts are imported where they are used: a run that needs none of them starts at once.
"""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings

from cms.config import environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.real_parts import elasticsearch, s3, smtp, verapdf

__all__ = [
    "bucket",
    "chromium",
    "elasticsearch_node",
    "elasticsearch_prefix",
    "mailbox",
    "office_faults",
    "page",
    "page_at",
    "s3_server",
    "sign_in",
    "validate_pdf",
    "wait_for_requests",
]


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    from tests.real_parts import s3

    with s3.server() as endpoint:
        yield endpoint


@pytest.fixture
def bucket(s3_server: str, settings: Any, tmp_path: Path) -> s3.Bucket:
    """An empty bucket that the site keeps its files in during the test."""
    from tests.real_parts import s3

    made = s3.make_bucket(s3_server, f"tandem-{uuid.uuid4().hex[:12]}")
    storage = environment.storage(made.url, tmp_path)
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    return made


@pytest.fixture
def mailbox(settings: Any) -> Iterator[smtp.Mailbox]:
    """A mail server that the site sends through during the test."""
    from tests.real_parts import smtp

    with smtp.server() as running:
        for name, value in environment.email(running.url).items():
            setattr(settings, name, value)
        yield running


@pytest.fixture(scope="session")
def validate_pdf() -> Callable[[Path], verapdf.Verdict]:
    """Call it with a PDF's path for veraPDF's verdict on PDF/UA-1."""
    from tests.real_parts import maven, verapdf

    try:
        jars = verapdf.libraries(Path(django_settings.CACHE_DIR))
    except maven.NotInstalled as error:
        pytest.skip(f"veraPDF cannot run: {error}")
    return lambda path: verapdf.validate(path, jars=jars)


@pytest.fixture(scope="session")
def office_faults() -> Callable[..., list[str]]:
    """Call it with paths of Office files for what breaks the schemas of ECMA-376 in them."""
    from tests.real_parts import maven, office

    try:
        jars = office.libraries(Path(django_settings.CACHE_DIR))
    except maven.NotInstalled as error:
        pytest.skip(f"Office files cannot be checked: {error}")
    return lambda *paths: office.faults(*paths, jars=jars)


@pytest.fixture(scope="session")
def elasticsearch_node() -> elasticsearch.Node:
    """The node of this test run, which all its processes share."""
    from tests.plugins.environment import RUN, RUN_PROCESS
    from tests.real_parts import elasticsearch

    try:
        return elasticsearch.shared(Path(django_settings.CACHE_DIR), RUN, RUN_PROCESS)
    except elasticsearch.NotInstalled as error:
        pytest.skip(f"Elasticsearch cannot run: {error}")


@pytest.fixture
def elasticsearch_prefix(elasticsearch_node: elasticsearch.Node) -> Iterator[str]:
    """A beginning for the names of a test's indices, which are removed after it."""
    from tests.real_parts import elasticsearch

    prefix = f"test-{uuid.uuid4().hex[:12]}"
    yield prefix
    elasticsearch.remove(elasticsearch_node, prefix)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, one a worker; `page` gives a window of its own to each test."""
    from tests.real_parts import chromium as part

    try:
        with part.browser() as running:
            # Playwright's sync API keeps an event loop in this thread, in which Django would
            # refuse to touch the database.
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
            yield running
    except part.NotInstalled as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def wait_for_requests() -> Iterator[Callable[[], None]]:
    """Call it to wait until the live site has answered all that was asked of it, 30 s at most.

    A closed window ends none of the requests that it had begun: they would write to a database
    that is being emptied, or to that of the next test.
    """
    from django.core.signals import request_finished, request_started

    answering: set[threading.Thread] = set()

    def started(**_: Any) -> None:
        # The thread of the tests themselves asks by Django's test client.
        if threading.current_thread() is not threading.main_thread():
            answering.add(threading.current_thread())

    def finished(**_: Any) -> None:
        answering.discard(threading.current_thread())

    def wait() -> None:
        end = time.monotonic() + 30
        while waiting := [thread for thread in list(answering) if thread.is_alive()]:
            if time.monotonic() > end:
                pytest.fail(f"Requests without an answer: {waiting}")
            time.sleep(0.01)
        answering.clear()

    request_started.connect(started)
    request_finished.connect(finished)
    yield wait
    request_started.disconnect(started)
    request_finished.disconnect(finished)


@pytest.fixture
def page(chromium: Browser, wait_for_requests: Callable[[], None]) -> Iterator[Page]:
    """A fresh window, 1440 wide, in English; an error on the page's console fails the test."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(15_000)
    window = context.new_page()
    errors: list[str] = []
    window.on("pageerror", lambda error: errors.append(str(error)))
    yield window
    context.close()
    wait_for_requests()
    assert not errors, f"scripts failed on the page: {errors}"


@pytest.fixture
def page_at(page: Page, live_server: Any) -> Callable[[str], Page]:
    """Call it with a path to open that page of the live site."""

    def open_path(path: str) -> Page:
        page.goto(f"{live_server.url}{path}")
        return page

    return open_path


@pytest.fixture
def sign_in(page: Page, live_server: Any) -> Callable[..., Page]:
    """Call it with a user to sign them in by cookie, in `page` or another window."""
    from django.conf import settings
    from django.test import Client

    def as_user(user: Any, window: Page = page) -> Page:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        window.context.add_cookies([cookie])  # type: ignore[list-item]
        return window

    return as_user
