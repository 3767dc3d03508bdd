"""Nothing of an asset that is not public leaves, at any address, to those outside the team."""

import json
import re

import pytest
from django.urls import reverse

from cms.assets.enums import Visibility
from cms.assets.models import Asset
from cms.assets.services import save_asset, unpublish_asset
from cms.media.grants import files_of, media_base
from search import services as search
from tests.factories.cms import (
    AssetFactory,
    CaseStudyFactory,
    DocumentFactory,
    EBookFactory,
    ImageFactory,
    VideoFactory,
    block,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_index")]
SECRET = "Zanzibar-margin"


@pytest.fixture
def internal():
    """Internal assets of three kinds that use every kind of file."""
    document = DocumentFactory(title=f"{SECRET} document")
    picture, hero = ImageFactory(title=f"{SECRET} picture"), ImageFactory()
    rules = {"visibility": Visibility.INTERNAL, "summary": f"About the {SECRET}."}
    article = AssetFactory(
        title=f"{SECRET} article",
        hero_image=hero,
        body=json.dumps(
            [
                block(
                    "paragraph", f'<p>{SECRET} <a linktype="document" id="{document.pk}">x</a></p>'
                ),
                block("image", {"image": picture.pk, "alt": SECRET, "caption": SECRET}),
            ]
        ),
        **rules,
    )
    film = VideoFactory(title=f"{SECRET} film", hero_image=ImageFactory(), **rules)
    book = EBookFactory(title=f"{SECRET} book", **rules)
    return article, film, book


def addresses_of(asset):
    """Every address at which something of an asset could be asked for."""
    page = asset.get_url()
    pk = asset.pk
    found = [
        page,
        f"{page}?draft=1",
        f"{page}#x",
        reverse("wagtailadmin_pages:view_draft", args=[pk]),
        reverse("wagtailadmin_pages:preview_on_edit", args=[pk]),
        reverse("wagtailadmin_pages:edit", args=[pk]),
        reverse("form-submit", args=[pk]),
        reverse("form-sent", args=[pk]),
    ]
    revisions = asset.revisions.all()
    return found + [
        reverse("wagtailadmin_pages:revisions_view", args=[pk, revision.pk])
        for revision in revisions
    ]


def files_used_by(article, film, book):
    found = []
    picture = article.body[1].value["image"]
    for image in (article.hero_image, picture, film.hero_image):
        found.append(image.file.url)
        found += [image.get_rendition(spec).file.url for spec in ("max-165x165", "width-480")]
        found.append(reverse("wagtailimages:preview", args=[image.pk, "width-100"]))
        found.append(reverse("wagtailimages:edit", args=[image.pk]))
        found.append(f"/images/x/{image.pk}/width-100/")
    found += [film.video_file.url, film.captions.url]
    linked = re.search(r'id="(\d+)"', article.body[0].value.source)
    assert linked
    for document in (book.document, type(book.document).objects.get(pk=linked[1])):
        found += [document.url, document.file.url]
    return found


LISTS = [
    "/",
    "/library/",
    "/library/?show=241",
    f"/library/?q={SECRET}",
    "/library/?kind=video",
    "/feed.xml",
    "/sitemap.xml",
    "/robots.txt",
    "/what-we-record/",
]


def ask(client, address):
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response, content


@pytest.mark.parametrize("who", ["nobody", "somebody"])
def test_nothing_of_an_internal_asset_leaks(client, internal, outsider, who):
    if who == "somebody":
        client.force_login(outsider)
    search.process_outbox()
    addresses = [address for asset in internal for address in addresses_of(asset)]
    for address in [*addresses, *files_used_by(*internal)]:
        response, content = ask(client, address)
        assert response.status_code in (302, 403, 404, 405), address
        if response.status_code == 302:
            assert "login" in response["Location"] or response["Location"] == "/admin/", address
        assert SECRET.encode() not in content, address
        assert len(content) < 20_000, address
    for address in LISTS:
        response, content = ask(client, address)
        assert response.status_code == 200, address
        without_question = (
            content.decode().replace(f'value="{SECRET}"', "").replace(f"“{SECRET}”", "")
        )
        without_question = re.sub(rf"q={SECRET}", "", without_question)
        assert SECRET not in without_question, address


@pytest.mark.parametrize("method", ["post", "put", "options", "head"])
def test_other_methods_leak_nothing_either(client, internal, method):
    for address in [internal[0].get_url(), *files_used_by(*internal)]:
        response = getattr(client, method)(address)
        assert response.status_code in (302, 403, 404, 405), (method, address)
        assert SECRET.encode() not in response.content


def test_colleagues_see_all_of_it_and_it_is_not_kept_by_caches(client, internal, rep):
    client.force_login(rep)
    article, film, book = internal
    response = client.get(article.get_url())
    assert SECRET in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    for address in (
        article.hero_image.file.url,
        film.video_file.url,
        film.captions.url,
        book.document.url,
    ):
        response, _content = ask(client, address)
        assert response.status_code == 200, address
        assert response["Cache-Control"] == "private, no-store"


def test_a_file_is_public_as_long_as_something_public_uses_it(client, internal):
    article = internal[0]
    address = article.hero_image.file.url
    assert client.get(address).status_code == 404
    public = AssetFactory(hero_image=article.hero_image)
    assert ask(client, address)[0].status_code == 200
    unpublish_asset(public)
    assert client.get(address).status_code == 404


def test_a_file_leaves_with_its_asset(client):
    from django.utils import timezone

    asset = VideoFactory(hero_image=ImageFactory())
    address = asset.video_file.url
    assert ask(client, address)[0].status_code == 200
    asset.visibility = Visibility.BY_LINK
    save_asset(asset, publish=True)
    assert client.get(address).status_code == 404
    asset.visibility = Visibility.PUBLIC
    save_asset(asset, publish=True)
    assert ask(client, address)[0].status_code == 200
    # Expired, though the scheduler has not run: the page goes at once, files within a minute.
    Asset.objects.filter(pk=asset.pk).update(expire_at=timezone.now())
    from cms.media.rights import forget

    forget()
    assert client.get(address).status_code == 404


def test_a_document_that_may_not_be_downloaded_is_not(client):
    book = EBookFactory(may_download=False)
    assert client.get(book.document.url).status_code == 404
    assert client.get(book.document.file.url).status_code == 404
    page = client.get(book.get_url()).content.decode()
    assert book.document.url not in page


def test_a_document_keeps_its_name_and_is_sent_in_parts(client):
    book = EBookFactory()
    response = client.get(book.document.url, headers={"range": "bytes=0-4"})
    assert response.status_code == 206
    assert b"".join(response.streaming_content) == b"%PDF-"


def test_persona_photos_and_drafts(client, marketer):
    from tests.factories.personas import PersonaFactory

    photo = ImageFactory()
    assert client.get(photo.file.url).status_code == 404
    PersonaFactory(photo=photo)
    assert ask(client, photo.file.url)[0].status_code == 200
    draft = AssetFactory(hero_image=ImageFactory(), publish=False)
    assert client.get(draft.hero_image.file.url).status_code == 404
    assert client.get(draft.get_url()).status_code == 404


def test_a_decision_is_kept_for_a_minute(client, django_assert_num_queries):
    asset = AssetFactory(hero_image=ImageFactory())
    address = asset.hero_image.get_rendition("width-480").file.url
    with django_assert_num_queries(3):  # the rendition's image, who uses it, are they public
        ask(client, address)
    with django_assert_num_queries(0):
        ask(client, address)


def test_the_files_of_assets_are_known_in_three_queries(internal, django_assert_num_queries):
    article, film, book = internal
    case = CaseStudyFactory(hero_image=ImageFactory())
    rendition = article.hero_image.get_rendition("width-480").file.name
    with django_assert_num_queries(3):
        files = files_of([article.pk, film.pk, book.pk])
    assert files.hold(rendition)
    assert files.hold(film.captions.name)
    assert files.hold(book.document.file.name)
    assert files.hold(article.body[1].value["image"].file.name)
    assert not files.hold(case.hero_image.file.name)
    assert not files_of([book.pk], downloads=False).hold(book.document.file.name)
    assert files_of([]).images == frozenset()


def test_addresses_follow_the_base_that_is_open(internal):
    article = internal[0]
    with media_base("/r/token/media/"):
        assert article.hero_image.file.url.startswith("/r/token/media/original_images/")
    assert article.hero_image.file.url.startswith("/media/original_images/")
