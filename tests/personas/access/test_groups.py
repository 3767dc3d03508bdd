from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import ImproperlyConfigured

from personas.access import grants
from personas.access.roles import (
    Role,
    forget_roles,
    is_lead,
    is_marketing,
    is_marketing_lead,
    is_sales,
    is_sales_lead,
    roles_of,
)
from personas.access.services import ensure_groups

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(grants, "_permissions", {role: [] for role in Role})
    monkeypatch.setattr(grants, "_steps", [])
    return grants


def test_migrating_made_the_groups_with_their_permissions():
    for role in Role:
        group = Group.objects.get(name=role)
        assert group.permissions.filter(codename="access_admin").exists()


def test_every_declared_permission_of_people_exists():
    unknown = [name for name in ensure_groups().unknown if name.startswith("personas.")]
    assert unknown == []


def test_running_again_adds_nothing():
    ensure_groups()
    before = set(Group.permissions.through.objects.values_list("group", "permission"))
    assert ensure_groups().added == 0
    assert set(Group.permissions.through.objects.values_list("group", "permission")) == before


def test_a_permission_given_by_hand_stays():
    extra = Permission.objects.get(codename="delete_group")
    Group.objects.get(name=Role.SALES).permissions.add(extra)
    ensure_groups()
    assert extra in Group.objects.get(name=Role.SALES).permissions.all()


def test_a_permission_taken_away_comes_back():
    group = Group.objects.get(name=Role.SALES)
    group.permissions.clear()
    ensure_groups()
    assert group.permissions.filter(codename="change_prospect").exists()


def test_leads_may_do_what_their_team_may(registry):
    registry.declare(Role.SALES, "personas.view_account")
    assert registry.permissions_of(Role.SALES_LEADS) == {"personas.view_account"}
    assert registry.permissions_of(Role.MARKETING) == frozenset()


def test_a_permission_needs_its_app(registry):
    with pytest.raises(ImproperlyConfigured):
        registry.declare(Role.SALES, "view_account")


def test_declared_steps_run_after_the_permissions(registry):
    seen = []
    registry.declare(Role.SALES, "personas.view_account")

    def step() -> None:
        seen.append(Group.objects.get(name=Role.SALES).permissions.exists())

    registry.declare_step(step)
    ensure_groups()
    assert seen == [True]
    with pytest.raises(ImproperlyConfigured):
        registry.declare_step(step)


def test_unknown_permissions_are_reported_not_raised(registry):
    registry.declare(Role.SALES, "nowhere.view_nothing")
    assert ensure_groups().unknown == ("nowhere.view_nothing",)


def test_roles_are_asked_once_a_user(rep, django_assert_num_queries):
    user = get_user_model().objects.get(pk=rep.pk)
    with django_assert_num_queries(1):
        assert is_sales(user) and not is_marketing(user) and not is_lead(user)


def test_roles_can_be_asked_again(rep):
    assert not is_sales_lead(rep)
    rep.groups.add(Group.objects.get(name=Role.SALES_LEADS))
    forget_roles(rep)
    assert is_sales_lead(rep) and is_lead(rep) and not is_marketing_lead(rep)


def test_who_holds_no_role(outsider, rep):
    rep.is_active = False
    for user in (outsider, rep, AnonymousUser()):
        assert roles_of(user) == frozenset()


def test_a_superuser_holds_all_roles(admin_user):
    assert roles_of(admin_user) == frozenset(Role)
