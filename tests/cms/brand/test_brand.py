from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from cms.brand.models import Brand, BrandVersion
from cms.brand.services import brand_now, theme_of_version, theme_version
from cms.brand.svg import NotADrawing, sanitised
from cms.brand.themes import FOLIO, Theme
from cms.slides.rendering import render_slide
from tests.cms.slides.cast import context, value

pytestmark = pytest.mark.django_db

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10">'
    '<path d="M0 0h10v10z" fill="#123456"/></svg>'
)


@pytest.fixture
def site() -> Site:
    return Site.objects.get(is_default_site=True)


def brand(site: Site, **changes: Any) -> Brand:
    made = Brand(site=site, **{"company": "Northway", **changes})
    made.full_clean(exclude=["site"])
    made.save()
    return made


def test_without_a_brand_the_products_own_look_holds() -> None:
    now = brand_now()
    assert (now.company, now.version, now.theme) == ("Tandem", 0, FOLIO)
    assert theme_of_version(0) == FOLIO


def test_each_change_of_the_look_is_a_version(site: Site) -> None:
    made = brand(site)
    assert theme_version() == 1
    made.accent = "#0a5f7a"
    made.save()
    assert theme_version() == 2
    assert theme_of_version(1).colours.accent == FOLIO.colours.accent
    assert theme_of_version(2).colours.accent == "#0a5f7a"


def test_typefaces_of_titles_and_texts_are_chosen_apart(site: Site) -> None:
    made = brand(site)
    made.title_typeface, made.text_typeface = "vector", ""
    made.full_clean()
    made.save()
    faces = brand_now().theme.typefaces
    assert (faces.display, faces.text) == ("Vector Display", "Folio Text")
    assert theme_of_version(1).typefaces == FOLIO.typefaces
    # What a theme has anyway is no other look.
    made.title_typeface, made.text_typeface = "folio", "folio"
    made.save()
    assert theme_of_version(theme_version()).typefaces == FOLIO.typefaces
    assert theme_version() == 3
    made.title_typeface = made.text_typeface = ""
    made.save()
    assert theme_version() == 3
    made.title_typeface = "gothic"
    with pytest.raises(ValidationError, match="not a valid choice"):
        made.full_clean()


def test_the_form_offers_logo_typefaces_colours_and_the_covers_picture(
    admin_client: Client, site: Site
) -> None:
    page = admin_client.get(reverse("wagtailsettings:edit", args=["cms", "brand", site.pk]))
    soup = BeautifulSoup(page.content, "html.parser")
    named = {field.get("name") for field in soup.select("form [name]")}
    assert named >= {
        "company", "logo_svg", "logo", "family", "title_typeface", "text_typeface",
        "accent", "signal", "dark", "ink", "tint", "cover_picture",
    }  # fmt: skip
    offered = {o["value"]: o.text for o in soup.select("[name=title_typeface] option")}
    assert offered == {
        "": "The theme's own", "folio": "Folio Display, a serif", "vector": "Vector Display",
    }  # fmt: skip


def test_what_does_not_change_the_look_makes_no_version(site: Site) -> None:
    made = brand(site)
    made.address = "1 Dock Road"
    made.save()
    assert BrandVersion.objects.count() == 1


def test_the_present_brand_takes_one_query(site: Site, django_assert_num_queries: Any) -> None:
    brand(site, logo_svg=LOGO, family="vector")
    with django_assert_num_queries(1):
        now = brand_now()
    assert now.company == "Northway" and now.theme.family == "vector"
    assert now.theme.logo.startswith("<svg")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"accent": "#aaaaaa"}, "accent on white"),
        ({"signal": "#ffee00"}, "signal on white"),
        ({"ink": "#999999"}, "text on white"),
        ({"dark": "#dddddd"}, "signal on dark ground"),
        ({"accent": "blue"}, "Write a colour"),
        ({"logo_svg": "<p>no</p>"}, "not an SVG"),
    ],
)
def test_it_refuses_a_look_that_cannot_be_read(
    site: Site, changes: dict[str, str], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        brand(site, **changes)


@pytest.mark.parametrize(
    ("changes", "field", "ratio", "limit"),
    [
        ({"accent": "#aaaaaa"}, "accent", "2.32", "4.5"),
        # One step below the limit is not said to reach it.
        ({"accent": "#777777"}, "accent", "4.47", "4.5"),
        ({"signal": "#ffee00"}, "signal", "1.20", "3"),
        ({"ink": "#999999"}, "ink", "2.84", "4.5"),
        ({"tint": "#8fb5a5"}, "tint", "2.85", "4.5"),
    ],
)
def test_the_colour_at_fault_is_named_with_its_contrast_and_what_would_do(
    site: Site, changes: dict[str, str], field: str, ratio: str, limit: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        brand(site, **changes)
    said = refused.value.message_dict
    assert set(said) == {field}
    assert any(f"{ratio}:1; it needs {limit}:1." in line for line in said[field])
    near = re.search(r"nearest colour that can be read is (#[0-9a-f]{6})\.", said[field][-1])
    assert near
    brand(site, **{**changes, field: near[1]})
    assert brand_now().version == 1


def test_a_ground_that_leaves_no_colour_names_none(site: Site) -> None:
    """Between a white and a grey of the middle no signal has three to one on both."""
    with pytest.raises(ValidationError) as refused:
        brand(site, dark="#505050", signal="#ff00ff")
    said = refused.value.message_dict
    assert "signal on dark ground" in " ".join(said["signal"])
    assert "nearest" not in " ".join(said["signal"])


def test_a_version_outlives_its_site(site: Site) -> None:
    brand(site)
    site.delete()
    assert BrandVersion.objects.get().site is None
    assert theme_of_version(1).company == "Northway"


def test_marketing_sets_it_in_the_admin(admin_client: Client, site: Site) -> None:
    url = reverse("wagtailsettings:edit", args=["cms", "brand", site.pk])
    page = admin_client.get(url)
    assert page.status_code == 200
    response = admin_client.post(
        url,
        {
            "company": "Northway",
            "tagline": "",
            "family": "vector",
            "accent": "#aaaaaa",
            "signal": "",
            "dark": "",
            "ink": "",
            "tint": "",
            "logo_svg": "",
            "logo": "",
            "cover_picture": "",
            "address": "",
            "email": "",
            "phone": "",
            "imprint_url": "",
            "privacy_url": "",
            "terms_url": "",
        },
    )
    soup = BeautifulSoup(response.content, "html.parser")
    said = soup.select_one("[id*=accent-errors]")
    assert said is not None
    assert "On slides, accent on white has a contrast of 2.32:1; it needs 4.5:1." in said.text
    assert not BrandVersion.objects.exists()


def test_only_drawing_is_let_through() -> None:
    clean = sanitised(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4" onload="x()">'
        "<script>x()</script><style>@import url(//x)</style>"
        '<a href="javascript:x()"><path d="M0 0"/></a><image href="http://x/y.png"/>'
        "<foreignObject><p>x</p></foreignObject>"
        '<path d="M0 0h1" style="fill:url(http://x)" fill="url(http://x)" onclick="x()"/>'
        '<path d="M1 1h1" fill="url(#g)"/></svg>'
    )
    for bad in ("script", "style", "href", "foreignObject", "onload", "onclick", "http://x"):
        assert bad not in clean
    assert clean.count("<path") == 2 and 'fill="url(#g)"' in clean


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not xml",
        "<svg><path d='M0 0'/></svg>",
        "<html/>",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>Name</text></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        LOGO.replace("M0 0h10v10z", "M0 0" * 20000),
    ],
)
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(NotADrawing):
        sanitised(text)


def test_a_drawing_without_viewbox_gets_one() -> None:
    assert 'viewBox="0 0 40 10"' in sanitised(LOGO)


def test_a_logo_turns_light_on_dark_grounds(site: Site) -> None:
    theme = theme_for_logo(site)
    assert "#123456" in theme.logo
    assert "#123456" not in theme.logo_on_dark
    assert theme.colours.on_dark in theme.logo_on_dark
    light = render_slide("title", value("title"), context(theme))
    dark = render_slide("title", value("title", variant="full"), context(theme))
    assert "%23123456" in light and "%23123456" not in dark


def theme_for_logo(site: Site) -> Theme:
    brand(site, logo_svg=LOGO)
    return brand_now().theme
