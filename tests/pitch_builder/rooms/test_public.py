"""What a prospect gets behind a link, and what nobody gets without one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from cms.assets.services import save_asset, unpublish_asset
from cms.media.grants import media_url
from personas.engagement.models import Engagement
from pitch_builder.rooms import links, services
from pitch_builder.rooms.access import preview_path
from pitch_builder.rooms.doors import UNKNOWN_IN_TEN_MINUTES
from pitch_builder.rooms.models import Visit
from tests.factories.cms import (
    ArticleFactory,
    ComparisonFactory,
    EBookFactory,
    ImageFactory,
    ProductFactory,
    VideoFactory,
    block,
)
from tests.factories.personas import ContactCardFactory, JourneyStageFactory, PersonaFactory
from tests.factories.rooms import BROWSER, SCANNER, make_link, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_index")]

PAGES = [
    "",
    "a/{asset}/",
    "d/1/",
    "d/1/1/",
    "d/1/pdf/",
    "media/images/x.png",
    "recorded/",
    "recorded/data.json",
    "recorded/erase/",
    "still.gif",
]
POSTS = ["ask/", "seen/", "recorded/stop/", "recorded/resume/", "recorded/erase/"]


def paragraph(html: str) -> list[dict]:
    return [block("paragraph", html)]


def link_to(asset) -> str:
    return f'<p>Read <a linktype="page" id="{asset.pk}">on</a>.</p>'


# --- The door -------------------------------------------------------------------------
@pytest.mark.parametrize("page", PAGES)
def test_an_unknown_token_opens_nothing_and_says_nothing(page, visitor, article):
    response = visitor.get(f"/r/{'x' * 32}/{page.format(asset=article.pk)}")
    assert response.status_code == 404
    assert article.title not in response.content.decode()


@pytest.mark.parametrize("page", POSTS)
def test_an_unknown_token_takes_nothing(page, visitor):
    assert visitor.post(f"/r/{'x' * 32}/{page}", {"question": "?"}).status_code == 404


@pytest.mark.parametrize("closed", ["expired", "revoked"])
@pytest.mark.parametrize("page", [*PAGES, *POSTS])
def test_a_closed_link_is_gone_with_a_contact_and_no_content(page, closed, visitor, link, article):
    if closed == "expired":
        link.expires_at = timezone.now() - timedelta(seconds=1)
    else:
        link.revoked_at = timezone.now()
    link.save()
    send = visitor.post if page in POSTS else visitor.get
    response = send(f"/r/{link.token}/{page.format(asset=article.pk)}")
    text = response.content.decode()
    assert response.status_code == 410
    assert "This link is closed" in text
    for secret in (article.title, "what we promised", str(link.room.account), "Rosa"):
        assert secret not in text
    assert not Visit.objects.exists()


def test_trying_tokens_is_slowed_down_and_a_good_link_stays_open(visitor, link):
    for number in range(UNKNOWN_IN_TEN_MINUTES):
        assert visitor.get(f"/r/{'y' * 30}{number:02}/").status_code == 404
    assert visitor.get(f"/r/{'y' * 32}/").status_code == 429
    assert visitor.get(link.path).status_code == 200


def test_pages_are_private_unfound_and_keep_their_address_to_themselves(visitor, link):
    response = visitor.get(link.path)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response["X-Robots-Tag"]
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "default-src 'none'" in policy
    assert "Set-Cookie" not in response


def test_nothing_of_another_site_is_loaded(visitor, link):
    page = visitor.get(link.path).content.decode()
    assert 'src="http' not in page and 'href="http' not in page.replace(link.address, "")


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_another_site_cannot_act_for_the_visitor(headers, visitor, link):
    for page in POSTS:
        assert visitor.post(f"{link.path}{page}", {"question": "?"}, **headers).status_code == 403


# --- The room -------------------------------------------------------------------------
def test_the_room_greets_its_person(visitor, rep, link):
    ContactCardFactory(user=rep, phone="+44 20 1", booking_url="https://book.example/rep")
    page = visitor.get(link.path).content.decode()
    assert "Rosa, here is what we promised" in page
    assert f"matters for {link.room.account}" in page
    assert rep.email in page and "+44 20 1" in page
    assert "https://book.example/rep" in page
    assert "What we record about this visit" in page
    assert "Stop recording" in page


def test_merge_fields_follow_who_reads(visitor, rep, room):
    for name in ("Ada", "Bo"):
        page = visitor.get(make_link(room, rep, first_name=name).path).content.decode()
        assert f"{name}, here is what we promised" in page


def test_words_of_people_are_shown_as_words(visitor, rep, article):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    room = make_room(rep, article, title=f"Hi {evil}", message=evil)
    services.change_details(room, user=rep, next_step=evil, next_step_text=evil)
    link = make_link(room, rep, first_name=evil[:80])
    for path in (link.path, f"{link.path}recorded/", f"{link.path}a/{article.pk}/"):
        page = visitor.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_journey_shows_where_the_reader_is(visitor, rep, article):
    first, now, last = (JourneyStageFactory(name=name) for name in ("Learn", "Compare", "Start"))
    room = make_room(rep, article, stage=now)
    page = visitor.get(make_link(room, rep).path).content.decode()
    assert 'class="done"><span>Learn' in page
    assert 'aria-current="step"><span>Compare' in page
    assert "Start" in page and first.order < last.order


def test_what_was_withdrawn_is_gone_from_the_room_at_once(visitor, link, article):
    assert article.title in visitor.get(link.path).content.decode()
    unpublish_asset(article, user=None)
    assert article.title not in visitor.get(link.path).content.decode()
    assert visitor.get(f"{link.path}a/{article.pk}/").status_code == 404


def test_the_room_page_keeps_to_its_budget(
    visitor, rep, django_assert_max_num_queries, article, by_link
):
    persona, stage = PersonaFactory(), JourneyStageFactory(buyer_question="What does it cost?")
    more = [
        ArticleFactory(hero_image=ImageFactory(), personas=[persona], stages=[stage])
        for _ in range(5)
    ]
    room = make_room(rep, article, by_link, *more, persona=persona, stage=stage)
    ContactCardFactory(user=rep, photo=ImageFactory())
    link = make_link(room, rep)
    visitor.get(link.path)
    with django_assert_max_num_queries(12):
        page = visitor.get(link.path)
    assert len(page.content) < 60_000


# --- Assets in the room ---------------------------------------------------------------
def test_an_asset_is_read_inside_the_room(visitor, link, article):
    page = visitor.get(f"{link.path}a/{article.pk}/").content.decode()
    assert f"<title>{article.title}" in page.replace("\n", "")
    assert "Back to your page" in page


def test_one_by_link_opens_only_where_it_was_sent(visitor, rep, room, link, by_link):
    path = f"{link.path}a/{by_link.pk}/"
    assert visitor.get(path).status_code == 404
    services.add_asset(room, user=rep, asset=by_link.asset_ptr)
    assert visitor.get(path).status_code == 200


def test_one_by_link_opens_where_something_sent_links_to_it(visitor, rep, by_link):
    sent = ArticleFactory(visibility="by_link", body=paragraph(link_to(by_link)))
    link = make_link(make_room(rep, sent), rep)
    page = visitor.get(f"{link.path}a/{sent.pk}/").content.decode()
    assert f'href="{link.path}a/{by_link.pk}/"' in page
    assert visitor.get(f"{link.path}a/{by_link.pk}/").status_code == 200


def test_links_between_assets_stay_in_the_room_or_become_text(visitor, rep, article):
    internal = ComparisonFactory(title="Us against them")
    sent = ArticleFactory(
        body=[*paragraph(link_to(article)), *paragraph(link_to(internal))], visibility="by_link"
    )
    link = make_link(make_room(rep, sent), rep)
    page = visitor.get(f"{link.path}a/{sent.pk}/").content.decode()
    assert f'href="{link.path}a/{article.pk}/"' in page
    assert f"a/{internal.pk}/" not in page
    assert internal.slug not in page


def test_an_internal_asset_is_never_reachable_through_a_room(visitor, rep, sales_lead, article):
    """Neither by its page, a link or a file, nor for a colleague, though it was sent before."""
    image = ImageFactory()
    secret = ArticleFactory(title="Our floor price", visibility="public", hero_image=image)
    book = EBookFactory(title="Playbook", visibility="public")
    film = VideoFactory(title="Rehearsal", visibility="public")
    pointing = ArticleFactory(body=paragraph(link_to(secret)))
    room = make_room(rep, secret, book, film, pointing)
    link = make_link(room, rep)
    names = [
        image.file.name,
        image.get_rendition("fill-480x270|format-webp").file.name,
        book.document.file.name,
        film.video_file.name,
    ]
    for name in names:
        assert visitor.get(f"{link.path}media/{name}").status_code == 200
    for asset in (secret, book, film):
        asset.visibility = "internal"
        save_asset(asset, user=None, publish=True)
    caches["renditions"].clear()
    team = Client()
    team.force_login(sales_lead)
    for client in (visitor, team):
        home = client.get(link.path).content.decode()
        for asset in (secret, book, film):
            assert asset.title not in home
            assert client.get(f"{link.path}a/{asset.pk}/").status_code == 404
        assert "Our floor price" not in client.get(f"{link.path}a/{pointing.pk}/").content.decode()
        for name in names:
            assert client.get(f"{link.path}media/{name}").status_code == 404


def test_files_of_one_by_link_come_through_its_room_alone(visitor, rep, link):
    image = ImageFactory()
    sent = ArticleFactory(visibility="by_link", hero_image=image)
    room = make_room(rep, sent)
    theirs = make_link(room, rep)
    assert visitor.get(media_url(image.file.name)).status_code == 404
    assert visitor.get(f"{link.path}media/{image.file.name}").status_code == 404
    assert visitor.get(f"{theirs.path}media/{image.file.name}").status_code == 200


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "builds/x/deck.pdf", "original_images/no.png"]
)
def test_no_other_file_comes_through_a_room(name, visitor, link):
    assert visitor.get(f"{link.path}media/{name}").status_code == 404


def test_who_may_only_read_gets_no_document(visitor, rep):
    book = EBookFactory(visibility="by_link")
    link = make_link(make_room(rep, book), rep)
    path = f"{link.path}media/{book.document.file.name}"
    assert visitor.get(path).status_code == 200
    links.set_download(link, user=rep, allowed=False)
    caches["renditions"].clear()
    assert visitor.get(path).status_code == 404
    assert "Download the" not in visitor.get(f"{link.path}a/{book.pk}/").content.decode()


def test_a_film_is_sent_in_parts(visitor, rep):
    film = VideoFactory(visibility="by_link")
    link = make_link(make_room(rep, film), rep)
    response = visitor.get(f"{link.path}media/{film.video_file.name}", HTTP_RANGE="bytes=10-19")
    assert response.status_code == 206
    assert response["Content-Range"].startswith("bytes 10-19/")


# --- Recommended ----------------------------------------------------------------------
@pytest.fixture
def answers(monkeypatch):
    """What search answers, by id, the best first."""
    found: list[int] = []
    monkeypatch.setattr("pitch_builder.rooms.recommending._chosen", lambda *args: list(found))
    return found


def test_it_recommends_for_role_and_stage_and_says_why(visitor, rep, article, answers):
    persona = PersonaFactory()
    stage = JourneyStageFactory(buyer_question="What does it return?")
    fits = ArticleFactory(title="The return", personas=[persona], stages=[stage])
    stranger = ArticleFactory(title="Something else")
    internal = ComparisonFactory(title="Floor price", stages=[stage])
    answers += [internal.pk, stranger.pk, fits.pk]
    link = make_link(make_room(rep, article, persona=persona, stage=stage), rep)
    page = visitor.get(link.path).content.decode()
    assert "The return" in page
    assert "it answers the question “What does it return?”" in page
    assert "Something else" not in page and "Floor price" not in page


def test_what_was_sent_is_not_recommended_too(visitor, rep, answers):
    stage = JourneyStageFactory(buyer_question="Why?")
    sent = ArticleFactory(title="Sent already", stages=[stage])
    answers.append(sent.pk)
    link = make_link(make_room(rep, sent, stage=stage), rep)
    assert visitor.get(link.path).content.decode().count("Sent already") == 1


def test_without_an_index_a_room_still_opens(visitor, rep, article):
    link = make_link(make_room(rep, article, stage=JourneyStageFactory()), rep)
    assert visitor.get(link.path).status_code == 200


# --- Colleagues -----------------------------------------------------------------------
def test_a_preview_shows_what_the_person_sees_and_counts_nothing(rep, link, article, report):
    client = Client(HTTP_USER_AGENT=BROWSER)
    client.force_login(rep)
    path = preview_path(link.room, user=rep, link=link)
    page = client.get(path).content.decode()
    assert "Rosa, here is what we promised" in page
    assert "Nothing is counted" in page
    assert "room.js" not in page
    token = path.split("/")[2]
    assert client.get(f"/r/{token}/a/{article.pk}/").status_code == 200
    report({}, client=client, token=token)
    assert client.get(f"/r/{token}/recorded/data.json").status_code == 404
    client.post(f"/r/{token}/recorded/stop/")
    client.post(f"/r/{token}/recorded/erase/")
    link.refresh_from_db()
    link.prospect.refresh_from_db()
    assert link.recording_stopped_at is None and link.prospect.erased_at is None
    assert not Visit.objects.exists() and not Engagement.objects.exists()


def test_a_preview_is_nobody_elses(visitor, rep, other_rep, link, room):
    path = preview_path(room, user=rep, link=link)
    assert visitor.get(path).status_code == 404
    client = Client()
    client.force_login(other_rep)
    assert client.get(path).status_code == 404
    assert client.get(path.replace("p.", "p.x")).status_code == 404


def test_a_preview_ends_after_an_hour(rep, link, room, monkeypatch):
    monkeypatch.setattr("pitch_builder.rooms.access.PREVIEW_SECONDS", -1)
    client = Client()
    client.force_login(rep)
    assert client.get(preview_path(room, user=rep, link=link)).status_code == 404


# --- Before anybody looks -------------------------------------------------------------
def test_opening_a_page_alone_is_no_visit(visitor, link):
    visitor.head(link.path)
    visitor.get(link.path)
    visitor.get(link.path, HTTP_SEC_PURPOSE="prefetch;prerender")
    assert not Visit.objects.exists()
    assert not Engagement.objects.exists()


def test_a_scanner_is_noted_once_an_hour_and_never_counts(link):
    scanner = Client(HTTP_USER_AGENT=SCANNER)
    for _ in range(3):
        scanner.get(link.path)
    visit = Visit.objects.get()
    assert (visit.grade, visit.device) == ("scanner", "robot")
    assert not Visit.objects.real().exists()
    assert not Engagement.objects.exists()


def test_each_recommendation_says_what_the_others_do_not(visitor, rep, answers):
    persona, stage = PersonaFactory(), JourneyStageFactory(buyer_question="What does it return?")
    ledger = ProductFactory(name="Ledger")
    sent = ArticleFactory(products=[ledger])
    answers += [
        ArticleFactory(stages=[stage]).pk,
        ArticleFactory(stages=[stage], personas=[persona]).pk,
        ArticleFactory(stages=[stage], products=[ledger]).pk,
    ]
    link = make_link(make_room(rep, sent, persona=persona, stage=stage), rep)
    page = visitor.get(link.path).content.decode()
    for reason in ("it answers the question", "written for your role, CFO", "it is about Ledger"):
        assert page.count(reason) == 1
