"""Files in an S3 bucket by STORAGE_URL: uploaded, changed, given out, deleted by the site."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    user = get_user_model().objects.create_superuser("admin", "admin@tandem.test", "pass")
    client.force_login(user)
    return client


def png(width: int = 640, height: int = 360) -> bytes:
    data = io.BytesIO()
    Picture.new("RGB", (width, height), "#0b5f58").save(data, "PNG")
    return data.getvalue()


def upload_image(admin) -> object:
    file = SimpleUploadedFile("plant.png", png(), content_type="image/png")
    answer = admin.post(reverse("wagtailimages:add"), {"title": "Plant", "file": file})
    assert answer.status_code == 302, answer.context["form"].errors
    return get_image_model().objects.get(title="Plant")


def upload_document(admin, content: bytes) -> object:
    file = SimpleUploadedFile("price list.txt", content, content_type="text/plain")
    answer = admin.post(reverse("wagtaildocs:add"), {"title": "Prices", "file": file})
    assert answer.status_code == 302, answer.context["form"].errors
    return get_document_model().objects.get(title="Prices")


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_an_image_lands_in_the_bucket_alone(admin, bucket, settings, tmp_path):
    image = upload_image(admin)
    assert bucket.names() == [f"files/{image.file.name}"]
    assert not (tmp_path / "media").exists()


def test_a_rendition_is_made_from_the_bucket_and_kept_there(admin, bucket):
    image = upload_image(admin)
    rendition = image.get_rendition("width-320")
    assert (rendition.width, rendition.height) == (320, 180)
    assert f"files/{rendition.file.name}" in bucket.names()


def test_no_address_of_the_bucket_is_given_out(admin, bucket):
    image = upload_image(admin)
    for url in (image.file.url, image.get_rendition("width-320").url):
        assert url.startswith("/media/")


def test_an_image_is_given_out_by_the_site(admin, bucket):
    image = upload_image(admin)
    response = admin.get(image.file.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert body(response) == png()


def test_a_document_comes_back_byte_for_byte(admin, bucket):
    content = bytes(range(256)) * 1000
    document = upload_document(admin, content)
    response = admin.get(document.url)
    assert response.status_code == 200
    assert body(response) == content


def test_a_part_of_a_document_is_read_alone(admin, bucket):
    document = upload_document(admin, b"0123456789")
    response = admin.get(document.url, headers={"Range": "bytes=2-4"})
    assert response.status_code == 206
    assert body(response) == b"234"


def test_an_outsider_is_given_nothing(admin, bucket, client):
    document = upload_document(admin, b"internal")
    client.logout()
    assert client.get(document.url).status_code == 404


def test_a_restricted_collection_keeps_its_document(admin, bucket):
    document = upload_document(admin, b"content")
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type="login"
    )
    admin.logout()
    answer = admin.get(document.url)
    assert answer.status_code == 302
    assert "login" in answer.url


def test_what_is_gone_from_the_bucket_is_not_found(admin, bucket):
    document = upload_document(admin, b"content")
    bucket.client.delete_object(Bucket=bucket.name, Key=f"files/{document.file.name}")
    assert admin.get(document.url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_deleting_leaves_nothing_in_the_bucket(admin, bucket):
    image, document = upload_image(admin), upload_document(admin, b"content")
    image.get_rendition("width-320")
    assert len(bucket.names()) == 3
    admin.post(reverse("wagtailimages:delete", args=[image.pk]))
    admin.post(reverse("wagtaildocs:delete", args=[document.pk]))
    assert bucket.names() == []
