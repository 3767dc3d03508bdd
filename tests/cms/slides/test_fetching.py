from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from weasyprint.urls import FatalURLFetchingError

from cms.slides import fetching
from cms.slides.fetching import Refused, SlideFetcher


@pytest.fixture
def stored(settings: Any, tmp_path: Any) -> str:
    settings.MEDIA_ROOT = tmp_path
    return default_storage.save("images/dot.png", ContentFile(b"dot"))


@pytest.mark.parametrize("prefix", ["media:", "/media/"])
def test_it_reads_media_by_name(stored: str, prefix: str) -> None:
    assert SlideFetcher().fetch(f"{prefix}{stored}").read() == b"dot"


def test_it_reads_static_files() -> None:
    body = SlideFetcher().fetch("/static/cms/css/slides.css").read()
    assert b".slide" in body


def test_it_reads_data() -> None:
    assert SlideFetcher().fetch("data:text/plain,abc").read() == b"abc"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/x.png",
        "https://localhost/media/images/dot.png",
        "file:///etc/passwd",
        "ftp://example.com/x",
        "//example.com/media/x.png",
        "/etc/passwd",
        "media:../secret-key",
        "/media/../secret-key",
        "/media/%2e%2e/secret-key",
        "media:/etc/passwd",
        "media:images/none.png",
        "data:text/plain," + "x" * (fetching.LARGEST_DATA_URI + 1),
    ],
)
def test_anything_else_stops_the_rendering(url: str, stored: str) -> None:
    with pytest.raises((Refused, FatalURLFetchingError)):
        SlideFetcher().fetch(url)


def test_it_refuses_a_file_that_is_too_large(stored: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(fetching, "LARGEST_FILE", 2)
    with pytest.raises(Refused, match="too large"):
        SlideFetcher().fetch(f"media:{stored}")


def test_another_reader_can_be_given() -> None:
    fetcher = SlideFetcher(read={"images/a.png": b"a"}.__getitem__)
    assert fetcher.fetch("media:images/a.png").read() == b"a"
