"""What every installation begins with: home page, library, rights; made once, kept, restored."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
)

from cms.assets.permissions import APPROVAL, ensure_content_access
from cms.site.models import HomePage, LibraryPage
from cms.site.setup import ensure_library
from personas.access.roles import Role
from personas.access.services import ensure_groups
from tests.factories.cms import ArticleFactory

pytestmark = pytest.mark.django_db


def pages() -> list[tuple[str, str, str, bool]]:
    return list(Page.objects.order_by("path").values_list("path", "slug", "url_path", "live"))


def rights() -> set[tuple[str, ...]]:
    """Every right by place, every right on models, and which workflow watches what."""
    return {
        *GroupPagePermission.objects.values_list(
            "group__name", "page__slug", "permission__codename"
        ),
        *GroupCollectionPermission.objects.values_list(
            "group__name", "collection__name", "permission__codename"
        ),
        *Group.objects.values_list("name", "permissions__codename"),
        *WorkflowPage.objects.values_list("page__slug", "workflow__name"),
        *WorkflowContentType.objects.values_list("content_type__model", "workflow__name"),
    }


def test_a_new_site_shows_its_home_and_library(client):
    home = Site.objects.get(is_default_site=True).root_page.specific
    assert isinstance(home, HomePage)
    assert (home.slug, home.live) == ("home", True)
    library = LibraryPage.objects.get()
    assert library.get_parent().pk == home.pk
    assert library.get_latest_revision() is not None
    assert [client.get(url).status_code for url in ("/", "/library/")] == [200, 200]


def test_wagtails_own_first_groups_and_workflow_are_gone():
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()
    assert set(Workflow.objects.values_list("name", flat=True)) == {APPROVAL}


def test_running_again_changes_nothing():
    before = pages(), rights()
    for _again in range(2):
        ensure_library()
        ensure_groups()
        ensure_content_access()
    assert (pages(), rights()) == before


def test_a_library_that_was_moved_and_renamed_is_kept():
    library = LibraryPage.objects.get()
    library.title = library.slug = "answers"
    library.save_revision().publish()
    ensure_library()
    assert list(LibraryPage.objects.values_list("slug", flat=True)) == ["answers"]


def test_a_deleted_library_comes_back_under_the_home_that_is_there():
    home = HomePage.objects.get()
    LibraryPage.objects.get().delete()
    ensure_groups()
    library = LibraryPage.objects.get()
    assert library.get_parent().pk == home.pk
    assert GroupPagePermission.objects.filter(page=library.page_ptr).exists()
    assert ArticleFactory().get_parent().pk == library.pk


def test_a_site_with_a_home_of_its_own_keeps_it_as_root():
    site = Site.objects.get(is_default_site=True)
    LibraryPage.objects.get().delete()
    ours = HomePage(title="Ours", slug="ours", headline="Ours", lead="Us.")
    site.root_page = Page.get_first_root_node().add_child(instance=ours)
    site.save()
    ensure_library()
    assert Site.objects.get(is_default_site=True).root_page_id == ours.pk
    assert LibraryPage.objects.get().get_parent().pk == ours.pk


def test_rights_that_were_taken_away_come_back():
    before = rights()
    GroupPagePermission.objects.filter(group__name=Role.MARKETING.value).delete()
    GroupCollectionPermission.objects.filter(group__name=Role.MARKETING_LEADS.value).delete()
    WorkflowPage.objects.all().delete()
    WorkflowContentType.objects.all().delete()
    Group.objects.get(name=Role.SALES.value).permissions.clear()
    assert rights() != before
    ensure_groups()
    assert rights() == before


def test_a_deleted_group_comes_back_with_its_rights():
    before = rights()
    Group.objects.get(name=Role.MARKETING_LEADS.value).delete()
    ensure_groups()
    assert rights() == before
    task = Workflow.objects.get(name=APPROVAL).tasks.get().specific
    assert [group.name for group in task.groups.all()] == [Role.MARKETING_LEADS.value]


def test_another_workflow_that_a_lead_chose_for_the_library_stays():
    own = Workflow.objects.create(name="Two pairs of eyes")
    WorkflowPage.objects.update(workflow=own)
    ensure_groups()
    assert set(WorkflowPage.objects.values_list("workflow__name", flat=True)) == {own.name}
