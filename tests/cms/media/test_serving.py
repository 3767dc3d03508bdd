"""How a file is sent: in parts, with the right type, to those who may see it."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from cms.media.addresses import is_plain
from tests.factories.cms import ImageFactory, VideoFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_index")]


@pytest.fixture
def film():
    return VideoFactory()


def body(response):
    return b"".join(response.streaming_content)


def test_a_film_is_sent_whole_with_type_and_length(client, film):
    response = client.get(film.video_file.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "video/mp4"
    assert response["Accept-Ranges"] == "bytes"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "Content-Disposition" not in response
    assert len(body(response)) == int(response["Content-Length"]) == 10240


def test_a_part_of_a_film_is_sent(client, film):
    response = client.get(film.video_file.url, headers={"range": "bytes=256-511"})
    assert response.status_code == 206
    assert response["Content-Range"] == "bytes 256-511/10240"
    assert body(response) == bytes(range(256))


def test_a_part_behind_the_end_is_refused(client, film):
    response = client.get(film.video_file.url, headers={"range": "bytes=99999-"})
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */10240"


def test_the_whole_is_sent_when_the_file_changed_since(client, film):
    etag = client.head(film.video_file.url)["ETag"]
    same = client.get(film.video_file.url, headers={"range": "bytes=0-9", "if-range": etag})
    assert same.status_code == 206
    body(same)
    other = client.get(film.video_file.url, headers={"range": "bytes=0-9", "if-range": '"old"'})
    assert other.status_code == 200
    body(other)


def test_head_tells_length_and_sends_nothing(client, film):
    response = client.head(film.video_file.url)
    assert response["Content-Length"] == "10240"
    assert response.content == b""


def test_what_a_browser_has_is_not_sent_again(client, film):
    first = client.head(film.video_file.url)
    again = client.get(film.video_file.url, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_only_reading_is_allowed(client, film):
    assert client.post(film.video_file.url).status_code == 405


def test_unknown_kinds_are_offered_to_save(client, rep):
    default_storage.save("documents/page.html", ContentFile(b"<script>alert(1)</script>"))
    client.force_login(rep)
    response = client.get("/media/documents/page.html")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "private, no-store"
    body(response)


def test_svg_and_pdf_run_nothing(client, rep):
    client.force_login(rep)
    for name in ("images/a.svg", "documents/a.pdf"):
        default_storage.save(name, ContentFile(b"<svg/>"))
        response = client.get(f"/media/{name}")
        assert response["Content-Security-Policy"].startswith("default-src 'none'")
        body(response)


@pytest.mark.parametrize(
    "name",
    [
        "../secret-key",
        "images/../../secret-key",
        "images/..%2f..%2fsecret-key",
        "/etc/passwd",
        "images//a.png",
        "images/./a.png",
        "images\\..\\a.png",
        "images",
        "images/",
        "builds/1.pdf",
        "nothing/here.png",
        "images/nothing.png",
        "images/\0.png",
    ],
)
def test_what_is_not_there_is_not_found(client, rep, name):
    client.force_login(rep)
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("name", ["a/../b", "/a", "a//b", "", ".", "..", "a\\b", "a/\0", "./a"])
def test_names_have_one_plain_form(name):
    assert not is_plain(name)


def test_a_public_picture_may_be_kept_by_caches(client):
    from tests.factories.cms import AssetFactory

    asset = AssetFactory(hero_image=ImageFactory())
    response = client.get(asset.hero_image.file.url)
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("public, max-age=31536000")
    body(response)


def test_files_in_a_bucket_are_streamed_in_parts_under_our_address(client, bucket):
    film = VideoFactory()
    assert film.video_file.url.startswith("/media/videos/")
    assert any("videos/" in key for key in bucket.names())
    whole = client.get(film.video_file.url)
    assert len(body(whole)) == 10240
    part = client.get(film.video_file.url, headers={"range": "bytes=-256"})
    assert part.status_code == 206
    assert body(part) == bytes(range(256))
    again = client.get(film.video_file.url, headers={"if-none-match": whole["ETag"]})
    assert again.status_code == 304
    film.video_file.storage.delete(film.video_file.name)
    assert client.get(film.video_file.url).status_code == 404
