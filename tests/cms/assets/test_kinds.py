"""A marketer begins each kind of asset with little more than a title."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.assets.kinds import Video
from cms.assets.models import Asset
from cms.site.models import LibraryPage
from tests.cms.editing.forms import editor_form
from tests.factories.cms import VideoFactory

pytestmark = pytest.mark.django_db

KINDS = ["article", "casestudy", "comparison", "ebook", "landingpage", "productsheet", "video"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_needs_a_title_only(kind, client, marketer):
    client.force_login(marketer)
    library = LibraryPage.objects.get()
    data = {
        "title": "Begun today",
        "slug": "begun-today",
        "summary": "null",
        "challenge": "null",
        "solution": "null",
        "visibility": "public",
        "body-count": "0",
        "slides-count": "0",
        "results-count": "0",
        "questions-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    answer = client.post(reverse("wagtailadmin_pages:add", args=["cms", kind, library.pk]), data)
    assert answer.status_code == 302
    asset = Asset.objects.get(slug="begun-today")
    assert not asset.live
    assert asset.get_latest_revision() is not None


@pytest.mark.parametrize(
    ("address", "published"), [("", False), ("https://video.example/1", True)]
)
def test_a_video_is_published_with_a_film_or_an_address(
    address, published, client, marketing_lead
):
    video = VideoFactory(publish=False)
    Video.objects.filter(pk=video.pk).update(video_file="")
    draft = Video.objects.get(pk=video.pk)
    draft.save_revision(clean=False)
    client.force_login(marketing_lead)
    changes = {"action-publish": "true", "external_url": address}
    url = reverse("wagtailadmin_pages:edit", args=[video.pk])
    client.post(url, {**editor_form(client, draft), **changes})
    assert Video.objects.get(pk=video.pk).live is published


@pytest.mark.parametrize(("who", "status"), [("marketing_lead", 200), ("marketer", 302)])
def test_the_brand_is_kept_by_marketing_leads(who, status, client, request):
    client.force_login(request.getfixturevalue(who))
    address = reverse("wagtailsettings:edit", args=["cms", "brand"])
    assert client.get(address, follow=status == 200).status_code == status
