from __future__ import annotations

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission

from personas.access.backend import TeamBackend
from personas.access.roles import Role, roles_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(django_user_model):
    return django_user_model.objects.create_user("member", password="long-enough-1")


def anew(user):
    return TeamBackend().get_user(user.pk)


def test_permissions_are_those_that_django_finds(member):
    member.user_permissions.set(Permission.objects.filter(codename__contains="image"))
    for name in ("Sales", "Marketing leads"):
        member.groups.add(Group.objects.get(name=name))

    found = TeamBackend().get_all_permissions(anew(member))

    assert found == ModelBackend().get_all_permissions(anew(member))
    assert any("image" in name for name in found)
    assert found > ModelBackend().get_user_permissions(anew(member))


def test_a_group_without_a_permission_gives_its_role_and_nothing_more(
    member, django_assert_num_queries
):
    group = Group.objects.get(name=Role.SALES_LEADS)
    group.permissions.clear()
    member.groups.add(group)
    user = anew(member)

    with django_assert_num_queries(1):
        assert TeamBackend().get_all_permissions(user) == set()
        assert roles_of(user) == {Role.SALES_LEADS}


def test_whoever_is_in_no_group_may_nothing(member):
    user = anew(member)
    assert TeamBackend().get_all_permissions(user) == set()
    assert roles_of(user) == frozenset()


def test_nobody_comes_for_a_user_who_is_gone_or_was_switched_off(member):
    member.is_active = False
    member.save()
    assert anew(member) is None
    member.delete()
    assert TeamBackend().get_user(10**9) is None
